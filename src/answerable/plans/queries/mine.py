"""What of all plans belongs to one post: the indicators it answers for or keeps the data of, and how they ran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from answerable.organisation.models import Jurisdiction
from answerable.plans.models import (
    Accountability,
    Batch,
    ChangeRequest,
    Element,
    Indicator,
    IndicatorVersion,
    Letter,
    Plan,
    Task,
)
from answerable.plans.models.accountability import ACCOUNTABLE, STEWARD
from answerable.plans.queries.access import visible_plans
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.queries.inputs import observations_of
from answerable.rules.access import Actor
from answerable.rules.measures import Kind
from answerable.rules.plan_periods import Period, Span, containing, due
from answerable.rules.vintages import Observation

DELIVERED = (Kind.MILESTONE, Kind.INDIVISIBLE)  # accepted, never typed
_SPARK = 24  # points of a small line


@dataclass(frozen=True)
class MyFigure:
    """An indicator of mine. `kinds`: accountable, steward or both; `run`: its last figures, the oldest first.

    `next_period` is the next one without a figure and `due_on` the day by which it is to be in (None: no more come).
    """

    plan: Plan
    figure: Figure
    kinds: frozenset[str]
    run: tuple[Fraction | None, ...]
    next_period: Period | None = None
    due_on: date | None = None


def my_figures(actor: Actor, jurisdiction: Jurisdiction, *, now: datetime) -> list[MyFigure]:
    """The indicators the actor's post answers for or keeps, plan by plan, in the order of the plans."""
    kinds: dict[UUID, set[str]] = defaultdict(set)
    held = in_force(now).filter(post__code=actor.post or "", post__jurisdiction=jurisdiction, noun="indicator")
    for subject, kind in held.filter(kind__in=(ACCOUNTABLE, STEWARD)).values_list("subject", "kind"):
        kinds[subject].add(kind)
    found: list[MyFigure] = []
    for plan in visible_plans(jurisdiction, actor, now=now).filter(indicators__in=list(kinds)).distinct():
        found += _of_plan(plan, kinds, now)
    return found


def _of_plan(plan: Plan, kinds: Mapping[UUID, set[str]], now: datetime) -> Iterator[MyFigure]:
    codes = Indicator.objects.filter(plan=plan, pk__in=list(kinds), ended="").values_list("code", flat=True)
    mine = figures(plan, as_of=now, codes=list(codes))
    runs = observations_of(plan, list(mine), as_of=now)
    for key, one in mine.items():
        period, due_on = next_period(plan, one)
        yield MyFigure(plan, one, frozenset(kinds[key]), _run(runs.get(key, []), one), period, due_on)


def _run(rows: Sequence[Observation], figure: Figure) -> tuple[Fraction | None, ...]:
    """The newest figure of each period of the length reported, in order; a missing one is None."""
    if figure.meaning is None:
        return ()
    factor, span = Fraction(figure.meaning.factor), figure.meaning.period
    seen = sorted((row for row in rows if row.period.span == span), key=lambda row: row.period)
    return tuple(_value(row, factor) for row in seen[-_SPARK:])


def _value(row: Observation, factor: Fraction) -> Fraction | None:
    if row.value is not None or not row.numerator or not row.denominator:
        return row.value
    return row.numerator / row.denominator * factor


def next_period(plan: Plan, figure: Figure) -> tuple[Period | None, date | None]:
    """The period after the newest one (at first: the first of the plan), and the day its figure is to be in."""
    meaning = figure.meaning
    if meaning is None or not meaning.period or meaning.kind in DELIVERED:
        return None, None
    newest = figure.assessment.newest
    of_that_length = newest is not None and newest.span == meaning.period
    first = containing(plan.starts_on, Span(meaning.period), plan.year_starts_in)
    period = newest.following() if newest is not None and of_that_length else first
    if period.last_day > plan.ends_on:
        return None, None
    return period, due(period, meaning.lag_days or 0)


def changes_under_way(actor: Actor, jurisdiction: Jurisdiction, *, now: datetime) -> list[ChangeRequest]:
    """Changes of targets that are proposed or approved, in plans this reader may see; the oldest first."""
    rows = ChangeRequest.objects.filter(state__in=("proposed", "approved"))
    rows = rows.filter(plan__in=visible_plans(jurisdiction, actor, now=now))
    related = ("indicator", "plan__committee", "plan__jurisdiction", "proposed_by__unit")
    return list(rows.select_related(*related).order_by("proposed_at"))


def batches_waiting(indicators: Sequence[Indicator]) -> list[Batch]:
    """The figures that came for these indicators and wait until somebody takes them over; the oldest first."""
    rows = Batch.objects.filter(indicator__in=indicators, state="waiting")
    return list(rows.select_related("indicator__plan", "feed", "by__unit").order_by("came_at"))


def batch_of(actor: Actor, jurisdiction: Jurisdiction, key: UUID, *, now: datetime) -> Batch | None:
    """One batch of a plan this reader may see; None otherwise."""
    rows = Batch.objects.filter(pk=key, plan__in=visible_plans(jurisdiction, actor, now=now))
    related = ("indicator__plan__jurisdiction", "indicator__plan__committee", "plan__jurisdiction", "plan__committee")
    return rows.select_related(*related, "feed", "by__unit", "settled_by__unit").first()


def letter_root(letter: Letter) -> Plan | Indicator | Task:
    """What a letter is about, as the row whose version guards its acts: of an element, its plan."""
    held = letter.accountability
    return subject_root(held.plan, held.noun, held.subject)


def subject_root(plan: Plan, noun: str, subject: UUID) -> Plan | Indicator | Task:
    """The row whose version guards acts on who answers for a subject."""
    if noun == "indicator":
        return Indicator.objects.get(pk=subject)
    return plan if noun == "element" else Task.objects.get(pk=subject)


def people_of(subject: UUID, *, now: datetime) -> list[Accountability]:
    """Who has a part in a subject now."""
    return list(in_force(now).filter(subject=subject).order_by("kind", "post__code"))


def letter_names(letters: Sequence[Letter]) -> dict[UUID, str]:
    """What each letter is about, by the id of the letter. Three queries at most."""
    subjects = {letter.accountability.subject for letter in letters}
    meanings = IndicatorVersion.objects.filter(indicator__in=subjects, until=None)
    names = {row.indicator_id: row.name for row in meanings}
    for model in (Task, Element):
        names |= {row.pk: row.name for row in model.objects.filter(pk__in=subjects)}
    return {letter.pk: names.get(letter.accountability.subject, "") for letter in letters}
