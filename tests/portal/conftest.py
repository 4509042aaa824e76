"""Cases to look at, received through the same action as everywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.plans.conftest import draft, indicator, plan, task

__all__ = ["draft", "indicator", "plan", "task"]

POTHOLE = "Deep pothole in Mill Street outside number 42, two bicycles fell since Monday."


@pytest.fixture(autouse=True)
def _no_kept_figures():
    """Figures are kept for a minute; a test wants its own."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def tell(harbour):
    """tell(words, ...) -> the receipt of what a citizen said on the web an hour ago."""
    from answerable.cases import actions
    from answerable.rules.access import citizen

    def receive(words: str = POTHOLE, **said):
        said = {"latitude": 50.15, "longitude": 10.05, "category_code": "roads.surface.pothole"} | said
        now = timezone.now() - timedelta(hours=1)
        return actions.receive(actor=citizen("harbour"), now=now, channel="web", words=words, **said)

    return receive


@pytest.fixture
def asked(tell):
    """A case whose citizen is being asked: the unit has replied and told both."""
    from answerable.cases import actions
    from answerable.organisation import queries
    from answerable.organisation.models import Officer

    receipt = tell()
    now = timezone.now() - timedelta(minutes=30)
    works = queries.actor_for(Officer.objects.get(username="works-handler"), now=now)
    replied = {
        "outcome_code": "solved",
        "words": "We filled the hole with hot asphalt on Tuesday and checked it on Wednesday; it holds.",
        "done": "A crew repaired the carriageway with hot asphalt and inspected it the next day.",
        "basis": "Highways Ordinance, section 5; maintenance standard RD/3.",
        "evidence": "Photographs before and after; inspection record of Wednesday.",
    }
    acts = (("accept", {}), ("act", {"words": "Crew sent."}), ("answer", replied),
            ("tell_hotline", {}))  # fmt: skip
    for verb, inputs in acts:
        actions.perform(verb, actor=works, now=now, number=receipt.case.number, **inputs)
    receipt.case.refresh_from_db()
    return receipt


@pytest.fixture
def own(asked):
    """The address of the reporter's own page of that case."""
    return f"/receipt/{asked.case.number}/{asked.secret}"


@pytest.fixture
def act(db):
    """act("works-handler", "accept", case, ...) -> the case after one act, a little later than the last one."""
    from answerable.cases import actions
    from answerable.organisation import queries
    from tests.support.cast import officer_named

    def perform(who: str, verb: str, case, **inputs):
        case.refresh_from_db()
        now = max(case.updated_at, timezone.now() - timedelta(minutes=30)) + timedelta(seconds=1)
        officer = queries.actor_for(officer_named(who), now=now)
        return actions.perform(verb, actor=officer, now=now, number=case.number, **inputs)

    return perform


@pytest.fixture
def disputed(tell, act):
    """A case the works department says is for the cleansing department."""
    return act(
        "works-handler", "object", tell("Rubbish in the hole in Mill Street.").case, reason_code=_return_reason(),
        basis="Cleansing Ordinance, section 2", proposed_unit="cleansing",
    )  # fmt: skip


def _return_reason() -> str:
    from answerable.organisation.models import Code

    return Code.objects.filter(kind="return_reason", effective_until=None).order_by("code")[0].code


@pytest.fixture
def park(tell, act):
    """park(reason=..., measures=...) -> a case that cannot be solved now, for ten days."""

    def put_off(reason: str = "The bridge must be rebuilt first.", measures: str = "A warning sign and a lamp."):
        case = tell("A pothole on the old bridge.").case
        until = timezone.now() + timedelta(days=10)
        act("works-handler", "accept", case)
        act("works-handler", "ask_parking", case, reason=reason, measures=measures, until=until)
        return act("gov-leader", "decide", case, granted=True, words="Agreed until then.")

    return put_off


@pytest.fixture
def parked(park):
    """A case that cannot be solved now."""
    return park()
