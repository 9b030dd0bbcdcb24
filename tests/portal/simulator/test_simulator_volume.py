"""The whole country at 4 million dossiers a month: its size, its skew, and how little of it is held."""

from collections import Counter

import numpy as np
import pytest

from include.portal.simulator import rows as r
from include.portal.simulator.register import Register
from include.portal.simulator.server import Portal, Served
from include.portal.simulator.source import ONLINE, UNPAID, Agency, Source, day_number

BIG_CITIES = {"H26", "H29"}


@pytest.fixture(scope="module")
def register() -> Register:
    return Portal(Served(world="national")).register


@pytest.fixture(scope="module")
def sources(register: Register) -> list[Source]:
    return [register.source(root.code) for root in register.world.roots]


def week(register: Register, source: Source) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    """The dossiers of one week, which stands for the month."""
    return np.concatenate([register.dossiers(source, source.since_day + 60 + day) for day in range(7)])


def test_agencies_and_procedures_are_as_many_as_in_the_country(register: Register) -> None:
    agencies = [each for source in register.all_sources() for each in source.agencies]
    levels = Counter(each.level for each in agencies)
    assert (levels[1], levels[2], levels[3]) == (34, 521, 3322)
    assert len({each.code for each in agencies}) == len(agencies)
    counted = {each.code for each in register.source("H13.05").procedures}
    assert len(counted | {each.code for each in register.national}) == 5741
    assert {len(register.source(root.code).procedures) for root in register.world.roots} == {1300}
    assert len({each.name for each in register.national}) == len(register.national)


def test_two_cities_have_a_quarter_of_four_million_a_month(register: Register, sources: list[Source]) -> None:
    day = sources[0].since_day + 61
    counts = {source.code: len(source.choose(day).agency) for source in sources}
    cities = sum(counts[code] for code in BIG_CITIES) / sum(counts.values())
    assert 0.24 < cities < 0.26
    assert 4e6 / 30.4 * 0.1 < sum(counts.values()) < 4e6 / 30.4 * 1.4


def test_one_department_has_92_percent_and_some_have_none(register: Register) -> None:
    source = register.source("H44")
    rows = week(register, source)
    levels = np.array([agency.level for agency in source.agencies])
    departmental = rows[levels[rows["agency"]] == 2]
    land = source.agencies.index(next(each for each in source.agencies if each.name.startswith("Sở Nông nghiệp")))
    assert abs((departmental["agency"] == land).mean() - 0.92) < 0.02
    idle = [agency for index, agency in enumerate(source.agencies) if not (rows["agency"] == index).any()]
    assert {2, 3} <= {agency.level for agency in idle}
    assert abs(len(departmental) / len(rows) - 0.4) < 0.03


def test_channels_fees_and_payments_are_in_proportion(register: Register) -> None:
    source = register.source("H44")
    rows = week(register, source)
    fee = rows[rows["fee_vnd"] > 0]
    payments = sum(len(register.payments(source, source.since_day + 60 + day)) for day in range(7))
    assert abs((rows["channel"] == 2).mean() - 0.989) < 0.005
    assert abs(len(fee) / len(rows) - 0.58) < 0.02
    assert abs((fee["pay"] == ONLINE).mean() - 0.85) < 0.02
    assert (rows[rows["fee_vnd"] == 0]["pay"] == UNPAID).all()
    assert abs(payments / len(rows) - 2.3 / 4) < 0.03


def test_page_of_the_largest_root_holds_no_more_than_its_shelf() -> None:
    """A page deep in a week of more than 100,000 dossiers of the largest root."""
    register = Portal(Served(world="national", shelf_bytes=8 * 2**20)).register
    since = day_number(register.world.since) + 30
    window = register.window("dossiers", "H29", register.parts("H29"), since * r.DAY, (since + 7) * r.DAY)
    page = list(window.read(90_000, 1000))
    assert len(page) == 1000
    assert window.total > 100_000
    assert register.shelf.held_bytes <= register.shelf.capacity_bytes
    assert len(register.shelf) < 30


def test_the_next_page_makes_nothing_new(register: Register) -> None:
    parts = register.parts("H35")
    since = day_number(register.world.since) + 90
    window = register.window("payments", "H35", parts, since * r.DAY, (since + 10) * r.DAY)
    first = list(window.read(0, 500))
    held = len(register.shelf)
    second = list(window.read(500, 500))
    assert len(first) == len(second) == 500
    assert len(register.shelf) == held


def test_article_is_a_part_of_its_city(register: Register) -> None:
    parts = register.parts("H13")
    since, until = register.source("H13.05").since_day, day_number(register.world.since)
    window = register.window("dossiers", "H13", parts, since * r.DAY, until * r.DAY)
    assert window.total == 420
    assert {source.code for source, _, _ in window.read(0, 420)} == {"H13.05"}


def test_successors_name_their_predecessors(register: Register) -> None:
    agencies: dict[str, Agency] = {each.code: each for each in register.source("H13").agencies}
    assert agencies["H13"].predecessors == ("H51", "H30")
    assert agencies["H13.01"].predecessors == ("H13.15", "H13.16")
