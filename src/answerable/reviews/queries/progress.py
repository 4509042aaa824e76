"""Matters that follow from the figures of a plan: what lags, will fall short, was revised, or is called otherwise."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from answerable.organisation.models import Post
from answerable.plans.models import Element, Freeze, Plan
from answerable.plans.queries.assessing import assess
from answerable.plans.queries.figures import Figure, local
from answerable.plans.queries.freezes import frozen_figures
from answerable.plans.queries.inputs import Inputs, inputs_of
from answerable.reviews.queries.facts import day, facts, named, number
from answerable.rules.lights import ENDINGS, SETTINGS, WORST_FIRST, DataLight, Outcome
from answerable.rules.measures import Rule
from answerable.rules.reviewing import Matter

LAGGING = (Outcome.MISSED, Outcome.REGRESSING, Outcome.FAR_BEHIND, Outcome.BEHIND, Outcome.SLIPPING)


def answering_post(figure: Figure) -> Post | None:
    """Who answers for an indicator now: its post, or the head above while that is vacant."""
    answers = figure.answers
    if answers is None:
        return None
    return answers.standin if answers.vacant and answers.standin is not None else answers.post


def of_figure(code: str, figure: Figure, *risk: Fraction | int, **more: str | int) -> Matter:
    """A matter about one indicator; binding ones come before others."""
    post = answering_post(figure)
    known = facts(named("name", figure.meaning), binding="yes" if figure.binding else "", **more)
    return Matter(
        code,
        figure.code,
        post.unit.code if post else "",
        post.code if post else "",
        (int(figure.binding), *risk),
        known,
    )


def badness(outcome: Outcome) -> int:
    """The worse, the greater."""
    return -WORST_FIRST.index(outcome) if outcome in WORST_FIRST else -len(WORST_FIRST)


def of_progress(figures: Iterable[Figure], *, review_on: date, margin: int) -> Iterator[Matter]:
    """What the figures ask a review to look at: lights, forecasts, judgements, overrides, missing data, catch-up."""
    for figure in figures:
        if figure.indicator.ended:
            continue
        status = figure.status
        if status.outcome in LAGGING:
            yield of_figure("behind", figure, badness(status.outcome), -(status.gap or 0), **_numbers(figure))
        if figure.forecast_short:
            yield of_figure("forecast_short", figure, badness(status.outcome), **_forecast(figure))
        if figure.disagrees and figure.likelihood is not None:
            said = {"light": status.outcome.value, "colour": figure.likelihood.colour}
            yield of_figure("judgement_differs", figure, badness(status.outcome), **said)
        if figure.override is not None and figure.override.until <= review_on + timedelta(days=margin):
            left = (review_on - figure.override.until).days
            yield of_figure("override_ends", figure, left, light=figure.override.light,
                            computed=status.outcome.value, until=day(figure.override.until))  # fmt: skip
        if status.data in (DataLight.LATE, DataLight.MISSING):
            yield of_figure("no_current_data", figure, int(status.data is DataLight.MISSING), data=status.data.value,
                            period=status.reached.code if status.reached else "")  # fmt: skip
        if figure.catch_up is not None and figure.catch_up > SETTINGS.step_change:
            yield of_figure("step_change", figure, figure.catch_up, times=number(figure.catch_up, 2))


def _numbers(figure: Figure) -> dict[str, str]:
    status, decimals = figure.status, figure.meaning.decimals if figure.meaning else 1
    return {
        "light": status.outcome.value, "value": number(status.value, decimals),
        "planned": number(status.planned, decimals), "period": status.reached.code if status.reached else "",
        "override": figure.override.light if figure.override else "",
    }  # fmt: skip


def _forecast(figure: Figure) -> dict[str, str]:
    decimals = figure.meaning.decimals if figure.meaning else 1
    trend, delivered = figure.assessment.trend, figure.bottom_up
    target = figure.target.value if figure.target else None
    return {
        "trend": number(trend.value, decimals) if trend else "",
        "bottom_up": number(delivered.value, decimals) if delivered else "", "target": number(target, decimals),
    }  # fmt: skip


def of_risk(plan: Plan, figures: Mapping[UUID, Figure]) -> Iterator[Matter]:
    """The domains of a plan by how their indicators stand: the fourth duty. Domains where nothing lags are left out."""
    rows = {row.pk: row for row in Element.objects.filter(plan=plan)}
    grouped: dict[UUID, list[Figure]] = defaultdict(list)
    for figure in figures.values():
        grouped[_domain(rows, figure.indicator.element_id)].append(figure)
    for key, members in grouped.items():
        standing = [f for f in members if f.status.outcome not in ENDINGS]
        lights = Counter(f.status.outcome for f in standing)
        lagging = [outcome for outcome in LAGGING if lights[outcome]]
        if not lagging:
            continue
        count = sum(lights[outcome] for outcome in lagging)
        known = facts(named("name", rows[key]), count=count, total=len(members), light=lagging[0].value)
        binding = sum(f.binding and f.status.outcome in LAGGING for f in standing)
        yield Matter("at_risk", rows[key].code, risk=(binding, badness(lagging[0]), count), facts=known)


def _domain(rows: Mapping[UUID, Element], key: UUID) -> UUID:
    """The element at the top; a loop in the tree cannot be, for a domain has no parent."""
    row = rows[key]
    while row.parent_id is not None:
        row = rows[row.parent_id]
    return row.pk


def of_revisions(
    plan: Plan, figures: Mapping[UUID, Figure], before: Freeze | None, *, now: datetime
) -> Iterator[Matter]:
    """Indicators whose light at the last review would have been another with what is known of those periods now (4.4).

    Later periods do not count: the old light is computed again from the same periods, as they are known today.
    """
    if before is None:
        return
    then = {row["code"]: row["status"] for row in frozen_figures(before)}
    measured = {key: figure for key, figure in figures.items() if figure.code in then}
    inputs = inputs_of(plan, [figure.indicator for figure in measured.values()], as_of=local(plan, now))
    for key, figure in measured.items():
        old = Outcome(then[figure.code]["outcome"])
        known = _as_if_known(inputs[key], before, then[figure.code].get("reached"))
        if known is None or old in ENDINGS:
            continue
        again = assess(known, as_of=local(plan, before.as_of)).status.outcome
        if again is not old:
            yield of_figure("status_revised", figure, badness(again), before=old.value, after=again.value,
                            on=day(local(plan, before.as_of).date()))  # fmt: skip


def _as_if_known(inputs: Inputs, before: Freeze, reached: str | None) -> Inputs | None:
    """The periods that were known then, with today's figures; None where no figure was, or it is delivered."""
    last = next((seen.period.last_day for seen in inputs.observations if seen.period.code == reached), None)
    if last is None or inputs.measure is None or inputs.measure.line.rule is Rule.DELIVERY:
        return None
    kept = [
        dataclasses.replace(seen, known_at=min(seen.known_at, before.as_of))
        for seen in inputs.observations
        if seen.period.last_day <= last
    ]
    return dataclasses.replace(inputs, observations=kept)


__all__ = ["answering_post", "of_figure", "of_progress", "of_revisions", "of_risk"]
