"""Sessions that share one piece of work, each its own part, and commit together: a session uses one core of the server.

All of them reach the same point before the first commits. What one of them kept although another could not must be such
that the same work done again makes it right.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, BrokenBarrierError
from typing import TypeVar

from sqlalchemy import Connection, Engine, text

T = TypeVar("T")
SESSIONS = text("SELECT greatest(1, current_setting('max_parallel_workers_per_gather')::int)")


def count_sessions(connection: Connection) -> int:
    """How many sessions may share a piece of work: as many as the server lets work for one query."""
    return int(connection.execute(SESSIONS).scalar_one())


@contextmanager
def side_by_side(engine: Engine, parts: Sequence[Callable[[Connection], T]]) -> Iterator[list[Future[T]]]:
    """Does the parts, each in a transaction of its own, while the caller does theirs in the one that is open.

    Behind the block all parts are committed, and theirs remains to be. When a part or the block fails, nobody commits;
    then the error of the one that failed is raised.
    """
    reached = Barrier(len(parts) + 1)
    with ThreadPoolExecutor(max(1, len(parts))) as threads:
        done = [threads.submit(_do_part, engine, part, reached) for part in parts]
        try:
            yield done
            reached.wait()
        except BrokenBarrierError:
            raise _first_failure(done) from None
        except BaseException:
            reached.abort()
            raise
    for part in done:
        part.result()


def _do_part(engine: Engine, part: Callable[[Connection], T], reached: Barrier) -> T:
    with engine.begin() as connection:
        try:
            result = part(connection)
            reached.wait()
        except BaseException:
            reached.abort()
            raise
        return result


def _first_failure(done: Sequence[Future[T]]) -> BaseException:
    """What made the others stop."""
    failures = [failure for part in done if (failure := part.exception()) is not None]
    return next(each for each in failures if not isinstance(each, BrokenBarrierError))
