"""What both sides say of one period, agency by agency, and what is known of records that are not here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from include.index.portal_figures import PortalFigure, all_portal_figures
from include.index.reconcile import Evidence, Side
from include.index.score import Ratio
from include.publication.statements import read_sql
from include.publication.vintage import Vintage, bind_period

SQL = Path(__file__).parent / "sql"
PENDING = "PENDING"
MISSING = ("quarantined_count", "code_gap_count", "paid_unseen_count", "late_count")
Counts = Mapping[str, int]
Row = Mapping[str, Any]


@dataclass
class AgencyFacts:
    """One agency's period: the points that the portal publishes, by group, and what both sides counted, by input."""

    points: dict[str, Decimal | None] = field(default_factory=dict)
    seen_at: dict[str, datetime] = field(default_factory=dict)
    sides: dict[str, Side] = field(default_factory=dict)
    data_as_of: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def evidence(self) -> Evidence:
        get = self.counts.get
        return Evidence(
            missing=sum(get(name, 0) for name in MISSING),
            missing_payments=get("quarantined_payment_count", 0),
            duplicates=get("duplicate_count", 0),
            changed=get("changed_count", 0),
            changed_petitions=get("changed_petition_count", 0),
        )


def read_facts(connection: Connection, shown: Vintage) -> dict[str, AgencyFacts]:
    """By agency code: every agency that the portal publishes and that the vintage (0: live) has figures of."""
    found: dict[str, AgencyFacts] = {}
    for row in _ask(connection, "published_groups", shown):
        facts = found.setdefault(row["agency_code"], AgencyFacts())
        facts.points[row["group_code"]], facts.seen_at[row["group_code"]] = row["points"], row["seen_at"]
    if found:
        said = {
            (row["agency_code"], row["report"], row["name"]): row for row in _ask(connection, "published_counts", shown)
        }
        ours = {(row["agency_code"], row["indicator"]): row for row in _ask(connection, "our_counts", shown)}
        for agency, facts in found.items():
            facts.sides = {
                name: _make_side(agency, figure, said, ours) for name, figure in all_portal_figures().items()
            }
            known = [row["data_as_of"] for (code, _), row in ours.items() if code == agency and row["data_as_of"]]
            facts.data_as_of = min(known, default=None)
        for name in ("evidence_absent", "evidence_changed", *(["evidence_since"] if shown.vintage else [])):
            for row in _ask(connection, name, shown):
                if row["agency_code"] in found:
                    _add_counts(found[row["agency_code"]].counts, row)
    return found


def _add_counts(counts: dict[str, int], row: Row) -> None:
    for name, count in row.items():
        if name != "agency_code":
            counts[name] = counts.get(name, 0) + count


def _ask(connection: Connection, name: str, shown: Vintage) -> list[Row]:
    period = shown.period
    values = {**bind_period(period), **shown.bind("shown"), "since": period.since, "until": period.until}
    statement = text(_read(name).replace("{figures}", read_sql("figures").format(state="shown")))
    wanted = {key: value for key, value in values.items() if key in statement.compile().params}
    return [dict(row) for row in connection.execute(statement, wanted).mappings()]


@cache
def _read(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _make_side(
    agency: str,
    figure: PortalFigure,
    said: Mapping[tuple[str, str, str], Row],
    ours: Mapping[tuple[str, str], Row],
) -> Side:
    own = ours.get((agency, figure.input))
    published, is_null, is_pending = _read_published(agency, figure, said)
    return Side(
        published=published,
        ours=None if own is None or own["denominator"] is None else Ratio(own["numerator"], own["denominator"]),
        state=_judge_state(own),
        behind=int(own["behind"] or 0) if own else 0,
        counts=figure.counts,
        differs=bool(figure.differs_vi),
        is_null=is_null,
        is_pending=is_pending,
    )


def _judge_state(own: Row | None) -> str:
    """A rate that does not apply is as well known as any other."""
    if own is None:
        return "no_data"
    return "ok" if own["state"] == "not_applicable" else str(own["state"])


def _read_published(
    agency: str, figure: PortalFigure, said: Mapping[tuple[str, str, str], Row]
) -> tuple[Ratio | None, bool, bool]:
    """The portal's count; whether it shows null instead; and whether it says that it is still gathering."""
    if figure.metric:
        row = said.get((agency, figure.report, figure.metric))
        if row is None:
            return None, False, False
        if row["numerator"] is None or row["denominator"] is None:
            return None, True, row["quality"] == PENDING
        return Ratio(row["numerator"], row["denominator"]), False, False
    sums = []
    for names in (figure.numerator, figure.denominator):
        rows = [said.get((agency, figure.report, name)) for name in names]
        if any(row is None for row in rows):
            return None, False, False
        sums.append(sum(row["numerator"] for row in rows if row))
    return Ratio(sums[0], sums[1]), False, False
