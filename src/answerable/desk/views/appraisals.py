"""Appraisals of a year: the list, opening a year, and one appraisal with its acts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import appraisal_forms, appraisal_pages, roles
from answerable.desk.doors import staff
from answerable.desk.plan_doing import do
from answerable.desk.sittings import Sitting
from answerable.desk.views.reviews import room_of

PAGE = "desk/appraisal.html"


@staff(*roles.APPRAISALS)
@require_safe
def appraisals(request: HttpRequest) -> HttpResponse:
    page = appraisal_pages.appraisals_page(request.actor, request.jurisdiction, request.GET, now=request.now)
    return render(request, "desk/appraisals.html", {"page": page})


@staff("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    stand = appraisal_pages.open_sitting(request.actor, request.jurisdiction, request.GET.dict(), now=request.now)
    forms, template = appraisal_forms.OPEN_FORMS, "desk/appraisal_new.html"
    if request.method != "POST":
        return room_of(request, template, stand, forms)
    return do(request, stand, forms, "open_appraisal", lambda form: room_of(request, template, stand, forms, form))


def _sitting(request: HttpRequest, key: UUID) -> Sitting:
    return appraisal_pages.appraisal_sitting(
        request.actor, request.jurisdiction, key, request.GET.dict(), now=request.now
    )  # fmt: skip


@staff(*roles.APPRAISALS)
@require_safe
def appraisal(request: HttpRequest, key: UUID) -> HttpResponse:
    return room_of(request, PAGE, _sitting(request, key), appraisal_forms.APPRAISAL_FORMS)


@staff(*roles.APPRAISALS)
@require_POST
def act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    stand, forms = _sitting(request, key), appraisal_forms.APPRAISAL_FORMS
    return do(request, stand, forms, verb, lambda form: room_of(request, PAGE, _sitting(request, key), forms, form))
