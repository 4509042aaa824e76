"""The verbs of cases.actions (dispatching, parts, handling, asking, citizens) on a Life; see ops.simulation.life."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from answerable.ops.simulation.life import _VERBS, Life
from answerable.ops.simulation.town import Officer
from answerable.organisation.models import Unit

By = Officer | None


def dispatch(life: Life, by: By, *, unit_code: str, reason: str) -> None:
    if reason:
        life.step(by, "note", reason, public=False)
    give_to(life, life.town.book.units[unit_code], rule="dispatcher")


def give_to(life: Life, unit: Unit, *, rule: str) -> None:
    history, key = life.history, life.history.stream
    if unit.pk != life.unit.pk:
        history.set("assignment", life.lead, until=life.now)
        life.lead = life._add("assignment", case=key, unit=life.ref(unit), role="lead", rule=rule, since=life.now)
        life.leads.append(unit.code)
    part = life.assists.pop(unit.code, None)
    if part is not None:
        history.set("assignment", part, until=life.now)
        for clock in [c for c in life._running("part") if c["unit"] == life.ref(unit)]:
            history.set("clock", clock, stopped_at=life.now)
    district = life.town.book.district_of.get(unit.code)
    if district and district not in life.copies:
        life.copies.add(district)
        life._add(
            "assignment",
            case=key,
            unit=life.ref(life.town.book.units[district]),
            role="copy",
            rule="copy",
            since=life.now,
        )
    life.unit = unit
    decision = life.town.decision(life.story.told.category, life.story.told.area, life.now)
    row = life.town.rows[decision.row_id] if decision.row_id is not None and decision.unit == unit.code else None
    life.changes |= {
        "lead_unit": life.ref(unit), "dispatch_rule": rule, "dispatch_row": row,
        "dispatches": life.case["dispatches"] + 1,
    }  # fmt: skip
    if row is not None:
        life._helpers((), tuple(code for code in decision.assisting if code not in life.assists))
    life.hand_over()


def report_part(life: Life, by: By, *, words: str, late_reason: str) -> None:
    assert by is not None
    code = str(by.actor.unit)
    part = life.assists[code]
    late = {"late_reason": late_reason} if life.now > part["due_at"] else {}
    life.history.set("assignment", part, report=words, reported_at=life.now, **late)
    for clock in [c for c in life._running("part") if c["unit"] == by.unit]:
        life.history.set("clock", clock, stopped_at=life.now)
    life.facts["reported"] = code


def accept(life: Life, by: By) -> None:
    life.stop("sign")


def act(life: Life, by: By, *, words: str) -> None:
    life.step(by, "action", words, public=True)
    life.stop("sign")
    life.start("update", life.town.due(life.tier, "update", life.now))


def contact_citizen(life: Life, by: By, *, words: str) -> None:
    life.step(by, "contacted", words, public=False)
    life.stop("sign")
    life.stop("contact")


def answer(life: Life, by: By, *, outcome_code: str, words: str, done: str, basis: str, evidence: str) -> None:
    assert by is not None
    citizen = life.story.citizen
    how = "email" if citizen.email else "" if citizen.phone else "page"
    life.reply = life._add(
        "reply", case=life.history.stream, unit=life.ref(life.unit), post=by.post, round=life.case.get("redos", 0) + 1,
        outcome=life.ref(life.town.book.codes[outcome_code]), words=words, done=done, basis=basis, evidence=evidence,
        at=life.now, told_citizen_at=life.now if how else None, told_citizen_how=how,
    )  # fmt: skip


def tell_citizen(life: Life, by: By, *, how: str) -> None:
    life.history.set("reply", life.reply, told_citizen_at=life.now, told_citizen_how=how)
    life.stop("contact")


def tell_hotline(life: Life, by: By) -> None:
    life.history.set("reply", life.reply, told_hotline_at=life.now)
    life.stop("contact", "update", "resolve", "sign")
    book = life.town.book
    own = life.unit.code == book.hotline_unit.code
    asker = book.coordinator_unit if own else book.hotline_unit
    due = life.town.limit_due("callback_days" if life.story.citizen.phone else "verdict_days", life.now)
    life.rounds += 1
    life.callback = life._add(
        "callback", case=life.history.stream, unit=life.ref(asker), round=life.rounds, opened_at=life.now, due_at=due,
        next_attempt_at=life.now, answering_unit=life.ref(life.unit), attempts=0,
    )  # fmt: skip
    life._clock("callback", life.now, due, life.ref(asker))


def attempt(life: Life, by: By, *, reason_code: str) -> None:
    assert by is not None
    assert life.callback is not None
    gap = timedelta(hours=float(life.town.book.limit("callback_gap_hours")))
    life.history.set(
        "callback", life.callback, attempts=life.callback["attempts"] + 1,
        invalid_reason=life.ref(life.town.book.codes[reason_code]), next_attempt_at=life.now + gap, post=by.post,
    )  # fmt: skip


def _verdict(
    life: Life, by: By, *, channel: str, contacted: bool, solved: bool, satisfied: str, comment: str, pressed: bool
) -> None:
    assert life.callback is not None
    life.history.set(
        "callback", life.callback, done_at=life.now, valid=True, channel=channel, contacted=contacted, solved=solved,
        satisfied=satisfied, comment=comment, pressed=pressed, post=by.post if by else None,
        attempts=life.callback["attempts"] + (channel == "phone"),
    )  # fmt: skip
    life.stop("callback")


def confirm(life: Life, by: By, **said: object) -> None:
    _verdict(life, by, **said)  # type: ignore[arg-type]
    life.stop()
    life.changes |= {"closed_at": life.now, "closing": "confirmed"}


def refute(life: Life, by: By, **said: object) -> None:
    _verdict(life, by, **said)  # type: ignore[arg-type]
    due = life.town.limit_due("redo_days", life.now)
    life.start("resolve", due)
    redos = life.case.get("redos", 0) + 1
    life.changes |= {"redos": redos, "due_at": due}
    if redos > int(life.town.book.limit("redos_before_listing")) and life.case.get("listed_at") is None:
        life.changes["listed_at"] = life.now


def give_up(life: Life, by: object) -> None:
    assert life.callback is not None
    life.history.set("callback", life.callback, done_at=life.now, valid=False)
    life.stop()
    life.changes |= {"state": "closed", "closed_at": life.now, "closing": "unreached"}


def conclude(life: Life, by: By, *, reason: str) -> None:
    life.step(by, "action", reason, public=True)
    life.stop()
    life.changes |= {"closed_at": life.now, "closing": "concluded"}


def repeat(life: Life, by: By, *, words: str) -> None:
    case = life.case
    life._add(
        "contact", jurisdiction=life.town.home, case=life.history.stream, person=None,
        channel="phone", kind=case["kind"], disposition="repeat", words=words, language=case["language"],
        said_at=life.now, received_at=life.now, taken_by=by.post if by else None,
        fingerprint=hashlib.sha256(f"{life.history.stream}{words}{life.now}".encode()).digest(),
    )  # fmt: skip
    life.changes["affected"] = case["affected"] + 1


def follow(life: Life, by: By, *, session: str) -> None:
    digest = hashlib.sha256(session.encode()).digest()
    life._add("follower", case=life.history.stream, session_digest=digest, since=life.now)
    life.changes["affected"] = life.case["affected"] + 1


_VERBS |= {
    "dispatch": dispatch, "report_part": report_part, "accept": accept, "act": act,
    "contact_citizen": contact_citizen, "answer": answer, "tell_citizen": tell_citizen,
    "tell_hotline": tell_hotline, "attempt": attempt, "confirm": confirm, "refute": refute, "give_up": give_up,
    "conclude": conclude, "repeat": repeat, "follow": follow,
}  # fmt: skip
