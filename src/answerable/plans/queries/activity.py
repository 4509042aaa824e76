"""Owners on paper: when whoever answers for an indicator, and whoever keeps its data, last did anything about it.

An indicator whose owner has never acted has an owner in name only. The ledger knows who acted when; nothing here
judges, it is put before a review (plan rules 0.5, 4.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.plans.models import Accountability, Indicator, IndicatorVersion, Likelihood, Plan, Task
from answerable.plans.models.accountability import ACCOUNTABLE, STEWARD
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.figures import Figure, figures, local
from answerable.plans.queries.inputs import parents_of
from answerable.plans.queries.periods_due import periods_due
from answerable.rules.plan_periods import Period, Span, containing


@dataclass(frozen=True)
class Holder:
    """A post that answers for an indicator or keeps its data. `last` is its last act on the indicator or its tasks
    since it has stood there; `idle` how many whole periods have passed since (or since it began); `listed`: too many.
    """

    post: Post
    kind: str
    since: datetime
    last: datetime | None
    idle: int
    listed: bool


@dataclass(frozen=True)
class Activity:
    """What a review is told of one indicator beside its light."""

    figure: Figure
    holders: tuple[Holder, ...]
    never_observed: bool
    never_judged: bool
    missing: int  # periods due without any figure

    @property
    def phantom_owner(self) -> bool:
        """Nobody is accountable, or whoever is has let too many periods pass without an act."""
        owners = [holder for holder in self.holders if holder.kind == ACCOUNTABLE]
        return not owners or any(holder.listed for holder in owners)

    @property
    def silent_steward(self) -> bool:
        return any(holder.listed for holder in self.holders if holder.kind == STEWARD)

    @property
    def stale(self) -> bool:
        """The figure is late or missing."""
        return self.figure.status.greyed


def activity(plan: Plan, *, as_of: datetime) -> list[Activity]:
    """Every indicator of a plan in its order; a fixed number of queries beside those of `figures`."""
    at = local(plan, as_of)
    found = figures(plan, as_of=at)
    limit = int(organisation.rulebook(plan.jurisdiction).limit("idle_periods"))
    acts = _last_acts(plan, list(found), at)
    held: dict[UUID, list[Accountability]] = defaultdict(list)
    for row in in_force(at).filter(subject__in=list(found), kind__in=(ACCOUNTABLE, STEWARD)):
        held[row.subject].append(row)
    judgements = Likelihood.objects.filter(indicator__in=list(found), judged_at__lte=at)
    judged = set(judgements.values_list("indicator_id", flat=True))
    known = _observed(plan, list(found), at)
    return [
        Activity(
            one, tuple(_holder(row, acts.get((key, row.post.code)), one, at, limit) for row in held[key]),
            one.assessment.newest is None, key not in judged, _missing(plan, one.meaning, known.get(key, set()), at),
        )
        for key, one in found.items()
    ]  # fmt: skip


def _last_acts(plan: Plan, keys: Collection[UUID], at: datetime) -> dict[tuple[UUID, str], datetime]:
    """The last act of each post on each indicator or a task that serves it, from the ledger. What is done in the plan
    a year's was made from is done for the year too: its figures are given there."""
    streams = {key: key for key in keys} | {parent: key for key, parent in parents_of(plan, keys).items()}
    served = Task.objects.filter(indicator__in=list(streams)).values_list("pk", "indicator_id")
    streams |= {task: streams[row] for task, row in served if row is not None}
    rows = Entry.objects.filter(stream__in=list(streams), at__lte=at, actor__startswith="post:").order_by()
    found: dict[tuple[UUID, str], datetime] = {}
    for stream, actor, last in rows.values_list("stream", "actor").annotate(last=Max("at")):
        key = (streams[stream], actor.removeprefix("post:").rpartition("/")[0])
        found[key] = max(last, found.get(key, last))
    return found


def _holder(row: Accountability, last: datetime | None, one: Figure, at: datetime, limit: int) -> Holder:
    begun = max(row.since, last) if last is not None else row.since
    idle = _periods_since(one, begun, at)
    return Holder(row.post, row.kind, row.since, last, idle, idle >= limit)


def _periods_since(one: Figure, begun: datetime, at: datetime) -> int:
    """Whole periods of the indicator that began and ended since an instant."""
    span = Span(one.meaning.period) if one.meaning is not None and one.meaning.period else Span.QUARTER
    plan = one.indicator.plan
    period = containing(local(plan, begun).date(), span, plan.year_starts_in).following()
    count = 0
    while period.last_day < at.date():
        count, period = count + 1, period.following()
    return count


def _observed(plan: Plan, keys: Collection[UUID], at: datetime) -> Mapping[UUID, set[str]]:
    parents = parents_of(plan, keys)
    rows = Indicator.objects.filter(pk__in={*keys, *parents.values()}, observations__known_at__lte=at).order_by()
    found: dict[UUID, set[str]] = defaultdict(set)
    for key, period in rows.values_list("pk", "observations__period").distinct():
        found[key].add(period)
    for key, parent in parents.items():
        found[key] |= found[parent]
    return found


def _missing(plan: Plan, meaning: IndicatorVersion | None, known: set[str], at: datetime) -> int:
    if meaning is None:
        return 0
    due: Iterable[Period] = periods_due(plan, meaning, at.date())
    return sum(period.code not in known for period in due)
