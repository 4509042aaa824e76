"""The plan in public: the whole of it, and what is done about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from answerable.organisation.doors import public
from answerable.portal import plan_work as work
from answerable.portal import plans as pages
from answerable.reviews.sentences.report import html, markdown


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The plan; a list where there are several."""
    found = pages.public_plans(request.jurisdiction, now=request.now)
    if len(found) == 1:
        return redirect("portal:plan", found[0][0].code)
    return render(request, "portal/plan_list.html", {"plans": found})


@public
@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """What changed this quarter, the areas, and the indicators a page at a time; of any day."""
    found = pages.overview(request.jurisdiction, code, request.GET, now=request.now)
    return render(request, "portal/plan.html", {"shown": found, "plan": found.plan, "day": found.as_of})


@public
@require_safe
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """Tasks and nodes: who answers, who accepts, what is late."""
    found = work.tasks_page(request.jurisdiction, code, request.GET, now=request.now)
    return render(request, "portal/plan_tasks.html", {"shown": found, "plan": found.plan})


@public
@require_safe
def letters(request: HttpRequest, code: str) -> HttpResponse:
    """The letters of responsibility."""
    found = work.letters_page(request.jurisdiction, code, request.GET, now=request.now)
    return render(request, "portal/plan_letters.html", {"plan": found.plan, "page": found.rows, "letters": found.more})


@public
@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Every change of a target that was asked for."""
    found = work.changes_page(request.jurisdiction, code, now=request.now)
    names, units = found.more
    context = {"plan": found.plan, "rows": found.rows, "names": names, "units": units}
    return render(request, "portal/plan_changes.html", context)


@public
@require_safe
def evaluations(request: HttpRequest, code: str) -> HttpResponse:
    """What outsiders found, and what was answered."""
    found = work.evaluations_page(request.jurisdiction, code, now=request.now)
    context = {"plan": found.plan, "rows": found.rows, "names": found.more}
    return render(request, "portal/plan_evaluations.html", context)


@public
@require_safe
def items(request: HttpRequest, code: str) -> HttpResponse:
    """The Policy Address and the budget beside the plan, both ways."""
    found = work.items_page(request.jurisdiction, code, now=request.now)
    return render(request, "portal/plan_items.html", {"plan": found.plan, "links": found.rows, "names": found.more})


@public
@require_safe
def gaps(request: HttpRequest, code: str) -> HttpResponse:
    """What the plan leaves open."""
    found = work.gaps_page(request.jurisdiction, code, now=request.now)
    return render(request, "portal/plan_gaps.html", {"plan": found.plan, "groups": found.rows, "count": found.more})


@public
@require_safe
def reviews(request: HttpRequest, code: str = "") -> HttpResponse:
    """Reviews of one plan, or all of them with the joint ones."""
    found = work.reviews_page(request.jurisdiction, code, now=request.now)
    return render(request, "portal/reviews.html", {"shown": found, "plan": found.plan})


@public
@require_safe
def review(request: HttpRequest, number: str) -> HttpResponse:
    """The public report of a review, in the reader's language."""
    found = work.review_report(request.jurisdiction, number, now=request.now)
    language = get_language() or "en"
    if request.GET.get("form") == "markdown":
        return HttpResponse(markdown(found.values, language), content_type="text/markdown; charset=utf-8")
    context = {"report": found, "plan": found.review.plan, "body": html(found.values, language)}
    return render(request, "portal/review.html", context)
