"""Dates as other systems write them: local wall time without a zone, in a handful of shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def reader(formats: Sequence[str], timezone: str) -> Callable[[str], datetime]:
    """A function from text to an instant in UTC; ValueError when no format fits.

    `iso` means YYYY-MM-DD with or without a time, as datetime.fromisoformat reads it; others are those of strptime.
    A text with its own offset keeps it; a date without a time is its midnight; a wall time that happened twice is
    taken as the first of the two.
    """
    zone = ZoneInfo(timezone)
    readers = [datetime.fromisoformat if form == "iso" else _by(form) for form in formats]

    def read(text: str) -> datetime:
        for one in readers:
            try:
                found = one(text)
            except ValueError:
                continue
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        raise ValueError(text)

    return read


def _by(form: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, form)
