"""The page behind a receipt's secret link: the reporter's own view of the case, verdict and additions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from answerable.cases import actions
from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.organisation.doors import public
from answerable.portal.forms import Errors, errors_of, uploads_of, verdict_of
from answerable.rules.access import Actor, citizen
from answerable.rules.problems import Refused


def _actor(case: Case) -> Actor:
    return citizen(case.jurisdiction.code, str(case.pk))


def page(
    request: HttpRequest, case: Case, secret: str, *, errors: Errors | None = None, status: int = 200
) -> HttpResponse:
    """Everything the reporter may see and do; with errors, what was typed stands there again."""
    allowed = {act.verb for act in cases.allowed(case, _actor(case), now=request.now) if act.allowed}
    context = {
        "case": case,
        "secret": secret,
        "strip": cases.strip(case, now=request.now),
        "situation": cases.situation(case, now=request.now, audience="reporter"),
        "timeline": cases.timeline(case, audience="reporter"),
        "reply": case.replies.filter(returned_at=None).order_by("-at").first(),
        "may_judge": case.state == "verifying",
        "may_add": "add_words" in allowed,
        "errors": errors or [],
        "error": dict(reversed(errors or [])),
        "said": request.POST,
        "link": request.build_absolute_uri(f"/receipt/{case.number}/{secret}"),
    }
    response = render(request, "portal/mine.html", context, status=status)
    # The secret stands in the address. (no-referrer would also hide the origin and with it break the form guard.)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@public
@never_cache
@require_safe
def mine(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Receipt at first, later the whole story."""
    return page(request, cases.case_by_secret(number, secret), secret)


@public
@never_cache
@require_POST
def verdict(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Contacted? solved? satisfied? The answer closes the case or has it done again."""
    case = cases.case_by_secret(number, secret)
    try:
        actions.perform(
            "record_verdict", actor=_actor(case), now=request.now, number=case.number, **verdict_of(request.POST)
        )
    except Refused as refused:
        return page(request, case, secret, errors=errors_of(refused), status=422)
    messages.success(request, gettext("Thank you. Your answer is on the record and counts."))
    return redirect("portal:mine", number, secret)


@public
@never_cache
@require_POST
def add(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """More words, more files, or both."""
    case = cases.case_by_secret(number, secret)
    uploads, words = uploads_of(request), request.POST.get("words", "")
    acts = [("add_words", {"words": words})] if words.strip() or not uploads else []
    acts += [("attach", {"uploads": uploads})] if uploads else []
    try:
        for verb, inputs in acts:
            actions.perform(verb, actor=_actor(case), now=request.now, number=case.number, **inputs)
    except Refused as refused:
        return page(request, case, secret, errors=errors_of(refused), status=422)
    messages.success(request, gettext("Added. The unit that answers can see it now."))
    return redirect("portal:mine", number, secret)
