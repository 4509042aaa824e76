"""What happened to a case, a sentence a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from answerable.cases.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    Consultation,
    Contact,
    Deferral,
    Merge,
    Objection,
    Reply,
    Step,
)
from answerable.cases.sentences.names import (
    CLOSING,
    MOMENT,
    NEXT,
    RING,
    clock_label,
    satisfied_label,
    stance_label,
    state_label,
    verb_label,
)
from answerable.organisation.models import Post
from answerable.organisation.sentences import local_time
from answerable.rules import overdue
from answerable.rules.masking import mask

Row = TypeVar("Row", bound=Model)


def state_words(case: Case) -> str:
    """Where the case stands; for a closed one also how it was closed."""
    return str(CLOSING.get(case.closing, case.closing)) if case.state == "closed" else state_label(case.state)


def what_next(case: Case) -> str:
    return str(NEXT[case.state])


def task_words(part: Assignment) -> str:
    """What an assisting unit is asked to do; by the dispatch catalogue it is what the case is about."""
    if part.task or part.role != "assist":
        return part.task
    return _("By the dispatch catalogue: its share in “%(category)s”") % {"category": part.case.category.name}


def who(actor: str, post: Post | None) -> str:
    """An actor as colleagues know them: the post and the account, the citizen, or the system."""
    if post is not None:
        return f"{post.name} ({actor.rpartition('/')[2]})"
    return _("the citizen") if actor.startswith("citizen:") else _("the system")


def _one(touched: Sequence[Model], kind: type[Row]) -> Row | None:
    return next((row for row in touched if isinstance(row, kind)), None)


def moment(
    case: Case, verb: str, touched: Sequence[Model], post: Post | None, facts: Mapping[str, str]
) -> str:  # fmt: skip
    """One sentence. Citizens read units, not offices' words; officers read the same with names beside it."""
    unit = post.unit.name if post else ""
    leads = [row for row in touched if isinstance(row, Assignment) and row.role == "lead"]
    to = max(leads, key=lambda row: row.since).unit.name if leads else case.lead_unit.name
    if verb in ("confirm", "refute"):
        return _verdict(_one(touched, Callback), verb)
    if verb == "add_assistant":
        part = _one(touched, Assignment)
        return _("%(unit)s was asked to help.") % {"unit": part.unit.name if part else ""}
    if verb == "ring":
        clock = _one(touched, Clock)
        words = {"what": clock_label(clock.kind) if clock else "", "unit": clock.unit.name if clock else ""}
        return str(RING[facts.get("step", overdue.NOTICE)]) % words
    return str(MOMENT.get(verb, verb_label(verb))) % {"to": to, "unit": unit}


def _verdict(callback: Callback | None, verb: str) -> str:
    if callback is None:
        return verb_label(verb)
    solved = _("solved") if callback.solved else _("not solved")
    words = {"solved": solved, "satisfied": satisfied_label(callback.satisfied)}
    if verb == "confirm":
        return _("The citizen said: %(solved)s, %(satisfied)s. The case is closed.") % words
    return _("The citizen said: %(solved)s, %(satisfied)s. It must be done again.") % words


def words_of(case: Case, verb: str, touched: Sequence[Model], audience: str) -> tuple[str, list[tuple[str, str]]]:
    """The words that go with a moment, and labelled parts of a reply; masked for the public, whole for staff."""
    shown = mask if audience == "public" else str
    reply, step, contact = _one(touched, Reply), _one(touched, Step), _one(touched, Contact)
    if verb == "answer" and reply is not None:
        parts = [
            (_("What was done"), shown(reply.done)),
            (_("The rule it rests on"), shown(reply.basis)),
            (_("What shows it"), shown(reply.evidence)),
            (_("Claimed outcome"), reply.outcome.name),
        ]
        return shown(reply.words), parts
    if step is not None and (step.public or audience == "staff" or (audience == "reporter" and step.kind == "asked")):
        return shown(step.words), []
    if contact is not None and verb.startswith(("receive", "import", "repeat", "add_words")):
        return (
            case.public_words
            if audience == "public" and verb.startswith(("receive", "import"))
            else shown(contact.words)
        ), []
    if verb == "route" and contact is not None and audience != "public":
        return contact.answer, []
    deferral = _one(touched, Deferral)
    if deferral is not None:
        return _deferral_words(deferral, verb, shown)
    if audience != "staff":
        return "", []
    return _staff_words(touched)


def _deferral_words(deferral: Deferral, verb: str, shown: Callable[[str], str]) -> tuple[str, list[tuple[str, str]]]:
    """Why more time is asked for, what was done meanwhile and the new date: everybody may read it (JN 24)."""
    if verb in ("grant", "deny"):
        return shown(deferral.decided_words), [(_("New date"), local_time(deferral.until))]
    if verb == "review_parking":
        return shown(deferral.reviewed_words), []
    parts = [(_("New date"), local_time(deferral.until))]
    if deferral.measures:
        parts.insert(0, (_("What was done meanwhile"), shown(deferral.measures)))
    return shown(deferral.reason), parts


def _staff_words(touched: Sequence[Model]) -> tuple[str, list[tuple[str, str]]]:
    """What only officers read: objections, parts and what the citizen added to the verdict."""
    objection, part, callback = _one(touched, Objection), _one(touched, Assignment), _one(touched, Callback)
    merged = _one(touched, Merge)
    if merged is not None:
        return merged.undone_reason or merged.reason, []
    if objection is not None and objection.outcome_words:
        return objection.outcome_words, []
    if objection is not None:
        return objection.basis, [
            (_("Reason"), objection.reason_code.name),
            (_("Unit proposed"), objection.proposed_unit.name),
        ]
    if part is not None and part.role == "assist":
        return part.report or part.stage or part.cancel_reason or task_words(part), []
    if part is not None and part.stance:
        return part.report, [(_("View"), stance_label(part.stance))]
    consultation = _one(touched, Consultation)
    if consultation is not None:
        return consultation.outcome_words or consultation.question, []
    return (callback.comment if callback is not None else ""), []
