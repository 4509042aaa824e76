"""Parts of other units: asked for, reported, late, given up only by agreement or by a ruling (BJ-REG 14)."""

from __future__ import annotations

from answerable.cases.actions import clocks
from answerable.cases.actions.inputs import remark, words_of
from answerable.cases.actions.notices import tell_unit
from answerable.cases.actions.work import Work
from answerable.cases.models import Assignment
from answerable.organisation.models import Unit
from answerable.rules.parts import makes_a_circle
from answerable.rules.problems import NotAllowed, Problem, Refused


def ask(work: Work, unit: Unit, *, rule: str, task: str, after: Assignment | None = None) -> Assignment | None:
    """Give a unit a part with a due time of its own, unless it has one already or the case is about it (None).

    After another part, its time begins when that one is due.
    """
    if find(work, unit.code) is not None or unit.pk == work.case.lead_unit_id or unit.code in work.units_out:
        return None
    begins = after.due_at if after is not None and after.due_at else work.now
    due = clocks.limit_due(work.book, "part_days", max(begins, work.now))
    part = Assignment(
        case=work.case, unit=unit, role="assist", rule=rule, since=work.now, due_at=due, task=task, after=after
    )
    work.record.add(part)
    work.record.add_all(clocks.part_clocks(work.book, [part]))
    work.facts["assisting"] = [*work.facts.get("assisting", ()), unit.code]
    return part


def ask_by_catalogue(work: Work, unit: Unit) -> None:
    """A part that the dispatch catalogue gives; what it is about is the category, and its unit is told so."""
    asked = ask(work, unit, rule="catalogue", task="")
    if asked is not None:
        tell_unit(work, unit, "part_catalogue", task=work.case.category, due=asked.due_at)


def find(work: Work, unit: str) -> Assignment | None:
    """The running part of a unit, by its code."""
    return next((part for part in work.assignments if part.role == "assist" and part.unit.code == unit), None)


def end(work: Work, unit: Unit) -> None:
    """A unit that leads from now on assists no more."""
    for part in work.assignments:
        if part.role in ("assist", "candidate") and part.unit_id == unit.pk and part.until is None:
            work.record.set(part, until=work.now)
            stop_clock(work, unit)


def still_open(work: Work) -> list[Assignment]:
    """Parts not yet reported: while there is one the lead cannot answer."""
    return [part for part in work.assignments if part.role == "assist" and part.reported_at is None]


def must_be_done(work: Work) -> None:
    """Refuse while parts of other units are open, and say whose."""
    if waiting_for := still_open(work):
        raise NotAllowed(Problem("parts_open", "", {"units": ", ".join(part.unit.name for part in waiting_for)}))


def add_assistant(work: Work, *, unit_code: str, task: str, after: str = "") -> None:
    """Ask another unit to do a part, at once or, where the matter really demands it, after another part."""
    unit = work.may_lead(work.unit(unit_code, "unit_code"))
    if unit.code in (work.case.lead_unit.code, work.book.hotline_unit.code):
        raise Refused(Problem("cannot_assist", "unit_code", {"unit": unit.name}))
    if find(work, unit.code) is not None:
        raise Refused(Problem("assists_already", "unit_code", {"unit": unit.name}))
    first = find(work, after) if after else None
    if after and (first is None or makes_a_circle({}, unit.code, after)):
        raise Refused(Problem("no_such_part", "after", {"unit": after}))
    task = words_of(task, "task")
    ask(work, unit, rule="asked", task=task, after=first)
    tell_unit(work, unit, "part_asked", task=task)


def _mine(work: Work) -> Assignment:
    part = find(work, work.actor.unit or "")
    if part is None:
        raise NotAllowed(Problem("no_such_part"))
    return part


def _late_reason(work: Work, part: Assignment, reason: str) -> dict[str, str]:
    """A part past its time owes a reason, once (BJ-REG 14)."""
    late = part.due_at is not None and work.now > part.due_at and not part.late_reason
    return {"late_reason": words_of(reason, "late_reason")} if late else {}


def report_part(work: Work, *, words: str, late_reason: str = "") -> None:
    """An assisting unit reports to the lead what it did; after its time it says why it is late."""
    part = _mine(work)
    if part.reported_at is not None:
        raise NotAllowed(Problem("reported_already"))
    more = _late_reason(work, part, late_reason)
    work.record.set(part, report=words_of(words, "words"), reported_at=work.now, **more)
    work.facts["reported"] = part.unit.code
    stop_clock(work, part.unit)
    tell_unit(work, work.case.lead_unit, "part_reported", words=words)


def report_stage(work: Work, *, words: str, late_reason: str = "") -> None:
    """How far a part is: owed when it is late, with the reason. The clock runs on."""
    part = _mine(work)
    if part.reported_at is not None:
        raise NotAllowed(Problem("reported_already"))
    more = _late_reason(work, part, late_reason)
    work.record.set(part, stage=words_of(words, "words"), stage_at=work.now, **more)


def ask_cancel(work: Work, *, unit_code: str, reason: str) -> None:
    """The lead says why a part is not needed; it goes on until the unit agrees or the hotline body rules."""
    part = find(work, unit_code)
    if part is None or part.reported_at is not None:
        raise Refused(Problem("no_such_part", "unit_code", {"unit": unit_code}))
    work.record.set(part, cancel_reason=words_of(reason, "reason"), cancel_asked_at=work.now)
    tell_unit(work, part.unit, "cancel_asked", reason=reason)


def agree_cancel(work: Work) -> None:
    """The assisting unit agrees that its part is not needed."""
    part = _mine(work)
    if part.cancel_asked_at is None:
        raise NotAllowed(Problem("cancel_not_asked"))
    _let_off(work, part)


def rule_cancel(work: Work, *, unit_code: str, outcome_words: str) -> None:
    """The hotline body rules that a part is not needed, with words."""
    part = find(work, unit_code)
    if part is None or part.cancel_asked_at is None:
        raise Refused(Problem("cancel_not_asked", "unit_code"))
    remark(work, outcome_words, "outcome_words")
    _let_off(work, part)


def _let_off(work: Work, part: Assignment) -> None:
    work.record.set(part, until=work.now)
    work.facts["let_off"] = part.unit.code
    stop_clock(work, part.unit)


def stop_clock(work: Work, unit: Unit) -> None:
    for clock in work.case.clocks.filter(kind="part", unit=unit, stopped_at=None):
        work.record.set(clock, stopped_at=work.now)
