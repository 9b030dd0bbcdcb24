"""A file of ours is read key by key: what is missing, unknown or of another kind is named with file and place."""

from pathlib import Path

import pytest

from include.errors import WrongUse
from include.strict import read_table


def test_a_key_that_nobody_asked_for_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_text('[[column]]\nname = "a"\nnmae = "b"\n', encoding="utf-8")
    [column] = read_table(path).tables("column")
    assert column.text("name") == "a"
    with pytest.raises(WrongUse, match=r"sheet.toml, key column\[1\].nmae: nobody knows this key; use one of name"):
        column.end()


def test_what_is_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(WrongUse, match=r"sheet.toml: not a TOML file"):
        read_table(path)
