"""A citizen's comment on an indicator becomes a case of whoever answers for it; complaints are linked to indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.cases import actions as cases
from answerable.cases.actions import PersonDetails, Receipt
from answerable.organisation import queries as organisation
from answerable.organisation.files import Upload
from answerable.organisation.queries import Rulebook
from answerable.performance.models import LinkedCategory
from answerable.performance.queries.comments import key_of
from answerable.plans.actions.work import act_on, locked, words_of
from answerable.plans.models import Indicator
from answerable.plans.queries.access import PUBLIC
from answerable.plans.queries.answering import answering
from answerable.plans.queries.around import around_indicator
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem, Refused


@transaction.atomic
def comment(
    *, actor: Actor, now: datetime, plan_code: str, code: str, words: str, channel: str = "web", language: str = "",
    person: PersonDetails | None = None, uploads: Sequence[Upload] = (), idempotency_key: str = "",
) -> Receipt:  # fmt: skip
    """What somebody says about an indicator of a published plan, as a case of the unit that answers for it (8.7(95)).

    It is answered like any case, within the time of the pack's category for comments. While nobody answers for the
    indicator the plan's committee does. NotFound for a draft; Refused where the city takes no comments, and with every
    problem that receiving a case finds.
    """
    row = _public_indicator(actor, plan_code, code)
    book = organisation.rulebook(row.plan.jurisdiction)
    category = book.plan_comment_category
    if category is None:
        raise Refused(Problem("no_comments_here"))
    return cases.receive(
        actor=actor, now=now, channel=channel, words=words, language=language, person=person, uploads=uploads,
        idempotency_key=idempotency_key, category_code=category.code, category_chosen_by="citizen",
        known_unit=unit_for(row, book, now), about=key_of(row),
    )  # fmt: skip


def _public_indicator(actor: Actor, plan_code: str, code: str) -> Indicator:
    rows = Indicator.objects.select_related("plan__jurisdiction", "plan__committee")
    row = rows.filter(
        plan__jurisdiction__code=actor.jurisdiction, plan__code=plan_code, plan__state__in=PUBLIC, code=code
    ).first()
    if row is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "indicator"}))
    return row


def unit_for(row: Indicator, book: Rulebook, now: datetime) -> str:
    """The unit that answers for an indicator today; a unit that was closed is followed upwards."""
    answers = answering(row.plan.jurisdiction, [row.pk], now=now).get(row.pk)
    unit = (answers.standin or answers.post).unit if answers else row.plan.committee
    while unit.code not in book.units and unit.parent is not None:
        unit = unit.parent
    return unit.code


@transaction.atomic
def link_category(
    *, actor: Actor, now: datetime, plan_code: str, code: str, category_code: str, version: int | None = None
) -> LinkedCategory:  # fmt: skip
    """Read the complaints of a category (and all below it) beside an indicator from now on."""
    row = _locked(actor, plan_code, code)
    around = around_indicator(row, now=now)
    with act_on("link_category", row, plan=row.plan, around=around, actor=actor, now=now, version=version) as work:
        if category_code not in work.book.categories:
            raise Refused(Problem("unknown_category", "category_code", {"category": category_code[:60]}))
        if row.linked_categories.filter(category=category_code, until=None).exists():
            raise Refused(Problem("category_linked_already", "category_code", {"category": category_code}))
        link = LinkedCategory(indicator=row, category=category_code, since=now, linked_by=work.post)
        work.add(link)
    return link


@transaction.atomic
def unlink_category(
    *, actor: Actor, now: datetime, plan_code: str, code: str, category_code: str, words: str,
    version: int | None = None,
) -> LinkedCategory:  # fmt: skip
    """End a link, with the reason. Whoever answers for the indicator may not."""
    row = _locked(actor, plan_code, code)
    around = around_indicator(row, now=now)
    with act_on("unlink_category", row, plan=row.plan, around=around, actor=actor, now=now, version=version) as work:
        link = row.linked_categories.filter(category=category_code, until=None).first()
        if link is None:
            raise Refused(Problem("category_not_linked", "category_code", {"category": category_code[:60]}))
        work.set(link, until=now, words=words_of(words, "words"))
    return link


def _locked(actor: Actor, plan_code: str, code: str) -> Indicator:
    row: Indicator = locked(
        Indicator, "plan__jurisdiction", "plan__committee", plan__jurisdiction__code=actor.jurisdiction,
        plan__code=plan_code, code=code,
    )  # fmt: skip
    return row
