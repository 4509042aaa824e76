"""The path of a target to years, halves, quarters and months: added where it lacks, with a reason for asking more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from answerable.plans.actions.indicators import indicator_by
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.models import Indicator, PathPoint, Target
from answerable.plans.queries.around import around_indicator
from answerable.plans.queries.inputs import aim_of, inputs_of, period_of, today_of
from answerable.rules.access import Actor
from answerable.rules.breakdown import check_whole
from answerable.rules.plan_periods import Period, Span
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.reconciliation import reconcile
from answerable.rules.unbent import asked_of, bent


def break_down(
    *, actor: Actor, now: datetime, plan_code: str, code: str, points: Mapping[str, Decimal], stretch: str = "",
    version: int | None = None,
) -> list[PathPoint]:  # fmt: skip
    """Add points (period -> value) to the path of the target in force.

    Invariant 4: what the parts make is the whole within the rounding unit, or `stretch` says why they ask for more;
    refused otherwise, with what they make and what is wanted. Points that are there stay. Once the plan is published
    only periods within a longer one with a point may be added, and none that bends the path (rules.unbent): it was
    fixed when the target was approved. A path without points is first divided into years as it asks of each. Whoever
    answers for the indicator never does it.
    """
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        if row.ended:
            raise NotAllowed(Problem("indicator_ended_already", "", {"at": row.ended_at}))
        target = _in_force(row, now)
        held = {point.period: point.value for point in target.points.all()}
        wanted = _periods(row, held, points, published=row.plan.state != "draft")
        why = words_of(stretch, "stretch", required=False)
        told = _check(row, now, held, wanted, bool(why))
        if row.plan.state != "draft":
            problems = bends(row, now, target, wanted) if held else _off_path(row, now, target, wanted)
            if problems:
                raise Refused(problems)
        around = around_indicator(row, now=now)
        with act_on(
            "break_down", row, plan=row.plan, around=around, actor=actor, now=now, version=version
        ) as work:  # fmt: skip
            rows = [
                PathPoint(target=target, period=period.code, value=value, stretch=why if told else "", recorded_at=now)
                for period, value in wanted.items()
            ]
            work.record.add_all(rows)
            if row.plan.state == "draft" and target.path_kind == "linear":
                work.set(target, path_kind="points")
    return rows


def _in_force(row: Indicator, now: datetime) -> Target:
    day = today_of(row.plan, now)
    rows = list(row.targets.order_by("effective_on", "number"))
    if not rows:
        raise Refused(Problem("no_target_to_break_down", "points"))
    return next((target for target in reversed(rows) if target.effective_on <= day), rows[0])


def _periods(
    row: Indicator, held: Mapping[str, Decimal], points: Mapping[str, Decimal], *, published: bool
) -> dict[Period, Decimal]:  # fmt: skip
    wanted: dict[Period, Decimal] = {}
    problems: list[Problem] = []
    wholes = [period for code in held if (period := period_of(row.plan, code)) is not None]
    for code, value in points.items():
        period = period_of(row.plan, code)
        if period is None:
            problems.append(Problem("no_such_period", code[:20], {"period": code[:20]}))
        elif code in held:
            problems += [] if held[code] == value else [Problem("point_stays", code, {"period": code})]
        elif published and not _divides(period, wholes):
            problems.append(Problem("path_is_fixed", code, {"period": code}))
        else:
            wanted[period] = value
    if problems:
        raise Refused(problems)
    if not wanted:
        raise Refused(Problem("required", "points"))
    return wanted


def _divides(period: Period, wholes: list[Period]) -> bool:
    """Whether a period is a part of a longer one with a point, or a year of a path without points."""
    if not wholes:
        return period.span is Span.YEAR
    return any(whole.covers(period) and whole.span.months > period.span.months for whole in wholes)


def bends(row: Indicator, now: datetime, target: Target, wanted: Mapping[Period, Decimal]) -> list[Problem]:
    """Why new points of a published target would bend its path; none where its rules know no path."""
    inputs = inputs_of(row.plan, [row], as_of=now)[row.pk]
    old = next((version.aim for version in inputs.targets if version.number == target.number), None)
    if inputs.measure is None or inputs.meaning is None or old is None:
        return []
    exact = {period: Fraction(value) for period, value in wanted.items()}
    held = {
        period: Fraction(point.value)
        for point in target.points.all()
        if (period := period_of(row.plan, point.period)) is not None
    }
    new = aim_of(row.plan, inputs, target, [*held.items(), *exact.items()])
    assert new is not None
    return bent(
        inputs.measure, old, new, exact, today=today_of(row.plan, now), held=held,
        seen=frozenset(one.period for one in inputs.observations), rounding=Fraction(1, 10**inputs.meaning.decimals),
    )  # fmt: skip


def _off_path(row: Indicator, now: datetime, target: Target, wanted: Mapping[Period, Decimal]) -> list[Problem]:
    """Which of the first years of a published target say something else than its path asks, within the rounding."""
    inputs = inputs_of(row.plan, [row], as_of=now)[row.pk]
    aim = next((version.aim for version in inputs.targets if version.number == target.number), None)
    if inputs.measure is None or inputs.meaning is None or aim is None:
        return []
    unit = Fraction(1, 10**inputs.meaning.decimals)
    asked = {period: asked_of(inputs.measure, aim, period) for period in wanted}
    return [
        Problem("point_off_the_path", period.code, {"period": period.code, "wanted": _plain(asked[period])})
        for period, value in wanted.items()
        if (due := asked[period]) is None or abs(Fraction(value) - due) > unit / 2
    ]


def _check(
    row: Indicator, now: datetime, held: Mapping[str, Decimal], wanted: Mapping[Period, Decimal], explained: bool
) -> bool:  # fmt: skip
    """Whether the new points ask for more than the whole, with a reason; Refused when they differ without one."""
    inputs = inputs_of(row.plan, [row], as_of=now)[row.pk]
    if inputs.measure is None or inputs.meaning is None:
        raise Refused(Problem("says_no_kind", "points"))
    targets = {period: Fraction(value) for code, value in held.items() if (period := period_of(row.plan, code))}
    targets |= {period: Fraction(value) for period, value in wanted.items()}
    unit = Fraction(1, 10**inputs.meaning.decimals)
    parents = frozenset(targets) if explained else frozenset()
    found = [
        (part.parent.code, part.code, part.made, part.wanted)
        for part in reconcile(inputs.measure, targets, rounding=unit, stretches=parents)
    ]
    if inputs.targets:
        whole = check_whole(inputs.measure, inputs.targets[-1].aim, targets, rounding=unit, stretch=explained)
        found += [(row.plan.code, whole.code, whole.made, whole.wanted)] if whole else []
    problems = [
        Problem("parts_do_not_make_whole", code, {"period": code, "made": _plain(made), "wanted": _plain(asked)})
        for code, outcome, made, asked in found if outcome in ("differs", "looser")
    ]  # fmt: skip
    if problems:
        raise Refused(problems)
    return any(outcome == "stretch" for _, outcome, _, _ in found)


def _plain(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.10g}"
