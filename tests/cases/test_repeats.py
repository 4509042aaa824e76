"""The same person about the same matter: one case, an answer at once, and nothing counted twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.outbox.models import Message
from tests.cases.conftest import POTHOLE

pytestmark = pytest.mark.django_db
WHO = actions.PersonDetails("A. Reed", "", "a.reed@example.org", "en")
AGAIN = "That deep pothole in the road, where a cyclist fell"


@pytest.fixture
def say(actor, now):
    def tell(words: str, *, hours: float = 5, person=WHO, **more):
        given = {"actor": actor("citizen"), "now": now + timedelta(hours=hours), "channel": "web", **POTHOLE, **more}
        return actions.receive(words=words, person=person, **given)

    return tell


@pytest.fixture
def first(report) -> Case:
    return report(person=WHO)


def test_who_says_it_again_joins_the_case_and_is_answered_at_once(first, say):
    receipt = say(AGAIN)
    assert receipt.case.pk == first.pk
    assert Case.objects.count() == 1
    first.refresh_from_db()
    assert (first.affected, first.contacts.count()) == (1, 2)
    letter = Message.objects.filter(template="known", address=WHO.email).get()
    assert first.number in letter.subject


def test_another_person_with_the_same_trouble_gets_a_case_of_their_own_unless_they_follow(first, say):
    other = actions.PersonDetails("B. Moss", "", "b.moss@example.org", "en")
    assert say(AGAIN, person=other).case.pk != first.pk


@pytest.mark.parametrize(
    "new",
    [
        {"words": "Two weeks on nobody came and now a car lost its wheel"},
        {"words": AGAIN, "latitude": 50.16},
        {"words": AGAIN, "category_code": "roads.lights.dark"},
    ],
)
def test_anything_new_makes_a_case_of_its_own(first, say, new):
    assert say(**new).case.pk != first.pk


def test_a_closed_case_is_not_joined(answered, do, say):
    from tests.cases.conftest import GOOD

    case = do(answered(person=WHO), "hotline-callback", "record_verdict", **GOOD)
    assert case.state == "closed"
    assert say(AGAIN, hours=400).case.pk != case.pk


def test_nobody_learns_the_link_of_a_case_by_leaving_somebodys_telephone_number(report, say):
    case = report(person=actions.PersonDetails("A. Reed", "20001000", "", "en"))
    receipt = say(AGAIN, person=actions.PersonDetails("X", "20001000", "x@example.org", "en"))
    assert (receipt.case.pk, receipt.secret) == (case.pk, "")
    assert not Message.objects.filter(template="known", body__contains="/receipt/").exists()
