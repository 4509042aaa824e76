"""Whose year an appraisal is, and who learns that the next step is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.organisation.models import Officer, Tenure
from answerable.outbox.models import Message
from answerable.performance.queries.appraisals import appraisal_page, appraisals, waiting_for
from answerable.rules.problems import NotFound
from tests.performance.conftest import END, REPORT


@pytest.fixture
def changed_hands(harbour):
    """On 20 December 2026 the head of works leaves to the head of cleansing, who holds both posts from then."""
    at = datetime(2026, 12, 20, 12, tzinfo=UTC)
    leaves = Tenure.objects.get(post__code="works-head", until=None)
    leaves.until = at
    leaves.save()
    comes = Officer.objects.get(username="cleansing-head")
    Tenure.objects.create(officer=comes, post=leaves.post, since=at)
    return leaves.officer, comes


def test_a_year_counts_for_whoever_held_the_post_longest_and_shows_everybody(changed_hands, open_year, actor):
    left, came = changed_hands
    row = open_year()["works-head"]
    page = appraisal_page(actor("planning-chair", END), row.pk, now=END)
    assert [(one.officer, one.since, one.until) for one in page.served] == [
        (left, date(2026, 1, 1), date(2026, 12, 20)), (came, date(2026, 12, 20), date(2026, 12, 31)),
    ]  # fmt: skip
    assert row.holder == left
    assert page.by_person.missed_years == 0  # nothing is final yet


def test_a_predecessor_reads_the_appraisal_of_the_year_they_served_in(changed_hands, open_year, actor):
    left, _ = changed_hands
    row = open_year()["works-head"]
    elsewhere = actor("transport-handler", END)
    with pytest.raises(NotFound):
        appraisal_page(elsewhere, row.pk, now=END)
    served = replace(elsewhere, officer=left.username)
    assert appraisal_page(served, row.pk, now=END).row == row


def test_whoever_must_act_next_has_it_waiting_and_an_appeal_is_told_to_those_who_may_decide(
    issued, act, actor, harbour
):
    def waits(who, days):
        at = END + timedelta(days=days)
        return [row.post.code for row in waiting_for(actor(who, at), now=at)]

    assert waits("works-head", 21) == []
    act("appeal", issued, "works-head", days=22, words="The twenty were let in January.")
    told = set(Message.objects.filter(template="appraisal", channel="in_app").values_list("post__code", flat=True))
    assert {"planning-chair", "planning-reviewer"} <= told
    assert "works-head" in waits("planning-chair", 23)
    assert "works-head" not in waits("planning-secretary", 23)  # it issued it


def test_the_office_is_not_called_before_the_time_of_the_head_is_up(open_year, act, actor):
    row = open_year()["works-head"]

    def waits(who, at):
        return "works-head" in [one.post.code for one in waiting_for(actor(who, at), now=at)]

    before, after = END + timedelta(days=1), row.report_by + timedelta(minutes=1)
    assert waits("works-head", before)
    assert not waits("planning-secretary", before)
    assert waits("planning-secretary", after)
    act("report", row, "works-head", days=1, **REPORT)
    assert waits("planning-secretary", before)
    assert appraisals(actor("planning-secretary", before))
