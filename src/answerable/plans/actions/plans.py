"""Draw up a plan: begin it, give it its tree, change its words before publication, close it."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.plans.actions.work import act_on, locked, words_of
from answerable.plans.exchange.naming import Names
from answerable.plans.models import Element, Plan
from answerable.plans.queries.around import around_plan
from answerable.rules.access import Actor
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotFound, Problem, Refused

NAME_LENGTH = 200
CODE = re.compile(r"\w[\w.\-]{0,63}")  # stands in addresses, so it has no blanks and no slashes
LEVELS_BELOW = {"": "domain", "domain": "goal", "goal": "objective"}


def create_plan(
    *, actor: Actor, now: datetime, code: str, names: Names, starts_on: date | None, ends_on: date | None,
    committee: str, year_starts_in: int = 1, description: Names | None = None, simulated: bool = False,
    source: str = "",
) -> Plan:  # fmt: skip
    """Begin a draft plan of the actor's jurisdiction under a committee (the code of its unit).

    Raises Refused for a code that is taken, dates that run backwards, a committee that does not exist.
    """
    jurisdiction = _jurisdiction(actor)
    book = organisation.rulebook(jurisdiction)
    unit = book.unit(committee)
    problems = _faults(code, names, starts_on, ends_on, year_starts_in)
    if unit is None:
        problems.append(Problem("no_such_committee", "committee", {"unit": committee[:64]}))
    if problems or unit is None or starts_on is None or ends_on is None:
        raise Refused(problems)
    plan = Plan(
        jurisdiction=jurisdiction, code=code, starts_on=starts_on, ends_on=ends_on, committee=unit,
        year_starts_in=year_starts_in, simulated=simulated, source=source[:500], salt=secrets.token_bytes(16),
        created_at=now, **named(names), **described(description or Names()),
    )  # fmt: skip
    add_plan("create_plan", plan, actor=actor, now=now)
    return plan


def add_plan(verb: str, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Write a new plan with its one entry; Refused when its code is taken."""
    try:
        with transaction.atomic(), act_on(
            verb, plan, plan=plan, around=Around(committee=plan.committee.code), actor=actor, now=now, new=True
        ) as work:  # fmt: skip
            work.add(plan)
    except IntegrityError as error:
        if "plan_code_once" not in str(error):
            raise
        raise Refused(Problem("plan_code_taken", "code", {"code": plan.code})) from error


def edit_plan(
    *, actor: Actor, now: datetime, code: str, version: int | None = None, names: Names | None = None,
    description: Names | None = None, starts_on: date | None = None, ends_on: date | None = None,
) -> Plan:  # fmt: skip
    """Change the words or dates of a draft; what is not given stays. Afterwards a plan changes only by a change."""
    with transaction.atomic():
        plan = plan_of(actor, code)
        values: dict[str, Any] = {"starts_on": starts_on or plan.starts_on, "ends_on": ends_on or plan.ends_on}
        values |= named(names) if names else {}
        values |= described(description) if description is not None else {}
        if values["ends_on"] <= values["starts_on"]:
            raise Refused(Problem("plan_runs_backwards", "ends_on"))
        with act_on(
            "edit_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
            version=version,
        ) as work:  # fmt: skip
            work.set(plan, **values)
    return plan


def close_plan(*, actor: Actor, now: datetime, code: str, version: int | None = None) -> Plan:
    """End a published plan: nothing is promised in it any more, everything in it stays."""
    with transaction.atomic():
        plan = plan_of(actor, code)
        with act_on(
            "close_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
            version=version,
        ) as work:  # fmt: skip
            work.set(plan, state="closed")
    return plan


def add_element(
    *, actor: Actor, now: datetime, plan_code: str, code: str, names: Names, parent_code: str = "",
    description: Names | None = None,
) -> Element:  # fmt: skip
    """Add a domain (no parent), a goal under a domain, or an objective under a goal, to a draft."""
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        above = plan.elements.filter(code=parent_code).first() if parent_code else None
        level = LEVELS_BELOW.get(above.level if above else "")
        problems = _faults(code, names, plan.starts_on, plan.ends_on, 1)
        if level is None or (parent_code and above is None):
            problems.append(Problem("no_such_parent", "parent_code", {"code": parent_code[:64]}))
        if plan.elements.filter(code=code).exists():
            problems.append(Problem("plan_code_taken", "code", {"code": code}))
        if problems:
            raise Refused(problems)
        row = Element(
            plan=plan, parent=above, level=level or "", code=code, sequence=plan.elements.count(), **named(names),
            **described(description or Names()),
        )  # fmt: skip
        with act_on(
            "edit_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            work.add(row)
    return row


def withdraw_element(*, actor: Actor, now: datetime, plan_code: str, code: str) -> Element:
    """Take an element out of a draft: it stays, is counted and shown as withdrawn (invariant 14)."""
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        row = plan.elements.select_for_update().filter(code=code, withdrawn_at=None).first()
        if row is None:
            raise NotFound(Problem("no_such_plan_thing", "", {"noun": "element"}))
        with act_on(
            "edit_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            work.set(row, withdrawn_at=now)
    return row


def plan_of(actor: Actor, code: str) -> Plan:
    """The plan of that code in the actor's jurisdiction, locked; NotFound for another's."""
    found = locked(Plan, "jurisdiction", "committee", jurisdiction__code=actor.jurisdiction, code=code)
    assert isinstance(found, Plan)
    return found


def plan_by_key(actor: Actor, key: UUID) -> Plan:
    """The plan of that id, locked; NotFound for another jurisdiction's."""
    found = locked(Plan, "jurisdiction", "committee", jurisdiction__code=actor.jurisdiction, pk=key)
    assert isinstance(found, Plan)
    return found


def named(names: Names) -> dict[str, str]:
    """The columns of a name; cut at its longest."""
    return {f"name_{language}": getattr(names, language)[:NAME_LENGTH] for language in ("zh_hant", "en", "zh_hans")}


def described(description: Names) -> dict[str, str]:
    """The columns of a description."""
    return {f"description_{language}": getattr(description, language) for language in ("zh_hant", "en", "zh_hans")}


def _jurisdiction(actor: Actor) -> Jurisdiction:
    return organisation.jurisdiction(actor.jurisdiction)


def _faults(
    code: str, names: Names, starts_on: date | None, ends_on: date | None, year_starts_in: int
) -> list[Problem]:  # fmt: skip
    problems = [] if CODE.fullmatch(code) else [Problem("plan_code_not_plain", "code", {"code": code[:64]})]
    problems += [] if words_of(names.first(), "name", required=False) else [Problem("required", "name")]
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        problems += [] if day else [Problem("required", field)]
    if starts_on and ends_on and ends_on <= starts_on:
        problems.append(Problem("plan_runs_backwards", "ends_on"))
    if not 1 <= year_starts_in <= 12:
        problems.append(Problem("no_such_month", "year_starts_in"))
    return problems
