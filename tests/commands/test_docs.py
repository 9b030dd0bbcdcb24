from pathlib import Path

from include.__main__ import main
from include.commands.docs import DICTIONARY
from include.indicators.catalogue import read_catalogue
from include.warehouse.views import all_views


def test_the_dictionary_is_up_to_date(tmp_path: Path) -> None:
    assert main(["docs", "--out", str(tmp_path / "dictionary.md")]) == 0
    made = (tmp_path / "dictionary.md").read_text(encoding="utf-8")
    assert DICTIONARY.read_text(encoding="utf-8") == made, "run `make docs`"


def test_the_dictionary_names_every_view_column_and_indicator() -> None:
    written = DICTIONARY.read_text(encoding="utf-8")
    columns = [column for view in all_views() for column in view.columns]
    assert columns
    assert [view.name for view in all_views() if f"### mart.{view.name}\n" not in written] == []
    assert [column for column in columns if f"| `{column}` | " not in written] == []
    assert [code for code in read_catalogue() if f"| `{code}` | " not in written] == []
