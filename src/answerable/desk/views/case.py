"""A case at work: its page, and one small form for each act."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.cases import actions, queries
from answerable.desk.acts import FORMS, bound
from answerable.desk.case_page import attachment, opened
from answerable.desk.doors import staff
from answerable.desk.forms import ActForm
from answerable.desk.templatetags.desk import DRAFTS
from answerable.rules.problems import NotFound, Problem, Refused, Stale
from answerable.rules.reply import check_reply

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"})


@staff()
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    page = opened(request.actor, number, now=request.now, open_verb=request.GET.get("act", ""))
    return render(request, "desk/case.html", {"page": page, "case": page.case, "strip": page.strip})


@staff()
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one act. Refused or stale: the page again, as it stands now, with the form open and nothing lost."""
    if verb not in FORMS:
        raise NotFound(Problem("unknown_verb", "", {"verb": verb}))
    form = bound(verb, request, queries.get_case(request.actor, number))
    if form.is_valid():
        try:
            actions.perform(
                verb, actor=request.actor, now=request.now, number=number, version=form.version, **form.inputs()
            )
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, _("Done: %(act)s (%(number)s)") % {"act": form.title, "number": number})
            request.session[DRAFTS] = [f"{request.user.pk}:{number}:{verb}"]
            return redirect(_back(request, number))
    return _refused(request, number, form)


def _refused(request: HttpRequest, number: str, form: ActForm) -> HttpResponse:
    page = opened(request.actor, number, now=request.now, failed=form)
    status = 409 if isinstance(form.stale, Stale) else 422
    return render(request, "desk/case.html", {"page": page, "case": page.case, "strip": page.strip}, status=status)


def _back(request: HttpRequest, number: str) -> str:
    """The screen the act was done from (a queue goes on to its next line), or the page of the case."""
    wish = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()}):
        return wish
    return f"/desk/cases/{number}"


@staff()
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """What the reply still lacks, while it is being written (rules.reply)."""
    asked = queries.get_case(request.actor, number)
    words = {key: request.POST.get(key, "") for key in ("words", "done", "basis", "evidence")}
    problems = check_reply(words["words"], words["done"], words["basis"], words["evidence"], asked.words)
    return render(request, "desk/parts/check.html", {"problems": problems, "begun": any(words.values())})


@staff()
@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """A file of a case this officer may see; never shown as a page of ours."""
    found, path = attachment(request.actor, key, now=request.now)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=found.media_type not in SHOWN,
        filename=found.filename,
        content_type=found.media_type or "application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
