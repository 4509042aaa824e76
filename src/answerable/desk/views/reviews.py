"""Reviews: the list, calling one, the room, the report; and issues between departments."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import review_forms, review_pages, roles
from answerable.desk.doors import staff
from answerable.desk.plan_acts import Forms, PlanForm
from answerable.desk.plan_doing import do, status_of
from answerable.desk.sittings import Sitting, acts_of
from answerable.reviews.sentences import report as report_text


def room_of(
    request: HttpRequest, template: str, stand: Sitting, forms: Forms, failed: PlanForm | None = None
) -> HttpResponse:
    """The page of what `stand` is, with this reader's forms; `failed` stands open in it with its reasons."""
    acts = acts_of(stand, forms, failed)
    context = {"stand": stand, "page": stand.page, "acts": acts, "today": stand.today}
    return render(request, template, context, status=status_of(failed))


@staff(*roles.REVIEWS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    page = review_pages.reviews_page(request.actor, request.jurisdiction, request.GET, now=request.now)
    return render(request, "desk/reviews.html", {"page": page, "today": page.today})


@staff(*roles.CHAIRS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, verb: str = "call_review") -> HttpResponse:
    stand = review_pages.call_sitting(request.actor, request.jurisdiction, request.GET.dict(), now=request.now)
    forms, template = review_forms.CALL_FORMS, "desk/review_new.html"
    if request.method != "POST":
        return room_of(request, template, stand, forms)
    return do(request, stand, forms, verb, lambda form: room_of(request, template, stand, forms, form))


def _sitting(request: HttpRequest, number: str) -> Sitting:
    return review_pages.review_sitting(
        request.actor, request.jurisdiction, number, request.GET.dict(), now=request.now
    )  # fmt: skip


@staff(*roles.REVIEWS)
@require_safe
def review(request: HttpRequest, number: str) -> HttpResponse:
    return room_of(request, "desk/review.html", _sitting(request, number), review_forms.REVIEW_FORMS)


@staff(*roles.REVIEWS)
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    stand, forms = _sitting(request, number), review_forms.REVIEW_FORMS
    return do(request, stand, forms, verb, lambda form: room_of(
        request, "desk/review.html", _sitting(request, number), forms, form
    ))  # fmt: skip


@staff(*roles.REVIEWS)
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """The report in one of the three languages, as it was kept or as it would read now."""
    found = review_pages.report_of(request.actor, request.jurisdiction, number, now=request.now)
    tongue = review_pages.tongue_of(request.GET, request.LANGUAGE_CODE)
    body = mark_safe(report_text.html(found.values, tongue))  # escaped where it is made
    context = {"report": found, "review": found.review, "body": body, "tongue": tongue, "tongues": review_pages.TONGUES}
    return render(request, "desk/review_report.html", context)


@staff(*roles.REVIEWS)
@require_safe
def report_file(request: HttpRequest, number: str, language: str) -> HttpResponse:
    """The report as Markdown, to be sent on."""
    found = review_pages.report_of(request.actor, request.jurisdiction, number, now=request.now)
    text = report_text.markdown(found.values, review_pages.tongue_of({"in": language}, request.LANGUAGE_CODE))
    answer = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{number}-{language}.md"'
    return answer


@staff(*roles.REVIEWS)
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    page = review_pages.issues_page(request.actor, request.jurisdiction, request.GET, now=request.now)
    return render(request, "desk/review_issues.html", {"page": page})


def _issue(request: HttpRequest, key: UUID) -> Sitting:
    return review_pages.issue_sitting(request.actor, request.jurisdiction, key, request.GET.dict(), now=request.now)


@staff(*roles.REVIEWS)
@require_safe
def issue(request: HttpRequest, key: UUID) -> HttpResponse:
    return room_of(request, "desk/review_issue.html", _issue(request, key), review_forms.ISSUE_FORMS)


@staff(*roles.REVIEWS)
@require_POST
def issue_act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    stand, forms = _issue(request, key), review_forms.ISSUE_FORMS
    return do(request, stand, forms, verb, lambda form: room_of(
        request, "desk/review_issue.html", _issue(request, key), forms, form
    ))  # fmt: skip
