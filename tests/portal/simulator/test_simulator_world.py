"""Worlds are files: what is wrong in one is named with its key."""

from pathlib import Path

import pytest

from include.errors import WrongUse
from include.portal.simulator.server import Portal, Served
from include.portal.simulator.shelf import Shelf
from include.portal.simulator.world import WORLDS, read_world
from include.portal.simulator.writing.text import older_form

DEMO = (WORLDS / "demo.toml").read_text(encoding="utf-8")
ARTICLE = (WORLDS / "article.toml").read_text(encoding="utf-8")


def write(folder: Path, demo: str = DEMO, article: str = ARTICLE) -> str:
    (folder / "article.toml").write_text(article, encoding="utf-8")
    path = folder / "own.toml"
    path.write_text(demo, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["demo", "national"])
def test_shipped_worlds_can_be_read(name: str) -> None:
    world, counted = read_world(name, seed=5, fault_share=0.1, scale=2.0)
    assert (world.seed, world.faults.share, [each.code for each in counted]) == (5, 0.1, ["H13.05"])
    assert world.dossiers_per_month == 2 * read_world(name)[0].dossiers_per_month


def test_smallest_world_is_one_department() -> None:
    register = Portal(Served(world="department")).register
    assert [source.code for source in register.all_sources()] == ["H13.05"]
    window = register.window("dossiers", "H13.05", register.parts("H13.05"), 0, 2**32 - 1)
    assert len(list(window.read(0, 1000))) == window.total == 420


def test_agency_with_dossiers_and_without_procedures_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, DEMO.replace('"G05-CT01", "G05-DL01"', '"G05-XX01"', 1))
    with pytest.raises(WrongUse, match="resolves no online procedure"):
        Portal(Served(world=path)).register.source("H20")


def test_shift_of_an_unknown_procedure_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, DEMO.replace('procedure = "1.902809"', 'procedure = "1.000001"', 1))
    with pytest.raises(WrongUse, match=r"shift of H20\.06, 1\.000001"):
        Portal(Served(world=path)).register.source("H20")


def test_own_file_is_a_world(tmp_path: Path) -> None:
    assert read_world(write(tmp_path))[0] == read_world("demo")[0]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("seed = 20240712", "seed = 20240712\nspeed = 9"), "speed"),
        (("seed = 20240712\n", ""), "seed"),
        (("seed = 20240712", 'seed = "many"'), "seed"),
        (('suffix = "01", name = "Sở Tài', 'sufix = "01", name = "Sở Tài'), "sufix"),
        (("paid_online = 0.90", "paid_online = 1.90"), "paid_online"),
        (("paid_online = 0.90", "paid_ofline = 0.90"), "paid_ofline"),
        (("seed = 20240712", "seed = "), "own.toml"),
    ],
)
def test_wrong_key_is_named(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    assert change[0] in DEMO
    path = write(tmp_path, DEMO.replace(*change, 1))
    with pytest.raises(WrongUse, match=named):
        read_world(path)[0].shares_of({})


@pytest.mark.parametrize("counts", ["received = [0, 1, 0, 1, 0, 4], online = [0, 1, 0, 1, 0, 4]", "received = [1, 2]"])
def test_counts_that_do_not_agree_are_refused(tmp_path: Path, counts: str) -> None:
    assert "received = [0, 1, 0, 1, 0, 4]" in ARTICLE
    path = write(tmp_path, article=ARTICLE.replace("received = [0, 1, 0, 1, 0, 4]", counts, 1))
    with pytest.raises(WrongUse, match="procedure 1"):
        read_world(path)


@pytest.mark.parametrize("name", ["nowhere", "nowhere.toml"])
def test_unknown_world_is_refused(name: str) -> None:
    with pytest.raises(WrongUse, match="nowhere"):
        read_world(name)


def test_share_of_faults_and_scale_have_bounds() -> None:
    with pytest.raises(WrongUse, match="faults"):
        read_world("demo", fault_share=1.5)
    with pytest.raises(WrongUse, match="scale"):
        read_world("demo", scale=0.0)


@pytest.mark.parametrize(
    ("code", "older"),
    [
        ("H13", "000.00.00.H13"),
        ("H13.05", "000.00.05.H13"),
        ("H13.05.02", "000.02.05.H13"),
        ("H20.101", "000.00.101.H20"),
    ],
)
def test_older_form_of_a_code(code: str, older: str) -> None:
    assert older_form(code) == older


class Weight:
    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes


def test_shelf_lets_the_least_used_go() -> None:
    shelf, made = Shelf(100), []

    def make(name: str) -> Weight:
        made.append(name)
        return Weight(40)

    for name in ("a", "b", "a", "c", "a", "b"):
        shelf.get(name, lambda name=name: make(name))  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    assert shelf.held_bytes == 80
