"""A plan as rows of text-like values, sheet by sheet: what the XLSX template and the CSV files hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from answerable.plans.exchange import sheet_columns as sheets
from answerable.plans.exchange.naming import LANGUAGES, Answering, Names
from answerable.plans.exchange.plan_document import IndicatorDocument, MilestoneDocument, PlanDocument, TaskDocument
from answerable.plans.exchange.plan_json import plain_number
from answerable.plans.exchange.sheet_columns import Column, Holds, Sheet
from answerable.plans.exchange.sheet_grids import marked

Values = dict[str, object]


def rows_of(plan: PlanDocument) -> dict[str, list[Values]]:
    """Every sheet's rows: values by column."""
    milestones = [(task, one) for task in plan.tasks for one in task.milestones]
    waiting: list[TaskDocument | MilestoneDocument] = [*plan.tasks, *(one for _, one in milestones)]
    indicators = [(one, {"indicator_code": one.code}) for one in plan.indicators]
    return {
        "plan": [values(sheets.PLAN, plan)],
        "elements": [values(sheets.ELEMENTS, one, **_posts(one.owner)) for one in plan.elements],
        "indicators": [values(sheets.INDICATORS, one, **_of_indicator(one)) for one in plan.indicators],
        "targets": [values(sheets.TARGETS, target, **of) for one, of in indicators for target in one.targets],
        "path": [values(sheets.PATH, point, **of) for one, of in indicators for point in one.path],
        "observations": [
            values(sheets.OBSERVATIONS, seen, **of) for one, of in indicators for seen in one.observations
        ],
        "tasks": [values(sheets.TASKS, one, **_posts(one.owner, one.acceptor)) for one in plan.tasks],
        "milestones": [
            values(sheets.MILESTONES, one, task_code=task.code, **_posts(one.owner, one.acceptor))
            for task, one in milestones
        ],
        "dependencies": [
            values(sheets.DEPENDENCIES, link, code=one.code) for one in waiting for link in one.depends_on
        ],
        "items": [values(sheets.ITEMS, one) for one in plan.items],
        "answering": list(_answering(plan)),
    }


def values(sheet: Sheet, thing: object, **given: object) -> Values:
    """What a thing says in each column of a sheet: a given value, a name in a language, else its own field."""
    return {column.name: given.get(column.name, _own(thing, column.name)) for column in sheet.columns}


def _own(thing: object, name: str) -> object:
    for language in LANGUAGES:
        base = name.removesuffix(f"_{language}")
        if base != name:
            names = getattr(thing, base, None)
            return getattr(names, language) if isinstance(names, Names) else ""
    return getattr(thing, name, "")


def _posts(owner: Answering, acceptor: Answering | None = None) -> Values:
    found: Values = {"owner_post": owner.post_code}
    return found if acceptor is None else found | {"acceptor_post": acceptor.post_code}


def _of_indicator(indicator: IndicatorDocument) -> Values:
    return {
        "baseline_period": indicator.baseline.period,
        "baseline_value": indicator.baseline.value,
        "baseline_words": indicator.baseline.words,
        "owner_post": indicator.owner.post_code,
        "steward_post": indicator.steward.post_code,
    }


def _answering(plan: PlanDocument) -> Iterator[Values]:
    """Whoever is named as a body, and every contributor; a plain post stands beside its subject already."""
    for element in plan.elements:
        yield from _roles("element", element.code, owner=element.owner)
    for indicator in plan.indicators:
        yield from _roles("indicator", indicator.code, owner=indicator.owner, steward=indicator.steward)
        yield from _contributors("indicator", indicator)
    for task in plan.tasks:
        yield from _roles("task", task.code, owner=task.owner, acceptor=task.acceptor)
        yield from _contributors("task", task)
        for milestone in task.milestones:
            yield from _roles("task", milestone.code, owner=milestone.owner, acceptor=milestone.acceptor)


def _roles(noun: str, code: str, **roles: Answering) -> Iterator[Values]:
    for role, who in roles.items():
        if who != Answering(post_code=who.post_code):
            yield values(sheets.ANSWERING, who, noun=noun, subject_code=code, role=role)


def _contributors(noun: str, subject: IndicatorDocument | TaskDocument) -> Iterator[Values]:
    for who in subject.contributors:
        yield values(sheets.ANSWERING, who, noun=noun, subject_code=subject.code, role="contributor")


def as_cell(value: object) -> str:
    """A value as text: exact, the way `sheet_cells` reads it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


NUMERIC = {Holds.NUMBER, Holds.WHOLE}


def csv_cell(column: Column, value: object) -> str:
    """The text of a cell in CSV."""
    return as_cell(value) if column.holds in NUMERIC else marked(as_cell(value))
