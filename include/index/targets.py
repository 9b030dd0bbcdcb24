"""Where a rate shall be: targets/*.toml, one file a decision. [pure]"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from include.errors import WrongUse
from include.strict import Table, read_table

FOLDER = Path(__file__).parent / "targets"


@dataclass(frozen=True)
class Target:
    """A rate (0 to 1) for periods that begin in [holds_from, holds_until), at `root_agency` and below it.

    `root_agency` is empty for everybody; of several that reach an agency the nearest holds.
    """

    indicator: str
    root_agency: str
    holds_from: date
    holds_until: date
    target_rate: Decimal
    source: str
    standing: str


def all_targets(indicators: Collection[str], folder: Path = FOLDER) -> tuple[Target, ...]:
    """Every target of every file. WrongUse names the file and the key; also when two files say one thing."""
    targets = tuple(target for path in sorted(folder.glob("*.toml")) for target in _read(path, indicators))
    keys = [(target.indicator, target.root_agency, target.holds_from) for target in targets]
    for key in keys:
        if keys.count(key) > 1:
            came = f"{key[0]} of {key[1] or 'everybody'} from {key[2]} comes twice"
            raise WrongUse(f"the targets in {folder.name}", came, "leave one of them out")
    return targets


def _read(path: Path, indicators: Collection[str]) -> Iterator[Target]:
    table = read_table(path)
    plain = Target(
        indicator="",
        root_agency=table.text("root", ""),
        holds_from=table.day("valid_from"),
        holds_until=table.day("valid_until") if "valid_until" in table.values else date.max,
        target_rate=Decimal(0),
        source=table.text("source"),
        standing=table.choice("standing", ("portal", "text", "assumed")),
    )
    rates = table.table("rates")
    table.end()
    for indicator in list(rates.values):
        yield replace(plain, indicator=indicator, target_rate=_read_rate(rates, indicator, indicators))


def _read_rate(rates: Table, indicator: str, indicators: Collection[str]) -> Decimal:
    if indicator not in indicators:
        raise rates.refuse(indicator, "there is no such indicator", "name one of include/indicators/catalogue")
    rate = rates.number(indicator)
    if not 0 <= rate <= 1:
        raise rates.refuse(indicator, f"{rate} came", "write a rate from 0 to 1, such as 0.80")
    return rate
