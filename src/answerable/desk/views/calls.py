"""The call-taker console: one screen for a call."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from answerable.cases import queries
from answerable.desk import calls, roles
from answerable.desk.call_form import CallerForm, CallForm, HeardForm
from answerable.desk.doors import staff
from answerable.desk.templatetags.desk import DRAFTS
from answerable.rules.problems import NotAllowed, NotFound, Refused

FLASH = "call_ended"


@staff(*roles.CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def console(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        initial = {"key": uuid4().hex, "language": request.LANGUAGE_CODE, "phone": request.GET.get("phone", "")}
        form = CallForm(initial=initial, jurisdiction=request.jurisdiction)
        return _page(request, form, ended=request.session.pop(FLASH, None))
    form = CallForm(request.POST, jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            ended = calls.settle(form.cleaned_data, actor=request.actor, now=request.now)
        except Refused as refused:
            form.take(refused)
        else:
            request.session[FLASH] = {"outcome": ended.outcome, "number": ended.number, "repeated": ended.repeated}
            request.session[DRAFTS] = [f"{request.user.pk}:call"]
            return redirect("desk:calls")
    return _page(request, form, status=422)


def _page(request: HttpRequest, form: CallForm, ended: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "ended": ended}
    if ended and ended.get("number"):
        try:
            case = queries.get_case(request.actor, ended["number"])
            context |= {"case": case, "strip": queries.strip(case, now=request.now)}
        except (NotFound, NotAllowed):
            pass
    return render(request, "desk/calls.html", context, status=status)


@staff(*roles.CALLS)
@require_POST
def thinks(request: HttpRequest) -> HttpResponse:
    """The right column, again after a pause in typing. By POST: words of a citizen belong in no address."""
    heard = HeardForm(request.POST).heard()
    thoughts = calls.think(
        heard, actor=request.actor, jurisdiction=request.jurisdiction, language=get_language() or "en", now=request.now
    )
    return render(request, "desk/parts/thinks.html", {"thoughts": thoughts})


@staff(*roles.CALLS)
@require_POST
def caller(request: HttpRequest) -> HttpResponse:
    """The left column: what this caller told us before."""
    form = CallerForm(request.POST)
    form.full_clean()
    phone, email = form.cleaned_data.get("phone", ""), form.cleaned_data.get("email", "")
    cases = calls.caller(request.actor, phone=phone, email=email)
    strips = zip(cases, queries.strips(cases, now=request.now), strict=True)
    return render(request, "desk/parts/caller.html", {"lines": list(strips), "asked": bool(phone or email)})
