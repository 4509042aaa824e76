"""The posts that stand around a thing of a plan, as rules.plan_acts takes them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from answerable.organisation import queries as organisation
from answerable.plans.models import ChangeRequest, Contributor, Evaluation, HandOff, Indicator, Plan, Task
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR, REVIEWER, STEWARD
from answerable.plans.queries.answering import heads_above, in_force
from answerable.rules.plan_acts import Around


def around_plan(plan: Plan) -> Around:
    """Around a plan stands its committee."""
    return Around(committee=plan.committee.code)


def around_subject(plan: Plan, subject: UUID, *, now: datetime) -> Around:
    """Around an element, indicator, task or milestone: owner (or who stands in), contributors, stewards, reviewers."""
    posts: dict[str, set[str]] = {ACCOUNTABLE: set(), CONTRIBUTOR: set(), STEWARD: set(), REVIEWER: set()}
    owner = None
    for row in in_force(now).filter(subject=subject):
        posts[row.kind].add(row.post.code)
        owner = row.post if row.kind == ACCOUNTABLE else owner
    around = Around(
        committee=plan.committee.code, contributors=frozenset(posts[CONTRIBUTOR]),
        stewards=frozenset(posts[STEWARD]), reviewers=frozenset(posts[REVIEWER]),
    )  # fmt: skip
    if owner is None:
        return around
    book = organisation.rulebook(plan.jurisdiction)
    vacant = organisation.holder(owner, now) is None
    chain = heads_above(book, owner) if vacant else []
    held = organisation.holders([post.pk for post in chain], now)
    standin = next((post.code for post in chain if post.pk in held), "")
    return around._replace(
        owner=owner.code, owner_unit=owner.unit.code, vacant=vacant, standin=standin,
        above=frozenset(book.above(owner.unit.code)),
    )  # fmt: skip


def around_indicator(indicator: Indicator, *, now: datetime) -> Around:
    return around_subject(indicator.plan, indicator.pk, now=now)


def around_task(task: Task, *, now: datetime) -> Around:
    """As around a subject; with the acceptor. A milestone without an owner of its own has its task's."""
    around = around_subject(task.plan, task.pk, now=now)
    if not around.owner and task.parent is not None:
        around = around_subject(task.plan, task.parent.pk, now=now)
    return around._replace(acceptor=task.acceptor.code if task.acceptor else "")


def around_handoff(handoff: HandOff, *, now: datetime) -> Around:
    around = around_task(handoff.task, now=now)
    return around._replace(giver=handoff.giver.code, taker=handoff.taker.code)


def around_change(change: ChangeRequest, *, now: datetime) -> Around:
    subject = change.indicator
    around = around_plan(change.plan) if subject is None else around_indicator(subject, now=now)
    return around._replace(proposer=change.proposed_by.code)


def around_evaluation(evaluation: Evaluation, *, on: date) -> Around:
    """Around an evaluation: the committee, and the outsiders invited to it whose time has not run out."""
    invited = Contributor.objects.filter(evaluation=evaluation, until__gte=on).values_list("post__code", flat=True)
    return around_plan(evaluation.plan)._replace(invited=frozenset(invited))
