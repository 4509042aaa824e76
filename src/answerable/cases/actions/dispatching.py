"""To whom a case goes: dispatch, objection and ruling, recategorising, assisting units, routes."""

from __future__ import annotations

from datetime import timedelta

from answerable.cases.actions import clocks
from answerable.cases.actions.birth import tier_of
from answerable.cases.actions.inputs import code_row, remark, words_of
from answerable.cases.actions.notices import tell_lead
from answerable.cases.actions.work import Work
from answerable.cases.models import Assignment, Objection
from answerable.organisation.models import Unit
from answerable.rules import intake
from answerable.rules.dispatch import Decision, resolve
from answerable.rules.problems import NotAllowed, Problem, Refused


def dispatch(work: Work, *, unit_code: str, reason: str = "") -> None:
    """Send the case to the unit that must answer. A second dispatch needs a reason."""
    unit = work.unit(unit_code, "unit_code")
    if work.case.dispatches and not reason.strip():
        raise Refused(Problem("required", "reason"))
    if _open_objection(work) is not None:
        raise NotAllowed(Problem("rule_first"))
    if reason.strip():
        remark(work, reason, "reason")
    give_to(work, unit, rule="dispatcher")


def give_to(work: Work, unit: Unit, *, rule: str) -> None:
    """Make a unit the lead without a moment in between; a street's district gets a copy (BJ-REG 12(1))."""
    if unit.pk != work.lead.unit_id:
        work.record.set(work.lead, until=work.now)
        work.record.add(Assignment(case=work.case, unit=unit, role="lead", rule=rule, since=work.now))
    _end_own_assistance(work, unit)
    _copy_district(work, unit)
    work.change(lead_unit=unit, dispatch_rule=rule, dispatches=work.case.dispatches + 1)
    decision = _by_the_catalogue(work)
    named = decision.row_id is not None and decision.unit == unit.code
    work.change(dispatch_row=work.book.dispatch_rows[decision.row_id] if named and decision.row_id else None)
    for code in decision.assisting if named else ():
        _ask_to_assist(work, work.book.units[code], rule="catalogue", task="")
    clocks.hand_over(work, unit)
    tell_lead(work, "dispatched")


def _by_the_catalogue(work: Work) -> Decision:
    """Whom the catalogue names for this matter in this place, and who assists."""
    area = work.case.area.code if work.case.area else ""
    paths = work.book.category_path(work.case.category.code), work.book.area_path(area)
    coordinator = work.book.coordinator_unit.code
    return resolve(*paths, work.book.catalogue, work.now, None, coordinator, work.book.district_of)


def _ask_to_assist(work: Work, unit: Unit, *, rule: str, task: str) -> None:
    """Give a unit a part with a due time of its own, unless it has one already."""
    if any(part.role == "assist" and part.unit_id == unit.pk for part in work.assignments):
        return
    due = clocks.limit_due(work.book, "part_days", work.now)
    part = Assignment(case=work.case, unit=unit, role="assist", rule=rule, since=work.now, due_at=due, task=task)
    work.record.add(part)
    work.record.add_all(clocks.part_clocks([part]))


def _end_own_assistance(work: Work, unit: Unit) -> None:
    for part in work.assignments:
        if part.role == "assist" and part.unit_id == unit.pk:
            work.record.set(part, until=work.now)
            _stop_part_clock(work, unit)


def _copy_district(work: Work, unit: Unit) -> None:
    district = work.book.district_of.get(unit.code)
    held = {part.unit.code for part in work.assignments if part.role == "copy"}
    if district and district not in held:
        copy = Assignment(case=work.case, unit=work.book.units[district], role="copy", rule="copy", since=work.now)
        work.record.add(copy)


def route(work: Work, *, route: str, answer: str) -> None:
    """Close what is no unit's case by one of the six routes; `answer` is the act the route requires."""
    problems = intake.check_route(route, answer, work.case.number if route == "R3" else "")
    if problems:
        raise Refused(problems)
    contact = work.case.contacts.order_by("received_at")[0]
    work.record.set(contact, route=route, answer=words_of(answer, "answer"))
    clocks.stop_all(work)
    work.change(route=route, closed_at=work.now, closing="routed")


