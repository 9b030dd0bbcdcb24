"""Whatever is loaded in whatever order: what was measured on the way equals what is measured anew, and adds up."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from include.indicators import measure as measure_module
from include.periods import VIETNAM, add_months
from tests.indicators.conftest import Country

AGENCIES = ("H13.05", "H13.05.01", "H20", "H20.01", "H20.06")
PROCEDURES = ("1.000001", "1.000002", "2.000003")
FIRST = date(2023, 11, 1)
ALONE = 10**9


def load_something(country: Country, luck: random.Random) -> None:
    """One load of any kind, as the warehouse would leave it."""
    month = add_months(FIRST, luck.randrange(8))
    agency = luck.choice(AGENCIES)
    kind = luck.choice(
        ("dossiers", "dossiers", "late", "payments", "petition", "catalogue", "agencies", "window", "window")
    )
    if kind == "dossiers":
        received, fee = luck.randint(1, 9), luck.randint(0, 5)
        counts = {"fee_count": fee, "paid_online_count": luck.randint(0, fee), "reused_count": received // 2}
        channel, procedure = luck.choice(("online", "direct")), luck.choice(PROCEDURES)
        country.dossiers(month, agency, received, channel, **{**counts, "procedure_code": procedure})
    elif kind == "late":
        country.late(month, month + timedelta(days=luck.randint(0, 120)), agency, 1, luck.randint(0, 1))
    elif kind == "payments":
        country.payments(month, agency, luck.randint(1, 9), luck.choice(("online", "cash")))
    elif kind == "petition":
        moment = datetime(month.year, month.month, luck.randint(1, 28), tzinfo=VIETNAM)
        moments = {"received_at": moment, "updated_at": moment, "satisfied": True}
        texts = {"agency_code": agency, "status": "handled", "content_hash": "", "batch": ""}
        country.insert("core.petition", petition_code=str(luck.random()), **moments, **texts)
        country.insert("ops.touched", month=month, agency_code=agency)
    elif kind == "catalogue":
        level = luck.randrange(3)
        country.procedure(luck.choice(PROCEDURES), agency, since=month, online_level=level, has_fee=luck.random() < 0.7)
        country.catalogue(agency[:6] if agency.startswith("H13") else "H20")
    elif kind == "agencies":
        change_agencies(country, luck, month)
    else:
        since = FIRST + timedelta(days=luck.randrange(200))
        until = since + timedelta(days=luck.randint(1, 90))
        root, feeds = luck.choice(("H13.05", "H20", "H20.06")), ("dossiers", "payments", "petitions")
        country.pulled(root, since, until, *luck.sample(feeds, luck.randint(1, 3)))


def change_agencies(country: Country, luck: random.Random, month: date) -> None:
    """A unit moves below another one, or one goes on in one or two others, by a new catalogue."""
    agency = luck.choice(("H13.05.01", "H20.01", "H20.06"))
    others = [other for other in ("H13.05", "H20.01", "H20.06") if other != agency]
    if luck.random() < 0.5:
        country.agency(agency, luck.choice([*others[:1], "H13", "H20"]), since=month)
    else:
        country.agency(agency, agency[:3], since=month, until=add_months(month, luck.randint(0, 9)))
        for heir in luck.sample(others, luck.randint(1, 2)):
            country.followed(agency, heir, month)
    country.catalogue("H20")


@pytest.mark.parametrize("seed", range(4))
def test_measured_on_the_way_equals_measured_anew(country: Country, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one session and by several."""
    luck = random.Random(seed)
    for _ in range(45):
        load_something(country, luck)
        if luck.random() < 0.25:
            monkeypatch.setattr(measure_module, "WORTH_SHARING", luck.choice((0, ALONE)))
            country.measure()
    country.measure()
    before = country.fingerprint()
    for worth_sharing in (0, ALONE):
        monkeypatch.setattr(measure_module, "WORTH_SHARING", worth_sharing)
        assert country.measure(rebuild=True).rows == 0
        assert country.fingerprint() == before


@pytest.mark.parametrize("seed", range(3))
def test_an_agency_is_itself_and_all_below(country: Country, seed: int) -> None:
    """Numerators and denominators of records are added; a rate lies between 0 and 1, and points below their maximum."""
    luck = random.Random(seed)
    totals: dict[str, int] = {}
    for agency in AGENCIES * 4:
        received = luck.randint(1, 9)
        totals[agency] = totals.get(agency, 0) + received
        country.dossiers(add_months(date(2024, 1, 1), luck.randrange(6)), agency, received, reused_count=1)
    country.measure()
    half = dict(
        country.fetch(
            "SELECT agency_code, denominator FROM core.indicator WHERE indicator = 'reuse_rate' AND period = '2024-H1'"
        )
    )
    assert half["H20"] == totals["H20"] + half["H20.01"] + half["H20.06"]
    assert half["H13"] == half["H13.05"] == totals["H13.05"] + half["H13.05.01"]
    bounds = country.fetch("SELECT MIN(rate), MAX(rate), COUNT(rate) FROM core.indicator")
    assert Decimal(0) <= bounds[0][0] <= bounds[0][1] <= Decimal(1)
    assert bounds[0][2] > 0
    over = country.fetch("SELECT * FROM core.index_score WHERE points > max_points OR points < 0")
    assert over == []
