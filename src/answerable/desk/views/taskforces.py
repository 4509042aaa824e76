"""Taskforces: proposing one, its page, and one small form for each act."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import roles, whistle_pages
from answerable.desk.doors import staff
from answerable.desk.room_forms import RoomForm
from answerable.desk.taskforce_forms import Propose
from answerable.desk.templatetags.desk import DRAFTS
from answerable.desk.views.whistles import done, paper, status_of
from answerable.rules.problems import Refused
from answerable.whistles import actions, queries


@staff("leader", "coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a taskforce. Refused: the form again, nothing lost."""
    if request.method != "POST":
        form = Propose(jurisdiction=request.jurisdiction, initial={"whistles": request.GET.get("whistle", "")})
        return render(request, "desk/taskforce_new.html", {"form": form})
    form = Propose(request.POST, jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            taskforce = actions.propose(actor=request.actor, now=request.now, **form.inputs())
        except Refused as refused:
            form.take(refused)
        else:
            request.session[DRAFTS] = [f"{request.user.pk}:propose"]
            messages.success(request, _("The taskforce is proposed. It is formed or declined on this page."))
            return redirect("desk:taskforce", taskforce.number)
    return render(request, "desk/taskforce_new.html", {"form": form}, status=422)


@staff(*roles.WHISTLES)
@require_safe
def taskforce(request: HttpRequest, number: str) -> HttpResponse:
    return _taskforce(request, number)


def _taskforce(request: HttpRequest, number: str, failed: RoomForm | None = None) -> HttpResponse:
    desk = whistle_pages.taskforce_desk(
        request.actor, number, now=request.now, failed=failed, wish=request.GET.get("act", "")
    )  # fmt: skip
    context = {"desk": desk, "room": desk.room, "taskforce": desk.room.taskforce}
    return render(request, "desk/taskforce.html", context, status=status_of(failed))


@staff(*roles.WHISTLES)
@require_safe
def document(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """A paper of a taskforce this officer may see; never shown as a page of ours."""
    return paper(queries.taskforce_document(request.actor, number, key))


@staff(*roles.WHISTLES)
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one act on a taskforce."""
    form = whistle_pages.bound(verb, request, number, of_taskforce=True)
    if form.is_valid():
        try:
            actions.perform_taskforce(
                verb, actor=request.actor, now=request.now, number=number, version=form.version, **form.inputs()
            )
        except Refused as refused:
            form.take(refused)
        else:
            return done(request, form, number, "desk:taskforce")
    return _taskforce(request, number, form)
