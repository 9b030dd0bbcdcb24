"""Gathers the evidence of one agency and period from the warehouse, as of a vintage."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine

from include.errors import Refused
from include.index.framework import all_frameworks, all_weights
from include.indicators.catalogue import read_catalogue
from include.periods import VIETNAM, Period
from include.publication.evidence.content import PART, Evidence, Rows
from include.publication.evidence.count import count_parts
from include.publication.evidence.tools import tool_versions
from include.publication.formula import describe_formulas, describe_weights
from include.publication.record import OF_ONE_AGENCY, OWN_TREE, has_records, render_records
from include.publication.statements import ask, read_sql
from include.publication.tree import lay_tree
from include.publication.vintage import Vintage, bind_period, find_vintage, list_vintages
from include.quality.batch_rule import all_batch_rules
from include.quality.rule import all_rules
from include.warehouse.faults import told_in_one_line

OWN = "evidence/sql"
LISTS = ("receipts", "reports", "vintages", "restatements", "restated_scores", "restated_records")


def gather(engine: Engine, agency_code: str, period: Period, now: datetime, vintage: int | None = None) -> Evidence:
    """Figures, formulas, records, receipts and history of a vintage: the newest, or live where none was published.

    Refused when there is no such figure, or when the records do not give the figure that they stand behind.
    """
    asked = f"evidence of {agency_code} for {period.label}"
    sentences = {rule.name: rule.sentence_vi for rule in all_rules()}
    sentences |= {rule.name: rule.sentence_vi for rule in all_batch_rules()}
    with told_in_one_line(asked), engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        shown = _choose(connection, asked, period, vintage)
        values = {
            **bind_period(period),
            **shown.bind("shown"),
            "agency_code": agency_code,
            "known_at": shown.published_at or now,
        }
        lay_tree(connection)
        figures = _read_figures(connection, asked, shown, values)
        formulas = _read_formulas(shown)
        tables = {name: _read(connection, read_sql(name, OWN), values) for name in LISTS}
        of_receipts = read_sql("receipts", OWN)
        judged = _read(connection, read_sql("validation", OWN).format(receipts=of_receipts), values)
        tables["validation"] = Rows.of({**row, "sentence_vi": sentences.get(row["rule"], "")} for row in judged)
        tables |= _read_records(connection, formulas["formulas"], values)
        agencies_at = ask(connection, read_sql("agencies_since", OWN), values).scalar() if shown.vintage else None
    evidence = Evidence(figures, formulas, tables)
    _refuse_other_numbers(asked, evidence, agencies_at)
    return evidence


def _choose(connection: Connection, asked: str, period: Period, vintage: int | None) -> Vintage:
    if vintage is not None:
        return find_vintage(connection, asked, period, vintage)
    known = list_vintages(connection, period)
    return known[-1] if known else Vintage(period, 0)


def _read_figures(connection: Connection, asked: str, shown: Vintage, values: dict[str, object]) -> dict[str, Any]:
    name = ask(connection, read_sql("agency", OWN), values).scalar()
    indicators = _read(
        connection, read_sql("indicators", OWN).format(figures=read_sql("figures").format(state="shown")), values
    )
    if name is None or not indicators:
        came = "there is no such agency" if name is None else "there is no figure of it"
        raise Refused(asked, came, "name an agency of mart.agency and a period of mart.period")
    return {
        "agency_code": values["agency_code"],
        "agency_name": str(name),
        "period": shown.period.label,
        "vintage": shown.vintage,
        "known_at": _write(values["known_at"]),
        "published_by": shown.published_by,
        "inputs_sha256": shown.inputs_sha256,
        "values_sha256": shown.values_sha256,
        "tools": tool_versions(),
        "indicators": list(indicators),
        "scores": list(_read(connection, read_sql("scores", OWN), values)),
    }


def _read_formulas(shown: Vintage) -> dict[str, Any]:
    groups = {
        framework.name: {
            "title_vi": framework.title_vi,
            "source": framework.source,
            "standing": framework.standing,
            "groups": {group.code: group.name_vi for group in framework.groups},
        }
        for framework in all_frameworks()
    }
    if shown.vintage:
        return {"formulas": shown.formulas, "weights": list(shown.weights), "frameworks": groups}
    formulas = describe_formulas(read_catalogue(), shown.period)
    return {
        "formulas": formulas,
        "weights": describe_weights(all_weights(), shown.period),
        "frameworks": groups,
    }


def _read_records(
    connection: Connection, formulas: Mapping[str, Mapping[str, Any]], values: dict[str, object]
) -> dict[str, Rows]:
    tables: dict[str, Rows] = {}
    of_dossiers = [code for code, formula in formulas.items() if formula["over"] == "dossiers"]
    for source in sorted({formula["over"] for formula in formulas.values()}):
        if has_records(source):
            rows = render_records(source, "shown", OF_ONE_AGENCY, OWN_TREE)
            ordered = f'SELECT * FROM ({rows}) AS record ORDER BY record_code COLLATE "C"'  # noqa: S608
            tables[f"records/{source}"] = _read(connection, ordered, {**values, "of_dossiers": of_dossiers})
    for code, formula in formulas.items():
        if f"records/{formula['over']}" in tables:
            tables[f"behind/{code}"] = count_parts(formula, tables[f"records/{formula['over']}"])
    return tables


def _refuse_other_numbers(asked: str, evidence: Evidence, agencies_at: Any) -> None:
    """`agencies_at`: when the agencies were loaded anew after the vintage was published, if they were."""
    for figure in evidence.indicators:
        name = f"behind/{figure['indicator']}"
        if name in evidence.tables and figure["numerator"] != "":
            given = [str(evidence.table(name).add_up(part)) for part in ("numerator", "denominator")]
            if given != [figure["numerator"], figure["denominator"]]:
                came = (
                    f"the records behind {figure['indicator']} give {'/'.join(given)}, the figure says "
                    f"{figure['numerator']}/{figure['denominator']}"
                )
                if agencies_at:
                    came += (
                        f"; vintage {evidence.figures['vintage']} stands as published, but the catalogue of agencies "
                        f"of {agencies_at.astimezone(VIETNAM):%Y-%m-%d %H:%M} may place units otherwise at that time"
                    )
                todo = "run `python -m include measure --rebuild` and publish anew, or ask for the agencies below it"
                raise Refused(asked, came, todo)


def _read(connection: Connection, statement: str, values: dict[str, object]) -> Rows:
    parts = ask(connection, statement, values).mappings().partitions(PART)
    return Rows.of({key: _write(value) for key, value in row.items()} for part in parts for row in part)


def _write(value: object) -> str:
    """A cell as text: no value as nothing, moments in Vietnam's time, numbers exactly."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="seconds")
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
