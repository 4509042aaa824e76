"""Plans as plain records that everybody may take away: the same for pages, files and programs.

Numbers are text: exact decimals where there is one, else the fraction itself ("1/3"), so that nothing is rounded on
the way. Names stand in the three languages. Nothing personal is in it: posts, not people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from answerable.organisation.models import LANGUAGE_SUFFIX, Post
from answerable.plans.models import Element, Observation, Plan, Target
from answerable.plans.queries.answering import Answers
from answerable.plans.queries.figures import Figure
from answerable.plans.queries.series import Point, Series
from answerable.plans.queries.tasks import TaskLine
from answerable.rules.forecasts import Forecast

Record = dict[str, Any]
OBSERVATION_COLUMNS = (
    "indicator", "period", "area", "dimension", "value", "numerator", "denominator", "state", "known_at", "simulated",
    "source", "words",
)  # fmt: skip


def exact(value: Fraction | Decimal | None) -> str | None:
    """A number as text that loses nothing: 4.5, 12000, 1/3."""
    if value is None:
        return None
    whole = Fraction(value)
    rest = whole.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(whole)
    text = f"{Decimal(whole.numerator) / Decimal(whole.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def names(thing: Any) -> dict[str, str] | None:
    """A name in the three languages; None for nothing."""
    return None if thing is None else {language: thing.name_in(language) for language in LANGUAGE_SUFFIX}


def simulated_among(plans: Iterable[Plan], *, as_of: datetime) -> set[UUID]:
    """Which of some plans have invented figures in them, of their own or of the plan a year's was made from."""
    rows = {plan.pk: plan for plan in plans}
    read = {*rows, *(plan.parent_id for plan in rows.values() if plan.parent_id)}
    invented = Observation.objects.filter(indicator__plan__in=read, simulated=True, known_at__lte=as_of).order_by()
    named = set(invented.values_list("indicator__plan", flat=True).distinct())
    return {key for key, plan in rows.items() if plan.simulated or {key, plan.parent_id} & named}


def plan_record(plan: Plan, *, simulated: bool) -> Record:
    """What a plan is; its descriptions where it has some. `simulated`: whether any of its figures is invented."""
    described = {language: getattr(plan, f"description_{suffix}") for language, suffix in LANGUAGE_SUFFIX.items()}
    return {
        "code": plan.code, "name": names(plan), "description": described, "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(), "year_starts_in": plan.year_starts_in, "state": plan.state,
        "committee": plan.committee.code, "parent": plan.parent.code if plan.parent else None,
        "simulated": simulated, "source": plan.source, "pilot": list(plan.pilot),
    }  # fmt: skip


def element_records(rows: Iterable[Element], *, as_of: datetime) -> Iterator[Record]:
    """Domains, goals and objectives in the plan's order; those withdrawn by an instant stay, and say so."""
    found = list(rows)
    codes = {row.pk: row.code for row in found}
    for row in found:
        yield {
            "code": row.code, "parent": codes[row.parent_id] if row.parent_id else None, "level": row.level,
            "name": names(row),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at and row.withdrawn_at <= as_of else None,
        }  # fmt: skip


def figure_record(figure: Figure) -> Record:
    """One indicator with both lights, present and first target, forecasts, and the post that answers."""
    found, meaning, status = figure.assessment, figure.meaning, figure.status
    return {
        "code": figure.code, "element": figure.indicator.element.code, "name": names(meaning), "unit": _units(meaning),
        "kind": meaning.kind if meaning else "", "direction": meaning.direction if meaning else "",
        "nature": meaning.nature if meaning else "", "ended": figure.ended or None,
        "light": str(figure.light), "computed_light": str(status.outcome), "data_light": str(figure.data),
        "current": figure.current, "valid_until": _iso(status.valid_until),
        "official_class": str(found.official) if found.official else None, "marks": list(status.marks),
        "period": found.newest.code if found.newest else None, "value": exact(found.newest_value),
        "value_state": found.newest_state or None, "judged_value": exact(status.value),
        "planned": exact(status.planned), "target": target_record(figure.target),
        "original_target": target_record(figure.original), "target_changed": figure.changed,
        "light_against_original": str(found.original.outcome), "leniency": exact(found.leniency),
        "trend": _forecast(found.trend), "bottom_up": _forecast(figure.bottom_up),
        "likelihood": figure.likelihood.colour if figure.likelihood else None,
        "overridden_until": figure.override.until.isoformat() if figure.override else None,
        "answers": answers_record(figure.answers), "next_due_on": _next(figure), "simulated": figure.simulated,
        "gaps": list(found.gaps),
    }  # fmt: skip


def _units(meaning: Any) -> dict[str, str] | None:
    if meaning is None:
        return None
    return {language: getattr(meaning, f"unit_{suffix}") for language, suffix in LANGUAGE_SUFFIX.items()}


def _next(figure: Figure) -> str | None:
    node = figure.next_node
    return _iso(node.due_on) if node is not None else None


