"""Whoever a case is a complaint about is out of it, and every look at such a case is kept (JN 32, XF 30)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from answerable.cases.actions.dispatching import close_dispute, give_to
from answerable.cases.actions.handling import asking_body
from answerable.cases.actions.inputs import words_of
from answerable.cases.actions.work import Work, interested, open_dispute
from answerable.cases.models import Case, Interest, Look
from answerable.organisation import queries as organisation
from answerable.organisation.models import Unit
from answerable.rules.access import About, Actor, has_interest
from answerable.rules.ids import normalise_number
from answerable.rules.problems import Problem, Refused


def flag_interest(work: Work, *, unit_code: str, reason: str, post_code: str = "") -> None:
    """Say whom the case is a complaint about: a unit, or whoever holds one post of it now.

    A unit that leads loses the case to the unit above it, one that was to ask the citizen to the coordinator's unit;
    its parts in the case end. Nobody is left unanswerable for a moment.
    """
    unit = work.unit(unit_code, "unit_code")
    post = work.book.post(post_code) if post_code else None
    if post_code and (post is None or post.unit_id != unit.pk):
        raise Refused(Problem("unknown_post", "post_code", {"post": post_code}))
    holder = organisation.holder(post, work.now) if post is not None else None
    about = About(unit.code, post_code, holder.username if holder is not None else "")
    if about in work.about:
        raise Refused(Problem("flagged_already", "unit_code"))
    work.record.add(
        Interest(
            case=work.case, unit=unit, post=post, officer=about.officer, reason=words_of(reason, "reason"),
            flagged_by=work.post, since=work.now,
        )
    )  # fmt: skip
    work.about |= {about}
    work.change(public=False)
    _let_another_ask(work, unit)
    if post is None:
        _take_away(work, unit)


def _take_away(work: Work, unit: Unit) -> None:
    for part in work.assignments:
        if part.unit_id == unit.pk and part.role != "lead" and part.until is None:
            work.record.set(part, until=work.now)
    for clock in work.case.clocks.filter(stopped_at=None, kind="part", unit=unit):
        work.record.set(clock, stopped_at=work.now)
    if work.case.lead_unit_id == unit.pk:
        dispute = open_dispute(work.case)
        if dispute is not None:  # nobody ruled: it is no precedent
            close_dispute(work, dispute)
        give_to(work, _above(work, unit), rule="interest")


def _let_another_ask(work: Work, unit: Unit) -> None:
    """A body of which the unit or a post is complained about does not call the citizen back."""
    for callback in work.case.callbacks.filter(done_at=None, unit=unit).select_related("answering_unit"):
        asker = asking_body(work, callback.answering_unit)
        work.record.set(callback, unit=asker)
        for clock in work.case.clocks.filter(stopped_at=None, kind="callback"):
            work.record.set(clock, unit=asker)


def _above(work: Work, unit: Unit) -> Unit:
    """The nearest unit above that the case is no complaint about."""
    out = work.units_out | {unit.code, work.case.lead_unit.code}
    free = [code for code in work.book.above(unit.code) if code not in out]
    if not free:
        raise Refused(Problem("nobody_above", "unit_code", {"unit": unit.name}))
    return work.book.units[free[0]]


def look_at_each(*, actor: Actor, cases: Iterable[Case], now: datetime, saw_person: bool) -> None:
    """`look_at` for every line of a list that was shown; one statement where none of them is such a complaint."""
    shown = {case.pk: case.number for case in cases}
    for key in Interest.objects.filter(case__in=list(shown)).values_list("case_id", flat=True).distinct():
        look_at(actor=actor, number=shown[key], now=now, saw_person=saw_person)


def look_at(*, actor: Actor, number: str, now: datetime, saw_person: bool) -> None:
    """Keep that an officer opened a case which is a complaint about somebody, or tried to and was refused."""
    case = Case.objects.filter(number=normalise_number(number) or number, jurisdiction__code=actor.jurisdiction).first()
    about = interested(case) if case is not None else frozenset()
    if case is None or not about or actor.post is None:
        return
    post = organisation.rulebook(case.jurisdiction).posts[actor.post]
    refused = has_interest(actor, about)
    saw = saw_person and not refused
    Look.objects.create(case=case, post=post, officer=actor.officer or "", refused=refused, saw_person=saw, at=now)
