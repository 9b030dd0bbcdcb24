"""A province whose sync loses dossiers: the record feed does not show them, the portal's figures count them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from include.errors import WrongUse
from include.portal.simulator.register import Register
from include.portal.simulator.reporting.tally import tally
from include.portal.simulator.source import day_number
from include.portal.simulator.world import read_world, world_path

JUNE = day_number(date(2024, 6, 1)), day_number(date(2024, 7, 1))


def test_seven_of_a_hundred_dossiers_never_come_and_are_counted() -> None:
    register = Register(*read_world("lossy"))
    source = register.source("H20")
    shown = [register.blocks["dossiers"](source, day) for day in range(*JUNE)]
    there = [register.dossiers(source, day) for day in range(*JUNE)]
    come, all_of_them = (sum(int((rows["suffix"] == 0).sum()) for rows in days) for days in (shown, there))
    assert all_of_them > 1000
    assert 0.05 < 1 - come / all_of_them < 0.09
    assert tally(register, source, *JUNE, None).counts["received"].sum() == all_of_them
    assert all(np.isin(one["sequence"], other["sequence"]).all() for one, other in zip(shown, there, strict=True))


def test_the_same_ones_are_lost_and_their_payments_come() -> None:
    world, counted = read_world("lossy")
    sound = Register(replace(world, roots=tuple(replace(root, lost=0.0) for root in world.roots)), counted)
    lossy, again = Register(world, counted), Register(world, counted)
    day = JUNE[0] + 2
    one, other = (each.blocks["dossiers"](each.source("H20"), day) for each in (lossy, again))
    assert np.array_equal(one, other)
    assert len(one) < len(sound.blocks["dossiers"](sound.source("H20"), day))
    paid, paid_soundly = (each.blocks["payments"](each.source("H20"), day) for each in (lossy, sound))
    assert len(paid) > 0
    assert np.array_equal(paid, paid_soundly)


def test_a_share_that_is_none_is_refused(tmp_path: Path) -> None:
    path = world_path("lossy")
    wrong = tmp_path / path.name
    wrong.write_text(path.read_text(encoding="utf-8").replace("lost = 0.07", "lost = 1.5"), encoding="utf-8")
    with pytest.raises(WrongUse, match="root H20: lost is not a share"):
        read_world(str(wrong))
