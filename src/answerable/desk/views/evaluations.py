"""Evaluations by outsiders: the list, opening one, and one with its findings and acts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import evaluation_forms, evaluation_pages, roles
from answerable.desk.doors import staff
from answerable.desk.plan_doing import do
from answerable.desk.sittings import Sitting
from answerable.desk.views.reviews import room_of

PAGE = "desk/evaluation.html"


@staff(*roles.EVALUATIONS)
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    page = evaluation_pages.evaluations_page(request.actor, request.jurisdiction, now=request.now)
    return render(request, "desk/evaluations.html", {"page": page})


@staff("coordinator", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    stand = evaluation_pages.open_sitting(request.actor, request.jurisdiction, request.GET.dict(), now=request.now)
    forms, template = evaluation_forms.OPEN_FORMS, "desk/evaluation_new.html"
    if request.method != "POST":
        return room_of(request, template, stand, forms)
    return do(request, stand, forms, "open_evaluation", lambda form: room_of(request, template, stand, forms, form))


def _sitting(request: HttpRequest, key: UUID) -> Sitting:
    return evaluation_pages.evaluation_sitting(
        request.actor, request.jurisdiction, key, request.GET.dict(), now=request.now
    )  # fmt: skip


@staff(*roles.EVALUATIONS)
@require_safe
def evaluation(request: HttpRequest, key: UUID) -> HttpResponse:
    return room_of(request, PAGE, _sitting(request, key), evaluation_forms.EVALUATION_FORMS)


@staff(*roles.EVALUATIONS)
@require_POST
def act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    stand, forms = _sitting(request, key), evaluation_forms.EVALUATION_FORMS
    return do(request, stand, forms, verb, lambda form: room_of(request, PAGE, _sitting(request, key), forms, form))


@staff(*roles.EVALUATIONS)
@require_safe
def from_plan(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """The address messages name: an evaluation under its plan."""
    return redirect("desk:evaluation", key)
