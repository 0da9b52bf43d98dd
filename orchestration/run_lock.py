"""One run at a time in a home.

Belongs here: taking and explaining the lock. Doesn't: the pool that keeps Dagster's own runs apart
(`dagster.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from ingest.home import Home


class AnotherRunIsGoing(Exception):
    """Somebody else's run holds the home's lock."""


@contextmanager
def hold_home(home: Home) -> Iterator[None]:
    """Hold the home for one run; the lock goes with the process, however that ends.

    Raises:
        AnotherRunIsGoing: at once, without waiting.
    """
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise AnotherRunIsGoing(
            "another run is going in this home, and two would fight over the warehouse. "
            "Wait until it has ended; nothing was changed."
        ) from None
    try:
        yield
    finally:
        lock.release()
