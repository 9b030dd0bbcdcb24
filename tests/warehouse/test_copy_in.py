"""Rows of Arrow into a table: every one that the mask picks, once, and each slice in the order of the table's index."""

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import Engine

from include.warehouse import copy_in
from include.warehouse.copy_in import copy_arrow

SLICE = 10
ROWS = 3 * SLICE + 4


def test_slices_bring_every_picked_row_once_and_in_order(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_in, "SLICE_ROWS", SLICE)
    number = np.arange(ROWS)[::-1]
    rows = pa.table({"name": [f"r{one:03d}" for one in number], "number": pa.array(number, pa.int64())})
    picked = pa.array([bool(one % 3) for one in number])
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE copied (name text, number bigint, batch text) ON COMMIT DROP")
        copy_arrow(connection, "copied", rows, picked, "a batch", index=("number", "name"))
        found = connection.exec_driver_sql("SELECT name, number, batch FROM copied ORDER BY ctid").all()
    slices = [number[start : start + SLICE] for start in range(0, ROWS, SLICE)]
    wanted = [one for part in slices for one in sorted(part.tolist()) if one % 3]
    assert len(wanted) > 2 * SLICE
    assert [tuple(row) for row in found] == [(f"r{one:03d}", one, "a batch") for one in wanted]
