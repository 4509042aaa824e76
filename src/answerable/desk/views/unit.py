"""My unit today: what falls due, what is disputed, what others wait for, what citizens said."""

from __future__ import annotations

import csv
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.cases.sentences import state_words
from answerable.desk import roles, worklists
from answerable.desk.doors import staff
from answerable.leaders.queries import promises_to_keep


@staff(*roles.UNIT, *roles.DISPATCH, "leader")
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    page = worklists.worklist_page(request.actor, request.GET, now=request.now, jurisdiction=request.jurisdiction)
    if request.GET.get("format") == "csv":
        return _csv(page, request.now)
    promises = promises_to_keep(request.actor, now=request.now)
    return render(request, "desk/unit.html", {"page": page, "promises": promises})


def _csv(page: worklists.WorklistPage, now: datetime) -> HttpResponse:
    """The rows of the page as a table for a spreadsheet: UTF-8 with a mark, no cell that is a formula."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="worklist-{timezone.localtime(now):%Y%m%d-%H%M}.csv"'
    table = csv.writer(answer)
    heads = (_("Number"), _("Title"), _("State"), _("What it is about"), _("Area"), _("Answers"), _("Told"), _("Due"))
    table.writerow(heads)
    for case in (line.case for line in page.lines):
        cells = (
            case.number, case.title, state_words(case), case.category.name, case.area.name if case.area else "",
            case.lead_unit.name, timezone.localtime(case.opened_at).isoformat(timespec="minutes"),
            timezone.localtime(case.due_at).isoformat(timespec="minutes"),
        )  # fmt: skip
        table.writerow([worklists.harmless(cell) for cell in cells])
    return answer
