"""The records behind figures: the rows of a source, one a record, as they stood at a vintage."""

from collections.abc import Mapping

from include.indicators.source import all_sources
from include.publication.statements import HERE, read_sql

KEYS = {
    "dossier": "stored.dossier_code",
    "payment": "stored.payment_reference",
    "petition": "stored.petition_code",
    "procedure": "CONCAT_WS('|', stored.procedure_code, stored.valid_from)",
    "procedure_agency": "CONCAT_WS('|', stored.procedure_code, stored.agency_code, stored.valid_from)",
}
WHOLE_TREE = "SELECT agency_code, ancestor_code, held FROM of_the_time"
OWN_TREE = f"{WHOLE_TREE} WHERE ancestor_code = :agency_code"
BELOW = "stored.agency_code IN (SELECT agency_code FROM of_the_time WHERE ancestor_code = :agency_code)"
OF_ONE_AGENCY = {"dossier": BELOW, "payment": BELOW, "petition": BELOW, "report": BELOW}


def has_records(source: str) -> bool:
    """Whether the records of a source can be listed: records/<source>.sql says how; of units, their workbooks' rows."""
    return is_reported(source) or (HERE / "records" / f"{source}.sql").is_file()


def is_reported(source: str) -> bool:
    """Whether units report it in their workbooks."""
    return source in all_sources() and all_sources()[source].grain == "reports"


def render_records(source: str, state: str, only: Mapping[str, str], tree: str) -> str:
    """The rows of a source at the vintage `state`, each for those of `tree` (of_the_time) for whom it counts.

    `only` narrows relations by a condition over `stored`.
    """
    if is_reported(source):
        return _render_reported(source, state, only, tree)
    places = {name: render_relation(name, state, only.get(name)) for name in KEYS}
    if source == "services":
        places["dossiers"] = render_records("dossiers", state, only, tree)
    return read_sql(source, "records").format(figures=read_sql("figures").format(state=state), tree=tree, **places)


def _render_reported(source: str, state: str, only: Mapping[str, str], tree: str) -> str:
    found = all_sources()[source]
    return read_sql("reports", "records").format(
        source=source,
        state=state,
        tree=tree,
        only=only.get("report", "TRUE"),
        rows=found.sql,
        columns=",\n".join(f"    counted.{name}" for name in found.columns),
    )


def render_relation(name: str, state: str, only: str | None = None) -> str:
    """The rows of core.<name> as they stood at the vintage `state`."""
    return read_sql("as_of").format(relation=name, key=KEYS[name], state=state, only=only or "TRUE")
