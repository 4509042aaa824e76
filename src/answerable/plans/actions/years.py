"""The plan of one year, made from the plan over several: annual rolling breakdown (BJ-PLAN 14(3); 8.7(74))."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import models, transaction

from answerable.plans.actions.plans import CODE, plan_of
from answerable.plans.actions.work import Work, act_on, words_of
from answerable.plans.models import (
    Accountability,
    Baseline,
    Element,
    Indicator,
    IndicatorVersion,
    Item,
    Link,
    PathPoint,
    Plan,
    Target,
)
from answerable.plans.queries.around import around_plan
from answerable.plans.queries.inputs import Inputs, inputs_of, today_of
from answerable.plans.queries.whole import Whole, whole_plan
from answerable.rules.access import Actor
from answerable.rules.breakdown import targets_of_year
from answerable.rules.measures import FLOWS, Rule
from answerable.rules.plan_periods import Period, Span, parse
from answerable.rules.problems import Problem, Refused
from answerable.rules.targets import in_force

KEPT_BACK = frozenset({"id", "plan", "indicator", "number", "since", "until", "relative_to"})
Copies = dict[UUID, Any]


def make_year(
    *, actor: Actor, now: datetime, plan_code: str, year: str, decision: str, code: str = "",
    version: int | None = None,
) -> Plan:  # fmt: skip
    """A draft plan for one year of a published plan (`year` as the plan counts it: "2027"), linked to it.

    What the plan's path asks of the year becomes the year's targets, with points for quarters and months; the tree,
    the meanings, those who answer, and the items of that year with their links come with it. Tasks are not copied: a
    task is one promise, and the year shows those of the plan that are due in it. What was due earlier, or is delivered
    in a later year, does not come; an indicator of which the path says nothing comes without a target, and the list of
    gaps shows it. Raises Refused for a year outside the plan or one made already.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        period = _year(plan, year)
        code = code or f"{plan.code}-{period.code}"
        _refuse_made(plan, code, period)
        said = words_of(decision, "decision", longest=500)
        child = _plan(plan, period, code, now)
        with act_on(
            "make_year", child, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state, new=True
        ) as work:  # fmt: skip
            work.add(child)
            _fill(work, child, period, whole_plan(plan, now=now), said)
    return child


def _year(plan: Plan, code: str) -> Period:
    try:
        period = parse(code, plan.year_starts_in)
    except ValueError:
        raise Refused(Problem("no_such_period", "year", {"period": code[:20]})) from None
    if period.span is not Span.YEAR or plan.parent_id or not (
        plan.starts_on <= period.last_day and period.first_day <= plan.ends_on
    ):  # fmt: skip
        raise Refused(Problem("no_year_of_the_plan", "year", {"period": code[:20], "code": plan.code}))
    return period


def _refuse_made(plan: Plan, code: str, period: Period) -> None:
    if not CODE.fullmatch(code):
        raise Refused(Problem("plan_code_not_plain", "code", {"code": code[:64]}))
    if plan.children.filter(starts_on=period.first_day).exists():
        raise Refused(Problem("year_made_already", "year", {"period": period.code}))
    if Plan.objects.filter(jurisdiction=plan.jurisdiction, code=code).exists():
        raise Refused(Problem("plan_code_taken", "code", {"code": code}))


def _plan(plan: Plan, period: Period, code: str, now: datetime) -> Plan:
    names = {f"name_{language}": f"{name} {period.code}"[:200] for language in ("zh_hant", "en", "zh_hans")
             if (name := getattr(plan, f"name_{language}"))}  # fmt: skip
    return Plan(
        jurisdiction=plan.jurisdiction, parent=plan, code=code, starts_on=period.first_day, ends_on=period.last_day,
        year_starts_in=plan.year_starts_in, committee=plan.committee, simulated=plan.simulated, source=plan.source,
        pilot=list(plan.pilot), salt=secrets.token_bytes(16), created_at=now, **names,
    )  # fmt: skip


def _fill(work: Work, child: Plan, period: Period, whole: Whole, decision: str) -> None:
    copies: Copies = {}
    _add(work, _elements(whole, child, copies))
    inputs = inputs_of(whole.plan, whole.indicators.values(), as_of=work.now)
    rows = [row for row in whole.indicators.values() if not row.ended and _concerns(inputs[row.pk], period)]
    _add(work, _indicators(rows, child, copies))
    _add(work, _meanings(whole, rows, copies, work.now))
    _add(work, filter(None, (_baseline(whole, inputs[row.pk], period, copies, work.now) for row in rows)))
    decided_on = min(today_of(whole.plan, work.now), period.last_day)
    targets: list[Target] = []
    points: list[PathPoint] = []
    for row in rows:
        _target(whole, inputs[row.pk], period, copies[row.pk], (decision, decided_on, work.now), targets, points)
    _add(work, targets)
    _add(work, points)
    _add(work, _people(whole, child, copies, work.now))
    items = [item for item in whole.items if item.year in (None, period.first_day.year)]
    _add(work, _items(items, child, copies))
    _add(work, _links(whole, copies, work))


def _concerns(inputs: Inputs, year: Period) -> bool:
    """Whether anything of an indicator falls in the year: what was due before does not, nor a delivery due later."""
    standing = in_force(inputs.targets, year.last_day)
    if standing is None or inputs.measure is None:
        return True
    later = inputs.measure.line.rule is Rule.DELIVERY and standing.aim.until > year.last_day
    return standing.aim.until >= year.first_day and not later


