"""Whose is it: objection, consultation, views, ruling, and the ladder a dispute climbs until somebody decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from answerable.cases.actions import clocks
from answerable.cases.actions.catalogue import keep_or_correct, put_into_catalogue
from answerable.cases.actions.dispatching import candidates_of, close_dispute, give_to
from answerable.cases.actions.inputs import choice, code_row, step, words_of
from answerable.cases.actions.notices import tell_unit, tell_units
from answerable.cases.actions.work import Work, act_on, open_dispute, parties_of
from answerable.cases.models import Assignment, Case, Consultation, Objection
from answerable.organisation.models import Unit
from answerable.rules.access import system
from answerable.rules.clock import Limit, due
from answerable.rules.disputes import STANCES, next_rung, objection_until, passed_on, rung_for
from answerable.rules.problems import NotAllowed, Problem, Refused


def object_(
    work: Work, *, reason_code: str, basis: str, proposed_unit: str, interim: str = ""
) -> None:  # fmt: skip
    """派單異議: not ours, for this reason, by this rule; ask that unit. Both answer until there is a ruling.

    What cannot wait is handled meanwhile: for an emergency or the most urgent tier `interim` says what was done.
    """
    _may_object(work)
    proposed = work.may_lead(work.unit(proposed_unit, "proposed_unit"), "proposed_unit")
    if proposed.code == work.case.lead_unit.code:
        raise Refused(Problem("propose_another", "proposed_unit"))
    if work.case.emergency or work.case.tier.level == 1:
        words_of(interim, "interim")
    objection = Objection(
        case=work.case, unit=work.case.lead_unit, post=work.post,
        reason_code=code_row(work, "return_reason", reason_code, "reason_code"),
        basis=words_of(basis, "basis"), proposed_unit=proposed, filed_at=work.now,
        interim=words_of(interim, "interim") if interim.strip() else "",
    )  # fmt: skip
    work.record.add(objection)
    if interim.strip():
        step(work, "action", interim, public=False, field="interim")
    _name(work, [proposed], rule="named")
    _start_ruling(work, objection, 1, {work.case.lead_unit.code, proposed.code})
    tell_unit(work, proposed, "named")


def _may_object(work: Work) -> None:
    if work.case.designated:
        raise NotAllowed(Problem("designated"))
    if open_dispute(work.case) is not None:
        raise NotAllowed(Problem("objected_already"))
    hours = int(work.book.limit("objection_hours"))
    until = objection_until(dispatched_since(work.case, work.lead), hours)
    if work.now > until:
        raise NotAllowed(Problem("objection_too_late", "", {"hours": hours, "until": until}))


def dispatched_since(case: Case, lead: Assignment) -> datetime:
    """From when the unit that leads may object: when the case was sent to it, though it answered before already."""
    sign = case.clocks.filter(kind="sign", unit=lead.unit_id, started_at__gt=lead.since).order_by("-started_at").first()
    return sign.started_at if sign is not None else lead.since


def _name(work: Work, units: Iterable[Unit], *, rule: str) -> None:
    """Make units candidates: from now on they answer too, and see the case on their worklists."""
    held = {part.unit_id for part in work.assignments if part.role == "candidate" and part.until is None}
    fresh = [unit for unit in units if unit.pk not in held and unit.pk != work.case.lead_unit_id]
    work.record.add_all(
        [Assignment(case=work.case, unit=unit, role="candidate", rule=rule, since=work.now) for unit in fresh]
    )


def _start_ruling(
    work: Work, dispute: Objection | Consultation, level: int, parties: Collection[str]
) -> None:  # fmt: skip
    """The dispute stands on this rung, or on the next whose unit is no party to it; its clock belongs to that unit."""
    clocks.stop(work, "ruling")
    free = rung_for([rung.unit.code for rung in work.book.ladder], level, parties)
    if free != dispute.rung:
        work.record.set(dispute, rung=free)
    rung = work.book.ladder[free - 1]
    if free > 1:
        tell_unit(work, rung.unit, "escalated")
    rings = due(Limit(rung.limit["amount"], rung.limit["unit"]), work.now, work.book.calendar())
    work.record.add(clocks.new_clock(work.book, work.case, rung.unit, "ruling", work.now, rings))


def consult(work: Work, *, unit_codes: Sequence[str], question: str) -> None:
    """會商: ask the units a matter may belong to, before it is dispatched. All of them answer until it is."""
    if open_dispute(work.case) is not None:
        raise NotAllowed(Problem("consulted_already"))
    units = [work.may_lead(work.unit(code, "unit_codes"), "unit_codes") for code in dict.fromkeys(unit_codes)]
    units = [unit for unit in units if unit.code != work.book.hotline_unit.code]
    if len({*(unit.code for unit in units), work.case.lead_unit.code}) < 2:
        raise Refused(Problem("consult_two", "unit_codes"))
    question = words_of(question, "question")
    consultation = Consultation(
        case=work.case, unit=work.post.unit, post=work.post, question=question, opened_at=work.now
    )  # fmt: skip
    work.record.add(consultation)
    _name(work, units, rule="consulted")
    work.facts["consulted"] = [unit.code for unit in units]
    _start_ruling(work, consultation, 1, {unit.code for unit in units})
    for unit in units:
        tell_unit(work, unit, "consulted", question=question)


def state_view(work: Work, *, stance: str, basis: str) -> None:
    """A unit that may be the one says whether it is, and by which rule; it goes on answering until the ruling."""
    named = ("candidate", "lead") if isinstance(open_dispute(work.case), Consultation) else ("candidate",)
    mine = [part for part in work.assignments if part.role in named and part.unit.code == work.actor.unit]
    if not mine:
        raise NotAllowed(Problem("not_named"))
    choice(stance, STANCES, "stance")
    work.record.set(mine[0], stance=stance, report=words_of(basis, "basis"), reported_at=work.now)


def uphold(
    work: Work, *, outcome_words: str, unit_code: str = "", catalogue: str = "", catalogue_words: str = ""
) -> None:
    """The case goes to the unit proposed, or to the one named instead.

    Where a row of the catalogue had named the unit that objected, the row is corrected (everywhere, or for this
    area) or the ruling says why it stays.
    """
    objection = _objection(work)
    unit = work.unit(unit_code, "unit_code") if unit_code else objection.proposed_unit
    if work.may_lead(unit).pk == work.case.lead_unit_id:
        raise Refused(Problem("propose_another", "unit_code"))
    words = words_of(outcome_words, "outcome_words")
    about_row = keep_or_correct(work, unit, catalogue, catalogue_words, reason=words)
    told = close_dispute(work, objection, upheld=True, outcome_words=words, named_unit=unit, **about_row)
    give_to(work, unit, rule="upheld")
    tell_units(work, told, "ruled_upheld", words=words, from_unit=objection.unit)


def reject(work: Work, *, outcome_words: str) -> None:
    """The hotline body does not agree: the unit is designated and may not object again (WF 22)."""
    words, objection = words_of(outcome_words, "outcome_words"), _objection(work)
    told = close_dispute(work, objection, upheld=False, outcome_words=words, named_unit=work.case.lead_unit)
    work.change(designated=True)
    tell_units(work, told, "ruled_rejected", words=words, from_unit=objection.unit)


def _objection(work: Work) -> Objection:
    dispute = open_dispute(work.case)
    if not isinstance(dispute, Objection):
        raise NotAllowed(Problem("no_objection"))
    return dispute


def climb(*, now: datetime, number: str, jurisdiction: str) -> None:
    """A rung's time is over: the next rung takes the dispute up, if there is one. Nothing but a decision stops it."""
    with act_on("escalate", actor=system(jurisdiction), now=now, number=number) as work:
        escalate(work)


