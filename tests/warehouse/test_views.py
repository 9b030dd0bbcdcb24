from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from include.errors import WrongUse
from include.warehouse.views import all_views, read_view

PUBLIC = {
    "indicator": "period agency_code indicator numerator denominator rate points state framework formula_version "
    "vintage data_as_of",
    "index": "period agency_code framework group_code points max_points state vintage",
}
COMMENTS = """
SELECT format('%s.%s', relname, coalesce(attname, '')), description FROM pg_class
LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_description ON objoid = pg_class.oid AND objsubid = coalesce(attnum, 0)
WHERE relnamespace = 'mart'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
"""


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_columns_are_there_in_their_order(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        assert list(connection.execute(text(f"SELECT * FROM mart.{name}")).keys()) == PUBLIC[name].split()


def test_every_column_of_mart_is_explained_in_both_languages(engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.execute(text(COMMENTS)).all()
    assert len(found) > 80
    assert [name for name, comment in found if " | " not in (comment or "")] == []


def test_the_files_say_what_the_database_says(engine: Engine) -> None:
    views = all_views()
    assert {"agency", "procedure", "dossier_month", "payment_month", "data_quality", "freshness"} < {
        v.name for v in views
    }
    with engine.connect() as connection:
        for view in views:
            columns = list(connection.execute(text(f'SELECT * FROM mart."{view.name}"')).keys())
            assert list(view.columns) == columns, f"mart.{view.name}"


def test_the_live_value_has_vintage_0(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO core.indicator (period, agency_code, indicator, rate, state) "
            "VALUES ('2024', 'H13', 'x', 1, 'ok')"
        )
        found = connection.exec_driver_sql("SELECT period, rate, vintage FROM mart.indicator").one()
    assert tuple(found) == ("2024", 1, 0)


@pytest.mark.parametrize(
    ("written", "came"),
    [
        ("CREATE VIEW mart.v AS SELECT 1 AS n;", "no comment on the view or on its columns"),
        ("COMMENT ON VIEW mart.v IS 'a | b';", "no comment on the view or on its columns"),
        ("COMMENT ON VIEW mart.v IS 'English alone';", "the comment on v is not for mart.v in two languages"),
        ("COMMENT ON COLUMN mart.other.n IS 'a | b';", "the comment on n is not for mart.v in two languages"),
    ],
)
def test_a_view_file_that_explains_too_little_is_named(tmp_path: Path, written: str, came: str) -> None:
    path = tmp_path / "v.sql"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(WrongUse) as refusal:
        read_view(path)
    assert str(refusal.value).startswith(f"view file v.sql: {came}")
