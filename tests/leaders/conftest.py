"""A leader on the rota, on the Wednesday morning of the standing cast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions as cases
from answerable.cases.actions import PersonDetails
from answerable.leaders import actions
from answerable.leaders.models import Shift
from tests.cases.conftest import GOOD, POTHOLE, finish

ANA = PersonDetails("Ana Reyes", "55512345", "", "en")
WORDS = "The lamp at the corner has been dark for a week, please have it mended"
PROMISED = "The lamp at Mill Street will burn again"


@pytest.fixture
def plan(actor, now):
    """plan("gov-leader", hours=1) -> a shift of two hours that begins so many hours from now."""

    def put(who: str = "gov-leader", *, hours: float = 1, length: float = 2, at=None, **more) -> Shift:
        at = at or now
        starts = at + timedelta(hours=hours)
        values = {"post_code": who, "starts_at": starts, "ends_at": starts + timedelta(hours=length), **more}
        return actions.plan_shift(actor=actor("coordination-coordinator"), now=at, **values)

    return put


@pytest.fixture
def seated(plan, actor, now):
    """A shift whose leader has come, and the instant a minute later."""
    shift = plan(hours=0)
    shift = actions.open_shift(actor=actor("gov-leader"), now=now, key=shift.pk)
    return shift, now + timedelta(minutes=1)


@pytest.fixture
def promised(seated, actor):
    """A promise the works department is to keep within seven days."""
    shift, at = seated
    return actions.promise(
        actor=actor("gov-leader"), now=at, key=shift.pk, words=PROMISED, unit_code="works",
        due_at=at + timedelta(days=7),
    )  # fmt: skip


@pytest.fixture
def closed(actor, now):
    """closed(comment=...) -> a case the citizen confirmed; person=None for one who left no way to be reached."""

    def bring(comment: str = "They came the same day. Thank you!", person=ANA, **more):
        case = cases.receive(
            actor=actor("citizen"), now=now, channel="web", words="A deep pothole in the road", person=person,
            **{**POTHOLE, **more},
        ).case  # fmt: skip

        def do(case, who, verb, *, minutes=0, **inputs):
            later = max(case.updated_at, now) + timedelta(minutes=minutes)
            return cases.perform(verb, actor=actor(who), now=later, number=case.number, **inputs)

        case = finish(do(case, "works-handler", "accept"), do)
        return do(case, "hotline-callback", "record_verdict", comment=comment, minutes=5, **GOOD)

    return bring


@pytest.fixture
def chosen(closed, actor, now):
    """chosen(...) -> a story somebody began to tell; the arguments are those of `closed`."""

    def bring(**more):
        at = now + timedelta(hours=1)
        return actions.choose(actor=actor("coordination-coordinator"), now=at, number=closed(**more).number)

    return bring
