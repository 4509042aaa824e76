"""Items of the Policy Address, budget lines and other roots of a plan, and what carries them out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from answerable.plans.actions.plans import CODE, named, plan_of
from answerable.plans.actions.work import act_on, locked, words_of
from answerable.plans.exchange.naming import Names
from answerable.plans.models import Item, Link, Plan
from answerable.plans.queries.around import around_plan, around_subject
from answerable.rules.access import Actor
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotFound, Problem, Refused

NOUNS = ("element", "indicator", "task")


def add_item(
    *, actor: Actor, now: datetime, plan_code: str, kind: str, code: str, names: Names, year: int | None = None,
    reference: str = "", address: str = "", amount: Decimal | None = None, currency: str = "",
) -> Item:  # fmt: skip
    """Add what the plan is to be linked to: policy_address, budget_line or other."""
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        problems = [] if kind in Item.KINDS else [Problem("no_such_item_kind", "kind", {"kind": kind[:20]})]
        problems += [] if CODE.fullmatch(code) else [Problem("plan_code_not_plain", "code", {"code": code[:64]})]
        problems += [] if names else [Problem("required", "name")]
        if plan.items.filter(code=code).exists():
            problems.append(Problem("plan_code_taken", "code", {"code": code}))
        if amount is not None and (amount < 0 or not currency):
            problems.append(Problem("amount_without_currency", "amount"))
        if problems:
            raise Refused(problems)
        item = Item(
            plan=plan, kind=kind, code=code, year=year, reference=reference[:200], address=address[:500],
            amount=amount, currency=currency[:3], **named(names),
        )  # fmt: skip
        with act_on(
            "link_item", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            work.add(item)
    return item


def link_item(*, actor: Actor, now: datetime, plan_code: str, item_code: str, noun: str, code: str) -> Link:
    """Link an item to the element, indicator or task that carries it out. Its head may do this too."""
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        item = plan.items.filter(code=item_code).first()
        row = _end(plan, noun, code)
        if item is None:
            raise NotFound(Problem("no_such_plan_thing", "", {"noun": "item"}))
        if Link.objects.filter(item=item, removed_at=None, **{noun: row}).exists():
            raise Refused(Problem("linked_already", "code", {"code": code}))
        around: Around = around_subject(plan, row.pk, now=now)
        with act_on(
            "link_item", plan, plan=plan, around=around, actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            ends = {name: row if name == noun else None for name in NOUNS}
            link = Link(item=item, linked_by=work.post, linked_at=now, **ends)
            work.add(link)
    return link


def unlink_item(
    *, actor: Actor, now: datetime, plan_code: str, item_code: str, noun: str, code: str, words: str
) -> Link:  # fmt: skip
    """Take a wrong link away, and say why. It stays with its time; what it linked is listed as without again."""
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        row = _end(plan, noun, code)
        held = locked(Link, item__plan=plan, item__code=item_code, removed_at=None, **{noun: row})
        with act_on(
            "unlink_item", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            work.set(held, removed_at=now, removed_words=words_of(words, "words"))
    return held  # type: ignore[no-any-return]


def _end(plan: Plan, noun: str, code: str) -> Any:
    rows: dict[str, Any] = {"element": plan.elements, "indicator": plan.indicators, "task": plan.tasks}
    row = rows[noun].filter(code=code).first() if noun in rows else None
    if row is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": noun[:20]}))
    return row
