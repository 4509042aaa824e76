"""Who may open a staff page. Each view says so in its first line; a test of the house reads it back."""

from __future__ import annotations

import functools
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from answerable.desk import roles as role_names
from answerable.rules.problems import NotAllowed, NotFound

View = Callable[..., HttpResponse]


def anyone(view: View) -> View:
    """A page of the desk that needs no sign-in (the sign-in itself)."""
    view.audience = "anyone"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """A page for whoever is signed in, with or without a post."""

    @functools.wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    door.audience = "signed_in"  # type: ignore[attr-defined]
    return door


def staff(*roles: str) -> Callable[[View], View]:
    """A page for officers whose post has one of `roles`; without roles, for every post."""
    wanted = frozenset(roles)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if request.actor is None:
                return render(request, "desk/no_post.html", status=403)
            if wanted and not wanted & request.actor.roles:
                return closed(request, wanted)
            try:
                return view(request, *args, **kwargs)
            except NotFound:
                return render(request, "desk/not_found.html", status=404)
            except NotAllowed as refused:
                return render(request, "desk/not_allowed.html", {"problems": refused.problems}, status=403)

        door.audience = "staff: " + (", ".join(sorted(wanted)) or "every post")  # type: ignore[attr-defined]
        return door

    return decorate


def closed(request: HttpRequest, wanted: frozenset[str]) -> HttpResponse:
    """The page exists and is not this post's: say whose it is and what to do."""
    names = [role_names.label(role) for role in sorted(wanted)]
    return render(request, "desk/not_allowed.html", {"wanted": names}, status=403)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back: to this page, or to the page whose form was being sent."""
    back = request.get_full_path() if request.method == "GET" and not request.htmx else came_from(request)
    lost = {"lost": 1} if request.method == "POST" or settings.SESSION_COOKIE_NAME in request.COOKIES else {}
    address = f"{reverse('desk:sign-in')}?{urlencode({'next': back, **lost})}"
    if request.htmx:
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = address
        return answer
    return redirect(address)


def came_from(request: HttpRequest) -> str:
    """The page of ours the browser says it came from, as a path; the desk's home when it says nothing usable."""
    referer = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return reverse("desk:home")
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
