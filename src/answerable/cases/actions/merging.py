"""并單: two cases that are one become one. Both numbers stay, both citizens are told, and it can be undone."""

from __future__ import annotations

from answerable.cases.actions import carrying, clocks
from answerable.cases.actions.inputs import words_of
from answerable.cases.actions.notices import tell_affected, tell_lead, tell_others, tell_person
from answerable.cases.actions.work import Work, act_on, interested, open_dispute
from answerable.cases.models import Case, Merge
from answerable.rules.access import has_interest, system
from answerable.rules.ids import normalise_number
from answerable.rules.problems import NotAllowed, Problem, Refused


def merge(work: Work, *, into: str, reason: str) -> None:
    """Join this case to another that is open: it closes, and shares that one's verdict from then on."""
    target = Case.objects.filter(number=normalise_number(into) or into, jurisdiction=work.case.jurisdiction).first()
    if target is None or target.pk == work.case.pk or has_interest(work.actor, interested(target)):
        raise Refused(Problem("no_such_case", "into", {"number": into[:40]}))
    if target.state == "closed":
        raise Refused(Problem("merge_into_open", "into", {"number": target.number}))
    if open_dispute(work.case) is not None:
        raise NotAllowed(Problem("rule_first"))
    _same_interests(work, target)
    carrying.may_go_on(work, target)
    merged = Merge(case=work.case, into=target, post=work.post, reason=words_of(reason, "reason"), at=work.now)
    work.record.add(merged)
    work.change(closed_at=work.now, closing="merged", merged_into=target)
    work.facts["into"] = target.number
    with act_on("absorb", actor=system(work.actor.jurisdiction), now=work.now, number=target.number) as other:
        other.change(affected=other.case.affected + work.case.affected)
        other.facts["case"] = work.case.number
        carrying.carry(work, other)
    clocks.stop_all(work)
    tell_person(work, "merged", reason=target.number)
    tell_others(work, "merged", reason=target.number)


def _same_interests(work: Work, target: Case) -> None:
    """A complaint about somebody is never joined to a case in which they have a part, nor the other way (JN 32)."""
    for one in sorted(work.about ^ interested(target)):
        raise Refused(Problem("has_interest", "into", {"unit": work.book.units[one.unit].name}))


def unmerge(work: Work, *, reason: str) -> None:
    """They were two after all: the unit takes the case up again, and its clocks have the times they had."""
    merged = work.case.merges.filter(undone_at=None).select_related("into").first()
    if merged is None:
        raise NotAllowed(Problem("not_merged"))
    words = words_of(reason, "reason")
    work.record.set(merged, undone_at=work.now, undone_by=work.post, undone_reason=words)
    work.change(closed_at=None, closing="", merged_into=None)
    parts = carrying.Return(work)
    joined: Case | None = merged.into
    while joined is not None:  # what it was joined to may have been joined to another since
        with act_on("let_go", actor=system(work.actor.jurisdiction), now=work.now, number=joined.number) as other:
            other.change(affected=max(1, other.case.affected - work.case.affected))
            parts.leave(other)
            joined = other.case.merged_into
            other.facts["case"] = work.case.number
    owing = {part.unit_id for part in parts.arrive(merged.into)}
    for clock in work.case.clocks.filter(stopped_at=merged.at):
        if clock.kind != "part" or clock.unit_id in owing:
            work.record.add(clocks.renewed(clock, clock.unit))
    tell_lead(work, "dispatched")
    tell_affected(work, "unmerged", reason=words)