def recategorise(work: Work, *, category_code: str, reason: str) -> None:
    """Put the category right. Clocks keep their start; due times follow the tier of the new category."""
    category = work.book.categories.get(category_code)
    if category is None or category.level != 3:
        raise Refused(Problem("unknown_category", "category_code", {"category": category_code}))
    remark(work, reason, "reason")
    tier = tier_of(work.book, category_code)
    if tier.pk != work.case.tier_id:
        clocks.retime(work, tier)
    work.change(
        category=category, category_chosen_by="officer", tier=tier, emergency=category.emergency,
        public=work.case.public and category.public,
    )  # fmt: skip


def add_assistant(work: Work, *, unit_code: str, task: str) -> None:
    """Ask another unit to do a part, with a due time of its own (BJ-REG 14)."""
    unit = work.unit(unit_code, "unit_code")
    if unit.code in (work.case.lead_unit.code, work.book.hotline_unit.code):
        raise Refused(Problem("cannot_assist", "unit_code", {"unit": unit.name}))
    if any(part.role == "assist" and part.unit_id == unit.pk for part in work.assignments):
        raise Refused(Problem("assists_already", "unit_code", {"unit": unit.name}))
    _ask_to_assist(work, unit, rule="asked", task=words_of(task, "task"))


def report_part(work: Work, *, words: str) -> None:
    """An assisting unit reports to the lead what it did."""
    part = next(p for p in work.assignments if p.role == "assist" and p.unit.code == work.actor.unit)
    work.record.set(part, report=words_of(words, "words"), reported_at=work.now)
    _stop_part_clock(work, part.unit)


def _stop_part_clock(work: Work, unit: Unit) -> None:
    for clock in work.case.clocks.filter(kind="part", unit=unit, stopped_at=None):
        work.record.set(clock, stopped_at=work.now)


def object_(work: Work, *, reason_code: str, basis: str, proposed_unit: str) -> None:
    """派單異議: not ours, for this reason, by this rule; ask that unit. The unit stays answerable meanwhile."""
    if work.case.designated:
        raise NotAllowed(Problem("designated"))
    if _open_objection(work) is not None:
        raise NotAllowed(Problem("objected_already"))
    hours = int(work.book.limit("objection_hours"))
    until = work.lead.since + timedelta(hours=hours)
    if work.now > until:
        raise NotAllowed(Problem("objection_too_late", "", {"hours": hours, "until": until}))
    proposed = work.unit(proposed_unit, "proposed_unit")
    if proposed.code == work.case.lead_unit.code:
        raise Refused(Problem("propose_another", "proposed_unit"))
    work.record.add(
        Objection(
            case=work.case, unit=work.case.lead_unit, post=work.post,
            reason_code=code_row(work, "return_reason", reason_code, "reason_code"),
            basis=words_of(basis, "basis"), proposed_unit=proposed, filed_at=work.now,
        )
    )  # fmt: skip


def uphold(work: Work, *, outcome_words: str, unit_code: str = "") -> None:
    """The hotline body agrees: the case goes to the unit proposed, or to the one it names instead."""
    objection = _ruled(work, outcome_words, upheld=True)
    unit = work.unit(unit_code, "unit_code") if unit_code else objection.proposed_unit
    if unit.pk == work.case.lead_unit_id:
        raise Refused(Problem("propose_another", "unit_code"))
    give_to(work, unit, rule="upheld")
    if work.case.dispatches >= int(work.book.limit("dispatches_before_designation")):
        work.change(designated=True)


def reject(work: Work, *, outcome_words: str) -> None:
    """The hotline body does not agree: the unit is designated and may not object again (WF 22)."""
    _ruled(work, outcome_words, upheld=False)
    work.change(designated=True)


def _open_objection(work: Work) -> Objection | None:
    return work.case.objections.filter(ruled_at=None).select_related("proposed_unit").first()


def _ruled(work: Work, outcome_words: str, *, upheld: bool) -> Objection:
    objection = _open_objection(work)
    if objection is None:
        raise NotAllowed(Problem("no_objection"))
    words = words_of(outcome_words, "outcome_words")
    work.record.set(objection, ruled_at=work.now, upheld=upheld, outcome_words=words)
    return objection
