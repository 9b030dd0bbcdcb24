"""The program's own way: from the portal's pages to a landed object."""

from bench.pulling.dossiers import window_of
from include.landing import keep
from include.portal.client import Portal
from include.portal.feed import read_feed
from include.receipt import Batch


def pull_dossiers(url: str, folder: str, count: int) -> int:
    """How many records landed."""
    feed, batch = read_feed("dossiers"), Batch("dossiers", "H13", window_of(count))
    with Portal(url, "reader", "secret") as portal:
        return keep(f"file://{folder}", batch, feed, portal.read(feed, "H13", batch.window)).pulled
