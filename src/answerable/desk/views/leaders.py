"""The leaders' page: what is overdue, stuck, disputed or twice unsatisfied; read in five minutes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.desk import roles
from answerable.desk.doors import staff
from answerable.desk.mornings import morning


@staff(*roles.LEADERS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/leaders.html", {"page": morning(request.actor, request.GET, now=request.now)})
