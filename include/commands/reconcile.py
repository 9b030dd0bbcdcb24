"""Set the portal's published points beside ours, and split each difference by its cause, the largest first.

Ours are the live figures, or those of a published vintage. Keeps what it finds: of the live ones for
mart.reconciliation and the page, of vintages for mart.reconciliation_vintage. What nothing speaks for is called
unexplained.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from include import street
from include.commands._table import print_table
from include.errors import Refused
from include.index.portal_figures import all_portal_figures
from include.index.reconcile import CAUSES
from include.periods import VIETNAM, Period
from include.publication.reconciliation import NOTHING, Reconciled
from include.settings import Settings

HEADS = ("agency", "group", "portal", "ours", "difference", *CAUSES, "state")
COUNT_HEADS = ("agency", "portal", "ours", "difference", *CAUSES, "known missing", "copies dropped", "changed since")
WORDS = {"agency", "group", "state"}
RECEIVED = next(
    name for name, figure in all_portal_figures().items() if figure.numerator and figure.counts == "dossiers"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, metavar="P", help="2024-06, 2024-Q2 or 2024")
    parser.add_argument("--agency", metavar="CODE", help="print only this one")
    parser.add_argument(
        "--vintage", type=int, default=0, metavar="N", help="figures that were published [the live ones]"
    )


def run(args: argparse.Namespace, settings: Settings, _now: datetime) -> int:
    agency = street.root_code(args.agency) if args.agency else None
    found = street.reconcile(settings, Period.parse(args.period), args.vintage)
    if not found:
        todo = "load them (`python -m include published`, and `run` for the records), then ask again"
        raise Refused(f"reconcile {args.period}", "no agency has figures both here and from the portal", todo)
    shown = sorted((each for each in found if agency in (None, each.agency_code)), key=_rank)
    print_table(HEADS, map(_write_points, shown), WORDS)
    print("\ndossiers received")
    print_table(COUNT_HEADS, (line for each in shown if (line := _write_counts(each))), WORDS)
    _explain(shown)
    print(_say_standing(found, args.vintage))
    compared = sum(each.found.difference is not None for each in found)
    apart = sum(bool(each.found.difference) for each in found)
    print(
        f"{len(found)} groups and totals: {compared} compared, {apart} differ; differences are ours less the portal's"
    )
    return 0


def _say_standing(found: Sequence[Reconciled], vintage: int) -> str:
    """What was published earlier may say otherwise: nobody shall take the one for the other."""
    known = [each.data_as_of for each in found if each.data_as_of]
    as_of = f"{min(known).astimezone(VIETNAM):%Y-%m-%d %H:%M}" if known else "no known day"
    if vintage:
        return (
            f"ours are the figures of vintage {vintage} as published, of data whole up to {as_of}; what came since is "
            "missing or timing here, and mart.restatement says what later vintages changed"
        )
    return (
        f"ours are the live figures, of data whole up to {as_of}, and not those of a published vintage; "
        "where these differ: mart.unpublished_change"
    )


def _rank(each: Reconciled) -> tuple[bool, Decimal, str, str]:
    """The largest difference first; what cannot be compared last."""
    difference = each.found.difference
    return difference is None, -abs(difference or Decimal(0)), each.agency_code, each.group_code


def _write_points(each: Reconciled) -> tuple[str, ...]:
    found, parts = each.found, each.found.parts or {}
    sides = (_write(found.published), _write(found.ours), _write(found.difference, "+.2f"))
    return (
        each.agency_code,
        each.group_code,
        *sides,
        *(_write(parts.get(cause), "+.2f") for cause in CAUSES),
        found.state,
    )


def _write_counts(each: Reconciled) -> tuple[str, ...] | None:
    """The count of dossiers of an agency, once: by the first component that counts all of them."""
    counts = each.found.counts.get(RECEIVED)
    if counts is None:
        return None
    published, ours = counts["published"].denominator, counts["ours"].denominator
    known = each.evidence.missing, each.evidence.duplicates, each.evidence.changed
    return (
        each.agency_code,
        f"{published:.0f}",
        f"{ours:.0f}",
        _write(Decimal(ours - published), "+.0f"),
        *(_write(Decimal(counts[cause].denominator), "+.0f") for cause in CAUSES),
        *map(str, known),
    )


def _explain(shown: Sequence[Reconciled]) -> None:
    """Why a part is called definition, where the portal is known to count otherwise."""
    differing = {
        name for each in shown for name, counts in each.found.counts.items() if counts["definition"] != NOTHING
    }
    for name in sorted(differing):
        print(f"definition, {name}: {all_portal_figures()[name].differs_en}")


def _write(number: Decimal | None, form: str = ".2f") -> str:
    if number is None:
        return "–"
    return format(number, form) if number or form == ".2f" else "0"
