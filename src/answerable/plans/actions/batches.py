"""Figures that come in a file wait until somebody has seen what they change: all are accepted, or none.

A file with wrong cells is kept and shown cell by cell; its corrected copy is uploaded beside it, and nothing that was
typed is lost.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from answerable.organisation.files import Upload, store
from answerable.plans.actions.entries import add_all, indicator_by, meaning_of, observation
from answerable.plans.actions.work import Work, act_on, locked, words_of
from answerable.plans.exchange import observations_sheet
from answerable.plans.exchange.observations_sheet import Expected
from answerable.plans.models import Batch, Feed, Indicator, IndicatorVersion, Observation
from answerable.plans.queries.around import around_indicator
from answerable.plans.queries.batches import Line, Preview, is_ratio, preview, rows_of
from answerable.plans.queries.inputs import today_of
from answerable.rules.access import Actor
from answerable.rules.observing import Entry
from answerable.rules.problems import Problem, Refused
from answerable.rules.text import clean
from answerable.rules.vintages import State


@transaction.atomic
def upload(
    *, actor: Actor, now: datetime, plan_code: str, code: str, file: Upload, version: int | None = None
) -> Batch:
    """Read a steward's sheet (CSV or XLSX) for one indicator into a batch that waits.

    Refused only for what is no such sheet at all; a wrong cell is a line of the preview, with its address.
    """
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "upload", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        rows = _read(row, meaning_of(row), file, now)
        store(file)
        batch = waiting_batch(work, row, "upload", rows, digest=hashlib.sha256(file.content).hexdigest())
        batch.filename = clean(file.filename)[:200]
        work.add(batch)
    return batch


def _read(row: Indicator, meaning: IndicatorVersion, file: Upload, now: datetime) -> list[dict[str, Any]]:
    if len(file.content) > settings.FILE_SIZE_LIMIT:
        megabytes = settings.FILE_SIZE_LIMIT // 1024 // 1024
        raise Refused(Problem("file_too_large", "file", {"filename": file.filename[:80], "megabytes": megabytes}))
    plan = row.plan
    expected = Expected(meaning.period, plan.year_starts_in, today_of(plan, now), is_ratio(plan, meaning))
    zone = ZoneInfo(plan.jurisdiction.timezone)
    found, report = observations_sheet.read(file.filename, file.content, expected, zone)
    # What follows from a wrong cell (that its row has no figure) is not said at the same cell once more.
    by_cell = {problem.field: problem for problem in reversed(list(report))}
    wrong = [problem_row(problem) for problem in report if by_cell[problem.field] is problem]
    if not found and not wrong:
        raise Refused(Problem("file_has_no_figures", "file", {"filename": clean(file.filename)[:80]}))
    return [*rows_of(found), *wrong]


def problem_row(problem: Problem) -> dict[str, Any]:
    """A problem as a batch keeps it: `cell` is where it was met."""
    params = {name: value if isinstance(value, int | str) else str(value) for name, value in problem.params.items()}
    return {"problem": problem.code, "cell": problem.field, "params": params}


def waiting_batch(
    work: Work, row: Indicator, way: str, rows: list[dict[str, Any]], *, digest: str = "", feed: Feed | None = None
) -> Batch:
    """A batch as it comes in; not stored yet."""
    post = None if work.actor.kind == "system" else work.post
    return Batch(
        plan=work.plan, indicator=row, feed=feed, way=way, rows=rows, sha256=digest, came_at=work.now, by=post
    )  # fmt: skip


def _waiting(actor: Actor, key: UUID) -> tuple[Batch, Indicator]:
    """The batch and its indicator, both locked; Refused when it was settled already."""
    batch: Batch = locked(
        Batch, "plan__jurisdiction", "indicator", pk=key, plan__jurisdiction__code=actor.jurisdiction
    )  # fmt: skip
    if batch.state != "waiting" or batch.indicator is None:
        raise Refused(Problem("batch_settled"))
    return batch, indicator_by(actor, batch.plan.code, batch.indicator.code)


@transaction.atomic
def accept_batch(*, actor: Actor, now: datetime, key: UUID, words: str = "", version: int | None = None) -> int:
    """Record every figure of a batch that is new or differs; returns how many.

    `words` say why figures differ that were final, where the file does not say so itself. Refused with every wrong
    cell, and when nothing in it is new.
    """
    batch, row = _waiting(actor, key)
    with act_on(
        "accept_batch", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        seen = preview(batch, now=now)
        _check(seen)
        meaning, reason = meaning_of(row), clean(words)
        rows = [_observation(work, batch, meaning, line, reason) for line in seen.fresh]
        add_all(work, rows)
        work.set(batch, state="accepted", settled_at=now, settled_by=work.post, words=reason)
    return len(rows)


def _check(seen: Preview) -> None:
    if seen.problems:
        raise Refused([Problem("batch_has_wrong_cells", "", {"count": len(seen.problems)}), *seen.problems])
    if not seen.fresh:
        raise Refused(Problem("batch_has_nothing_new"))


def _observation(work: Work, batch: Batch, meaning: IndicatorVersion, line: Line, reason: str) -> Observation:
    entry = _revised(line, reason)
    return observation(work, batch, meaning, entry, dimension=line.dimension, address=line.address[:500])


def _revised(line: Line, reason: str) -> Entry:
    """What differs from a final figure is a revision, and says why."""
    final = line.stands is not None and line.stands.state in (State.FINAL, State.REVISED)
    if not final or line.entry.state not in (State.FINAL, State.REVISED):
        return line.entry
    words = line.entry.words or reason
    if not words:
        raise Refused(Problem("revision_needs_words", "words", {"found": line.entry.period.code}))
    return replace(line.entry, state=State.REVISED, words=words)


@transaction.atomic
def refuse_batch(*, actor: Actor, now: datetime, key: UUID, words: str, version: int | None = None) -> Batch:
    """Say that figures are not taken over, and why. They stay to be seen, and change nothing."""
    batch, row = _waiting(actor, key)
    with act_on(
        "refuse_batch", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        work.set(batch, state="refused", settled_at=now, settled_by=work.post, words=words_of(words, "words"))
    return batch
