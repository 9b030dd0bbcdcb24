"""Where a part of the agencies is missing, the figure says so, nothing is scored as final, and the list is there."""

from datetime import date, datetime

from include.periods import VIETNAM
from tests.indicators.conftest import Country

JAN, MAY, JUL = (date(2024, month, 1) for month in (1, 5, 7))


def missing(country: Country, agency: str, period: str, feed: str) -> list[tuple[object, ...]]:
    return country.fetch(
        "SELECT missing_agency_code, complete_until FROM mart.missing"
        " WHERE agency_code = :a AND period = :p AND feed = :f ORDER BY 1",
        a=agency,
        p=period,
        f=feed,
    )


def test_the_missing_are_named_and_no_score_is_final(country: Country) -> None:
    """Of the province one department is pulled to July, one to May only, and the province's own records never were."""
    country.agency("H20.09", "H20")
    country.pulled("H20.01", JAN, JUL)
    country.pulled("H20.06", JAN, MAY)
    country.pulled("H20.09", JAN, JUL, "dossiers", "payments")
    country.dossiers(MAY, "H20.01", 5)
    country.measure()
    until_may = datetime(2024, 5, 1, tzinfo=VIETNAM)
    assert country.figure("on_time_rate", "H20", "2024-05") == (5, 5, "incomplete")
    assert missing(country, "H20", "2024-05", "dossiers") == [("H20", None), ("H20.06", until_may)]
    assert missing(country, "H20", "2024-04", "dossiers") == [("H20", None)]
    assert missing(country, "H20", "2024-05", "petitions") == [("H20", None), ("H20.06", until_may), ("H20.09", None)]
    assert missing(country, "H20.01", "2024-05", "dossiers") == []
    scores = country.scores("H20", "2024-05")
    assert scores
    assert (scores["TDGQ"], scores["TOTAL"]) == ((None, "incomplete"), (None, "incomplete"))
    country.pulled("H20", JAN, JUL)
    country.measure()
    assert country.figure("on_time_rate", "H20", "2024-05") == (5, 5, "ok")
    assert missing(country, "H20", "2024-05", "dossiers") == []
    assert missing(country, "H20", "2024-05", "petitions") == []
