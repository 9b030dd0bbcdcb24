"""Invented people: every personal field that the portal shows is filled, so that dropping it can be seen."""

from dataclasses import dataclass
from functools import cache

from include.portal.simulator.plan_file import fill, load_table
from include.portal.simulator.world import HERE


@dataclass(frozen=True)
class Syllables:
    families: tuple[str, ...]
    middles: tuple[str, ...]
    given: tuple[str, ...]
    streets: tuple[str, ...]
    matters: tuple[str, ...]


@cache
def read_syllables() -> Syllables:
    return fill(Syllables, load_table(HERE / "people.toml"), "people.toml")


def full_name(grain: int) -> str:
    words = read_syllables()
    family, rest = words.families[grain % len(words.families)], grain // len(words.families)
    middle, rest = words.middles[rest % len(words.middles)], rest // len(words.middles)
    return f"{family} {middle} {words.given[rest % len(words.given)]}"


def identity(grain: int) -> str:
    """Twelve digits; no province's numbers begin with 099."""
    return f"099{grain % 10**9:09d}"


def phone(grain: int) -> str:
    return f"0000{grain % 10**6:06d}"


def email(grain: int) -> str:
    return f"nguoidan{grain % 10**7}@thu-nghiem.example"


def address(grain: int) -> str:
    streets = read_syllables().streets
    return f"{grain % 400 + 1} {streets[grain % len(streets)]}"


def matter(grain: int) -> str:
    matters = read_syllables().matters
    return matters[grain % len(matters)]
