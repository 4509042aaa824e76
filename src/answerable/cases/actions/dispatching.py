"""To whom a case goes: dispatch, recategorising, routes."""

from __future__ import annotations

from answerable.cases.actions import clocks, parts
from answerable.cases.actions.birth import tier_of
from answerable.cases.actions.inputs import remark, words_of
from answerable.cases.actions.notices import tell_affected, tell_lead, tell_unit, tell_units
from answerable.cases.actions.retiming import retime
from answerable.cases.actions.work import Work, judges_of, open_dispute
from answerable.cases.models import Assignment, Consultation, Objection
from answerable.organisation.models import Unit
from answerable.rules import intake
from answerable.rules.dispatch import Decision, resolve
from answerable.rules.problems import NotAllowed, Problem, Refused


def dispatch(work: Work, *, unit_code: str, reason: str = "") -> None:
    """Send the case to the unit that must answer. A second time, or to end a consultation, a reason is needed.

    Whoever was sent the case does not send it on, whatever its other duties are: it objects.
    """
    if work.case.dispatches and work.actor.unit == work.case.lead_unit.code:
        raise NotAllowed(Problem("object_instead"))
    unit = work.may_lead(work.unit(unit_code, "unit_code"))
    if work.case.dispatches and unit.pk == work.case.lead_unit_id:
        raise Refused(Problem("leads_already", "unit_code", {"unit": unit.name}))
    dispute = open_dispute(work.case)
    if (work.case.dispatches or dispute) and not reason.strip():
        raise Refused(Problem("required", "reason"))
    asked: list[Unit] = []
    if dispute is not None:
        must_rule(work, dispute)
        asked = close_dispute(work, dispute, outcome_words=words_of(reason, "reason"), named_unit=unit)
    elif reason.strip():
        remark(work, reason, "reason")
    give_to(work, unit, rule="dispatcher")
    tell_units(work, asked, "consultation_ended", words=reason)


def must_rule(work: Work, dispute: Objection | Consultation) -> None:
    """A consultation is ended by the rung it stands on or a higher one; an objection by its ruling alone."""
    if isinstance(dispute, Objection):
        raise NotAllowed(Problem("rule_first"))
    free = judges_of(work.case, candidates_of(work), work.book)
    if work.actor.unit not in free:
        raise NotAllowed(Problem("rung_decides", "", {"unit": work.book.units[free[0]].name}))


def candidates_of(work: Work) -> set[str]:
    """The units that may be the one while a dispute is open."""
    return {part.unit.code for part in work.assignments if part.role == "candidate" and part.until is None}


def close_dispute(work: Work, dispute: Objection | Consultation, **ruling: object) -> list[Unit]:
    """Write the ruling, stop its clock, and let the candidates go. Returns who answered until now: they are told."""
    ruled_by = work.post if work.actor.post else None
    work.record.set(dispute, ruled_at=work.now, ruled_by=ruled_by, **ruling)
    clocks.stop(work, "ruling")
    for part in work.assignments:
        if part.role == "candidate":
            work.record.set(part, until=work.now)
    return [work.case.lead_unit, *(part.unit for part in work.assignments if part.role == "candidate")]


def give_to(work: Work, unit: Unit, *, rule: str) -> None:
    """Make a unit the lead without a moment in between; a street's district gets a copy (BJ-REG 12(1))."""
    moves = unit.pk != work.lead.unit_id
    if moves:
        work.record.set(work.lead, until=work.now)
        work.record.add(Assignment(case=work.case, unit=unit, role="lead", rule=rule, since=work.now))
    parts.end(work, unit)
    _copy_district(work, unit)
    sent = 0 if rule == "interest" else 1  # taken from whom it is about, it was sent to nobody
    work.change(lead_unit=unit, dispatch_rule=rule, dispatches=work.case.dispatches + sent)
    if work.case.designated != (designated := _designated(work, unit)):
        work.change(designated=designated)
    decision = _by_the_catalogue(work)
    named = decision.row_id is not None and decision.unit == unit.code
    work.change(dispatch_row=work.book.dispatch_rows[decision.row_id] if named and decision.row_id else None)
    for code in decision.assisting if named else ():
        parts.ask_by_catalogue(work, work.book.units[code])
    clocks.hand_over(work, unit)
    tell_lead(work, "dispatched")
    if moves:
        tell_affected(work, "moved")


def _designated(work: Work, unit: Unit) -> bool:
    """By the number of dispatches, or because an objection of this unit in this case was rejected before (WF 22).

    A ruling against another unit takes no objection away from this one.
    """
    often = work.case.dispatches >= int(work.book.limit("dispatches_before_designation"))
    return often or work.case.objections.filter(unit=unit, upheld=False).exists()


def _by_the_catalogue(work: Work) -> Decision:
    """Whom the catalogue names for this matter in this place, and who assists."""
    area = work.case.area.code if work.case.area else ""
    paths = work.book.category_path(work.case.category.code), work.book.area_path(area)
    coordinator = work.book.coordinator_unit.code
    return resolve(*paths, work.book.catalogue, work.now, None, coordinator, work.book.district_of)


def _copy_district(work: Work, unit: Unit) -> None:
    district = work.book.district_of.get(unit.code)
    held = {part.unit.code for part in work.assignments if part.role == "copy"}
    if district and district not in held and district not in work.units_out:
        copy = Assignment(case=work.case, unit=work.book.units[district], role="copy", rule="copy", since=work.now)
        work.record.add(copy)
        tell_unit(work, copy.unit, "copied")


def route(work: Work, *, route: str, answer: str) -> None:
    """Close what is no unit's case by one of the six routes; `answer` is the act the route requires."""
    problems = intake.check_route(route, answer, work.case.number if route == "R3" else "")
    if problems:
        raise Refused(problems)
    dispute = open_dispute(work.case)
    if dispute is not None:
        must_rule(work, dispute)
        asked = close_dispute(work, dispute, outcome_words=words_of(answer, "answer"))
        tell_units(work, asked, "consultation_ended", words=answer)
    contact = work.case.contacts.order_by("received_at")[0]
    work.record.set(contact, route=route, answer=words_of(answer, "answer"))
    clocks.stop_all(work)
    work.change(route=route, closed_at=work.now, closing="routed")


def recategorise(work: Work, *, category_code: str, reason: str) -> None:
    """Put the category right. Clocks keep their start; due times follow the tier of the new category (retiming)."""
    category = work.book.categories.get(category_code)
    if category is None or category.level != 3:
        raise Refused(Problem("unknown_category", "category_code", {"category": category_code}))
    remark(work, reason, "reason")
    tier = tier_of(work.book, category_code)
    if tier.pk != work.case.tier_id:
        retime(work, tier)
    work.change(
        category=category, category_chosen_by="officer", tier=tier, emergency=category.emergency,
        public=work.case.public and category.public,
    )  # fmt: skip
