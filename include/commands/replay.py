"""Judge batches with records in quarantine again, by the rules and the catalogue of today, and load what now passes.

A record that a newer version has overtaken does not come back, and nothing new goes into quarantine. Run again it
changes nothing. It ends with a table: by rule, how many records it kept aside before, how many left, how many wait
still; a record that broke two rules counts for both, and once in the sum.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime

from include import street
from include.commands._table import print_table
from include.portal.feed import read_feed
from include.quality.rule import all_rules
from include.settings import Settings
from include.warehouse.history import Waiting, waiting_by_rule

HEADS = ("feed", "rule", "before", "left", "still waiting", "sentence")
WORDS = {"feed", "rule", "sentence"}
Counts = dict[tuple[str | None, str | None], Waiting]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--feed", metavar="F", help="batches of this feed alone")
    parser.add_argument("--root", metavar="CODE", help="batches of this root agency alone")
    parser.add_argument("--rule", metavar="NAME", help="batches with records that this rule refused alone")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    all_rules()
    feed = read_feed(args.feed).name if args.feed else None
    root = street.root_code(args.root) if args.root else None
    before = _count(settings, feed, root)
    planned = street.plan_replay(settings, feed, root, [args.rule] if args.rule else None)
    for landed in planned:
        replayed = street.replay(settings, landed, now)
        print(f"before {street.describe_receipt(replayed['before'])}")
        print(f"after  {street.describe_receipt(replayed['after'])}", flush=True)
    after = _count(settings, feed, root) if planned else before
    if planned:
        print_table(HEADS, _rows(before, after), WORDS)
    freed = _number(before, None, None) - _number(after, None, None)
    print(f"{len(planned)} batches judged again, {freed} records left quarantine")
    return 0


def _count(settings: Settings, feed: str | None, root: str | None) -> Counts:
    with street.open_warehouse(settings) as engine:
        return {(each.feed, each.rule): each for each in waiting_by_rule(engine, feed, root)}


def _number(counts: Counts, feed: str | None, rule: str | None) -> int:
    return counts[feed, rule].record_count if (feed, rule) in counts else 0


def _rows(before: Counts, after: Counts) -> list[Sequence[str]]:
    """One a rule that kept anything aside, then the records themselves; a rule no more in force says what it said."""
    sentences = {rule.name: rule.sentence_en for rule in all_rules()}
    rows = []
    for (feed, rule), each in (after | before).items():
        had, has = _number(before, feed, rule), _number(after, feed, rule)
        said = sentences.get(rule, each.sentence or "") if rule else "records, each once"
        rows.append((feed or "", rule or "", str(had), str(had - has), str(has), said))
    return sorted(rows, key=lambda row: (not row[1], row))
