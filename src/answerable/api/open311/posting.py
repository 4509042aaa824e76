"""POST Service Request: what a client sends becomes a contact and a case by the same action as everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from answerable.api import queries
from answerable.api.models import ApiKey
from answerable.api.open311 import formats
from answerable.api.open311.endpoint import Open311Error, argument, jurisdiction_of, now_of
from answerable.api.open311.questions import check_answers
from answerable.api.open311.records import MAX_DESCRIPTION, at
from answerable.api.open311.search import number
from answerable.api.open311.services import category_of
from answerable.cases import actions
from answerable.organisation.files import Upload, check_uploads
from answerable.organisation.models import Category, Jurisdiction
from answerable.rules.access import citizen
from answerable.rules.problems import Refused

MAX_URL = 500
CREATED, REPEATED = 201, 200


def post(request: HttpRequest, *, format: str) -> HttpResponse:
    """201 with the new id; 200 with the earlier id when the same post came twice. 400, 403, 404 with sentences."""
    row = _receive(request)
    status = REPEATED if row.pop("repeated") else CREATED
    return formats.response([row], root="service_requests", format=format, status=status)


def post_to_test(request: HttpRequest, *, format: str) -> HttpResponse:
    """The test endpoint: everything is checked and done as in earnest, then taken back."""
    with transaction.atomic():
        row = _receive(request, keep_files=False)
        transaction.set_rollback(True)
    row["service_notice"] = _("Test endpoint: this request was checked and not stored.")
    status = REPEATED if row.pop("repeated") else CREATED
    return formats.response([row], root="service_requests", format=format, status=status)


def _receive(request: HttpRequest, *, keep_files: bool = True) -> dict[str, Any]:
    city, now = jurisdiction_of(request), now_of(request)
    key = _key(request, city)
    wish = _wish(request, city)
    uploads = _uploads(request)
    if not keep_files:
        _check_only(uploads)
        uploads = []
    receipt = actions.receive(
        actor=citizen(city.code), now=now, channel="open311", uploads=uploads,
        idempotency_key=_idempotency_key(request, key), **wish,
    )  # fmt: skip
    case = receipt.case
    page = f"/receipt/{case.number}/{receipt.secret}" if receipt.secret else f"/case/{case.number}"
    link = request.build_absolute_uri(page)
    due = at(case.due_at, ZoneInfo(city.timezone))
    notice = _("%(unit)s answers by %(due)s. Follow it, add to it and say whether it was solved: %(link)s")
    return {
        "service_request_id": case.number,
        "service_notice": notice % {"unit": case.lead_unit.name, "due": due, "link": link},
        "account_id": None,
        "repeated": receipt.repeated,
    }


def _key(request: HttpRequest, city: Jurisdiction) -> ApiKey:
    key = queries.valid_key(argument(request, "api_key"), now=now_of(request))
    if key is None or not key.may_post or key.jurisdiction_id != city.pk:
        raise Open311Error(403, _("api_key is missing, unknown or no longer valid. discovery.xml says how to get one."))
    return key


def _wish(request: HttpRequest, city: Jurisdiction) -> dict[str, Any]:
    """The arguments as the domain takes them. Raises 400 and 404; the domain checks the rest."""
    code = argument(request, "service_code")
    if not code:
        raise Open311Error(400, _("service_code is missing. GET services lists the codes."))
    category = category_of(city, code)
    place = _place(request)
    answers, lines = check_answers(category, request.POST)
    return {
        "words": _words(request, category, lines),
        "category_code": category.code,
        "category_chosen_by": "citizen",
        "person": _person(request),
        "complained_about": argument(request, "complained_about"),
        "attributes": answers,
        **place,
    }


def _place(request: HttpRequest) -> dict[str, Any]:
    latitude, longitude = number(request, "lat", -90, 90), number(request, "long", -180, 180)
    if (latitude is None) != (longitude is None):
        raise Open311Error(400, _("lat and long belong together."))
    address, area = argument(request, "address_string"), argument(request, "address_id")
    if latitude is None and not address and not area:
        raise Open311Error(400, _("A place is missing: give lat and long, or address_string, or address_id."))
    return {"latitude": latitude, "longitude": longitude, "address": address, "area_code": area}


def _words(request: HttpRequest, category: Category, lines: Sequence[str]) -> str:
    """What was said, then the answers to the category's questions and the address of a picture, a line each."""
    description = argument(request, "description")
    if len(description) > MAX_DESCRIPTION:
        words = _("description has %(length)s characters; at most 4,000 are taken. Please shorten it.")
        raise Open311Error(400, words % {"length": f"{len(description):,}"})
    media = argument(request, "media_url")
    if media and (len(media) > MAX_URL or urlsplit(media).scheme not in ("http", "https")):
        raise Open311Error(400, _("media_url must be an http or https address of at most 500 characters."))
    picture = [_("Picture: %(url)s") % {"url": media}] if media else []
    return "\n".join([description or category.name, *lines, *picture])


def _person(request: HttpRequest) -> actions.PersonDetails | None:
    names = [argument(request, "first_name"), argument(request, "last_name")]
    name = " ".join(part for part in names if part)
    phone, email = argument(request, "phone"), argument(request, "email")
    if not (name or phone or email):
        return None
    return actions.PersonDetails(name=name, phone=phone, email=email, language=get_language() or "")


def _uploads(request: HttpRequest) -> list[Upload]:
    files = [*request.FILES.getlist("media"), *request.FILES.getlist("media[]")]
    return [Upload(filename=file.name or "media", content=file.read()) for file in files]


def _check_only(uploads: Sequence[Upload]) -> None:
    problems = check_uploads(uploads)
    if problems:
        raise Refused(problems)


def _idempotency_key(request: HttpRequest, key: ApiKey) -> str:
    given = request.headers.get("Idempotency-Key", "").strip()
    if len(given) > 64:
        raise Open311Error(400, _("Idempotency-Key may have at most 64 characters."))
    return f"open311:{key.pk}:{given}" if given else ""