def _add(work: Work, rows: Any) -> None:
    work.record.add_all(list(rows))


def _elements(whole: Whole, child: Plan, copies: Copies) -> Iterator[Element]:
    for row in _parents_first(whole):
        copies[row.pk] = _copy(row, Element, {"id", "plan", "parent", "withdrawn_at"}, plan=child,
                               parent=copies.get(row.parent_id) if row.parent_id else None)  # fmt: skip
        yield copies[row.pk]


def _parents_first(whole: Whole) -> list[Element]:
    def depth(row: Element) -> int:
        above = whole.elements.get(row.parent_id) if row.parent_id else None
        return 0 if above is None else depth(above) + 1

    return sorted((row for row in whole.elements.values() if row.withdrawn_at is None), key=depth)


def _copy(row: models.Model, model: type[models.Model], without: set[str] | frozenset[str], **values: Any) -> Any:
    kept = {f.name: getattr(row, f.name) for f in model._meta.concrete_fields if f.name not in without}
    return model(**kept, **values)


def _indicators(rows: list[Indicator], child: Plan, copies: Copies) -> Iterator[Indicator]:
    for row in rows:
        copies[row.pk] = Indicator(
            plan=child, element=copies[row.element_id], code=row.code, sequence=row.sequence, parent=row,
            salt=secrets.token_bytes(16),
        )  # fmt: skip
        yield copies[row.pk]


def _meanings(whole: Whole, rows: list[Indicator], copies: Copies, now: datetime) -> Iterator[IndicatorVersion]:
    for row in rows:
        meaning = whole.meanings.get(row.pk)
        if meaning is not None:
            other = copies.get(meaning.relative_to_id) if meaning.relative_to_id else None
            yield _copy(meaning, IndicatorVersion, KEPT_BACK, indicator=copies[row.pk], number=1, since=now,
                        relative_to=other)  # fmt: skip


def _baseline(
    whole: Whole, inputs: Inputs, period: Period, copies: Copies, now: datetime
) -> Baseline | None:  # fmt: skip
    """The last figure known from before the year; the plan's own baseline where there is none, and for amounts."""
    copy, own = copies[inputs.indicator.pk], whole.baselines.get(inputs.indicator.pk)
    flow = inputs.measure is not None and inputs.measure.kind in FLOWS
    seen = [o for o in inputs.observations if o.period.last_day < period.first_day and o.value is not None]
    if seen and not flow:
        last = max(seen, key=lambda o: o.period.last_day)
        value = Decimal(last.value.numerator) / Decimal(last.value.denominator) if last.value is not None else Decimal()
        return Baseline(indicator=copy, number=1, period=last.period.code, value=value, decided_at=now)
    if own is None:
        return None
    return Baseline(indicator=copy, number=1, period=own.period, value=own.value, words=own.words, decided_at=now)


def _target(
    whole: Whole, inputs: Inputs, period: Period, copy: Indicator, decided: tuple[str, date, datetime],
    targets: list[Target], points: list[PathPoint],
) -> None:  # fmt: skip
    """The year's target with its points; nothing where the plan's path says nothing of the year."""
    decision, decided_on, now = decided
    standing = in_force(inputs.targets, period.last_day)
    own = whole.targets.get(inputs.indicator.pk)
    if standing is None or own is None or inputs.measure is None or inputs.meaning is None:
        return
    unit = Fraction(1, 10**inputs.meaning.decimals)
    asked = targets_of_year(inputs.measure, standing.aim, period, unit=unit)
    band = own.low is not None and own.high is not None
    if period not in asked and not band:
        return
    target = Target(
        indicator=copy, number=1, due_on=min(standing.aim.until, period.last_day),
        value=None if band else exact_decimal(asked[period]), low=own.low, high=own.high, operator=own.operator,
        decided_on=decided_on, effective_on=decided_on, decision=decision, recorded_at=now,
        path_kind="points" if len(asked) > 1 else "linear",
    )  # fmt: skip
    targets.append(target)
    points += [
        PathPoint(target=target, period=part.code, value=exact_decimal(value), recorded_at=now)
        for part, value in asked.items() if len(asked) > 1
    ]  # fmt: skip


def exact_decimal(value: Fraction) -> Decimal:
    """A fraction as a column holds it, to eight decimals."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.00000001"))


def _people(whole: Whole, child: Plan, copies: Copies, now: datetime) -> Iterator[Accountability]:
    for subject, rows in whole.people.items():
        for row in rows if subject in copies else ():
            yield Accountability(
                plan=child, noun=row.noun, subject=copies[subject].pk, post=row.post, kind=row.kind, since=now,
                words=row.words,
            )  # fmt: skip


def _items(items: list[Item], child: Plan, copies: Copies) -> Iterator[Item]:
    for item in items:
        copies[item.pk] = _copy(item, Item, {"id", "plan"}, plan=child)
        yield copies[item.pk]


def _links(whole: Whole, copies: Copies, work: Work) -> Iterator[Link]:
    for link in whole.links:
        item = copies.get(link.item_id)
        element = copies.get(link.element_id) if link.element_id else None
        indicator = copies.get(link.indicator_id) if link.indicator_id else None
        if item is not None and (element is not None or indicator is not None):
            yield Link(item=item, element=element, indicator=indicator, linked_by=work.post, linked_at=work.now)
