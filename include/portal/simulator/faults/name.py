"""Names that come in the other Unicode form: letters and marks apart (NFD)."""

import unicodedata

from include.portal.simulator.draw import chance


def maybe_decompose(name: str, share: float) -> str:
    """The name with its marks apart, in a share of all names; always the same ones."""
    return unicodedata.normalize("NFD", name) if chance("name", name) < share else name
