"""The plan workbench: what plans expect of my post and by when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.desk import roles
from answerable.desk.doors import staff
from answerable.desk.workbench import workbench


@staff(*roles.PLAN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    bench = workbench(request.actor, request.jurisdiction, now=request.now)
    return render(request, "desk/plan.html", {"bench": bench, "today": bench.today})