def target_record(target: Target | None) -> Record | None:
    """A target as decided once."""
    if target is None:
        return None
    return {
        "number": target.number, "due_on": _iso(target.due_on),
        "value": exact(target.value), "low": exact(target.low), "high": exact(target.high),
        "operator": target.operator, "words": target.words, "decided_on": target.decided_on.isoformat(),
        "effective_on": target.effective_on.isoformat(), "decision": target.decision,
        "change": target.change.number if target.change_id and target.change else None,
    }  # fmt: skip


def _forecast(found: Forecast | None) -> Record | None:
    if found is None:
        return None
    return {
        "value": exact(found.value), "low": exact(found.low), "high": exact(found.high),
        "catch_up": exact(found.catch_up),
        "marks": list(found.marks),
    }  # fmt: skip


def answers_record(answers: Answers | None) -> Record | None:
    """The post that was appointed; while it is vacant, who stands in."""
    if answers is None:
        return None
    return {
        "post": _post(answers.post), "since": answers.since.isoformat(), "vacant": answers.vacant,
        "stands_in": _post(answers.standin) if answers.vacant and answers.standin else None,
    }  # fmt: skip


def _post(post: Post) -> Record:
    return {"code": post.code, "name": names(post), "unit": post.unit.code, "unit_name": names(post.unit)}


def series_records(series: Series) -> list[Record]:
    """Each period with what is known, what was known before, and what present and first path ask."""
    return [_point(point) for point in series.points]


def _point(point: Point) -> Record:
    return {
        "period": point.period.code, "value": exact(point.value), "state": point.state or None,
        "known_at": point.known_at.isoformat() if point.known_at else None, "total": exact(point.total),
        "planned": exact(point.planned), "planned_first": exact(point.planned_first), "approved": point.approved,
        "simulated": point.simulated,
        "vintages": [
            {"known_at": at.isoformat(), "value": exact(value), "state": state} for at, value, state in point.vintages
        ],
    }  # fmt: skip


def targets_of(figure: Figure, *, as_of: datetime) -> list[Record]:
    """Every target recorded by an instant, the first one first."""
    rows = figure.indicator.targets.filter(recorded_at__lte=as_of).select_related("change").order_by("number")
    return [record for row in rows if (record := target_record(row)) is not None]


def task_record(line: TaskLine) -> Record:
    """A task as it stands."""
    task = line.task
    days = {name: _iso(getattr(task, name)) for name in ("starts_on", "due_on", "finished_on")}
    return {
        "code": task.code, "kind": task.kind, "name": names(task), "parent": task.parent.code if task.parent else None,
        "indicator": task.indicator.code if task.indicator else None,
        "element": task.element.code if task.element else None, "state": task.state, "mark": line.mark,
        "risks": list(line.risks), "days_late": line.days_late, **days,
        "p50_on": _iso(line.p50_on), "p80_on": _iso(line.p80_on), "answers": answers_record(line.answers),
        "acceptor": task.acceptor.code if task.acceptor else None, "why": _why(line),
    }  # fmt: skip


def _why(line: TaskLine) -> Record | None:
    """Why government does this, as assessed last: three marks from 1 to 4, the conclusion and its words."""
    row = line.why
    return None if row is None else {
        "market_maturity": row.market_maturity, "infrastructure_gap": row.infrastructure_gap,
        "coordination_cost": row.coordination_cost, "conclusion": row.conclusion, "words": row.words,
        "failure_evidence": row.failure_evidence, "exit_words": row.exit_words,
        "assessed_at": row.assessed_at.isoformat(),
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def observation_records(plan: Plan, *, as_of: datetime, codes: Iterable[str] | None = None) -> Iterator[Record]:
    """Every figure known by an instant, with every earlier vintage of it, in the plan's order."""
    rows = Observation.objects.filter(indicator__plan=plan, known_at__lte=as_of)
    rows = rows if codes is None else rows.filter(indicator__code__in=list(codes))
    ordered = rows.order_by("indicator__sequence", "indicator__code", "period", "dimension", "known_at", "pk")
    for row in ordered.values_list(
        "indicator__code", "period", "area__code", "dimension", "value", "numerator", "denominator", "state",
        "known_at", "simulated", "source_address", "words",
    ).iterator(chunk_size=2000):  # fmt: skip
        code, period, area, dimension, value, top, bottom, state, known_at, simulated, source, words = row
        yield dict(zip(OBSERVATION_COLUMNS, (
            code, period, area or "", dimension, exact(value), exact(top), exact(bottom), state, known_at.isoformat(),
            simulated, source, words,
        ), strict=True))  # fmt: skip


def whole_record(plan: Plan, figures: Mapping[UUID, Figure], *, as_of: datetime) -> Record:
    """A plan with every area and indicator as known at an instant."""
    return {
        "plan": plan_record(plan, simulated=plan.simulated or any(figure.simulated for figure in figures.values())),
        "as_of": as_of.isoformat(), "elements": list(element_records(plan.elements.all(), as_of=as_of)),
        "indicators": [figure_record(figure) for figure in figures.values()],
    }  # fmt: skip
