"""What every request knows before a view sees it: the jurisdiction, the instant, and the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.rules.problems import NotAllowed, NotFound

COOKIE = "lang"
YEAR_SECONDS = 365 * 24 * 3600
LANGUAGES = dict(settings.LANGUAGES)
_TRADITIONAL = ("zh-hant", "zh-hk", "zh-tw", "zh-mo")


def known_language(tag: str) -> str | None:
    """Our code for a BCP 47 tag (`zh-HK` is zh-hant, `zh-CN` is zh-hans, `en-GB` is en), or None."""
    tag = tag.strip().lower().replace("_", "-")
    if tag.startswith(_TRADITIONAL):
        return "zh-hant"
    if tag.startswith("zh-"):
        return "zh-hans"
    return "en" if tag == "en" or tag.startswith("en-") else None


def choose_language(request: HttpRequest, default: str) -> str:
    """What the address says, else what was chosen before, else what the browser asks for, else the city's own."""
    for wish in (request.GET.get("lang", ""), request.COOKIES.get(COOKIE, "")):
        if language := known_language(wish):
            return language
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if tag == "zh" and default.startswith("zh"):
            return default
        if language := known_language(tag) or ("zh-hans" if tag == "zh" else None):
            return language
    return default


def _jurisdiction() -> Jurisdiction | None:
    book = organisation.rulebook_of(settings.JURISDICTION)
    try:
        return book.jurisdiction if book else organisation.jurisdiction(settings.JURISDICTION)
    except (NotFound, Jurisdiction.DoesNotExist):
        return None  # before the first pack is loaded


class LanguageMiddleware:
    """Sets request.jurisdiction, request.now and request.LANGUAGE_CODE; local time is the jurisdiction's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        jurisdiction = _jurisdiction()
        default = str(jurisdiction.settings.get("default_language", "")) if jurisdiction else ""
        language = choose_language(request, known_language(default) or settings.LANGUAGE_CODE)
        request.jurisdiction = jurisdiction  # type: ignore[attr-defined]
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        zone = ZoneInfo(jurisdiction.timezone) if jurisdiction else timezone.get_default_timezone()
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if known_language(request.GET.get("lang", "")):
            response.set_cookie(COOKIE, language, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.SECURE_COOKIES)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> HttpResponse | None:
        """Before the first pack is loaded no public page has anything to say but that."""
        from answerable.portal.views import errors

        waiting = request.jurisdiction is None and getattr(view, "audience", "") == "public"  # type: ignore[attr-defined]
        return errors.not_ready(request) if waiting else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What the domain refuses and no view turned into a page of its own."""
        from answerable.portal.views import errors

        if isinstance(exception, NotFound):
            return errors.not_found(request)
        return errors.forbidden(request) if isinstance(exception, NotAllowed) else None
