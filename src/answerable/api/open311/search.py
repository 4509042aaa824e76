"""The arguments of GET Service Requests, and the public cases they narrow down to.

Without dates the answer covers the most recent 90 days and at most 1,000 requests, as the standard says; a change
window (`updated_after`, `updated_before`) lifts the 90 days, since what changed lately may be old. Newest first.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import cos, isfinite, radians

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from answerable.api.open311.endpoint import Open311Error, argument
from answerable.api.open311.services import category_of
from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.organisation.models import Jurisdiction
from answerable.rules.ids import normalise_number

LONGEST_SPAN = timedelta(days=90)
MOST = 1_000
MOST_WITH_EXTENSIONS = 100
MAX_RADIUS_METRES = 50_000
METRES_PER_DEGREE = 111_195.0


def matching(request: HttpRequest, city: Jurisdiction, now: datetime) -> QuerySet[Case]:
    """The public cases asked for, newest first, one page of them. Raises 400 and 404 with a sentence each."""
    found = cases.public_cases(city)
    numbers = listed(request, "service_request_id")
    if numbers:
        return found.filter(number__in=[normalise_number(n) or n for n in numbers[:MOST]]).order_by("-opened_at", "-id")
    found = found.filter(_by_service(request, city), _by_status(request), _by_time(request, now))
    return _page(request, _near(request, found).order_by("-opened_at", "-id"))


def listed(request: HttpRequest, name: str) -> list[str]:
    """The parts of a comma list; empty parts are nothing."""
    return [part.strip() for part in argument(request, name).split(",") if part.strip()]


def moment(request: HttpRequest, name: str) -> datetime | None:
    """A W3C date and time with its zone, or None when the argument is absent. Raises 400."""
    text = argument(request, name)
    if not text:
        return None
    if len(text) > 6 and text[-6] == " " and text[-3] == ":":
        text = text[:-6] + "+" + text[-5:]  # a plus sign that was not escaped arrives as a space
    try:
        when = datetime.fromisoformat(text.upper())
        if when.utcoffset() is None or not 1900 <= when.year <= 2200:
            raise ValueError
        return when
    except ValueError:
        words = _("%(name)s must be a date and time with its time zone, such as 2026-01-31T09:00:00Z.")
        raise Open311Error(400, words % {"name": name}) from None


def number(request: HttpRequest, name: str, low: float, high: float) -> float | None:
    """A number within bounds, or None when the argument is absent. Raises 400."""
    text = argument(request, name)
    if not text:
        return None
    try:
        value = float(text)
        if not isfinite(value) or not low <= value <= high:
            raise ValueError
    except ValueError:
        words = _("%(name)s must be a number from %(low)s to %(high)s.")
        raise Open311Error(400, words % {"name": name, "low": f"{low:g}", "high": f"{high:g}"}) from None
    return value


def wants_extensions(request: HttpRequest) -> bool:
    return argument(request, "extensions").lower() in {"true", "1", "yes"}


def _by_service(request: HttpRequest, city: Jurisdiction) -> Q:
    codes = listed(request, "service_code")
    if not codes:
        return Q()
    return Q(category__code__in={category_of(city, code).code for code in codes[:MOST]})


def _by_status(request: HttpRequest) -> Q:
    wanted = {status.lower() for status in listed(request, "status")}
    if wanted - {"open", "closed"}:
        raise Open311Error(400, _("status must be open, closed or both with a comma between them."))
    if len(wanted) != 1:
        return Q()
    return Q(state="closed") if wanted == {"closed"} else ~Q(state="closed")


def _by_time(request: HttpRequest, now: datetime) -> Q:
    after, before = moment(request, "updated_after"), moment(request, "updated_before")
    start, end = moment(request, "start_date"), moment(request, "end_date")
    changed = Q(**{"updated_at__gte": after} if after else {}) & Q(**{"updated_at__lte": before} if before else {})
    if start and end and start > end:
        raise Open311Error(400, _("start_date is after end_date."))
    if start and end and end - start > LONGEST_SPAN:
        raise Open311Error(400, _("start_date and end_date may lie at most 90 days apart."))
    if (after or before) and not (start or end):
        return changed
    start = start or (end or now) - LONGEST_SPAN
    end = end or start + LONGEST_SPAN
    return changed & Q(opened_at__gte=start, opened_at__lte=end)


def _near(request: HttpRequest, found: QuerySet[Case]) -> QuerySet[Case]:
    """Within `radius` metres of `lat`, `long`. Flat-earth distance: off by less than 0.1 % at 50 km."""
    latitude, longitude = number(request, "lat", -90, 90), number(request, "long", -180, 180)
    radius = number(request, "radius", 0, MAX_RADIUS_METRES)
    if latitude is None and longitude is None and radius is None:
        return found
    if latitude is None or longitude is None or radius is None:
        raise Open311Error(400, _("lat, long and radius (in metres) belong together."))
    north = (F("latitude") - latitude) * METRES_PER_DEGREE
    east = (F("longitude") - longitude) * (METRES_PER_DEGREE * cos(radians(latitude)))
    reach = radius / METRES_PER_DEGREE
    found = found.filter(latitude__range=(latitude - reach, latitude + reach))
    return found.annotate(square_metres=north * north + east * east).filter(square_metres__lte=radius * radius)


def _page(request: HttpRequest, found: QuerySet[Case]) -> QuerySet[Case]:
    most = MOST_WITH_EXTENSIONS if wants_extensions(request) else MOST
    page = int(number(request, "page", 1, 1_000_000) or 1)
    size = min(int(number(request, "page_size", 1, 1_000_000) or most), most)
    return found[(page - 1) * size : page * size]
