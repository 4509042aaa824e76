"""How a form of a plan page is carried out: one act, and then on; refused, and the page again with nothing lost."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from answerable.desk.plan_acts import Forms, PlanForm, Stand, bound
from answerable.desk.templatetags.desk import DRAFTS
from answerable.rules.problems import Refused

Page = Callable[[PlanForm], HttpResponse]


def do(request: HttpRequest, stand: Stand, forms: Forms, name: str, again: Page) -> HttpResponse:
    """Do one act on what the form stands on. Refused or stale: the page as it stands now, the form open in it."""
    form = bound(stand, forms, name, request.POST, request.FILES)
    if form.is_valid():
        try:
            done = form.perform(stand)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, _("Done: %(act)s") % {"act": form.heading})
            request.session[DRAFTS] = [f"{request.user.pk}:{stand.address}:{name}"]
            return redirect(form.after(stand, done))
    return again(form)


def status_of(failed: PlanForm | None) -> int:
    if failed is None:
        return 200
    return 409 if failed.stale else 422
