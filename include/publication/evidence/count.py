"""Counts again: what each record gives to a numerator and a denominator, from its own columns and the formula alone."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from include.errors import Refused
from include.indicators.expression import find_fault
from include.indicators.source import all_sources
from include.publication.evidence.content import Rows
from include.publication.formula import render_part
from include.records.workbench import open_workbench


def count_parts(formula: Mapping[str, Any], records: Rows) -> Rows:
    """The records that count, with record_code, numerator and denominator; Refused when the formula cannot be read."""
    source = all_sources().get(formula["over"])
    if source is None:
        raise Refused(f"count over {formula['over']}", "this program has no such source", "use the one that made it")
    for part in ("numerator", "denominator"):
        for expression, wanted in (
            (formula[part]["sum"], "number"),
            (formula[part]["where"] or "TRUE", "condition"),
        ):
            if fault := find_fault(expression, source.columns, wanted):
                raise Refused(f"formula over {formula['over']}", fault, "get the pack anew")
    columns = {name: _type(records.column(name), kind) for name, kind in source.columns.items()}
    codes = records.column("record_code")
    with open_workbench(threads=1) as workbench:
        workbench.register("record", pa.table({"record_code": codes, **columns}))
        found = workbench.sql(
            f"SELECT record_code, ({render_part(formula['numerator'])})::BIGINT AS numerator, "  # noqa: S608
            f"({render_part(formula['denominator'])})::BIGINT AS denominator FROM record "
            "WHERE numerator <> 0 OR denominator <> 0 ORDER BY record_code"
        ).to_arrow_table()
    return Rows(found.cast(pa.schema([(name, pa.string()) for name in found.column_names])))


def _type(cells: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    if kind == "text":
        return cells
    if kind == "boolean":
        return pc.equal(cells, "1")
    return pc.if_else(pc.equal(cells, ""), "0", cells).cast(pa.int64())
