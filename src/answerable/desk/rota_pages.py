"""What the pages of the rota show: a shift with its forms, and one form for each promise to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from answerable.desk.rota_forms import FORMS, SeatForm, blank
from answerable.leaders import actions, queries
from answerable.leaders.queries import PromiseLine, ShiftPage
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor


@dataclass(frozen=True)
class ShiftDesk:
    """A shift, the forms of the acts allowed now, and beside each promise its form where the reader may settle it."""

    page: ShiftPage
    forms: list[SeatForm]
    quiet: list[SeatForm]
    promises: list[tuple[PromiseLine, SeatForm | None]]


def shift_desk(
    actor: Actor, key: UUID, *, now: datetime, jurisdiction: Jurisdiction, failed: SeatForm | None = None
) -> ShiftDesk:
    """The page of one shift; `failed` is the form that was refused, with everything typed still in it."""
    page = queries.shift_page(actor, key, now=now)
    forms = [_form(verb, page, jurisdiction, failed) for verb in FORMS if verb in page.acts]
    settling = [
        (line, _settling(line, jurisdiction, failed) if line.may_settle else None) for line in page.line.promises
    ]
    return ShiftDesk(page, [f for f in forms if not f.quiet], [f for f in forms if f.quiet], settling)


def _form(verb: str, page: ShiftPage, jurisdiction: Jurisdiction, failed: SeatForm | None) -> SeatForm:
    form = failed if failed is not None and failed.verb == verb else blank(verb, jurisdiction)
    return with_calls(form, page)


def with_calls(form: SeatForm, page: ShiftPage) -> SeatForm:
    """A promise may be for one of the calls of this shift."""
    if form.verb == "promise":
        calls = [(call.case.number, f"{call.case.number} {call.case.title}"[:80]) for call in page.line.calls]
        form.fields["number"].choices = [("", "—"), *calls]
    return form


def _settling(line: PromiseLine, jurisdiction: Jurisdiction, failed: SeatForm | None) -> SeatForm:
    key = str(line.promise.pk)
    if failed is not None and failed.data.get("promise_key") == key:
        return failed
    form = FORMS["settle_promise"]
    return form(jurisdiction=jurisdiction, initial={"promise_key": key}, auto_id=f"settle_{key[-6:]}_%s")


def bound(
    verb: str, data: QueryDict, actor: Actor, key: UUID, *, now: datetime, jurisdiction: Jurisdiction
) -> SeatForm:
    """The form that was sent, with the same lists to choose from as when it was shown."""
    tail = data.get("promise_key", "")[-6:]
    name = f"settle_{tail}" if verb == "settle_promise" else verb
    form = FORMS[verb](data, jurisdiction=jurisdiction, auto_id=f"{name}_%s")
    if verb == "promise":
        with_calls(form, queries.shift_page(actor, key, now=now))
    return form


def act(verb: str, form: SeatForm, *, actor: Actor, now: datetime, key: UUID) -> None:
    """Do the act with what the form brings."""
    inputs: dict[str, Any] = form.inputs()
    if verb != "settle_promise":
        inputs["key"] = key
    getattr(actions, verb)(actor=actor, now=now, **inputs)
