"""The records behind figures: the rows of a source, one a record, as they stood at a vintage."""

from collections.abc import Mapping

from include.publication.statements import HERE, read_sql

KEYS = {
    "dossier": "stored.dossier_code",
    "payment": "stored.payment_reference",
    "petition": "stored.petition_code",
    "procedure": "CONCAT_WS('|', stored.procedure_code, stored.valid_from)",
    "procedure_agency": "CONCAT_WS('|', stored.procedure_code, stored.agency_code, stored.valid_from)",
}
BELOW = "stored.agency_code IN (SELECT agency_code FROM core.agency_ancestor WHERE ancestor_code = :agency_code)"
OF_ONE_AGENCY = {
    "dossiers": {"dossier": BELOW},
    "payments": {"payment": BELOW},
    "petitions": {"petition": BELOW},
    "services": {"dossier": BELOW},
}


def has_records(source: str) -> bool:
    """Whether the records of a source can be listed: records/<source>.sql says how."""
    return (HERE / "records" / f"{source}.sql").is_file()


def render_records(source: str, state: str, only: Mapping[str, str]) -> str:
    """The rows of a source at the vintage `state`; `only` narrows relations by a condition over `stored`."""
    places = {name: render_relation(name, state, only.get(name)) for name in KEYS}
    if source == "services":
        places["dossiers"] = render_records("dossiers", state, only)
    return read_sql(source, "records").format(figures=read_sql("figures").format(state=state), **places)


def render_relation(name: str, state: str, only: str | None = None) -> str:
    """The rows of core.<name> as they stood at the vintage `state`."""
    return read_sql("as_of").format(relation=name, key=KEYS[name], state=state, only=only or "TRUE")
