"""Whistles: the list of my unit, blowing one, the room, and the papers in it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.cases import queries as cases
from answerable.desk import choices, roles, whistle_pages
from answerable.desk.doors import staff
from answerable.desk.room_forms import RoomForm
from answerable.desk.templatetags.desk import DRAFTS
from answerable.desk.views.case import SHOWN
from answerable.desk.whistle_form import BlowForm, about_case
from answerable.organisation.files import path_of
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused
from answerable.whistles import actions, plan_subjects, queries
from answerable.whistles.models import Document
from answerable.whistles.sentences.names import KIND


@staff(*roles.WHISTLES)
@require_safe
def whistles(request: HttpRequest) -> HttpResponse:
    page = whistle_pages.whistles_page(request.actor, request.GET, now=request.now)
    context = {"page": page, "kinds": list(KIND.items()), "areas": choices.areas(request.jurisdiction)}
    return render(request, "desk/whistles.html", context)


@staff(*roles.UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Blow a whistle; `?case=NUMBER` or `?noun=handoff&key=NUMBER` fills in what is known. Refused: nothing is lost."""
    options = queries.blow_options(request.actor)
    if options is None:
        raise NotAllowed(Problem("needs_a_post"))
    if request.method != "POST":
        about = request.GET.get("case", "")
        known = about_case(cases.get_case(request.actor, about)) if about else {}
        noun, key = request.GET.get("noun", ""), request.GET.get("key", "")
        known |= plan_subjects.known_of(request.actor, noun, key, now=request.now) if key else {}
        known |= {"idempotency_key": uuid4().hex}
        return _new(request, options, BlowForm(options=options, initial=known, jurisdiction=request.jurisdiction))
    form = BlowForm(request.POST, options=options, jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            whistle = actions.blow(actor=request.actor, now=request.now, **form.inputs())
        except Refused as refused:
            form.take(refused)
        else:
            request.session[DRAFTS] = [f"{request.user.pk}:blow"]
            blown = _("The whistle is blown. Every unit called has been told.")
            waits = _("It waits for signatures. Nobody is called before that.")
            messages.success(request, blown if whistle.state == "blown" else waits)
            return redirect("desk:whistle", whistle.number)
    return _new(request, options, form, status=422)


def _new(request: HttpRequest, options: queries.BlowOptions, form: BlowForm, status: int = 200) -> HttpResponse:
    context = {"options": options, "form": form, "chosen": form["grade_code"].value()}
    return render(request, "desk/whistle_new.html", context, status=status)


@staff(*roles.WHISTLES)
@require_safe
def whistle(request: HttpRequest, number: str) -> HttpResponse:
    return _room(request, number)


def _room(request: HttpRequest, number: str, failed: RoomForm | None = None) -> HttpResponse:
    desk = whistle_pages.room_desk(
        request.actor, number, now=request.now, failed=failed, wish=request.GET.get("act", "")
    )  # fmt: skip
    context = {"desk": desk, "room": desk.room, "whistle": desk.room.whistle, "strip": desk.room.strip}
    return render(request, "desk/whistle.html", context, status=status_of(failed))


def status_of(failed: RoomForm | None) -> int:
    if failed is None:
        return 200
    return 409 if failed.stale else 422


@staff(*roles.WHISTLES)
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one act. Refused or stale: the room again, as it stands now, with the form open and nothing lost."""
    form = whistle_pages.bound(verb, request, number)
    if form.is_valid():
        try:
            actions.perform(
                verb, actor=request.actor, now=request.now, number=number, version=form.version, **form.inputs()
            )
        except Refused as refused:
            form.take(refused)
        else:
            return done(request, form, number, "desk:whistle")
    return _room(request, number, form)


def done(request: HttpRequest, form: RoomForm, number: str, page: str) -> HttpResponse:
    messages.success(request, _("Done: %(act)s") % {"act": form.heading})
    request.session[DRAFTS] = [f"{request.user.pk}:{number}:{form.verb}"]
    return redirect(page, number)


@staff(*roles.WHISTLES)
@require_safe
def document(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """A paper of a room this officer may see; never shown as a page of ours."""
    return paper(queries.document(request.actor, number, key))


def paper(found: Document) -> FileResponse:
    """The bytes of a paper of a room."""
    path = path_of(found.sha256)
    if not path.exists():
        raise NotFound(Problem("no_such_file", "", {}))
    answer = FileResponse(
        path.open("rb"), as_attachment=found.media_type not in SHOWN, filename=found.filename,
        content_type=found.media_type or "application/octet-stream",
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
