"""The yardstick that most people would write: a loop of requests, and pandas."""

import pandas as pd

from bench.pulling.asking import replies
from include.portal.feed import read_feed


def pull_with_pandas(url: str, folder: str, count: int) -> int:
    """How many records landed."""
    feed = read_feed("dossiers")
    pages = [pd.DataFrame(reply.json()["result"]).drop(columns=list(feed.personal)) for reply in replies(url, count)]
    records = pd.concat(pages, ignore_index=True)
    records.to_parquet(f"{folder}/dossiers.parquet")
    return len(records)
