"""The project's addresses, and `POST /bare`: what the same server does when a report is one row and nothing else.

No history, no ledger, no clocks, no triage, no key, no message: one INSERT in a transaction of its own, behind the
same middleware. The table is made by parts.stage and is in no migration.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from answerable.organisation.doors import api

COLUMNS = "id bigserial PRIMARY KEY, words text, lat float, long float, at timestamptz"
TABLE = f"CREATE TABLE IF NOT EXISTS bench_bare ({COLUMNS})"


@api
@csrf_exempt
def bare(request: HttpRequest) -> JsonResponse:
    form = request.POST
    values = [form["description"], float(form["lat"]), float(form["long"]), request.now]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (words, lat, long, at) VALUES (%s, %s, %s, %s) RETURNING id", values)
        (key,) = cursor.fetchone()
    return JsonResponse({"id": key}, status=201)


urlpatterns = [path("bare", bare), path("", include("answerable.urls"))]
handler400 = "answerable.portal.views.errors.bad_request"
handler403 = "answerable.portal.views.errors.forbidden"
handler404 = "answerable.portal.views.errors.not_found"
handler500 = "answerable.portal.views.errors.broken"
