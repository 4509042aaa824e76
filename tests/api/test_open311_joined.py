"""A case joined to another reads as closed, names the other, and shares its verdict."""

from __future__ import annotations

import pytest
from django.utils import timezone

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.organisation import queries
from tests.support.cast import officer_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(reported):
    """(number, number of the case it was joined to)."""
    one, other = reported(), reported(description="The same hole, seen from the other side.")
    now = timezone.now()
    dispatcher = queries.actor_for(officer_named("hotline-dispatcher"), now=now)
    actions.perform("merge", actor=dispatcher, now=now, number=one, into=other, reason="The same hole.")
    return one, other


@pytest.mark.parametrize("form", ["json", "xml"])
def test_it_is_closed_and_the_note_names_the_other_number(read, joined, form):
    one, other = joined
    found = read(f"requests/{one}.{form}")
    record = found[0] if form == "json" else {child.tag: child.text for child in found[0]}
    assert record["status"] == "closed"
    assert record["status_notes"] == f"Closed: joined to case {other}, whose outcome counts for this one."


def test_the_list_says_the_same_and_the_other_stays_open(read, joined):
    one, other = joined
    notes = {row["service_request_id"]: (row["status"], row["status_notes"]) for row in read("requests.json")}
    assert notes[one][0] == "closed"
    assert other in notes[one][1]
    assert notes[other][0] == "open"


def test_a_number_that_is_not_public_is_not_named(read, joined):
    one, other = joined
    Case.objects.filter(number=other).update(public=False)
    record = read(f"requests/{one}.json", extensions="true")[0]
    assert record["status"] == "closed"
    assert other not in str(record)


def test_the_verdict_of_the_other_counts(read, joined):
    one, other = joined
    case = Case.objects.get(number=other)
    unit = case.lead_unit
    case.callbacks.create(
        unit=queries.hotline_unit(case.jurisdiction), round=1, opened_at=timezone.now(), due_at=timezone.now(),
        next_attempt_at=timezone.now(), done_at=timezone.now(), valid=True, contacted=True, solved=True,
        satisfied="basically", answering_unit=unit,
    )  # fmt: skip
    verdict = read(f"requests/{one}.json", extensions="true")[0]["extended_attributes"]["verdict"]
    assert verdict == {"contacted": True, "solved": True, "satisfied": "basically"}
