"""The moment at which a record changed, read from its text without unpacking the rest."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from include.periods import VIETNAM
from include.portal.client.page import Text

WRITTEN = "%Y%m%d%H%M%S"
_DIGITS = re.compile(r"\d{14}")
_SAMPLE = 64


def write_moment(moment: datetime) -> str:
    """An aware time as the portal writes it: yyyyMMddHHmmss in Vietnam. Such texts sort as their times do."""
    return f"{moment.astimezone(VIETNAM):{WRITTEN}}"


def read_moment(written: str) -> datetime | None:
    """The reverse; None when it is no time."""
    try:
        return datetime.strptime(written, WRITTEN).replace(tzinfo=VIETNAM) if _DIGITS.fullmatch(written) else None
    except ValueError:
        return None


def second_after(written: str) -> str:
    """The next second after a moment that is one."""
    moment = read_moment(written)
    assert moment is not None
    return write_moment(moment + timedelta(seconds=1))


class Moments:
    """Reads the field that says when a record of this feed changed."""

    def __init__(self, updated_field: str) -> None:
        shape = msgspec.defstruct("Shape", [("moment", Any, None)], rename={"moment": updated_field})
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(shape)

    def of(self, text: Text) -> str | None:
        """As written, or None when the record does not say it in a readable way."""
        try:
            moment = self._decoder.decode(text).moment
        except msgspec.DecodeError:
            return None
        return moment if isinstance(moment, str) and _DIGITS.fullmatch(moment) else None

    def are_in_order(self, texts: Sequence[Text], since: str, until: str) -> bool:
        """Whether records follow one another from `since` on. Looks at a sample: a portal that does not sort shows."""
        newest = since
        for text in _sample(texts):
            moment = self.of(text)
            if moment is None or moment >= until:
                continue
            if moment < newest:
                return False
            newest = moment
        return True

    def newest(self, texts: Sequence[Text], until: str) -> str | None:
        """The last moment before `until` on a page. A later one belongs to a record that changed as it was served."""
        for text in reversed(texts):
            moment = self.of(text)
            if moment is not None and moment < until and read_moment(moment):
                return moment
        return None

    def tail(self, texts: Sequence[Text], moment: str) -> frozenset[bytes]:
        """The records at the end of a page that changed at `moment` or later, which the next page will hold again."""
        held: set[bytes] = set()
        for text in reversed(texts):
            found = self.of(text)
            if found is not None and found < moment:
                break
            held.add(bytes(text))
        return frozenset(held)


def _sample(texts: Sequence[Text]) -> Iterator[Text]:
    yield from texts[:: max(1, len(texts) // _SAMPLE)]
    yield from texts[-1:]
