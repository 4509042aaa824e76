"""Promises and tasks that are late: a promise and a task are noted alike, in a whistle's room and in a taskforce."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from answerable.organisation.queries import Rulebook


def to_ring(book: Rulebook, now: datetime) -> Q:
    """Rows that are late and were not noted, or late for `whistle_late_days` and not told above. Add: not done."""
    return Q(due_at__lte=now, rang_at=None) | Q(due_at__lte=_above_from(book, now), raised_at=None)


def marks(row: Any, book: Rulebook, now: datetime) -> dict[str, datetime]:
    """What is to be noted on such a row: rang_at tells those who work with it, raised_at the authority above."""
    noted = {"rang_at": now} if row.rang_at is None else {}
    return noted | ({"raised_at": now} if row.raised_at is None and row.due_at <= _above_from(book, now) else {})


def _above_from(book: Rulebook, now: datetime) -> datetime:
    return now - timedelta(days=book.limit("whistle_late_days"))
