"""Row groups end where the records say so, not where the pages ended."""

import pytest

from include.landing import groups
from include.landing.groups import gather
from include.portal.client.page import make_records


def gathered(sizes: list[int], page: int) -> list[list[int]]:
    texts = [b"x" * size for size in sizes]
    pages = (make_records(texts[first : first + page]) for first in range(0, len(texts), page))
    return [[len(text) for text in group.to_pylist()] for group in gather(pages)]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_RECORDS", 4)
    monkeypatch.setattr(groups, "MOST_BYTES", 10)


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5, 100])
@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([1], [[1]]),
        ([1] * 4, [[1] * 4]),
        ([1] * 9, [[1] * 4, [1] * 4, [1]]),
        ([3, 3, 3, 3, 3], [[3, 3, 3], [3, 3]]),
        ([5, 5, 1], [[5, 5], [1]]),
        ([99, 1, 99, 99, 1, 1], [[99], [1], [99], [99], [1, 1]]),
        ([0, 0, 0, 0, 0], [[0] * 4, [0]]),
    ],
)
def test_groups(sizes: list[int], page: int, expected: list[list[int]]) -> None:
    assert gathered(sizes, page) == expected
