"""What the page says of the portal's own points: beside ours, and what a difference comes from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from include.index.framework import Component, Framework
from include.index.portal_figures import all_portal_figures
from include.index.reconcile import CAUSES
from reform_index.page.reading import Reader

TOTAL = "TOTAL"


def read_comparison(
    reader: Reader, asked: Mapping[str, str], frameworks: Mapping[str, Framework]
) -> dict[str, Any] | None:
    """None when the period was never reconciled for the agency."""
    rows = {row["group_code"]: row for row in reader.rows("reconciliation", **asked)}
    if TOTAL not in rows or (framework := frameworks.get(rows[TOTAL]["framework"])) is None:
        return None
    counts = reader.rows("reconciliation_counts", **asked)
    groups = [
        {**_complete(rows[group.code], group.components), "name_vi": group.name_vi, "name_en": group.name_en}
        for group in framework.groups
        if group.code in rows
    ]
    return {
        "framework": framework,
        "groups": groups,
        "total": _complete(rows[TOTAL], framework.components),
        "components": [found for code in _inputs(framework) if (found := _describe(code, counts))],
    }


def _complete(row: Mapping[str, Any], components: Iterable[Component]) -> dict[str, Any]:
    """The row with the causes that have a part, in their order, and whose counts ours are: records, portal or both."""
    origins = {component.origin for component in components}
    source = next(iter(origins)) if len(origins) == 1 else "both"
    return {**row, "parts": [(cause, row[cause]) for cause in CAUSES if row[cause]], "source": source}


def _inputs(framework: Framework) -> list[str]:
    return [component.input for component in framework.components]


def _describe(code: str, counts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """A component that both sides count: their counts, and what each cause adds to numerator and denominator."""
    told = {row["cause"]: row for row in counts if row["indicator"] == code}
    if not told:
        return None
    figure = all_portal_figures()[code]
    differs = (figure.differs_vi, figure.differs_en) if "definition" in told else None
    parts = [(cause, told[cause]) for cause in CAUSES if cause in told]
    return {"code": code, "published": told["published"], "ours": told["ours"], "parts": parts, "differs": differs}
