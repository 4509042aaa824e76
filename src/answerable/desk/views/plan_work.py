"""Things of a plan at work: an indicator, a task, a hand-off, a letter, figures that came in, a change of a target."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from answerable.desk import (
    plan_forms_changes,
    plan_forms_figures,
    plan_forms_papers,
    plan_forms_relations,
    plan_forms_start,
    plan_forms_subject,
    plan_forms_tasks,
    plan_pages,
    plan_source,
    roles,
)
from answerable.desk import plan_stands as stands
from answerable.desk.doors import staff
from answerable.desk.plan_acts import Forms, PlanForm, Stand, acts_for
from answerable.desk.plan_doing import do, status_of
from answerable.rules.problems import NotAllowed, Problem

INDICATOR: Forms = {
    **plan_forms_figures.INDICATOR_FORMS,
    **plan_forms_changes.PROPOSALS,
    **plan_forms_subject.OFFICE_FORMS,
    **plan_forms_start.START_FORMS,
    **plan_forms_relations.RELATION_FORMS,
}


def _page(
    request: HttpRequest, template: str, stand: Stand, forms: Forms, failed: PlanForm | None = None
) -> HttpResponse:
    acts = acts_for(stand, forms, failed, request.GET.get("act", ""))
    context = {"stand": stand, "page": stand.page, "plan": stand.plan, "acts": acts, "today": stand.today}
    return render(request, template, context | plan_pages.more(stand), status=status_of(failed))


@staff(*roles.PLAN)
@require_safe
def indicator(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    stand = stands.on_indicator(request.actor, code, indicator, now=request.now, wish=request.GET)
    return _page(request, "desk/plan_indicator.html", stand, INDICATOR)


@staff(*roles.PLAN)
@require_POST
def indicator_act(request: HttpRequest, code: str, indicator: str, verb: str) -> HttpResponse:
    stand = stands.on_indicator(request.actor, code, indicator, now=request.now, wish=request.GET)
    if verb in plan_source.SOURCE_FORMS:
        return do(request, stand, plan_source.SOURCE_FORMS, verb, lambda form: _source(request, stand, form))
    return do(request, stand, INDICATOR, verb, lambda form: _page(
        request, "desk/plan_indicator.html", stand, INDICATOR, form
    ))  # fmt: skip


@staff(*roles.PLAN)
@require_safe
def source(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """What computes an indicator: a choice by GET shows what it would have given, and offers to let it count."""
    return _source(request, stands.on_indicator(request.actor, code, indicator, now=request.now, wish=request.GET))


def _source(request: HttpRequest, stand: Stand, failed: PlanForm | None = None) -> HttpResponse:
    acts = acts_for(stand, plan_source.SOURCE_FORMS, failed)
    if not acts.forms:
        raise NotAllowed(Problem("not_your_plan_act", "", {"plan_act": "redefine"}))
    chosen = plan_source.chosen_in(stand, request.GET if failed is None else failed.data)
    context = {"stand": stand, "plan": stand.plan, "figure": stand.page.series.figure, "chosen": chosen, "acts": acts}
    context["looked"] = plan_source.looked(stand, chosen, acts.forms[0])
    return render(request, "desk/plan_source.html", context, status=status_of(failed))


@staff(*roles.PLAN)
@require_safe
def sheet(request: HttpRequest, code: str, indicator: str, form: str) -> HttpResponse:
    """The sheet a steward fills: the periods that lack a figure stand in it already."""
    stand = stands.on_indicator(request.actor, code, indicator, now=request.now, wish=request.GET)
    body, media_type = plan_pages.sheet_of(stand, form, request.LANGUAGE_CODE)
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{indicator}.{form}"'
    return answer


@staff(*roles.PLAN)
@require_safe
def task(request: HttpRequest, code: str, task: str) -> HttpResponse:
    stand = stands.on_task(request.actor, code, task, now=request.now)
    return _page(request, "desk/plan_task.html", stand, plan_forms_tasks.TASK_FORMS)


@staff(*roles.PLAN)
@require_POST
def task_act(request: HttpRequest, code: str, task: str, verb: str) -> HttpResponse:
    stand = stands.on_task(request.actor, code, task, now=request.now)
    forms = plan_forms_tasks.TASK_FORMS
    return do(request, stand, forms, verb, lambda form: _page(request, "desk/plan_task.html", stand, forms, form))


@staff(*roles.PLAN)
@require_safe
def handoff(request: HttpRequest, number: str) -> HttpResponse:
    stand = stands.on_handoff(request.actor, request.jurisdiction, number, now=request.now)
    return _page(request, "desk/plan_handoff.html", stand, plan_forms_tasks.HANDOFF_FORMS)


@staff(*roles.PLAN)
@require_POST
def handoff_act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    stand = stands.on_handoff(request.actor, request.jurisdiction, number, now=request.now)
    forms = plan_forms_tasks.HANDOFF_FORMS
    return do(request, stand, forms, verb, lambda form: _page(request, "desk/plan_handoff.html", stand, forms, form))


@staff(*roles.PLAN)
@require_safe
def letter(request: HttpRequest, key: UUID) -> HttpResponse:
    stand = stands.on_letter(request.actor, request.jurisdiction, key, now=request.now)
    return _page(request, "desk/plan_letter.html", stand, plan_forms_papers.LETTER_FORMS)


@staff(*roles.PLAN)
@require_POST
def letter_act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    stand = stands.on_letter(request.actor, request.jurisdiction, key, now=request.now)
    forms = plan_forms_papers.LETTER_FORMS
    return do(request, stand, forms, verb, lambda form: _page(request, "desk/plan_letter.html", stand, forms, form))


@staff(*roles.PLAN)
@require_safe
def batch(request: HttpRequest, key: UUID) -> HttpResponse:
    stand = stands.on_batch(request.actor, request.jurisdiction, key, now=request.now)
    return _page(request, "desk/plan_batch.html", stand, plan_forms_papers.BATCH_FORMS)


@staff(*roles.PLAN)
@require_POST
def batch_act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    stand = stands.on_batch(request.actor, request.jurisdiction, key, now=request.now)
    forms = plan_forms_papers.BATCH_FORMS
    return do(request, stand, forms, verb, lambda form: _page(request, "desk/plan_batch.html", stand, forms, form))


@staff(*roles.PLAN)
@require_safe
def change(request: HttpRequest, number: str) -> HttpResponse:
    stand = stands.on_change(request.actor, number, now=request.now)
    return _page(request, "desk/plan_change.html", stand, plan_forms_changes.CHANGE_FORMS)


@staff(*roles.PLAN)
@require_POST
def change_act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    stand = stands.on_change(request.actor, number, now=request.now)
    forms = plan_forms_changes.CHANGE_FORMS
    return do(request, stand, forms, verb, lambda form: _page(request, "desk/plan_change.html", stand, forms, form))
