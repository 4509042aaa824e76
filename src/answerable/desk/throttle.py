"""Too many wrong passwords: a pause, kept in this process's memory and nowhere else.

With n server workers a guesser gets n times LIMIT tries a WINDOW; Argon2 makes each of them slow.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

LIMIT = 6
WINDOW = timedelta(minutes=5)
MOST_KEYS = 10_000

_lock = threading.Lock()
_failures: defaultdict[str, deque[datetime]] = defaultdict(deque)


def wait_minutes(key: str, *, now: datetime) -> int:
    """Whole minutes until `key` may try again; 0 when it may try now."""
    with _lock:
        tries = _fresh(key, now)
        if len(tries) < LIMIT:
            return 0
        return max(1, math.ceil((tries[0] + WINDOW - now).total_seconds() / 60))


def failed(key: str, *, now: datetime) -> None:
    with _lock:
        if len(_failures) > MOST_KEYS:
            _failures.clear()
        _fresh(key, now).append(now)


def forget(key: str) -> None:
    with _lock:
        _failures.pop(key, None)


def _fresh(key: str, now: datetime) -> deque[datetime]:
    tries = _failures[key]
    while tries and tries[0] + WINDOW <= now:
        tries.popleft()
    return tries
