"""A case as the standard shows a service request: public words only, every field always there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from answerable.api.open311.services import service_code
from answerable.cases import queries as cases
from answerable.cases import sentences
from answerable.cases.models import Case
from answerable.organisation.models import Jurisdiction
from answerable.organisation.rulebook import Rulebook, rulebook

MAX_DESCRIPTION = 4_000


def records(
    request: HttpRequest, city: Jurisdiction, found: Iterable[Case], *, now: datetime, extensions: bool
) -> list[dict[str, Any]]:
    """The records of these cases; with extensions also who answers, what was said and what was done."""
    rows = list(found)
    zone = ZoneInfo(city.timezone)
    book = rulebook(city, now=now)
    answers = [_record(request, case, zone, book) for case in rows]
    if extensions:
        for answer, strip in zip(answers, cases.strips(rows, now=now), strict=True):
            answer |= _extensions(strip, zone)
    return answers


def at(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """In the city's own time, with the offset, without fractions of a second."""
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def _record(request: HttpRequest, case: Case, zone: ZoneInfo, book: Rulebook) -> dict[str, Any]:
    return {
        "service_request_id": case.number,
        "status": "closed" if case.state == "closed" else "open",
        "status_notes": _status_notes(case),
        "service_name": case.category.name,
        "service_code": service_code(case.category),
        "description": case.public_words[:MAX_DESCRIPTION],
        "agency_responsible": case.lead_unit.name,
        "service_notice": None,
        "requested_datetime": at(case.opened_at, zone),
        "updated_datetime": at(case.closed_at or case.updated_at, zone),
        "expected_datetime": at(case.due_at, zone),
        "address": _address(case, book),
        "address_id": case.area.code if case.area else None,
        "zipcode": None,
        "lat": case.latitude,
        "long": case.longitude,
        "media_url": _media_url(request, case),
    }


def _status_notes(case: Case) -> str:
    """Where it stands; of a joined case also which one it was joined to, where everybody may know that one."""
    if case.merged_into is None or not case.merged_into.public:
        return str(sentences.state_words(case))
    number = {"number": case.merged_into.number}
    return _("Closed: joined to case %(number)s, whose outcome counts for this one.") % number


def _address(case: Case, book: Rulebook) -> str:
    """The area and those it lies in, most specific first. What was written as an address may name a home: never."""
    if case.area is None:
        return ""
    return ", ".join(book.areas[code].name for code in book.area_path(case.area.code))


def _media_url(request: HttpRequest, case: Case) -> str | None:
    """The first picture anybody may see."""
    for attachment in case.attachments.all():
        if attachment.public and attachment.media_type.startswith("image/"):
            try:
                return request.build_absolute_uri(reverse("portal:file", args=[attachment.pk]))
            except NoReverseMatch:
                return request.build_absolute_uri(f"/files/{attachment.pk}")
    return None


def _extensions(strip: cases.Strip, zone: ZoneInfo) -> dict[str, Any]:
    case = strip.case
    answering = [
        {
            "unit": part.unit.name,
            "post": part.post.name if part.post else None,
            "role": part.role,
            "since": at(part.since, zone),
            "rule": str(part.rule),
            "why": str(part.why),
        }
        for part in strip.answering
    ]
    notes = [
        {"datetime": at(m.at, zone), "description": _note(m.sentence, m.words), "type": m.verb}
        for m in cases.timeline(case, audience="public")
    ]
    extended = {
        "state": case.state,
        "channel": case.channel,
        "kind": case.kind,
        "tier": case.tier.name,
        "due": at(case.due_at, zone),
        "level": strip.level,
        "rule_sentence": str(strip.rule_sentence),
        "next_sentence": str(strip.next_sentence),
        "affected": case.affected,
        "answering": answering,
        "verdict": _verdict(case),
    }
    return {"extended_attributes": extended, "notes": notes}


def _note(sentence: object, words: object) -> str:
    return f"{sentence}\n{words}" if words else str(sentence)


def _verdict(case: Case) -> dict[str, Any] | None:
    """The citizen's three answers, once there is a valid callback; of a joined case those of the other one."""
    case = cases.verdict_case(case)
    if not case.public:
        return None
    valid = [c for c in case.callbacks.all() if c.valid]
    if not valid:
        return None
    last = max(valid, key=lambda c: c.round)
    return {"contacted": last.contacted, "solved": last.solved, "satisfied": last.satisfied}
