"""A whole plan at the desk: the list, its tree, gaps, coverage, letters, changes, schedule, links, files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import plan_files, plan_forms_subject, plan_tabs, roles
from answerable.desk import plan_stands as stands
from answerable.desk.doors import staff
from answerable.desk.plan_acts import PlanForm, acts_for, bound
from answerable.desk.plan_doing import do, status_of
from answerable.desk.plan_forms_office import CreatePlan
from answerable.desk.views.case import SHOWN
from answerable.organisation.files import path_of
from answerable.plans.actions.plans import create_plan
from answerable.plans.queries.at_work import evidence_of
from answerable.plans.queries.plans import plans_for
from answerable.rules.problems import NotFound, Problem, Refused


@staff(*roles.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan this reader may see; by POST one is begun. Refused: nothing typed is lost."""
    form = CreatePlan(request.POST or None, jurisdiction=request.jurisdiction)
    form.suit_city(request.jurisdiction)
    if request.method == "POST" and form.is_valid():
        try:
            plan = create_plan(actor=request.actor, now=request.now, **form.inputs())
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, _("Done: %(act)s") % {"act": form.heading})
            return redirect("desk:plan-page", plan.code)
    seen = plans_for(request.jurisdiction, public=False, now=request.now, actor=request.actor)
    context = {"plans": seen, "form": form, "may_create": plan_tabs.may_create(request.actor)}
    return render(request, "desk/plan_list.html", context, status=422 if form.errors else 200)


@staff(*roles.PLAN)
@require_safe
def page(request: HttpRequest, code: str, tab: str = "overview") -> HttpResponse:
    return _page(request, code, tab)


def _page(request: HttpRequest, code: str, tab: str, failed: PlanForm | None = None) -> HttpResponse:
    stand = stands.on_plan(request.actor, code, now=request.now)
    found = plan_tabs.tab_of(tab)
    acts = acts_for(stand, found.forms, failed, request.GET.get("act", ""))
    context = {"stand": stand, "plan": stand.plan, "acts": acts, "today": stand.today, "tab": tab}
    context |= {"tabs": plan_tabs.TABS, **found.content(stand, request.GET)}
    return render(request, f"desk/plan_{tab}.html", context, status=status_of(failed))


@staff(*roles.PLAN)
@require_POST
def act(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Do one act on a plan. Refused: the tab it stands on again, with the form open and nothing lost."""
    stand = stands.on_plan(request.actor, code, now=request.now)
    tab, forms = plan_tabs.tab_with(verb)
    return do(request, stand, forms, verb, lambda form: _page(request, code, tab, form))


@staff(*roles.PLAN)
@require_POST
def look(request: HttpRequest, code: str) -> HttpResponse:
    """Read a file and show what it would do; nothing is written. What was read goes on in the next form."""
    stand = stands.on_plan(request.actor, code, now=request.now)
    form = bound(stand, plan_files.FILE_FORMS, "look", request.POST, request.FILES)
    try:
        seen = form.perform(stand)
    except Refused as refused:
        form.take(refused)
        return _page(request, code, "files", form)
    context = {"stand": stand, "plan": stand.plan, "seen": seen, "form": plan_files.looked(stand, seen)}
    return render(request, "desk/plan_look.html", context | {"today": stand.today})


@staff(*roles.PLAN)
@require_safe
def subject(request: HttpRequest, code: str, noun: str, subject: str) -> HttpResponse:
    return _subject(request, code, noun, subject)


def _subject(
    request: HttpRequest, code: str, noun: str, subject: str, failed: PlanForm | None = None
) -> HttpResponse:  # fmt: skip
    stand = stands.on_subject(request.actor, code, noun, subject, now=request.now)
    acts = acts_for(stand, plan_forms_subject.SUBJECT_FORMS, failed, request.GET.get("act", ""))
    context = {"stand": stand, "page": stand.page, "plan": stand.plan, "acts": acts, "today": stand.today}
    return render(request, "desk/plan_subject.html", context, status=status_of(failed))


@staff(*roles.PLAN)
@require_POST
def subject_act(request: HttpRequest, code: str, noun: str, subject: str, verb: str) -> HttpResponse:
    stand = stands.on_subject(request.actor, code, noun, subject, now=request.now)
    forms = plan_forms_subject.SUBJECT_FORMS
    return do(request, stand, forms, verb, lambda form: _subject(request, code, noun, subject, form))


@staff(*roles.PLAN)
@require_safe
def written(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The plan as a file: XLSX, StratML, JSON, MSPDI; or, of no plan yet, the empty template."""
    stand = stands.on_plan(request.actor, code, now=request.now)
    body, media_type, suffix = plan_tabs.written(stand, form, request.LANGUAGE_CODE)
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{code}{suffix}"'
    return answer


@staff(*roles.PLAN)
@require_safe
def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """A paper of a plan this officer may see; never shown as a page of ours."""
    found = evidence_of(request.actor, request.jurisdiction, key, now=request.now)
    path = path_of(found.sha256) if found is not None else None
    if found is None or path is None or not path.exists():
        raise NotFound(Problem("no_such_file", "", {}))
    answer = FileResponse(
        path.open("rb"), as_attachment=found.media_type not in SHOWN, filename=found.filename,
        content_type=found.media_type or "application/octet-stream",
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
