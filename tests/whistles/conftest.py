"""Short ways to bring a whistle to where a test begins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.whistles import actions
from answerable.whistles.models import Whistle

WHISTLE = {
    "grade_code": "push", "kind": "problem", "title": "Rubbish behind the market, every night",
    "words": "Stalls dump boxes behind the market; we clear it and it is back the next day.",
    "demand": "Come, clear it, and fine who dumps.", "units": ["cleansing", "works"], "area_code": "mill-street",
}  # fmt: skip
NOT_OURS = {"stance": "not_ours", "basis": "Roads Ordinance 12", "proposed_unit": "transport"}


@pytest.fixture
def blow(actor, now):
    """blow(units=[...], ...) -> a whistle of Mill Street at cleansing and works, blown by its head."""

    def act(who: str = "mill-street-head", *, hours: float = 0, **given) -> Whistle:
        return actions.blow(actor=actor(who), now=now + timedelta(hours=hours), **(WHISTLE | given))

    return act


@pytest.fixture
def do(actor, now):
    """do(whistle, "works-head", "sign", hours=0.5) -> the whistle after one act, so many hours after `now`."""

    def act(whistle: Whistle, who: str, verb: str, *, hours: float = 0.1, **given) -> Whistle:
        at = now + timedelta(hours=hours)
        return actions.perform(verb, actor=actor(who), now=at, number=whistle.number, **given)

    return act


@pytest.fixture
def led(blow, do):
    """A whistle that cleansing leads and works supports with a truck."""
    whistle = blow()
    do(whistle, "cleansing-head", "answer_summons", stance="lead")
    return do(whistle, "works-handler", "answer_summons", stance="support", support_with="a truck and two people")


def code(raised) -> str:
    return raised.value.problems[0].code
