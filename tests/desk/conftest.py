"""Cases to work on, made by the same actions the screens call. Screens read the real clock, so do these."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases import actions
from answerable.organisation import queries as organisation

POTHOLE = "There is a deep pothole in the road, somebody will fall"
NORTH = {"latitude": 50.15, "longitude": 10.05}


@pytest.fixture(autouse=True)
def english(client):
    """The tests read English; other languages have tests of their own."""
    client.cookies["lang"] = "en"


@pytest.fixture
def catalogue():
    """A ruling may change the catalogue; the next test finds it as it was."""
    yield
    organisation.forget()


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def officer(actor, at):
    return lambda name: actor(name, at)


@pytest.fixture
def told(officer, at):
    """told(words, ...) -> a case somebody told the hotline about."""

    def tell(words=POTHOLE, days_ago=0, **more):
        inputs = {"channel": "phone", "category_code": "roads.surface.pothole", **NORTH, **more}
        then = at - timedelta(days=days_ago)
        return actions.receive(actor=officer("hotline-call-taker"), now=then, words=words, **inputs).case

    return tell


@pytest.fixture
def do(officer, at):
    """do("accept", "works-handler", case, ...) -> the case after the act."""

    def perform(verb, who, case, **inputs):
        return actions.perform(verb, actor=officer(who), now=timezone.now(), number=case.number, **inputs)

    return perform


REPLY = {
    "words": "We filled the pothole on 10 June and rolled the surface. Thank you for telling us.",
    "done": "Filled the pothole with hot asphalt and rolled it on 10 June.",
    "basis": "Roads Ordinance section 12: the department repairs defects of the carriageway.",
    "evidence": "Photo of the repaired surface taken on 10 June, work order 4711.",
}


@pytest.fixture
def outcome(harbour):
    """The code of an outcome a unit may claim."""
    from answerable.organisation.models import Code

    return Code.objects.filter(jurisdiction=harbour, kind="outcome", effective_until=None).order_by("code")[0].code


@pytest.fixture
def asked(told, do, outcome):
    """A case whose citizen is to be asked."""
    from answerable.cases.actions import PersonDetails

    case = told(person=PersonDetails("Ana Reyes", "55512345", "", "en"))
    do("accept", "works-handler", case)
    do("act", "works-handler", case, words="Sent a crew.")
    do("answer", "works-handler", case, outcome_code=outcome, **REPLY)
    do("tell_citizen", "works-handler", case, how="phone")
    return do("tell_hotline", "works-handler", case)
