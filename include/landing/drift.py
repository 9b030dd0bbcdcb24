"""Where records differ from what their feed lists: names only, never a value.

Looked for apart from the projection, which passes over unknown fields in silence. A page of up to 200 records is
looked at whole, a longer one at 20 of its records: a new field comes with a new version of an adapter and stands in
all records of a unit, and looking at every record would cost as much as projecting them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
import pyarrow as pa

from include.portal.feed import Feed

_WHOLE, _SAMPLE, _NAMES = 200, 20, 50
_Nothing = Literal[""] | None
_PLAIN_NAME = re.compile(r"(?=.*[A-Za-z])(?!.*\d{6})[A-Za-z_][A-Za-z0-9_.-]{0,63}")


class DriftWatch:
    """Collects over all pages of a batch: `+name` is unknown, `~name` of another kind, `-name` required and absent."""

    def __init__(self, feed: Feed) -> None:
        self._kinds: dict[str, type] = dict.fromkeys(feed.fields, str)
        self._kinds |= dict.fromkeys([*feed.lists, *feed.nested], list)
        self._known = {*self._kinds, *feed.personal}
        self._nested = {name: frozenset(fields) for name, fields in feed.nested.items()}
        self._required = [name for name in (feed.key, feed.updated) if name]
        self._as_listed = _decoder_of_listed(feed)
        self._found: set[str] = set()
        self._present: set[str] = set()

    def look_at(self, records: pa.StringArray) -> None:
        step = 1 if len(records) <= _WHOLE else len(records) // _SAMPLE
        for position in range(0, len(records), step):
            self._found.update(self._differences_of(records[position].as_py()))

    def note_kept(self, table: pa.Table) -> None:
        """Which required fields have a value in any record."""
        self._present.update(name for name in self._required if table[name].null_count < len(table))

    def names(self, pulled: int) -> tuple[str, ...]:
        absent = [f"-{name}" for name in self._required if pulled and name not in self._present]
        return (*sorted(self._found)[:_NAMES], *absent)

    def _differences_of(self, text: str) -> Iterator[str]:
        try:
            self._as_listed.decode(text)
        except msgspec.ValidationError:
            record = msgspec.json.decode(text)
            if isinstance(record, dict):
                yield from self._differences(record)

    def _differences(self, record: Mapping[str, Any]) -> Iterator[str]:
        yield from (f"+{_shown(name)}" for name in record.keys() - self._known)
        for name, value in record.items():
            kind = self._kinds.get(name)
            if kind is not None and type(value) is not kind and not _passes(kind, value):
                yield f"~{name}"
            elif name in self._nested and value:
                yield from self._differences_within(name, value)

    def _differences_within(self, name: str, values: list[Any]) -> Iterator[str]:
        known = self._nested[name]
        for value in values:
            if isinstance(value, dict):
                yield from (f"+{name}.{_shown(member)}" for member in value.keys() - known)
            elif value is not None:
                yield f"~{name}"


def _decoder_of_listed(feed: Feed) -> msgspec.json.Decoder[Any]:
    """Reads a record in which nothing differs, and fails at any other: quicker than looking at each field."""
    kinds: dict[str, Any] = dict.fromkeys(feed.fields, str | int | float | bool | None)
    kinds |= dict.fromkeys(feed.lists, list[Any] | _Nothing)
    for name, fields in feed.nested.items():
        kinds[name] = list[_strict_shape(name, dict.fromkeys(fields, Any)) | None] | _Nothing  # type: ignore[misc]
    return msgspec.json.Decoder(_strict_shape(feed.name, {**kinds, **dict.fromkeys(feed.personal, Any)}))


def _strict_shape(name: str, kinds: Mapping[str, Any]) -> Any:
    return msgspec.defstruct(name, [(field, kind, None) for field, kind in kinds.items()], forbid_unknown_fields=True)


def _passes(kind: type, value: Any) -> bool:
    """Nothing passes for anything, and a number or a truth value for a text."""
    return value is None or value == "" or (kind is str and not isinstance(value, list | dict))


def _shown(name: str) -> str:
    """A field's name as it may be shown: one that looks like a value is not."""
    return name if _PLAIN_NAME.fullmatch(name) else "(not a plain name)"
