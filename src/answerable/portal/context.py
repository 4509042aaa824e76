"""What every template may rely on: the jurisdiction, the languages, the navigation of the page's chrome."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, gettext_lazy

from answerable.leaders.settings import rota_is_public

HTML_LANGUAGE = {"zh-hant": "zh-Hant-HK", "en": "en", "zh-hans": "zh-Hans-CN"}


@dataclass(frozen=True)
class Link:
    """One entry of a navigation: `key` follows `g` on the keyboard."""

    url: str
    label: str
    current: str = ""
    key: str = ""
    lang: str = ""


# Pages that stand beside the list they belong to.
INSIDE = {
    "/case/": "/cases",
    "/receipt/": "/track",
    "/taskforces/": "/whistles",
    "/desk/plans": "/desk/plan",
    "/desk/taskforces": "/desk/whistles",
    "/desk/issues": "/desk/reviews",
}
PUBLIC_PAGES = (
    ("portal:report", gettext_lazy("Report"), "r"),
    ("portal:track", gettext_lazy("Track"), "t"),
    ("portal:list", gettext_lazy("Cases"), "c"),
    ("portal:map", gettext_lazy("Map"), "m"),
    ("portal:plans", gettext_lazy("Plan"), "p"),
    ("portal:undecided", gettext_lazy("Undecided"), "u"),
    ("portal:whistles", gettext_lazy("Whistles"), "w"),
    ("portal:leaders", gettext_lazy("Leaders on call"), "l"),
    ("portal:movement", gettext_lazy("Between units"), "b"),
    ("portal:reviews", gettext_lazy("Reviews"), "v"),
    ("portal:stories", gettext_lazy("Stories"), "s"),
    ("portal:about", gettext_lazy("About"), "a"),
)
# Whose navigation names which page of the desk: exactly the roles that may open it, as desk/doors.py lets them in.
STAFF_PAGES: tuple[tuple[str, object, str, frozenset[str]], ...] = (
    ("desk:calls", gettext_lazy("Calls"), "c", frozenset({"call_taker", "dispatcher"})),
    ("desk:dispatch", gettext_lazy("Dispatch"), "d", frozenset({"dispatcher", "coordinator"})),
    ("desk:unit", gettext_lazy("My unit"), "u", frozenset({"handler", "unit_head", "dispatcher", "coordinator"})),
    (
        "desk:whistles",
        gettext_lazy("Whistles"),
        "w",
        frozenset({"handler", "unit_head", "dispatcher", "coordinator", "leader", "reviewer", "auditor"}),
    ),
    (
        "desk:plan",
        gettext_lazy("Plans"),
        "p",
        frozenset(
            {
                "handler",
                "unit_head",
                "coordinator",
                "leader",
                "reviewer",
                "statistician",
                "outsider",
                "auditor",
                "administrator",
            }
        ),
    ),
    ("desk:callbacks", gettext_lazy("Callbacks"), "b", frozenset({"callback_officer", "coordinator"})),
    ("desk:leaders", gettext_lazy("Leaders"), "l", frozenset({"leader", "coordinator", "auditor"})),
    (
        "desk:movement",
        gettext_lazy("Between units"),
        "m",
        frozenset({"leader", "coordinator", "auditor", "unit_head"}),
    ),
    (
        "desk:rota",
        gettext_lazy("Rota"),
        "r",
        frozenset({"leader", "unit_head", "coordinator", "dispatcher", "callback_officer", "auditor"}),
    ),
    (
        "desk:reviews",
        gettext_lazy("Reviews"),
        "v",
        frozenset({"handler", "unit_head", "coordinator", "leader", "reviewer", "statistician", "auditor"}),
    ),
    (
        "desk:appraisals",
        gettext_lazy("Appraisals"),
        "a",
        frozenset({"unit_head", "coordinator", "leader", "reviewer", "auditor"}),
    ),
    (
        "desk:evaluations",
        gettext_lazy("Evaluations"),
        "e",
        frozenset({"outsider", "unit_head", "coordinator", "leader", "reviewer", "statistician", "auditor"}),
    ),
    ("desk:stories", gettext_lazy("Stories"), "s", frozenset({"coordinator", "reviewer", "callback_officer"})),
)


def _link(request: HttpRequest, name: str, label: object, key: str) -> Link | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    return Link(url, str(label), _standing(request.path, url), key)


def _standing(path: str, url: str) -> str:
    """What `aria-current` says of a link: the page itself, or the part of the site it stands in."""
    own = url.rstrip("/")
    if path.rstrip("/") == own:
        return "page"
    beside = any(path.startswith(start) and place == own for start, place in INSIDE.items())
    return "true" if beside or path.startswith(f"{own}/") else ""


def _languages(request: HttpRequest) -> list[Link]:
    links = []
    for code, label in settings.LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        path = request.path if request.method in ("GET", "HEAD") else request.get_full_path().split("?")[0]
        current = "true" if code == get_language() else ""
        links.append(Link(f"{path}?{query.urlencode()}", label, current, lang=HTML_LANGUAGE[code]))
    return links


def _public_nav(request: HttpRequest) -> list[Link]:
    """The public pages; the leaders' rota only where the pack makes it public."""
    city = getattr(request, "jurisdiction", None)
    hidden = {"portal:leaders"} if city is None or not rota_is_public(city) else set()
    return [link for page in PUBLIC_PAGES if page[0] not in hidden and (link := _link(request, *page))]


def _staff_nav(request: HttpRequest) -> list[Link]:
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    pages = [p for p in STAFF_PAGES if not p[3] or p[3] & actor.roles]
    return [link for name, label, key, _roles in pages if (link := _link(request, name, label, key))]


def site(request: HttpRequest) -> dict[str, object]:
    """`site_name`, `html_lang`, `languages`, `public_nav`, `staff_nav`, `simulated`, `tile_url`, `actor`, `now`."""
    jurisdiction = getattr(request, "jurisdiction", None)
    return {
        "jurisdiction": jurisdiction,
        "site_name": jurisdiction.name if jurisdiction else gettext("Answerable"),
        "simulated": bool(jurisdiction and jurisdiction.simulated),
        "html_lang": HTML_LANGUAGE.get(get_language() or "en", "en"),
        "languages": _languages(request),
        "public_nav": _public_nav(request),
        "staff_nav": _staff_nav(request),
        "tile_url": settings.TILE_URL,
        "actor": getattr(request, "actor", None),
        "now": getattr(request, "now", None),
    }
