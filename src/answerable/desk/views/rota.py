"""The rota of leaders who take calls: who sits next, who came, what was promised; and one page for each shift."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import roles, rota_pages
from answerable.desk.doors import staff
from answerable.desk.rota_forms import FORMS, PlanShift, SeatForm
from answerable.desk.templatetags.desk import DRAFTS
from answerable.leaders import actions, queries
from answerable.rules.problems import NotFound, Problem, Refused


@staff(*roles.ROTA)
@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: HttpRequest) -> HttpResponse:
    """The rota; by POST a shift is planned."""
    if request.method != "POST":
        return _rota(request, PlanShift(jurisdiction=request.jurisdiction))
    form = PlanShift(request.POST, jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            shift = actions.plan_shift(actor=request.actor, now=request.now, **form.inputs())
        except Refused as refused:
            form.take(refused)
        else:
            request.session[DRAFTS] = [f"{request.user.pk}:plan_shift"]
            messages.success(request, _("%(post)s is on the rota.") % {"post": shift.post.name})
            return redirect("desk:rota")
    return _rota(request, form, status=422)


def _rota(request: HttpRequest, form: PlanShift, status: int = 200) -> HttpResponse:
    page = queries.rota_page(request.actor, now=request.now)
    return render(request, "desk/rota.html", {"page": page, "form": form}, status=status)


@staff(*roles.ROTA)
@require_safe
def shift(request: HttpRequest, key: UUID) -> HttpResponse:
    return _shift(request, key)


def _shift(request: HttpRequest, key: UUID, failed: SeatForm | None = None) -> HttpResponse:
    desk = rota_pages.shift_desk(
        request.actor, key, now=request.now, jurisdiction=request.jurisdiction, failed=failed
    )  # fmt: skip
    context = {"desk": desk, "page": desk.page, "line": desk.page.line, "shift": desk.page.line.shift, "failed": failed}
    return render(request, "desk/shift.html", context, status=422 if failed else 200)


@staff(*roles.ROTA)
@require_POST
def act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    """Do one act of the rota. Refused: the page again, with the form open and nothing lost."""
    if verb not in FORMS:
        raise NotFound(Problem("no_such_shift"))
    form = rota_pages.bound(
        verb, request.POST, request.actor, key, now=request.now, jurisdiction=request.jurisdiction
    )  # fmt: skip
    if form.is_valid():
        try:
            rota_pages.act(verb, form, actor=request.actor, now=request.now, key=key)
        except Refused as refused:
            form.take(refused)
        else:
            request.session[DRAFTS] = [f"{request.user.pk}:{key}:{request.POST.get('promise_key') or verb}"]
            messages.success(request, _("Done: %(act)s") % {"act": form.heading})
            return redirect("desk:shift", key)
    return _shift(request, key, form)
