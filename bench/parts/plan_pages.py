"""Two pages of a plan for measuring, in the project's own frame: every indicator in one table, and one indicator whole.

They show more than a page for people would (all rows at once), through the server, middleware and templates as
shipped. The instant they show is the day of the measuring.
"""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from answerable.organisation.doors import public
from answerable.plans.models import Plan
from answerable.plans.queries import remembered
from answerable.plans.queries.figures import figures
from answerable.plans.queries.series import series
from answerable.plans.sentences.figures import LIGHTS
from parts.plan_filling import CODE, now

OVERVIEW = """<!doctype html><title>{{ plan.name }}</title><table>{% for f in figures %}
<tr><td><a href="/bench/plan/{{ f.code }}">{{ f.code }}</a><td>{{ f.name }}<td>{{ f.words }}<td>{{ f.figure.data }}
<td>{{ f.value }}<td>{{ f.figure.target.value }}<td>{{ f.figure.target.due_on|date:"Y-m-d" }}
<td>{{ f.figure.answers.post.name }}<td>{{ f.figure.answers.officer.name }}<td>{% if f.figure.changed %}*{% endif %}
{% endfor %}</table>"""
ONE = """<!doctype html><title>{{ s.figure.name }}</title><ol>{% for step in s.figure.status.steps %}
<li>{{ step.code }}{% for name, value in step.numbers %} {{ name }}={{ value }}{% endfor %}{% endfor %}</ol>
<table>{% for p in s.points %}<tr><td>{{ p.period.code }}<td>{{ p.value }}<td>{{ p.planned }}<td>{{ p.total }}
<td>{{ p.state }}<td>{{ p.vintages|length }}{% endfor %}</table>"""


_compiled = cache(engines["django"].from_string)


def _rendered(source: str, **context: object) -> HttpResponse:
    return HttpResponse(_compiled(source).render(context))


@public
def overview(request: HttpRequest) -> HttpResponse:
    if request.GET.get("forget"):
        remembered.forget()
    plan = Plan.objects.select_related("jurisdiction").get(code=CODE)
    rows = [
        {"figure": found, "code": found.code, "name": found.name, "words": LIGHTS[found.light],
         "value": found.assessment.newest_value}
        for found in figures(plan, as_of=now()).values()
    ]  # fmt: skip
    return _rendered(OVERVIEW, plan=plan, figures=rows)


@public
def one(request: HttpRequest, code: str) -> HttpResponse:
    plan = Plan.objects.select_related("jurisdiction").get(code=CODE)
    return _rendered(ONE, s=series(plan, code, as_of=now()))


urlpatterns = [
    path("bench/plan", overview), path("bench/plan/<str:code>", one), path("", include("answerable.urls")),
]  # fmt: skip
handler400 = "answerable.portal.views.errors.bad_request"
handler403 = "answerable.portal.views.errors.forbidden"
handler404 = "answerable.portal.views.errors.not_found"
handler500 = "answerable.portal.views.errors.broken"
