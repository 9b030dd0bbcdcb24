from pathlib import Path

import duckdb
import pytest

from include.errors import WrongUse
from include.records.columns import COLUMNS_FILE, all_columns, columns_of, read_columns_file
from include.records.shape import shape_nothing
from tests.records.landed_rows import TEXTS, landed_schema

FEEDS = sorted(TEXTS)


def test_every_feed_is_described() -> None:
    assert sorted(all_columns()) == FEEDS


@pytest.mark.parametrize("feed", FEEDS)
def test_the_typed_table_is_what_columns_toml_says(feed: str) -> None:
    with duckdb.connect() as con:
        shape_nothing(con, feed)
        described = {name: str(type_) for name, type_, *_ in con.execute("DESCRIBE shaped").fetchall()}
    columns = columns_of(feed).columns
    assert columns
    assert {column.name: described[column.name] for column in columns} == {c.name: c.type for c in columns}
    assert list(described)[: 3 + len(columns) + 1] == [
        *("position", "record_key", "as_of"),
        *columns_of(feed).names,
        "content_hash",
    ]


@pytest.mark.parametrize("feed", FEEDS)
def test_sources_are_fields_of_the_portal(feed: str) -> None:
    landed = landed_schema(feed)
    fields = columns_of(feed).landed_fields
    assert fields
    for field in fields:
        assert field.name in landed.names
        if field.members:
            kept = {member.name for member in landed.field(field.name).type.value_type}
            assert set(field.members) <= kept


def test_amounts_name_their_unit() -> None:
    columns = [column for feed in all_columns().values() for column in feed.columns]
    amounts = [column for column in columns if column.name.endswith("_vnd")]
    assert amounts
    assert {column.unit for column in amounts} == {"VND"}
    assert all(column.meaning_en and column.meaning_vi for column in columns)


GOOD_FILE = """
[letters]
key = "code"
newest = "code"
[letters.columns]
code = { source = ["Ma"], type = "VARCHAR", meaning_en = "Code", meaning_vi = "Mã" }
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('type = "VARCHAR"', 'type = "TEXT"', "type 'TEXT'"),
        ('type = "VARCHAR", ', 'type = "VARCHAR", kind = 1, ', "unknown key 'kind'"),
        (', meaning_vi = "Mã"', "", "no key 'meaning_vi'"),
        ('["Ma"]', '["Ma; DROP TABLE x"]', "name fields of the portal"),
        ('["Ma"]', "[]", "name fields of the portal"),
        ('key = "code"', 'key = "letter"', "'letter' is no column"),
        ('newest = "code"', "", "'newest' is unknown or missing"),
        ("[letters]", "[letters", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD_FILE
    path = tmp_path / "columns.toml"
    path.write_text(GOOD_FILE, encoding="utf-8")
    assert read_columns_file(path)["letters"].names == ("code",)
    path.write_text(GOOD_FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"columns\.toml") as refusal:
        read_columns_file(path)
    assert said in str(refusal.value)


def test_an_unknown_feed_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match="no such feed"):
        columns_of("letters")


def test_the_file_keeps_one_line_a_column() -> None:
    lines = COLUMNS_FILE.read_text(encoding="utf-8").splitlines()
    assert sum("meaning_vi" in line for line in lines) == sum(len(feed.columns) for feed in all_columns().values())
