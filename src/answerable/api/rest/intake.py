"""What somebody said, taken down for them: a case, a repeat, an answer at once, or one of the six other ways."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Header, Router
from ninja.responses import Status
from pydantic import Field

from answerable.api.rest import schemas as s
from answerable.api.rest import shown
from answerable.api.rest.site import ERRORS
from answerable.api.rest.verbs import FileIn
from answerable.cases import actions
from answerable.cases.models import Contact

router = Router(tags=["intake"])
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{0,64}$",
        description="the same key gives the first answer again and makes nothing new",
    ),
]


class PersonIn(s.Wish):
    name: s.Line = ""
    phone: s.Line = ""
    email: s.Line = ""
    language: Literal["", "zh-hant", "en", "zh-hans"] = ""


class Said(s.Wish):
    """What was said, where, and by whom if they want to be reached."""

    words: s.Words
    channel: Literal["phone", "web", "email", "counter", "batch"] = "phone"
    kind: Literal["", "consult", "help", "complaint", "report", "suggestion"] = ""
    language: Literal["", "zh-hant", "en", "zh-hans"] = ""
    title: s.Line = ""
    category_code: s.Code = ""
    latitude: s.Latitude | None = None
    longitude: s.Longitude | None = None
    area_code: s.Code = ""
    address: s.Line = ""
    person: PersonIn | None = None
    said_at: s.When | None = None
    public: s.Truth = True
    joins: s.Number | Literal[""] = ""


class Reported(Said):
    """`complained_about`: the unit it is a complaint about, or an officer of it; it has no part in the case."""

    complained_about: s.Code | Literal[""] = ""
    uploads: Annotated[list[FileIn], Field(max_length=10)] = []


class AnsweredAtOnce(Said):
    answer: s.Words


class Routed(AnsweredAtOnce):
    route: Literal["R1", "R2", "R3", "R4", "R5", "R6"]


@router.post(
    "/contacts",
    response={200: s.ContactOut, 201: s.ContactOut, **ERRORS},
    summary="Open a case, or join the case named in `joins`; 200 when the same post came twice",
)
def receive(request: HttpRequest, body: Reported, idempotency_key: IdempotencyKey = "") -> Status:
    uploads = [file.upload() for file in body.uploads]
    wish = _wish(request, body, idempotency_key)
    receipt = actions.receive(**wish, joins=body.joins, complained_about=body.complained_about, uploads=uploads)
    case = receipt.case
    shown_ = s.ContactOut(
        contact=str(receipt.contact.pk),
        disposition=receipt.contact.disposition,
        number=case.number,
        link=f"/receipt/{case.number}/{receipt.secret}" if receipt.secret else f"/case/{case.number}",
        due_at=case.due_at,
        lead_unit=shown.named(case.lead_unit),
        repeated=receipt.repeated,
    )
    return Status(200 if receipt.repeated else 201, shown_)


@router.post("/contacts/answered", response={201: s.ContactOut, **ERRORS}, summary="A question answered at once")
def answered(request: HttpRequest, body: AnsweredAtOnce, idempotency_key: IdempotencyKey = "") -> Status:
    contact = actions.answer_at_once(**_wish(request, body, idempotency_key), answer=body.answer)
    return Status(201, _contact(contact))


@router.post("/contacts/routed", response={201: s.ContactOut, **ERRORS}, summary="One of the six other ways")
def routed(request: HttpRequest, body: Routed, idempotency_key: IdempotencyKey = "") -> Status:
    wish = _wish(request, body, idempotency_key)
    contact = actions.route_contact(**wish, route=body.route, answer=body.answer, joins=body.joins)
    return Status(201, _contact(contact))


def _wish(request: HttpRequest, body: Said, idempotency_key: str) -> dict[str, Any]:
    names = (
        "words", "channel", "kind", "language", "title", "category_code", "latitude", "longitude", "area_code",
        "address", "said_at", "public",
    )  # fmt: skip
    wish: dict[str, Any] = {name: getattr(body, name) for name in names}
    if body.person is not None:
        wish["person"] = actions.PersonDetails(**body.person.model_dump())
    key = f"rest:{request.auth.post}:{idempotency_key}" if idempotency_key else ""
    return {"actor": request.auth, "now": request.now, "idempotency_key": key, **wish}


def _contact(contact: Contact) -> s.ContactOut:
    case = contact.case
    return s.ContactOut(
        contact=str(contact.pk),
        disposition=contact.disposition,
        number=case.number if case else None,
        link=None,
        due_at=None,
        lead_unit=None,
        repeated=False,
    )
