"""The desk's front page: what is expected of me now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.desk.doors import staff
from answerable.desk.duties import duties


@staff()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html", {"duties": duties(request.actor, now=request.now)})
