"""The dispatch queue: only what the machine would not decide, and objections to rule on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answerable.cases import actions, queries
from answerable.desk import dispatching, roles
from answerable.desk.acts import blank
from answerable.desk.dispatch_form import SendForm
from answerable.desk.doors import staff
from answerable.desk.forms import Seen
from answerable.rules.problems import Refused


@staff(*roles.DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, request.GET.get("number", ""), None)
    form = SendForm(request.POST, jurisdiction=request.jurisdiction)
    number = request.POST.get("number", "")
    if form.is_valid():
        try:
            case = dispatching.send(
                request.actor, now=request.now, number=number, version=form.version, **form.inputs()
            )
        except Refused as refused:
            form.take(refused)
        else:
            said = {"number": case.number, "unit": case.lead_unit.name}
            messages.success(request, _("%(number)s went to %(unit)s.") % said)
            return redirect("desk:dispatch")
    return _page(request, number, form, status=409 if form.stale else 422)


def _page(request: HttpRequest, number: str, form: SendForm | None, status: int = 200) -> HttpResponse:
    page = dispatching.dispatch_page(request.actor, now=request.now, number=number)
    context = {"page": page, "case": page.case, "strip": page.strip, "form": form, "back": "/desk/dispatch"}
    if page.case is not None:
        actions.look_at_each(actor=request.actor, cases=[page.case], now=request.now, saw_person=False)
        seen = Seen(page.case, request.actor, request.now)
        default = page.whose.suggested if page.whose else None
        chosen = {"unit_code": default.code} if default else {}
        context["other"] = form or SendForm(jurisdiction=request.jurisdiction, initial=chosen)
        context["other"].offer_no(queries.complained_about(request.jurisdiction, [page.case.number]))
        context["rule"] = blank("rule", seen)
        context["more"] = [blank(verb, seen) for verb in page.verbs]
    return render(request, "desk/dispatch.html", context, status=status)
