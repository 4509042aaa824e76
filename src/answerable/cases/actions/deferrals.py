"""More time: an extension, or a matter parked because it cannot be solved now. Asked for here, granted elsewhere."""

from __future__ import annotations

from datetime import datetime

from answerable.cases.actions import clocks
from answerable.cases.actions.inputs import step, words_of
from answerable.cases.actions.notices import tell_affected, tell_lead, tell_unit
from answerable.cases.actions.work import Work
from answerable.cases.models import Clock, Deferral
from answerable.ledger.models import Entry
from answerable.rules.deferral import check_extension, check_parking, check_review, may_grant
from answerable.rules.problems import NotAllowed, Problem, Refused


def ask_extension(work: Work, *, reason: str, until: datetime) -> None:
    """A new date and why, asked before the old one has passed; at most as long again as the limit was."""
    clock = _resolve(work)
    problem = check_extension(until, now=work.now, due=clock.due_at, limit=clocks.first_limit(work, clock))
    first = _first_parked(work)
    if first is not None and problem is None:
        problem = _too_long(work, until, first)
    _ask(work, "extension", reason=reason, until=until, problem=problem)


def ask_parking(work: Work, *, reason: str, measures: str, until: datetime) -> None:
    """掛賬: it cannot be solved now. The explanation is public; measures were taken; the date is definite."""
    _resolve(work)
    if parked(work) is not None:
        raise NotAllowed(Problem("parked_already"))
    problem = _too_long(work, until, _first_parked(work))
    _ask(work, "parking", reason=reason, until=until, problem=problem, measures=words_of(measures, "measures"))


def _first_parked(work: Work) -> datetime | None:
    """When the matter was first put off, whatever was granted since."""
    first = work.case.deferrals.filter(kind="parking", granted=True).order_by("asked_at").first()
    return first.asked_at if first is not None else None


def _too_long(work: Work, until: datetime, first: datetime | None) -> Problem | None:
    return check_parking(until, now=work.now, first_asked=first, days=work.book.limit("parking_days"))


def _resolve(work: Work) -> Clock:
    clock = clocks.running(work, "resolve")
    if clock is None:
        raise NotAllowed(Problem("nothing_runs"))
    if work.case.deferrals.filter(decided_at=None).exists():
        raise NotAllowed(Problem("asked_already"))
    return clock


def _ask(work: Work, kind: str, *, reason: str, until: datetime, problem: Problem | None, measures: str = "") -> None:
    if problem is not None:
        raise Refused(problem)
    reason = words_of(reason, "reason")
    work.record.add(
        Deferral(
            case=work.case, kind=kind, unit=work.case.lead_unit, post=work.post, reason=reason, measures=measures,
            until=until, asked_at=work.now,
        )
    )  # fmt: skip
    above = work.book.units[work.book.above(work.case.lead_unit.code)[0]]
    tell_unit(work, above if kind == "parking" else work.case.lead_unit, "deferral_asked", reason=reason)


def parked(work: Work) -> Deferral | None:
    """The date a parked matter waits for, not yet reviewed."""
    return work.case.deferrals.filter(kind="parking", granted=True, reviewed_at=None).first()


def _decided(work: Work, words: str, *, granted: bool) -> Deferral:
    deferral = work.case.deferrals.filter(decided_at=None).first()
    if deferral is None:
        raise NotAllowed(Problem("nothing_asked"))
    if deferral.post_id == work.post.pk or _asked_by(work, deferral) == work.actor.officer:
        raise NotAllowed(Problem("not_your_own"))
    lead = work.case.lead_unit.code
    above = work.actor.unit != lead and work.actor.unit in work.book.above(lead)
    before = work.case.deferrals.filter(kind="extension", granted=True).count()
    problem = may_grant(
        deferral.kind, extensions_before=before, allowed=int(work.book.limit("extensions")),
        within=work.actor.unit == lead, above=above, late=work.now >= work.case.due_at,
        named=any(part.role == "candidate" and part.unit.code == work.actor.unit for part in work.assignments),
    )  # fmt: skip
    if problem is not None:
        raise NotAllowed(problem)
    if granted:
        _still_ahead(work, deferral)
    work.record.set(
        deferral, decided_at=work.now, decided_by=work.post, granted=granted, decided_words=words_of(words, "words")
    )
    return deferral


def _asked_by(work: Work, deferral: Deferral) -> str:
    """The account of who asked: somebody who holds two posts decides in neither (8.3(24))."""
    asked = Entry.objects.filter(stream=work.case.pk, verb=f"ask_{deferral.kind}").order_by("-seq")[0]
    return asked.actor.rpartition("/")[2]


def _still_ahead(work: Work, deferral: Deferral) -> None:
    """A date granted late may have passed, or the due time may have moved beyond it meanwhile."""
    clock = clocks.running(work, "resolve")
    if deferral.until <= work.now:
        raise NotAllowed(Problem("date_in_the_past"))
    if deferral.kind == "extension" and clock is not None and deferral.until <= clock.due_at:
        raise NotAllowed(Problem("extension_not_later", "", {"due": clock.due_at}))


def grant(work: Work, *, words: str) -> None:
    """Somebody else than who asked grants the new date; the citizen and the hotline are told (8.3(24))."""
    deferral = _decided(work, words, granted=True)
    clock = clocks.running(work, "resolve")
    if clock is not None:
        clocks.move(work, clock, deferral.until)
    if deferral.kind == "parking":
        clocks.stop(work, "review")
        reviewer = work.post.unit
        work.record.add(clocks.new_clock(work.book, work.case, reviewer, "review", work.now, deferral.until))
    template = "parked" if deferral.kind == "parking" else "extended"
    tell_affected(work, template, reason=deferral.reason)
    tell_unit(work, work.book.hotline_unit, template, reason=deferral.reason)
    tell_lead(work, template, reason=deferral.reason)


def deny(work: Work, *, words: str) -> None:
    """The old date stands."""
    _decided(work, words, granted=False)
    tell_lead(work, "deferral_denied", reason=words)


def review_parking(work: Work, *, words: str, until: datetime | None = None) -> None:
    """Look at a parked matter again, in words the public reads; what is still not solved is asked anew or overdue.

    Before its date comes it stays parked, to the nearer date `until`.
    """
    deferral = parked(work)
    if deferral is None:
        raise NotAllowed(Problem("not_parked"))
    problem = check_review(work.now, deferral.until, until)
    if problem is not None:
        raise Refused(problem)
    if until is None:
        work.record.set(deferral, reviewed_at=work.now, reviewed_words=words_of(words, "words"))
        clocks.stop(work, "review")
    else:
        step(work, "note", words, public=True)
        _bring_forward(work, deferral, until)
    tell_affected(work, "reviewed", reason=words)
    tell_lead(work, "reviewed", reason=words)


def _bring_forward(work: Work, deferral: Deferral, until: datetime) -> None:
    work.record.set(deferral, until=until)
    for kind in ("resolve", "review"):
        clock = clocks.running(work, kind)
        if clock is not None and clock.due_at > until:
            clocks.move(work, clock, until)
