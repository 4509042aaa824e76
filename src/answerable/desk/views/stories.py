"""Typical cases: which are told, and the page on which one is written, agreed to, published and taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.desk import roles, story_forms
from answerable.desk.doors import staff
from answerable.desk.rota_forms import SeatForm
from answerable.desk.templatetags.desk import DRAFTS
from answerable.leaders import actions, queries
from answerable.rules.problems import NotFound, Problem, Refused


@staff(*roles.STORIES)
@require_http_methods(["GET", "HEAD", "POST"])
def stories(request: HttpRequest) -> HttpResponse:
    """Every story; by POST a case is chosen."""
    form = story_forms.Choose(request.POST or None, jurisdiction=request.jurisdiction)
    if request.method == "POST" and form.is_valid():
        try:
            story = actions.choose(actor=request.actor, now=request.now, **form.inputs())
        except Refused as refused:
            form.take(refused)
        else:
            return redirect("desk:story", story.pk)
    context = {"lines": queries.stories_page(request.actor), "form": form, "may_choose": _may_choose(request)}
    return render(request, "desk/stories.html", context, status=422 if form.errors else 200)


def _may_choose(request: HttpRequest) -> bool:
    return bool(request.actor.roles & set(roles.EDITORS))


@staff(*roles.STORIES)
@require_safe
def story(request: HttpRequest, key: UUID) -> HttpResponse:
    return _story(request, key)


def _story(request: HttpRequest, key: UUID, failed: SeatForm | None = None) -> HttpResponse:
    page = queries.story_page(request.actor, key)
    city = request.jurisdiction
    context = {
        "page": page,
        "story": page.story,
        "case": page.story.case,
        "texts": story_forms.texts(page, city, failed) if "write" in page.acts else [],
        "forms": story_forms.others(page, city, failed),
        "failed": failed,
        "against": Problem(page.against) if page.against and "publish" in page.acts else None,
    }
    return render(request, "desk/story.html", context, status=422 if failed else 200)


@staff(*roles.STORIES)
@require_POST
def act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    """Do one act on a story. Refused: the page again, with the form open and nothing lost."""
    if verb not in story_forms.FORMS:
        raise NotFound(Problem("no_such_story"))
    form = story_forms.bound(verb, request.POST, request.jurisdiction)
    if form.is_valid():
        try:
            getattr(actions, verb)(actor=request.actor, now=request.now, key=key, **form.inputs())
        except Refused as refused:
            form.take(refused)
        else:
            request.session[DRAFTS] = [f"{request.user.pk}:{key}:{verb}{request.POST.get('language', '')[:8]}"]
            messages.success(request, _("Done: %(act)s") % {"act": form.heading})
            return redirect("desk:story", key)
    return _story(request, key, form)
