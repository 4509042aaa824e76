"""Getting a web process ready for its first reader: what a process does only once, done before somebody waits for it.

Nothing here writes, and nothing depends on it: what was not got ready, the first request does as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import structlog
from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import timezone, translation

from answerable.organisation import queries as organisation
from answerable.plans import charts
from answerable.plans.queries.plans import plans_for

log = structlog.get_logger("answerable.warming")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def load() -> None:
    """Import every face and read every catalogue of translations. Needs no database. Templates are compiled in `warm`:
    the port opens only after this."""
    import_module(settings.ROOT_URLCONF)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Report")


def templates() -> Iterator[str]:
    """The names of our own templates, as views name them."""
    for folder in (settings.PACKAGE / "templates", *map(Path, get_app_template_dirs("templates"))):
        if folder.is_relative_to(settings.PACKAGE):
            yield from (str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html")))


def beside(application: Application) -> None:
    """`warm` in a thread of its own: says why it could not, and gives its connection back."""
    try:
        warm(application)
    except Exception as reason:  # whatever it is, the first request meets it again and answers for it
        log.warning("not warmed up", reason=str(reason))
    finally:
        connections.close_all()


def warm(application: Application) -> None:
    """Read the front page and the newest plan's page: the rulebook and the figures are in memory afterwards. Then
    compile every template and, where there is a plan, load what draws its charts; no picture is kept."""
    jurisdiction = organisation.jurisdiction(settings.JURISDICTION)
    read(application, reverse("portal:home"))
    published = plans_for(jurisdiction, now=timezone.now())
    for plan in published[:1]:
        read(application, reverse("portal:plan", args=[plan.code]))
    for name in templates():
        get_template(name)
    if published:
        charts.prepare()


def read(application: Application, path: str) -> str:
    """Ask for a page as a reader would, through everything that stands before a view; returns the status line."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": host}
    setup_testing_defaults(environ)
    told: list[str] = []
    answer = application(environ, lambda status, *_headers: told.append(status))
    try:
        for _part in answer:
            pass
    finally:
        getattr(answer, "close", lambda: None)()
    return told[0]
