"""What the page of alerts and letters shows: which rates fell, who was told, and what became of the letter."""

from typing import Any

from reform_index.page.indicators import catalogue
from reform_index.page.reading import Reader


def read(reader: Reader) -> dict[str, Any]:
    """Everything that the template needs."""
    names = {code: (indicator.name_vi, indicator.name_en) for code, indicator in catalogue().items()}
    return {
        "states": {row["state"]: row for row in reader.rows("letter_states")},
        "alerts": reader.rows("alerts"),
        "letters": reader.rows("letters"),
        "names": names,
    }
