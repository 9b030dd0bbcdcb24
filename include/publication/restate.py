"""Restatements: what a vintage says otherwise than the one before it, why, and the records behind it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from include.publication.formula import find_reformulated, render_parts
from include.publication.record import WHOLE_TREE, is_reported, render_records, render_relation
from include.publication.statements import ask, read_sql
from include.publication.tree import lay_tree
from include.publication.vintage import Vintage, bind_period
from include.warehouse.statements import run_script

CHANGED = {
    "dossiers": ("dossier", "stored.dossier_code IN (SELECT record_code FROM changed)"),
    "payments": ("payment", "stored.payment_reference IN (SELECT record_code FROM changed)"),
    "petitions": ("petition", "stored.petition_code IN (SELECT record_code FROM changed)"),
}
REPORTED_ANEW = (
    "stored.agency_code IN (SELECT agency_code FROM core.unit_report WHERE loaded_at > :before_published_at)"
)


def restate(connection: Connection, before: Vintage, now: Vintage) -> None:
    """Writes publication.changed_record and publication.restatement for a vintage that was just frozen."""
    old, new = before.formulas or {}, now.formulas or {}
    reformulated = find_reformulated(old, new, before.weights, now.weights)
    values: dict[str, object] = {
        **bind_period(now.period),
        **before.bind("before"),
        **now.bind("now"),
        "of_dossiers": [code for code, formula in new.items() if formula["over"] == "dossiers"],
        "of_services": [code for code, formula in new.items() if formula["over"] == "services"],
        "of_payments": [code for code, formula in new.items() if "paid_online_count" in _counted(formula)],
        "reformulated": reformulated,
        "is_catalogue_new": ask(connection, read_sql("catalogue_is_new"), before.bind("before")).scalar_one(),
    }
    lay_tree(connection)
    run_script(connection, read_sql("restate_begin"))
    for source in sorted({formula["over"] for formula in new.values() if _tells_changes(formula["over"])}):
        same = {code: f for code, f in new.items() if f["over"] == source and code not in reformulated}
        if same:
            ask(connection, _render(source, same), {**values, "source": source})
    for name in ("keep_changed", "restate_figures"):
        ask(connection, read_sql(name), values)


def _tells_changes(source: str) -> bool:
    """Whether it is known, record by record, what changed in a source."""
    return source in CHANGED or is_reported(source)


def _counted(formula: Mapping[str, Any]) -> str:
    return " ".join(formula[part][key] for part in ("numerator", "denominator") for key in ("sum", "where"))


def _render(source: str, formulas: Mapping[str, Any]) -> str:
    only = _narrow(source)
    return read_sql("restate_records").format(
        changed=_render_changed(source),
        before=render_records(source, "before", only, WHOLE_TREE),
        now=render_records(source, "now", only, WHOLE_TREE),
        parts=render_parts(formulas),
    )


def _narrow(source: str) -> dict[str, str]:
    """Conditions by which relations are narrowed to what changed."""
    if is_reported(source):
        return {"report": REPORTED_ANEW}
    relation, condition = CHANGED[source]
    return {relation: condition} | ({"payment": condition} if source == "dossiers" else {})


def _render_changed(source: str) -> str:
    if is_reported(source):
        return read_sql("reports", "changed").format(source=source)
    relations = {name: render_relation(name, "before") for name, _ in CHANGED.values()}
    changed = read_sql(source, "changed")
    if source == "dossiers":
        payments = read_sql("payments", "changed").format(**relations)
        return changed.format(payments=payments, **relations)
    return f"SELECT record_code, cause, NULL AS payment_cause FROM ({changed.format(**relations)}) AS one"  # noqa: S608
