"""One form for an agency's code, whichever of its forms the portal wrote. [pure]

Source: Quyết định 20/2020/QĐ-TTg on the electronic identification codes of agencies.
"""

import re
import unicodedata

_ROOT = re.compile(r"[A-Z][0-9]{2}")
_GROUP = re.compile(r"[0-9]{2,5}")
_BLANKS = " \t\r\n\u00a0\ufeff"


def normalise(code: str) -> str:
    """The code from its root downwards, without empty levels: `000.00.05.H13` and `H13.05` both give `H13.05`.

    Raises ValueError when it is no agency code.
    """
    groups = unicodedata.normalize("NFC", code).strip(_BLANKS).upper().split(".")
    if not _ROOT.fullmatch(groups[0]):
        groups.reverse()
    root, *levels = groups
    if not _ROOT.fullmatch(root) or not all(_GROUP.fullmatch(level) for level in levels):
        raise ValueError(f"not an agency code: {code!r}")
    return ".".join([root, *(level for level in levels if level.strip("0"))])
