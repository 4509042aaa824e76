"""A web process gets ready before its first reader comes: it reads what that reader would wait for, writes nothing."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answerable.ops import warming, web
from answerable.ops.commands import serve
from answerable.plans.queries import remembered
from answerable.plans.queries.figures import local
from tests.plans.conftest import plan

__all__ = ["plan"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    """As in a process that has just started; and no other test meets what is kept here."""
    cache.clear()
    remembered.forget()
    yield
    cache.clear()
    remembered.forget()


@pytest.fixture
def application():
    """What gunicorn serves; as with Django's test client, a request's end does not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def drawn() -> set[str]:
    return {path.name for path in Path(configured.CACHES["charts"]["LOCATION"]).glob("*")}


def test_every_face_is_imported() -> None:
    warming.load()
    assert {"answerable.api.urls", "answerable.desk.urls", "answerable.portal.urls"} <= set(sys.modules)


def test_the_figures_of_the_plan_are_in_memory_and_nothing_is_written(plan, application) -> None:
    before = drawn()
    with CaptureQueriesContext(connection) as asked:
        warming.warm(application)
    assert {query["sql"].split()[0] for query in asked} == {"SELECT", "WITH"}
    assert drawn() == before
    assert remembered.recall(plan, remembered.stamp_of(plan, local(plan, timezone.now()))) is not None


def test_every_template_is_compiled(harbour, application) -> None:
    warming.warm(application)
    names = set(warming.templates())
    assert {"portal/home.html", "desk/home.html"} <= names
    assert names <= set(engines["django"].engine.template_loaders[0].get_template_cache)


@pytest.mark.parametrize("host", ["testserver", ".testserver", "*"])
def test_pages_are_asked_for_under_a_name_this_site_serves(harbour, application, settings, host: str) -> None:
    settings.ALLOWED_HOSTS = [host]
    assert warming.read(application, "/") == "200 OK"


def test_before_a_pack_is_loaded_it_says_so_and_leaves_it_to_the_first_request(application, settings, caplog) -> None:
    settings.JURISDICTION = "nowhere"
    with caplog.at_level(logging.WARNING):
        thread = Thread(target=warming.beside, args=[application])
        thread.start()
        thread.join(20)
    assert "not warmed up" in caplog.text


def test_the_server_that_is_started_gets_ready() -> None:
    arguments = serve.children("127.0.0.1:8000", 2, 4)[0].arguments
    assert arguments[arguments.index("--config") + 1] == f"python:{web.__name__}"
    assert "--preload" in arguments  # so that what is loaded before the fork is shared
