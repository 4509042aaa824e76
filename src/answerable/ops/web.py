"""What gunicorn is told beyond its arguments (`--config python:answerable.ops.web`): to be ready for the first reader.

gunicorn reads this before Django is set up, so what needs Django is imported where it is used.
"""

from __future__ import annotations

from threading import Thread
from typing import Any


def on_starting(_server: Any) -> None:
    """Before there is a port and before the processes are forked, which share what is in memory by then."""
    from answerable.ops import warming

    warming.load()


def post_worker_init(worker: Any) -> None:
    """In each process, beside its first requests: nobody waits for it, and a database that is away holds nothing up."""
    from answerable.ops import warming

    Thread(target=warming.beside, args=[worker.wsgi], name="warming", daemon=True).start()
