"""The golden table: what was published, what comes out, and the difference, printed when the tests are over."""

from decimal import Decimal
from typing import Any

import pytest

Row = tuple[str, str, Decimal, Decimal]
TABLE = pytest.StashKey[list[Row]]()


@pytest.fixture
def golden_table(request: pytest.FixtureRequest) -> list[Row]:
    """Rows of agency, group, published points and ours; a test adds what it compared."""
    return request.config.stash.setdefault(TABLE, [])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows = terminalreporter.config.stash.get(TABLE, [])
    if not rows:
        return
    terminalreporter.section("golden table: published, ours, difference")
    terminalreporter.write_line(
        "(only what is computed; other groups stand in the totals as published, see tests/golden/README.md)"
    )
    for agency in dict.fromkeys(row[0] for row in rows):
        shown = [
            f"{group} {published:.2f} {ours:.2f} {ours - published:+.2f}"
            for name, group, published, ours in rows
            if name == agency
        ]
        terminalreporter.write_line(f"{agency:<14}" + " | ".join(shown))
    for group in dict.fromkeys(row[1] for row in rows):
        differences = [abs(ours - published) for _, name, published, ours in rows if name == group]
        terminalreporter.write_line(f"largest in {group}: {max(differences):.3f} of {len(differences)} compared")
