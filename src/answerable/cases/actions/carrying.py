"""Open parts of a case that is joined to another: they go on there, and come back when the two are parted again.

A unit does not lose its part because somebody found that two cases are one (BJ-REG 14: a part ends by its report, by
agreement or by a ruling). It keeps its task, its due time and the start of its clock.
"""

from __future__ import annotations

from answerable.cases.actions import clocks, parts
from answerable.cases.actions.notices import tell_unit
from answerable.cases.actions.work import Work
from answerable.cases.models import Assignment, Case, Clock
from answerable.ledger.canonical import instant
from answerable.rules import lifecycle
from answerable.rules.parts import joined_task, parted_task
from answerable.rules.problems import Problem, Refused

KEPT = ("task", "due_at", "stage", "stage_at", "late_reason", "cancel_reason", "cancel_asked_at")
SAID = ("stage", "stage_at", "late_reason", "report", "reported_at")


def may_go_on(work: Work, target: Case) -> None:
    """Refuse to join a case with open parts to one in which no part can be reported now."""
    units = ", ".join(part.unit.name for part in parts.still_open(work))
    if units and lifecycle.edge(target.state, "report_part") is None:
        where = {"number": target.number, "state": target.state}
        raise Refused(Problem("parts_need_work", "into", {"units": units, **where}))


def carry(work: Work, other: Work) -> None:
    """Every open part of the case goes on in the other one.

    Where its unit leads there it answers for the whole anyway; where it has an open part there, that one takes the
    task and the earlier due time.
    """
    for part in sorted(parts.still_open(work), key=lambda one: one.since):
        if part.unit_id != other.case.lead_unit_id:
            work.record.set(part, carried_to=_take(other, part))
        _tell(other, part, work.case)


def _tell(work: Work, part: Assignment, before: Case) -> None:
    """Its unit learns in which case a part goes on; a part by the catalogue is named by what the case is about."""
    task = part.task or work.case.category
    tell_unit(work, part.unit, "part_carried", reason=before.number, task=task, due=part.due_at)


def _take(other: Work, part: Assignment) -> Assignment:
    there = parts.find(other, part.unit.code)
    if there is not None and there.reported_at is None:
        task = joined_task(there.task, part.task)
        other.record.set(there, task=task)
        if part.due_at is not None and there.due_at is not None and part.due_at < there.due_at:
            other.record.set(there, due_at=part.due_at)
            parts.stop_clock(other, there.unit)
            other.record.add(_clock_of(part, other.case))
        return there
    if there is not None:
        other.record.set(there, until=other.now)
        other.facts["parts_ended"] = [*other.facts.get("parts_ended", ()), part.unit.code]
    kept = {name: getattr(part, name) for name in KEPT}
    first = part.after.carried_to if part.after is not None else None
    new = Assignment(
        case=other.case, unit=part.unit, role="assist", rule="joined", since=other.now, after=first, **kept
    )
    other.record.add(new)
    other.record.add(_clock_of(part, other.case))
    other.facts["assisting"] = [*other.facts.get("assisting", ()), part.unit.code]
    return new


def _clock_of(part: Assignment, case: Case) -> Clock:
    """The clock of a part, to run on in another case."""
    clock = clocks.renewed(part.case.clocks.get(kind="part", unit=part.unit, stopped_at=None), part.unit)
    clock.case = case
    return clock


class Return:
    """The open parts of a case on their way back: through every case that it was joined to, one after another."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.parts = parts.still_open(work)
        self.at = {part.pk: part.carried_to for part in self.parts}

    def leave(self, other: Work) -> None:
        """Take the parts out of one of those cases; what was said of them there is kept for their own case."""
        for part in self.parts:
            there = self.at[part.pk]
            if there is not None and there.case_id == other.case.pk:
                said = {name: getattr(there, name) for name in SAID if getattr(there, name)}
                self.work.record.set(part, carried_to=None, **said)
                self.at[part.pk] = there.carried_to
                if there.until is None and there.reported_at is None:
                    _part_from(other, there, part)

    def arrive(self, joined: Case) -> list[Assignment]:
        """The parts that go on in their own case, not reported meanwhile; their units are told."""
        for part in self.parts:
            if part.reported_at is None:
                _tell(self.work, part, joined)
            else:
                self.work.facts.setdefault("parts_reported", {})[part.unit.code] = instant(part.reported_at)
        return parts.still_open(self.work)


def _part_from(other: Work, there: Assignment, part: Assignment) -> None:
    """End a part that was there only for the case that leaves; else it loses that case's task and due time."""
    left = [one.due_at for one in there.carried.filter(until=None) if one.due_at is not None]
    if there.rule == "joined" and not left:
        other.record.set(there, until=other.now, carried_to=None)
        other.facts["parts_ended"] = [*other.facts.get("parts_ended", ()), there.unit.code]
        parts.stop_clock(other, there.unit)
        return
    other.record.set(there, task=parted_task(there.task, part.task))
    own = other.case.clocks.filter(kind="part", unit=there.unit, started_at=there.since).first()
    rings = min([*left, *([own.due_at] if own is not None else [])])
    if rings != there.due_at:
        other.record.set(there, due_at=rings)
        for clock in other.case.clocks.filter(kind="part", unit=there.unit, stopped_at=None):
            clocks.move(other, clock, rings)
