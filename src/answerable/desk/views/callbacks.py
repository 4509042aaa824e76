"""The callback queue: the hotline body asks, the citizen answers, the unit has no part in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answerable.cases import actions
from answerable.desk import roles
from answerable.desk.acts import FORMS, bound
from answerable.desk.asking import asking_page
from answerable.desk.doors import staff
from answerable.desk.forms import ActForm
from answerable.desk.templatetags.desk import DRAFTS
from answerable.rules.problems import Refused

VERBS = ("record_verdict", "attempt", "give_up")


@staff(*roles.CALLBACKS)
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    verb = request.POST.get("verb", "")
    if request.method != "POST" or verb not in VERBS:
        return _page(request, request.GET.get("number", ""), None)
    number, form = request.POST.get("number", ""), bound(verb, request)
    if form.is_valid():
        try:
            actions.perform(
                verb, actor=request.actor, now=request.now, number=number, version=form.version, **form.inputs()
            )
        except Refused as refused:
            form.take(refused)
        else:
            request.session[DRAFTS] = [f"{request.user.pk}:{number}:callback"]
            messages.success(request, _("Recorded for %(number)s. Here is the next.") % {"number": number})
            return redirect("desk:callbacks")
    return _page(request, number, form, status=409 if form.stale else 422)


def _page(request: HttpRequest, number: str, failed: ActForm | None, status: int = 200) -> HttpResponse:
    page = asking_page(request.actor, now=request.now, number=number)
    if page.callback is not None:
        actions.look_at_each(actor=request.actor, cases=[page.callback.case], now=request.now, saw_person=True)
    forms = {verb: FORMS[verb](jurisdiction=request.jurisdiction, auto_id=f"{verb}_%s") for verb in VERBS}
    if failed is not None:
        forms[failed.verb] = failed
    context = {
        "page": page,
        "failed": failed,
        "verdict": forms["record_verdict"],
        "attempt": forms["attempt"],
        "give_up": forms["give_up"],
    }
    return render(request, "desk/callbacks.html", context, status=status)
