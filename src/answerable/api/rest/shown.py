"""Rows of the domain as the API's types."""

from __future__ import annotations

from typing import Any

from answerable.api.rest import schemas as s
from answerable.cases import queries as cases
from answerable.cases import sentences
from answerable.cases.models import Callback, Case, Person
from answerable.rules.access import Actor


def named(row: Any) -> s.Named | None:
    return s.Named(code=row.code, name=row.name) if row is not None else None


def person(row: Person | None) -> s.PersonOut | None:
    if row is None:
        return None
    return s.PersonOut(name=row.name, phone=row.phone, email=row.email, language=row.language)


def line_fields(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "version": case.version,
        "title": case.title,
        "kind": case.kind,
        "state": case.state,
        "state_words": str(sentences.state_words(case)),
        "category": named(case.category),
        "area": named(case.area),
        "lead_unit": named(case.lead_unit),
        "tier": named(case.tier),
        "emergency": case.emergency,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "closed_at": case.closed_at,
        "affected": case.affected,
    }


def line(case: Case) -> s.CaseLine:
    return s.CaseLine(**line_fields(case))


def whole(case: Case, actor: Actor) -> s.CaseOut:
    names = (
        "words", "language", "channel", "address", "latitude", "longitude", "public", "designated", "dispatches",
        "redos", "dispatch_rule", "pack_version", "closing", "route", "updated_at", "supervised_at",
        "listed_at",
    )  # fmt: skip
    seen = cases.may_see_person(case, actor)
    return s.CaseOut(
        **line_fields(case),
        **{name: getattr(case, name) for name in names},
        merged_into=case.merged_into.number if case.merged_into else None,
        person=person(case.person) if seen else None,
    )


def part(row: cases.StripPart) -> s.PartOut:
    return s.PartOut(
        unit=named(row.unit),
        post=named(row.post),
        holder=row.holder.name if row.holder else None,
        role=row.role,
        since=row.since,
        rule=row.rule,
        why=str(row.why),
    )


def strip(row: cases.Strip) -> s.StripOut:
    return s.StripOut(
        answering=[part(p) for p in row.answering],
        since=row.since,
        until=row.until,
        rule_sentence=str(row.rule_sentence),
        used=row.used,
        level=row.level,
        next_sentence=str(row.next_sentence),
        history=[part(p) for p in row.history],
    )


def moment(row: cases.Moment) -> s.MomentOut:
    return s.MomentOut(
        at=row.at,
        verb=row.verb,
        sentence=str(row.sentence),
        unit=str(row.unit),
        who=str(row.who),
        words=str(row.words),
        entry_hash=row.entry_hash,
        files=[str(a.pk) for a in row.attachments],
    )


def callback(row: Callback, actor: Actor) -> s.CallbackOut:
    return s.CallbackOut(
        case=line(row.case),
        round=row.round,
        opened_at=row.opened_at,
        due_at=row.due_at,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        answering_unit=named(row.answering_unit),
        person=person(row.case.person) if cases.may_see_person(row.case, actor) else None,
    )
