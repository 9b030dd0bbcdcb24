"""What a portal says of its refusal, as far as it may be shown: it may name the person over whom it stumbled.

No pattern finds every name or subject. So the other way round: only words that refusals are made of are shown
(message_words.txt), everything else is an ellipsis.
"""

import re
import unicodedata
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

_LIMIT = 160
_CODE = re.compile(r"-?[0-9]{1,4}|[A-Z][A-Z0-9_-]{0,19}")
_MARKS = ".,;:!?()[]'\"“”"
_LEFT_OUT = "…"


def show_message(message: Any) -> str:
    """One short line of the known words that stand together; empty when there are none.

    A capital letter inside the line begins a name, and a known word alone between others is one of a subject.
    """
    words = str(message).split() if isinstance(message, str | int) else []
    known = (_is_known(word.strip(_MARKS), place) for place, word in enumerate(words))
    together = groupby(zip(known, words, strict=True), itemgetter(0))
    runs = [[word for _, word in run] if is_known else [] for is_known, run in together]
    shown = [" ".join(run) if len(run) > 1 else _LEFT_OUT for run in runs]
    line = " ".join(told for told, _ in groupby(shown))
    return line[:_LIMIT] if line != _LEFT_OUT else ""


def show_code(code: Any) -> str:
    """A code as it stands, when it is a small number or a plain word in capitals."""
    written = "none" if code is None else str(code).strip()
    return written if code is None or _CODE.fullmatch(written) else _LEFT_OUT


def _is_known(word: str, place: int) -> bool:
    return _plain(word if place else word.lower()) in _words()


@cache
def _words() -> frozenset[str]:
    listed = Path(__file__).with_name("message_words.txt").read_text(encoding="utf-8").splitlines()
    words = {word for line in listed if not line.startswith("#") for word in line.split()}
    return frozenset({_plain(word) for word in words} | {_without_accents(word) for word in words})


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
