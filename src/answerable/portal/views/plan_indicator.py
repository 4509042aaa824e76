"""One indicator in public: its page, a comment that becomes a case, and mails about it for whoever asks."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.cases.actions import PersonDetails
from answerable.organisation.doors import public
from answerable.performance.actions import comment as comment_on
from answerable.plans.actions import following
from answerable.portal import plan_indicator as pages
from answerable.portal.forms import Errors, errors_of
from answerable.rules.access import citizen
from answerable.rules.problems import Refused

FIELDS = ("words", "phone", "email", "name", "key", "follow_email")


def _said(request: HttpRequest) -> dict[str, str]:
    """What was typed; a new key where none came along, so that a page sent twice makes one case."""
    given = {name: request.POST.get(name, "").replace("\x00", "") for name in FIELDS}
    return given | {"key": given["key"][:64] or uuid4().hex}


def _page(
    request: HttpRequest, code: str, key: str, *, errors: Errors | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The page; with errors, what was typed stands there again."""
    wish = request.GET.get("as_of", "")
    found = pages.indicator_page(request.jurisdiction, code, key, wish, now=request.now)
    context = {
        "shown": found, "plan": found.plan, "day": found.as_of, "figure": found.figure, "said": _said(request),
        "errors": errors or [], "error": dict(reversed(errors or [])),
    }  # fmt: skip
    return render(request, "portal/indicator.html", context, status=status)


@public
@require_safe
def indicator(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """How it stands and why, who answers, every change; of any day."""
    return _page(request, code, key)


@public
@require_POST
def comment(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What somebody says about it becomes a case of whoever answers for it, with a receipt like any other."""
    said = _said(request)
    person = PersonDetails(said["name"], said["phone"], said["email"], get_language() or "")
    digest = hashlib.sha256(said["words"].encode()).hexdigest()[:16]
    try:
        receipt = comment_on(
            actor=citizen(request.jurisdiction.code), now=request.now, plan_code=code, code=key, words=said["words"],
            language=get_language() or "", person=person if person else None,
            idempotency_key=f"web:{said['key']}:{digest}",
        )  # fmt: skip
    except Refused as refused:
        return _page(request, code, key, errors=errors_of(refused), status=422)
    if not receipt.secret:
        messages.success(request, gettext("We have this already, as case %s.") % receipt.case.number)
        return redirect("portal:plan-indicator", code, key)
    return redirect("portal:mine", receipt.case.number, receipt.secret)


@public
@require_POST
def follow(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Ask to be told by mail when it moves; the link in the first mail confirms it."""
    try:
        following.follow(
            jurisdiction=request.jurisdiction, now=request.now, plan_code=code, code=key,
            email=_said(request)["follow_email"], language=get_language() or "",
        )  # fmt: skip
    except Refused as refused:
        errors = [("follow_email" if field == "email" else field, words) for field, words in errors_of(refused)]
        return _page(request, code, key, errors=errors, status=422)
    words = gettext("We have sent you a mail. Open the link in it, and we will write when this moves.")
    messages.success(request, words)
    return redirect("portal:plan-indicator", code, key)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str, end: bool = False) -> HttpResponse:
    """The link of a mail: one button, so that a program that opens links decides nothing."""
    if request.method != "POST":
        return render(request, "portal/plan_following.html", {"end": end, "secret": secret})
    act = following.unfollow if end else following.confirm
    row = act(now=request.now, secret=secret)
    ended, begun = gettext("You will get no more mails about this."), gettext("From now on we write when this moves.")
    messages.success(request, ended if end else begun)
    return redirect("portal:plan-indicator", row.indicator.plan.code, row.indicator.code)
