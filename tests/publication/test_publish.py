"""What a publication freezes, refuses and leaves alone, and what analysts then read."""

from datetime import date, datetime

import pytest

from include.errors import Refused
from include.index.framework import all_weights
from include.periods import VIETNAM, Period
from include.publication.missing import Missing
from include.publication.publish import draft
from include.publication.summary import describe_draft, describe_published
from tests.publication.conftest import H1, NOW, Department
from tests.warehouse.judged import dossier

SHOWN = "SELECT numerator, denominator, state, vintage FROM mart.indicator WHERE agency_code = 'H13.05'"
RATE = f"{SHOWN} AND period = :period AND indicator = 'online_dossier_rate'"


def test_one_vintage_holds_every_figure_and_score(department: Department) -> None:
    before = department.fetch("SELECT count(*) FROM core.indicator WHERE period = '2024-H1'")
    done = department.publish(by="Sở Nội vụ")
    assert (done.vintage, done.is_new, done.causes) == (1, True, ())
    assert department.fetch("SELECT count(*) FROM publication.indicator WHERE vintage = 1") == before
    assert department.fetch(
        "SELECT period, vintage, published_by, published_at = :now, length(inputs_sha256), is_newest FROM mart.vintage",
        now=NOW,
    ) == [("2024-H1", 1, "Sở Nội vụ", True, 64, True)]
    assert department.fetch("SELECT count(*) > 0 FROM publication.index_score WHERE vintage = 1") == [(True,)]
    assert department.fetch("SELECT count(*) FROM publication.restatement") == [(0,)]


def test_equal_figures_change_nothing_and_say_so(department: Department) -> None:
    department.publish()
    again = department.publish(by="another")
    assert (again.vintage, again.is_new) == (1, False)
    assert "nothing differs from vintage 1" in describe_published(again)
    assert department.fetch("SELECT count(*) FROM publication.vintage") == [(1,)]


def test_newer_data_without_another_figure_are_no_vintage(department: Department) -> None:
    department.publish()
    department.load("dossiers", dossier(1, day=date(2024, 7, 1)))
    assert not department.publish_anew().is_new


def test_what_is_published_stands_until_the_next_vintage(department: Department) -> None:
    assert department.fetch(RATE, period="2024-H1") == [(10, 10, "ok", 0)]
    department.publish()
    department.load("dossiers", dossier(11, channel="direct"))
    department.measure()
    assert department.fetch(RATE, period="2024-H1") == [(10, 10, "ok", 1)]
    assert department.fetch(RATE, period="2024-Q1") == [(10, 11, "ok", 0)]
    pending = (
        "SELECT vintage, published_numerator, published_denominator, live_numerator, live_denominator "
        "FROM mart.unpublished_change WHERE agency_code = 'H13.05' AND indicator = 'online_dossier_rate'"
    )
    assert department.fetch(pending) == [(1, 10, 10, 10, 11)]
    department.publish()
    assert department.fetch(RATE, period="2024-H1") == [(10, 11, "ok", 2)]
    assert department.fetch("SELECT count(*) FROM mart.unpublished_change") == [(0,)]
    history = (
        "SELECT vintage, denominator FROM mart.indicator_history WHERE agency_code = 'H13.05' "
        "AND indicator = 'online_dossier_rate' ORDER BY vintage"
    )
    assert department.fetch(history) == [(1, 10), (2, 11)]
    assert department.fetch("SELECT period, vintage FROM mart.period WHERE vintage > 0") == [("2024-H1", 2)]


def test_a_period_that_is_not_over_is_refused(department: Department) -> None:
    with pytest.raises(Refused, match=r"publish 2024-H1: the period ends on 2024-07-01, and it is 2024-06-30 23:59"):
        department.publish(now=datetime(2024, 6, 30, 23, 59, tzinfo=VIETNAM))
    with pytest.raises(Refused, match="publish 2024: the period ends on 2025-01-01"):
        department.publish(Period.parse("2024"))
    assert department.fetch("SELECT count(*) FROM publication.vintage") == [(0,)]


def test_a_period_without_figures_or_with_unmeasured_loads_is_refused(department: Department) -> None:
    with pytest.raises(Refused, match="there is no figure of it"):
        department.publish(Period.parse("2023-12"))
    department.load("dossiers", dossier(11))
    with pytest.raises(Refused, match="not measured yet; run `python -m include measure`"):
        department.publish()
    department.measure()
    assert department.publish().is_new


def test_a_period_of_which_nothing_is_whole_is_refused(department: Department) -> None:
    department.load("dossiers", dossier(1, day=date(2024, 7, 1)))
    department.measure()
    with pytest.raises(Refused, match="publish 2024-Q3: no figure is whole"):
        department.publish(Period.parse("2024-Q3"), now=datetime(2024, 10, 2, tzinfo=VIETNAM))


def test_what_is_incomplete_stays_so_and_is_named_in_the_draft(department: Department) -> None:
    with department.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ops.receipt WHERE feed = 'petitions'")
        connection.exec_driver_sql("DELETE FROM ops.watermark WHERE feed = 'petitions'")
    department.measure()
    drafted = draft(department.engine, H1, NOW, all_weights())
    assert drafted.incomplete_agencies == 2
    told = describe_draft(drafted)
    assert "Kỳ (period): 2024-H1" in told
    assert "- H13.05 Sở Văn hóa: incomplete, 2" in told
    feeds = (("agencies", 1), ("dossiers", 1), ("payments", 1), ("petitions", 3), ("procedures", 1))
    assert drafted.missing == Missing(21, 2, 1, feeds)
    assert f"Còn thiếu (missing): {drafted.missing}" in told
    department.publish()
    kept = f"{SHOWN} AND period = '2024-H1' AND indicator = 'petition_on_time_rate'"
    assert department.fetch(kept) == [(1, 2, "incomplete", 1)]
    total = "SELECT state, points FROM mart.index WHERE agency_code = 'H13.05' AND group_code = 'MDHL' AND vintage = 1"
    assert department.fetch(total) == [("incomplete", None)]


def test_a_draft_tells_what_a_second_publication_would_change(department: Department) -> None:
    assert "Chưa công bố lần nào" in describe_draft(draft(department.engine, H1, NOW, all_weights()))
    department.publish()
    assert "Không có gì khác lần công bố 1" in describe_draft(draft(department.engine, H1, NOW, all_weights()))
    department.load("dossiers", dossier(11))
    department.measure()
    drafted = draft(department.engine, H1, NOW, all_weights())
    assert drafted.is_new
    assert "So với lần công bố 1" in describe_draft(drafted)
    assert department.fetch("SELECT count(*) FROM publication.vintage") == [(1,)]