def escalate(work: Work) -> None:
    """To the next rung. Whoever passed the case on before answers again from here (8.1(9)).

    On the last rung it stays, and its clock's chain goes on to the leaders' list.
    """
    dispute = open_dispute(work.case)
    if dispute is None:
        raise NotAllowed(Problem("no_objection"))
    level = next_rung(dispute.rung, len(work.book.ladder))
    leads = work.case.assignments.filter(role="lead").order_by("since").values_list("unit__code", flat=True)
    free = [code for code in passed_on(leads, work.case.lead_unit.code) if code not in work.units_out]
    earlier = [work.book.units[code] for code in free if code in work.book.units]
    _name(work, earlier, rule="passed_on")
    if level is not None:
        named = {*candidates_of(work), *(unit.code for unit in earlier)}
        _start_ruling(work, dispute, level, parties_of(work.case, dispute, named))
    work.facts["rung"] = dispute.rung


def promote(work: Work, *, ruling: str, scope: str, reason: str) -> None:
    """A ruling becomes a row of the dispatch catalogue, so that the next such case needs none."""
    found = _ruling(work, ruling)
    if found.named_unit is None or found.promoted_at is not None or found.catalogue in ("corrected", "here"):
        raise Refused(Problem("no_such_ruling", "ruling"))
    put_into_catalogue(work, found.named_unit, scope, reason=words_of(reason, "reason"))
    work.record.set(found, promoted_at=work.now)


def _ruling(work: Work, key: str) -> Objection | Consultation:
    rulings: list[Objection | Consultation] = [*work.case.objections.exclude(ruled_at=None)]
    rulings += work.case.consultations.exclude(ruled_at=None)
    found = next((one for one in rulings if str(one.pk) == key), None)
    if found is None:
        raise Refused(Problem("no_such_ruling", "ruling"))
    return found
