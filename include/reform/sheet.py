"""What a sheet of the workbook is: one file a sheet (sheets/*.toml), and the cover (cover.toml)."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from include.strict import Table, read_table

FOLDER = Path(__file__).parent
TYPES = ("text", "date", "count", "list", "agency", "month")
ANSWER = "answer_"
MOST_LIST = 250


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a field of the cover. `allowed`: the code that is kept → what people choose."""

    name: str
    heading_vi: str
    meaning_vi: str
    meaning_en: str
    type: str
    required: bool
    allowed: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A tab of the workbook; its name is the file's."""

    name: str
    order: int
    title_vi: str
    title_en: str
    guide_vi: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Cover(Sheet):
    """The first tab: fields one below the other, and of each sheet what is to be expected of it."""

    steps_vi: tuple[str, ...]
    fix_vi: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """The cover and the sheets, in their order."""

    cover: Cover
    sheets: tuple[Sheet, ...]

    @property
    def version(self) -> str:
        """Another one as soon as a heading, a type or a list changes: what was filled in then is not read as this."""
        parts = [
            (s.title_vi, [(c.name, c.heading_vi, c.type, dict(c.allowed)) for c in s.columns]) for s in self.sheets
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def clean(written: str) -> str:
    """A text in one form of Vietnamese letters, without blanks around it."""
    return unicodedata.normalize("NFC", written.replace("\N{NO-BREAK SPACE}", " ")).strip()


def _read_texts(table: Table) -> dict[str, str]:
    return {name: table.text(name) for name in list(table.values)}


def _read_column(table: Table) -> Column:
    kind = table.choice("type", TYPES)
    column = Column(
        name=table.text("name"),
        heading_vi=clean(table.text("heading_vi")),
        meaning_vi=table.text("meaning_vi"),
        meaning_en=table.text("meaning_en"),
        type=kind,
        required=table.flag("required", default=False),
        allowed=_read_texts(table.table("allowed")) if kind == "list" else {},
    )
    table.end()
    choices = ",".join(column.allowed.values())
    if choices.count(",") >= max(1, len(column.allowed)) or len(choices) > MOST_LIST:
        todo = f"write choices without a comma, {MOST_LIST} letters together"
        raise table.refuse("allowed", "a spreadsheet cannot offer this list", todo)
    return column


def _read_head(table: Table, name: str) -> Sheet:
    columns = tuple(_read_column(below) for below in table.tables("column"))
    for key in ("name", "heading_vi"):
        given = [getattr(column, key) for column in columns]
        if twice := {one for one in given if given.count(one) > 1}:
            raise table.refuse(f"column.{key}", f"{min(twice)!r} twice", "name each once")
    return Sheet(
        name=name,
        order=int(table.number("order")),
        title_vi=clean(table.text("title_vi")),
        title_en=table.text("title_en"),
        guide_vi=table.text("guide_vi"),
        columns=columns,
    )


def read_sheet(path: Path) -> Sheet:
    """The sheet of one file. WrongUse names the file and the key."""
    table = read_table(path)
    sheet = _read_head(table, path.stem)
    table.end()
    return sheet


def _read_cover(path: Path, sheets: tuple[Sheet, ...]) -> Cover:
    table = read_table(path)
    head = _read_head(table, path.stem)
    answers = _read_texts(table.table("answers"))
    cover = Cover(**vars(head), steps_vi=tuple(table.texts("steps_vi")), fix_vi=table.text("fix_vi"), answers=answers)
    table.end()
    asked = (Column(f"{ANSWER}{s.name}", s.title_vi, s.guide_vi, s.title_en, "list", True, answers) for s in sheets)
    return replace(cover, columns=(*cover.columns, *asked))


def read_form(folder: Path = FOLDER) -> Form:
    """The whole workbook as its files describe it."""
    sheets = sorted((read_sheet(path) for path in (folder / "sheets").glob("*.toml")), key=lambda s: s.order)
    return Form(_read_cover(folder / "cover.toml", tuple(sheets)), tuple(sheets))


@cache
def the_form() -> Form:
    """The workbook that is in use; read once."""
    return read_form()
