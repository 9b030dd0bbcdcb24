"""Splits the differences of a period, and keeps them in place of those that stood there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, text

from include.errors import Refused
from include.index.framework import Framework, all_frameworks, find_stretches
from include.index.portal_figures import all_portal_figures
from include.index.reconcile import CAUSES, Evidence, GroupDifference, reconcile_group, sum_groups
from include.index.score import Ratio
from include.periods import Period
from include.publication.reconciliation.facts import MISSING, AgencyFacts, read_facts
from include.publication.vintage import Vintage, find_vintage
from include.warehouse.faults import told_in_one_line

TOTAL = "TOTAL"
NOTHING = Ratio(0, 0)
_INSERT = "INSERT INTO core.{table} SELECT * FROM jsonb_populate_recordset(NULL::core.{table}, CAST(:rows AS jsonb))"
TABLES = ("reconciliation", "reconciliation_count", "reconciliation_evidence")


@dataclass(frozen=True)
class Reconciled:
    """One group (or TOTAL) of one agency, as mart.reconciliation shows it, and what its parts rest on."""

    agency_code: str
    group_code: str
    found: GroupDifference
    evidence: Evidence
    seen_at: datetime
    data_as_of: datetime | None


def reconcile(engine: Engine, period: Period, vintage: int = 0) -> list[Reconciled]:
    """Every agency that both sides have figures of; where there is none, nothing is found and nothing changed.

    Ours are those of a published vintage, or the live ones (0). The portal's are those that were seen last.
    """
    asked, framework = f"reconcile {period.label}", _find_framework(period)
    with told_in_one_line(asked), engine.begin() as connection:
        shown = find_vintage(connection, asked, period, vintage) if vintage else Vintage(period, 0)
        agencies = read_facts(connection, shown)
        found = [each for code, facts in agencies.items() for each in _reconcile_agency(framework, code, facts)]
        if found:
            _keep(connection, shown, framework, found, agencies)
    return found


def _keep(
    connection: Connection,
    shown: Vintage,
    framework: Framework,
    found: list[Reconciled],
    agencies: Mapping[str, AgencyFacts],
) -> None:
    rows = (_point_rows(found), _count_rows(found), _evidence_rows(agencies))
    key = {"period": shown.period.label, "vintage": shown.vintage}
    for table, values in zip(TABLES, rows, strict=True):
        connection.execute(text(f"DELETE FROM core.{table} WHERE period = :period AND vintage = :vintage"), key)  # noqa: S608
        written = [{**key, "framework": framework.name, **row} for row in values]
        connection.execute(text(_INSERT.format(table=table)), {"rows": json.dumps(written, default=str)})


def _find_framework(period: Period) -> Framework:
    """The one that scores the period, of those whose components the portal publishes."""
    published = all_portal_figures().keys()
    for framework, since, until in find_stretches(all_frameworks()):
        asked = {component.input for component in framework.components if component.formula != "fixed"}
        if asked <= published and since <= period.since < until:
            return framework
    raise Refused(f"reconcile {period.label}", "no framework of the portal scores it", "name a later period")


def _reconcile_agency(framework: Framework, code: str, facts: AgencyFacts) -> Iterator[Reconciled]:
    groups = {
        group.code: reconcile_group(group, facts.points.get(group.code), facts.sides, facts.evidence)
        for group in framework.groups
    }
    every = {**groups, TOTAL: sum_groups(groups, facts.points.get(TOTAL))}
    seen = max(facts.seen_at.values())
    for group_code, found in every.items():
        yield Reconciled(code, group_code, found, facts.evidence, facts.seen_at.get(group_code, seen), facts.data_as_of)


def _point_rows(found: list[Reconciled]) -> Iterator[dict[str, Any]]:
    for each in found:
        parts: Mapping[str, Decimal | None] = each.found.parts or dict.fromkeys(CAUSES)
        yield {
            "agency_code": each.agency_code,
            "group_code": each.group_code,
            "published_points": each.found.published,
            "our_points": each.found.ours,
            "difference_points": each.found.difference,
            **{f"{cause}_points": parts[cause] for cause in CAUSES},
            "state": each.found.state,
            "seen_at": each.seen_at,
            "data_as_of": each.data_as_of,
        }


def _count_rows(found: list[Reconciled]) -> Iterator[dict[str, Any]]:
    for each in found:
        for name, counts in each.found.counts.items():
            for cause, count in counts.items():
                if cause not in CAUSES or count != NOTHING:
                    yield {
                        "agency_code": each.agency_code,
                        "group_code": each.group_code,
                        "input": name,
                        "cause": cause,
                        "numerator": count.numerator,
                        "denominator": count.denominator,
                    }


def _evidence_rows(agencies: Mapping[str, AgencyFacts]) -> Iterator[dict[str, Any]]:
    zeros = dict.fromkeys(
        (
            *MISSING,
            *("quarantined_payment_count", "duplicate_count", "changed_count", "changed_petition_count"),
        ),
        0,
    )
    for code, facts in agencies.items():
        yield {"agency_code": code, **zeros, **facts.counts}
