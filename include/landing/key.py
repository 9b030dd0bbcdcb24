"""The name of a landed object: feed, root agency, window (or day) and a hash of what it holds."""

import re

from include.errors import WrongUse
from include.periods import VIETNAM
from include.portal.feed import Feed
from include.receipt import Batch

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KEY = re.compile(
    r"[a-z][a-z0-9_]*/[A-Za-z0-9][A-Za-z0-9._-]*/\d{8}(?:\d{6}_\d{14}|_\d{4}(?:-\w{2})?)?/[0-9a-f]{16}\.parquet"
)


def key_of(batch: Batch, feed: Feed, content_hash: str) -> str:
    """For example dossiers/H13.05/20240101000000_20240701000000/9f86d081884c7d65.parquet.

    A catalogue is known by the day on which its window starts: agencies/H13.05/20240712/….parquet, and a report
    by the day and its period: service_results/H44/20260901_2026-08/….parquet.
    """
    if not _PART.fullmatch(batch.root_agency):
        raise WrongUse(f"root agency {batch.root_agency!r}", "not an agency code", "write a code like H13 or H13.05")
    since, until = (moment.astimezone(VIETNAM) for moment in (batch.window.since, batch.window.until))
    stretch = f"{since:%Y%m%d%H%M%S}_{until:%Y%m%d%H%M%S}" if feed.shape == "record" else f"{since:%Y%m%d}"
    if batch.period:
        stretch = f"{stretch}_{batch.period.label}"
    return f"{feed.name}/{batch.root_agency}/{stretch}/{content_hash[:16]}.parquet"


def check_key(key: str) -> None:
    """WrongUse when it is not such a name: nothing outside of landing is ever opened."""
    if not _KEY.fullmatch(key):
        raise WrongUse(f"landing key {key[:120]!r}", "not a landing key", "give the key that a pull reported")
