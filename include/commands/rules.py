"""List the rules that judge records, or try one on the batches in landing before it is switched on.

`rules try RULE --since 2024-01-01` says how many rows the rule would refuse, and writes nothing; RULE is a rule in
force or the path of a file. A row counts for the month in which its version arose, a catalogue's for its own.
"""

import argparse
from collections.abc import Iterator
from datetime import datetime

from include import street
from include.errors import WrongUse
from include.periods import parse_moment
from include.quality.batch_rule import BatchRule, all_batch_rules
from include.quality.rule import Rule, all_rules
from include.quality.trial import Tried, find_rule, try_rule
from include.receipt import Batch
from include.settings import Settings
from include.warehouse.history import FEEDS_IN_ORDER, loaded_batches

WOULD = {"critical": "would stop their batch", "warning": "would be refused", "info": "would be counted"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="every rule in force, its severity and what it says")
    tried = actions.add_parser("try", help="what a rule would refuse")
    tried.add_argument("rule", metavar="RULE", help="a rule's name, or the path of a rule file")
    tried.add_argument("--since", required=True, metavar="DATE", help="first day, e.g. 2024-01-01")
    tried.add_argument("--root", metavar="CODE", help="batches of this root agency alone")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:  # noqa: ARG001 - all commands take these
    if args.action == "list":
        rules: list[Rule | BatchRule] = [*all_rules(), *all_batch_rules()]
        for each in sorted(rules, key=lambda rule: rule.name):
            print(f"{each.name:<32}  {each.severity:<8}  {each.sentence_en}")
        return 0
    rule, since = find_rule(args.rule), parse_moment(args.since)
    if not set(rule.feeds) & set(FEEDS_IN_ORDER):
        came, todo = f"it judges {', '.join(rule.feeds)} alone", f"try one that judges {', '.join(FEEDS_IN_ORDER)}"
        raise WrongUse(f"trying rule {rule.name}", came, todo)
    root = street.root_code(args.root) if args.root else None
    judged = failed = 0
    for batch, month in _try(settings, rule, since, root):
        judged, failed = judged + month.evaluated_count, failed + month.failed_count
        keys = f", e.g. {', '.join(month.keys)}" if month.keys else ""
        counts = f"{month.failed_count} of {month.evaluated_count} rows"
        print(f"{batch.feed:<10}  {batch.root_agency:<10}  {month.month}  {counts}{keys}", flush=True)
    print(f"{rule.name} ({rule.severity}): {failed} of {judged} rows since {args.since} {WOULD[rule.severity]}")
    return 0


def _try(settings: Settings, rule: Rule, since: datetime, root: str | None) -> Iterator[tuple[Batch, Tried]]:
    """Every landed batch that the rule would judge, by month."""
    with street.open_warehouse(settings) as engine:
        for known in loaded_batches(engine, rule.feeds, since, root):
            with street.shaped(settings, engine, known.batch, known.landing_key) as workbench:
                tried = try_rule(workbench, known.batch.feed, rule, since)
            yield from ((known.batch, month) for month in tried)
