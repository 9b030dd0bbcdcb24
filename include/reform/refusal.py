"""A file that is not read at all, said twice: to engineers, and to the unit in its own language (refusals.toml)."""

from functools import cache
from pathlib import Path

from include.errors import Refused
from include.strict import read_table

FILE = Path(__file__).with_name("refusals.toml")


class NotRead(Refused):
    """The file as a whole is refused; `sentence_vi` is for the unit that sent it."""

    def __init__(self, code: str, came: str = "") -> None:
        wanted, todo, sentence = _all_refusals()[code]
        self.sentence_vi = sentence.format(came=came)
        super().__init__("the workbook", wanted.format(came=came), todo)


@cache
def _all_refusals() -> dict[str, tuple[str, str, str]]:
    table, found = read_table(FILE), {}
    for code in list(table.values):
        below = table.table(code)
        found[code] = below.text("came"), below.text("todo"), below.text("said")
        below.end()
    table.end()
    return found
