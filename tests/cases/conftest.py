"""Short ways to bring a case to where a test begins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.organisation import queries as organisation

POTHOLE = {"latitude": 50.15, "longitude": 10.05, "category_code": "roads.surface.pothole"}
REPLY = {
    "outcome_code": "solved",
    "words": "We filled the hole in the road this morning and checked it again at noon.",
    "done": "A crew filled the hole with asphalt and rolled it flat.",
    "basis": "Road maintenance standard 4.2",
    "evidence": "Photo of the filled hole taken on site at noon",
}
GOOD = {"channel": "phone", "contacted": True, "solved": True, "satisfied": "satisfied"}
BAD = {"channel": "phone", "contacted": True, "solved": False, "satisfied": "dissatisfied"}


@pytest.fixture
def report(actor, now):
    """report(words=..., ...) -> the case of a citizen's report by web; a pothole in the north by default."""

    def tell(words: str = "A deep pothole in the road, a cyclist fell", **more) -> Case:
        values = {"actor": actor("citizen"), "now": now, "channel": "web", "words": words, **POTHOLE, **more}
        return actions.receive(**values).case

    return tell


@pytest.fixture
def do(actor, now):
    """do(case, "works-handler", "accept", minutes=5) -> the case after one act."""

    def act(case: Case, who: str, verb: str, *, minutes: float = 0, **inputs) -> Case:
        later = max(case.updated_at, now) + timedelta(minutes=minutes)
        return actions.perform(verb, actor=actor(who), now=later, number=case.number, **inputs)

    return act


@pytest.fixture
def answered(report, do):
    """A case whose unit has answered and told both sides, waiting for the callback."""

    def bring(**more) -> Case:
        case = report(**more)
        case = do(case, "works-handler", "accept")
        return finish(case, do)

    return bring


def finish(case: Case, do) -> Case:
    """From the unit's hands to the callback."""
    case = do(case, "works-handler", "act", words="A crew went there", minutes=5)
    case = do(case, "works-handler", "answer", minutes=5, **REPLY)
    reply = case.replies.get(returned_at=None, round=case.redos + 1)
    if reply.told_citizen_at is None:
        case = do(case, "works-handler", "tell_citizen", how="phone", minutes=1)
    return do(case, "works-handler", "tell_hotline", minutes=1)


OBJECTION = {"reason_code": "not-our-duty", "basis": "Duty list of the city, part 3", "proposed_unit": "transport"}
KEPT = {"catalogue": "kept", "catalogue_words": "The row is right; this place is a private road"}
UNCLEAR = {"words": "Something is wrong at the corner", "category_code": "other.other.other"}


def code_of(raised) -> str:
    """The code of the first problem a refusal names."""
    return raised.value.problems[0].code


def units(case: Case, role: str) -> set[str]:
    """The units that hold a role in a case now."""
    return set(case.assignments.filter(role=role, until=None).values_list("unit__code", flat=True))


def running(case: Case, kind: str = "resolve"):
    """The clock of a kind that runs."""
    return case.clocks.get(kind=kind, stopped_at=None)


@pytest.fixture
def sweep():
    """sweep(at) takes every step that is due by then, round by round, as the worker does; returns how many."""

    def rounds(at) -> int:
        taken = 0
        while rung := actions.ring(now=at):
            taken += rung
        return taken

    return rounds


@pytest.fixture(autouse=True)
def _reread_the_rulebook():
    """A ruling changes the catalogue; what was kept of it in memory must not outlive the test that made it."""
    yield
    organisation.forget()


@pytest.fixture
def flagged(do):
    """flagged(case, "works") or flagged(case, "hotline", "hotline-callback") -> the case, with that on the record."""

    def flag(case, unit: str, post: str = "") -> Case:
        about = {"unit_code": unit, "post_code": post, "reason": "The citizen names them"}
        return do(case, "coordination-coordinator", "flag_interest", **about)

    return flag
