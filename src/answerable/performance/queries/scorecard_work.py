"""The rest of a scorecard: milestones, hand-offs, working with others, notices, cases and the leader's seat.

Everything is counted from the record and from what had happened by the vintage; nothing is anybody's opinion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from answerable.leaders.derived import standing_of, state_of_shift
from answerable.leaders.models import Promise, Shift
from answerable.organisation.models import Post
from answerable.performance.queries import figures
from answerable.performance.queries.scope import scope_of
from answerable.performance.queries.year import Year
from answerable.plans.models import HandOff, LagNotice, ScheduleBaseline, Submission, Task
from answerable.plans.queries.handoffs import coordination
from answerable.plans.sources import Value

Json = dict[str, Any]
OF_CASES = {
    "contact_in_time": figures.contact_in_time,
    "solved_rate": figures.solved_rate,
    "satisfied_rate": figures.satisfied_rate,
    "overdue_share": figures.overdue_share,
    "refused_twice_share": figures.refused_twice_share,
    "median_days": figures.median_days,
}


def accepted_by(year: Year, subjects: Iterable[UUID], *, as_of: datetime) -> Json:
    """Tasks or milestones due in the year, by the date first promised; only what was accepted counts (8.7(75)).

    Handed in by then and accepted later is in time: the wait for the acceptor is not the owner's lateness.
    """
    rows = list(Task.objects.filter(pk__in=list(subjects), due_on__isnull=False))
    first = ScheduleBaseline.objects.filter(plan=year.plan, number=1).values_list("dates", flat=True).first() or {}
    accepted = Submission.objects.filter(task__in=rows, verdict="accepted", verdict_at__lte=as_of)
    handed_in = {task: year.day(at) for task, at in accepted.values_list("task_id", "submitted_at")}
    counts: Counter[str] = Counter(due=0, in_time=0, late=0, cancelled=0, not_accepted=0)
    missed = []
    for row in rows:
        promised = _promised(row, first)
        if not year.first_day <= promised <= year.last_day:
            continue
        came = _came(row, handed_in.get(row.pk), promised)
        counts.update(("due", came))
        missed += [row.code] if came in ("late", "not_accepted") else []
    return {**counts, "missed": sorted(missed)}


def _promised(row: Task, first: Json) -> date:
    pictured = first.get(row.code)
    assert row.due_on is not None
    return date.fromisoformat(pictured[1]) if pictured and pictured[1] else row.first_due_on or row.due_on


def _came(row: Task, handed_in: date | None, promised: date) -> str:
    if handed_in is not None:
        return "in_time" if handed_in <= promised else "late"
    return "cancelled" if row.state == "cancelled" else "not_accepted"


def handoffs(year: Year, post: Post, *, as_of: datetime) -> Json:
    """What the post first promised others for this year, and what it gave them by then."""
    rows = HandOff.objects.filter(plan=year.plan, giver=post, baseline_on__gte=year.first_day)
    counts: Counter[str] = Counter(due=0, in_time=0, late=0, not_given=0)
    for row in rows.filter(baseline_on__lte=year.last_day).exclude(task__state="cancelled"):
        given = year.day(row.given_at) if row.given_at is not None and row.given_at <= as_of else None
        in_time = given is not None and row.baseline_on is not None and given <= row.baseline_on
        counts.update(("due", "in_time" if in_time else "late" if given else "not_given"))
    return dict(counts)


def shared_work(year: Year, post: Post, *, as_of: datetime) -> Json:
    """The share of its parts in others' work that were there on time (8.7(92)), over all plans of the city."""
    today = min(year.local(as_of).date(), year.last_day)
    found = coordination(
        year.plan.jurisdiction, since=year.first_day, until=year.last_day, today=today, now=as_of, posts=[post.code]
    )
    share = found.shares.get(post.code)
    return {"due": share.due if share else 0, "in_time": share.on_time if share else 0}


def notices(year: Year, post: Post, *, as_of: datetime) -> Json:
    """Lag notices sent to the post in the year, and those it answered by their time (JN-PERF 15)."""
    sent = LagNotice.objects.filter(post=post, indicator__plan=year.plan, sent_at__gte=year.since)
    sent = sent.filter(sent_at__lt=year.until, due_at__lte=as_of)
    return {"due": sent.count(), "in_time": sent.filter(answered_at__lte=F("due_at")).count()}


def cases(year: Year, post: Post, *, as_of: datetime) -> Json:
    """The verdicts on the unit's cases of the year; figures that rest on too few cases are withheld."""
    scope = scope_of(year.plan.jurisdiction, {"unit": post.unit.code}, year.first_day, year.last_day, as_of)
    return {name: _figure(figure(scope)) for name, figure in OF_CASES.items()}


def _figure(found: Value) -> Json:
    parts = (found.value, found.numerator, found.denominator)
    value, numerator, denominator = (None if part is None else str(part) for part in parts)
    return {"value": value, "part": numerator, "of": denominator, "count": found.count, "note": found.note}


def seat(year: Year, post: Post, *, as_of: datetime) -> Json:
    """The leader's shifts of the year and the promises made on them; empty for posts that do not sit."""
    shifts = list(
        Shift.objects.filter(post=post, starts_at__gte=year.since, starts_at__lt=year.until).select_related(
            "jurisdiction"
        )
    )
    promises = Promise.objects.filter(shift__in=shifts, made_at__lte=as_of)
    states = Counter(state_of_shift(shift, as_of) for shift in shifts)
    standings = Counter(standing_of(promise, as_of) for promise in promises)
    return {"shifts": dict(sorted(states.items())), "promises": dict(sorted(standings.items()))}
