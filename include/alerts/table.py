"""The CSV in a letter: the groups behind the rates. Numbers untouched, text cells safe in a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from include.alerts.case import Case

COLUMNS = (
    *("agency_code", "period", "indicator", "procedure_code", "procedure_name", "channel"),
    *("resolving_agency_code", "resolving_agency_name", "before_numerator", "before_denominator"),
    *("numerator", "denominator", "mix_points", "rate_points"),
)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutralise(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: what could start one gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def write_table(cases: Sequence[Case]) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets expect; counts as integers, points of the split as decimals."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for case in cases:
        writer.writerows(_rows(case))
    return buffer.getvalue().encode("utf-8-sig")


def _rows(case: Case) -> Iterator[list[str | int]]:
    for part in case.split.parts if case.split else ():
        group = part.group
        told = (
            *(case.agency_code, case.period.label, case.rule.indicator),
            *(group.procedure_code, case.procedure_names.get(group.procedure_code, ""), group.channel),
            *(group.agency_code, case.agencies.name(group.agency_code)),
        )
        counts = (part.before.numerator, part.before.denominator, part.now.numerator, part.now.denominator)
        points = (f"{float(part.mix * 100):.4f}", f"{float(part.rate * 100):.4f}")
        yield [*map(neutralise, told), *counts, *points]
