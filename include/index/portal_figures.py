"""Where the portal publishes what our components are counted from: portal_figures.toml, read strictly. [pure]"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from include.strict import Table, read_table

FILE = Path(__file__).parent / "portal_figures.toml"
KINDS = ("dossiers", "fee_dossiers", "petitions", "procedures")


@dataclass(frozen=True)
class PortalFigure:
    """A published numerator and denominator: of a metric, or sums of figures of a report.

    `differs_vi` and `differs_en` say why the portal is known to count otherwise than we do; empty where it is not.
    """

    input: str
    report: str
    metric: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    counts: str
    differs_vi: str
    differs_en: str


@cache
def all_portal_figures(path: Path = FILE) -> dict[str, PortalFigure]:
    """By input. WrongUse names the file and the key."""
    table = read_table(path)
    return {name: _read(name, table.table(name)) for name in list(table.values)}


def _read(name: str, table: Table) -> PortalFigure:
    is_metric = "metric" in table.values
    differs_vi = table.text("differs_vi", "")
    figure = PortalFigure(
        input=name,
        report=table.text("report"),
        metric=table.text("metric") if is_metric else "",
        numerator=() if is_metric else _split(table.text("numerator")),
        denominator=() if is_metric else _split(table.text("denominator")),
        counts=table.choice("counts", KINDS),
        differs_vi=differs_vi,
        differs_en=table.text("differs_en", None if differs_vi else ""),
    )
    table.end()
    return figure


def _split(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split("+"))
