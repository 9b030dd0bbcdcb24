"""What the warehouse knows that a verdict, an explanation and a letter need. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from sqlalchemy import Connection, Row

from include.alerts.explain import Count, Group
from include.alerts.life import Alert, Judged, Restated
from include.alerts.month import Month, Pool
from include.alerts.rule import Rule
from include.alerts.statements import statement
from include.periods import Period

_parse_period = cache(Period.parse)


@dataclass(frozen=True)
class Agencies:
    """Names, levels, and for each agency itself and those above it, nearest first."""

    names: Mapping[str, str]
    levels: Mapping[str, int]
    lineages: Mapping[str, tuple[str, ...]]

    def lineage(self, agency_code: str) -> tuple[str, ...]:
        """An agency that no catalogue has named yet stands below the agencies that its code names."""
        groups = agency_code.split(".")
        by_code = tuple(".".join(groups[:count]) for count in range(len(groups), 0, -1))
        return self.lineages.get(agency_code, by_code)

    def name(self, agency_code: str) -> str:
        return self.names.get(agency_code, agency_code)


def read_agencies(connection: Connection) -> Agencies:
    rows = connection.execute(statement("read_agencies")).all()
    lineages: defaultdict[str, list[str]] = defaultdict(list)
    for agency_code, ancestor_code in connection.execute(statement("read_lineage")):
        lineages[agency_code].append(ancestor_code)
    return Agencies(
        names={row.agency_code: row.agency_name for row in rows},
        levels={row.agency_code: row.level for row in rows},
        lineages={code: tuple(above) for code, above in lineages.items()},
    )


def read_months(connection: Connection, rule: Rule, *, whole: bool = False) -> dict[str, dict[Period, Month]]:
    """By agency, the months of the rule's indicator: those that a new verdict may need, or the whole history."""
    bound = {"indicator": rule.indicator, "rule": rule.name, "whole": whole}
    histories: defaultdict[str, dict[Period, Month]] = defaultdict(dict)
    for row in connection.execute(statement("read_months"), bound):
        month = _month(row)
        histories[row.agency_code][month.period] = month
    return histories


def _month(row: Row[tuple[object, ...]]) -> Month:
    return Month(
        period=_parse_period(row.period),
        numerator=int(row.numerator or 0),
        denominator=int(row.denominator or 0),
        points=None if row.points is None else Decimal(row.points),
        state=row.state,
        framework=row.framework,
        formula_version=row.formula_version or "",
    )


def read_judged(connection: Connection, rule: Rule, since: Period) -> dict[str, dict[Period, Judged]]:
    """By agency, the verdicts on record about the months from `since` on."""
    bound = {"rule": rule.name, "indicator": rule.indicator, "since": since.label}
    judged: defaultdict[str, dict[Period, Judged]] = defaultdict(dict)
    for row in connection.execute(statement("read_verdicts"), bound):
        published = (int(row.published_numerator or 0), int(row.published_denominator or 0))
        verdict = Judged(
            row.outcome,
            int(row.numerator),
            int(row.denominator),
            Restated(row.vintage, published) if row.vintage else None,
        )
        judged[row.agency_code][_parse_period(row.period)] = verdict
    return judged


def read_living_alerts(connection: Connection, rule: Rule) -> dict[str, Alert]:
    """By agency, its newest alert that is not closed."""
    rows = connection.execute(statement("read_alerts"), {"rule": rule.name})
    return {
        row.agency_code: Alert(
            Period.parse(row.period),
            row.state,
            Fraction(row.recover_at),
            Period.parse(row.recovered_period) if row.recovered_period else None,
        )
        for row in rows
    }


def read_groups(
    connection: Connection, rule: Rule, agency_code: str, value: Pool, before: Pool
) -> list[tuple[Group, Count, Count]]:
    """Procedure × channel × agency of a subtree: the counts before and now, each group once."""
    bound = {
        "agency_code": agency_code,
        "since": value.since,
        "until": value.until,
        "before_since": before.since,
        "before_until": before.until,
    }
    return [
        (
            Group(row.procedure_code, row.channel, row.agency_code),
            Count(row.before_numerator, row.before_denominator),
            Count(row.numerator, row.denominator),
        )
        for row in connection.execute(statement(rule.parts, "parts"), bound)
    ]


def read_procedure_names(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    rows = connection.execute(statement("read_procedure_names"), {"procedure_codes": sorted(set(codes))})
    return {row.procedure_code: row.procedure_name for row in rows}
