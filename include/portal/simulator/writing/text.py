"""How the portal writes times, codes and keys."""

from functools import lru_cache

from include.portal.simulator.rows import DAY
from include.portal.simulator.source import day_of

Record = dict[str, object]


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return f"{day_of(number):%Y%m%d}"


def stamp(seconds: int) -> str:
    """yyyyMMddHHmmss on Vietnam's clock."""
    day, clock = divmod(seconds, DAY)
    return f"{_day(day)}{clock // 3600:02d}{clock // 60 % 60:02d}{clock % 60:02d}"


def older_form(code: str) -> str:
    """The agency code in the form that stands in record keys: H13.05 becomes 000.00.05.H13."""
    groups = [group.rjust(2, "0") for group in code.split(".")]
    return ".".join(["000", *["00"] * (3 - len(groups)), *reversed(groups)])


def key(prefix: str, kind: str, born: int, sequence: int, digits: int, suffix: int) -> str:
    """For example 000.00.05.H13-240712-0001; with the suffix of a retry -0001-1."""
    tail = f"-{suffix}" if suffix else ""
    return f"{prefix}-{kind}{_day(born // DAY)[2:]}-{sequence:0{digits}d}{tail}"
