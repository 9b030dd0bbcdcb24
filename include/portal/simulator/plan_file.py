"""Read a table of a world's file into a frozen dataclass; an unknown, missing or wrong key is named."""

import dataclasses
import tomllib
import types
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from include.errors import WrongUse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def load_table(path: Path) -> dict[str, Any]:
    """The whole file as a table. Raises WrongUse when it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUse(f"world file {path}", error.strerror or "cannot be read", "name a readable file") from None
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(f"world file {path}", f"not TOML ({error})", "correct the file") from None


def fill(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """`kind` made of a table; lists become tuples, tables in lists become their dataclass, recursively."""
    hints = get_type_hints(kind)
    if unknown := sorted(set(table) - set(hints)):
        raise WrongUse(where, f"unknown key {unknown[0]!r}", f"known keys are {', '.join(hints)}")
    for part in dataclasses.fields(kind):
        if part.name not in table and part.default is part.default_factory is dataclasses.MISSING:
            raise WrongUse(where, f"the key {part.name!r} is missing", "add it")
    return kind(**{name: _fit(hints[name], value, f"{where}, key {name}") for name, value in table.items()})


def _fit(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_fit(get_args(hint)[0], item, where) for item in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, Mapping):
        return fill(hint, value, where)
    if get_origin(hint) in (dict, Mapping) and isinstance(value, Mapping):
        return dict(value)
    if hint is float and type(value) is int:
        return float(value)
    accepted = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if type(value) in accepted:
        return value
    expected = " or ".join(getattr(each, "__name__", str(each)) for each in accepted)
    raise WrongUse(where, f"{value!r} is no {expected}", "correct the value")
