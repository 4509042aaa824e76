"""The figures of whole plans, remembered by a process while nothing they are made of has changed.

A stamp counts every row that can change a figure, as known at the instant asked for: rows are only added, or their
change is counted too (an end, an answer, a version that grows with every act). While stamp and day are the same, so
are the figures, and a page costs a dozen counts instead of a thousand rows. What is remembered is never changed.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet, Sum

from answerable.organisation.models import Tenure
from answerable.plans.models import (
    Accountability,
    Baseline,
    Element,
    Indicator,
    IndicatorVersion,
    LagNotice,
    Likelihood,
    Observation,
    Override,
    Plan,
    ScheduleRun,
    Submission,
    Target,
    Task,
)

MOST = 8  # plans remembered by one process
Stamp = tuple[object, ...]
_lock = Lock()
_kept: OrderedDict[UUID, tuple[Stamp, Any]] = OrderedDict()


def stamp_of(plan: Plan, at: datetime) -> Stamp:
    """What the figures of a plan are made of, as known at an instant on the plan's clock."""
    of = {"indicator__plan": plan}
    return (
        at.date(), plan.version, plan.jurisdiction.pack_digest,
        *_counts(Indicator.objects.filter(plan=plan), versions=Sum("version")),
        *_counts(Task.objects.filter(plan=plan), versions=Sum("version")),
        *_counts(Element.objects.filter(plan=plan)),
        *_counts(Observation.objects.filter(**of, known_at__lte=at)),
        *_counts(IndicatorVersion.objects.filter(**of, since__lte=at), ended=Count("pk", Q(until__lte=at))),
        *_counts(Target.objects.filter(**of, recorded_at__lte=at)),
        *_counts(Baseline.objects.filter(**of, decided_at__lte=at)),
        *_counts(Override.objects.filter(**of, made_at__lte=at), ended=Count("pk", Q(ended_at__lte=at))),
        *_counts(Likelihood.objects.filter(**of, judged_at__lte=at)),
        *_counts(LagNotice.objects.filter(**of, sent_at__lte=at), answered=Count("answered_at"), rang=Count("rang_at")),
        *_counts(Accountability.objects.filter(plan=plan, since__lte=at), ended=Count("pk", Q(until__lte=at))),
        *_counts(Tenure.objects.filter(post__jurisdiction=plan.jurisdiction_id, since__lte=at),
                 ended=Count("pk", Q(until__lte=at))),
        *_counts(Submission.objects.filter(task__plan=plan, submitted_at__lte=at),
                 judged=Count("pk", Q(verdict_at__lte=at))),
        *_counts(ScheduleRun.objects.filter(plan=plan, ran_at__lte=at)),
    )  # fmt: skip


def _counts(rows: QuerySet[Any], **more: Any) -> tuple[object, ...]:
    model: type[Model] = rows.model
    return (model._meta.model_name, *rows.order_by().aggregate(count=Count("pk"), **more).values())


def recall(plan: Plan, stamp: Stamp) -> Any:
    """What was remembered under this stamp, or None."""
    with _lock:
        found = _kept.get(plan.pk)
        if found is None or found[0] != stamp:
            return None
        _kept.move_to_end(plan.pk)
        return found[1]


def remember(plan: Plan, stamp: Stamp, what: Any) -> None:
    """Keep one answer a plan, and forget the plan that was not asked for longest."""
    with _lock:
        _kept[plan.pk] = (stamp, what)
        _kept.move_to_end(plan.pk)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def forget() -> None:
    """Compute the next answer anew; for tests and measurements."""
    with _lock:
        _kept.clear()
