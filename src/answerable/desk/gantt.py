"""Tasks as a small Gantt: a table whose last column is drawn. What the drawing says, the columns say in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.organisation.models import Officer
from answerable.whistles.models import Task
from answerable.whistles.queries.room import Bar

WHOLE = 1000  # width of the drawing in its own units


@dataclass(frozen=True)
class Row:
    """`x` and `width` in thousandths of the whole span; `waits` is the task it comes after, while that is not done.

    `holder` holds the post that answers for it now.
    """

    task: Task
    x: int
    width: int
    level: str
    waits: Task | None
    holder: Officer | None


@dataclass(frozen=True)
class Gantt:
    """`now_x` is where today lies, None when it lies outside."""

    rows: list[Row]
    first: datetime
    last: datetime
    now_x: int | None
    done: int
    overdue: int

    @property
    def count(self) -> int:
        return len(self.rows)


def gantt(bars: Sequence[Bar], now: datetime) -> Gantt | None:
    """None without tasks."""
    if not bars:
        return None
    first = min(bar.task.since for bar in bars)
    last = max(max(bar.task.due_at, bar.task.done_at or bar.task.due_at) for bar in bars)
    here = round((now - first) / (last - first) * WHOLE)
    return Gantt(
        rows=[_row(bar) for bar in bars],
        first=first,
        last=last,
        now_x=here if 0 <= here <= WHOLE else None,
        done=sum(bar.level == "done" for bar in bars),
        overdue=sum(bar.level == "overdue" for bar in bars),
    )


def _row(bar: Bar) -> Row:
    after = bar.task.after
    waits = after if after is not None and after.done_at is None and bar.task.done_at is None else None
    return Row(bar.task, round(bar.start * WHOLE), max(8, round(bar.width * WHOLE)), bar.level, waits, bar.holder)
