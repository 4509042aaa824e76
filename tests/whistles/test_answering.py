"""What units called do: sign, lead, support, say not ours, come, promise, keep, report; and how they are let go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed, Refused
from answerable.whistles import actions, queries
from tests.whistles.conftest import NOT_OURS, code

pytestmark = pytest.mark.django_db


def answering(whistle, at):
    return {part.unit.code: part.rule for part in queries.strip(whistle, now=at).answering}


def fresh(whistle, actor):
    return queries.get_whistle(actor("system"), whistle.number)


def test_until_one_leads_all_who_were_called_answer(blow, do, actor, now):
    whistle = blow()
    assert answering(fresh(whistle, actor), now) == {"cleansing": "called", "works": "called"}
    do(whistle, "cleansing-handler", "sign", hours=0.5)
    after = answering(fresh(whistle, actor), now + timedelta(hours=2))
    assert after == {"cleansing": "nobody_leads", "works": "silent"}


def test_when_nobody_answers_in_time_all_answer_and_it_is_told_above(blow, actor, now):
    whistle = blow()
    assert actions.ring(now=now + timedelta(hours=3)) == 2
    assert actions.ring(now=now + timedelta(hours=3)) == 0
    whistle = fresh(whistle, actor)
    assert whistle.silent_at == now + timedelta(hours=1)
    assert {s.silent_at for s in whistle.summonses.all()} == {now + timedelta(hours=1)}
    assert answering(whistle, now + timedelta(hours=3)) == {"cleansing": "nobody_took_it", "works": "nobody_took_it"}
    told = Message.objects.filter(template="whistle_silent_above", channel="in_app")
    assert set(told.values_list("post__code", flat=True)) == {"gov-leader", "coordination-head"}
    assert Message.objects.filter(template="whistle_silent", channel="in_app").count() == 2


def test_a_word_spoken_too_late_does_not_erase_the_silence_even_when_no_sweep_came(blow, do, actor, now):
    whistle = do(blow(), "works-head", "sign", hours=1.5)
    works = whistle.summonses.get(unit__code="works")
    assert works.silent_at == now + timedelta(hours=1)
    assert works.signed_at == now + timedelta(hours=1.5)
    assert whistle.silent_at == now + timedelta(hours=1)
    assert queries.replay(fresh(whistle, actor)).fits


def told(template):
    found = Message.objects.filter(template=template, channel="in_app")
    return sorted(found.values_list("post__code", flat=True))


def test_who_signs_and_never_says_what_it_does_is_recorded_and_told_above(blow, do, actor, now):
    whistle = blow()
    do(whistle, "cleansing-handler", "sign", hours=0.2)
    do(whistle, "works-handler", "sign", hours=0.3)
    limit = now + timedelta(hours=4)
    assert actions.ring(now=limit - timedelta(minutes=1)) == 0
    assert actions.ring(now=limit) == 3  # both units, and the whistle nobody leads
    assert actions.ring(now=limit) == 0
    whistle = fresh(whistle, actor)
    assert (whistle.silent_at, whistle.unanswered_at) == (None, limit)
    assert {s.unanswered_at for s in whistle.summonses.all()} == {limit}
    assert answering(whistle, limit) == {"cleansing": "unanswered", "works": "unanswered"}
    assert told("whistle_unanswered") == ["cleansing-head", "works-head"]
    assert told("whistle_unled") == ["coordination-head", "gov-leader"]
    unit = whistle.summonses.get(unit__code="works").unit
    entry = queries.appraisal_entries(unit, now - timedelta(days=1), now + timedelta(days=1))
    assert (entry.answered_in_time, entry.silent, entry.unanswered) == (0, 0, 1)
    blower = queries.appraisal_entries(whistle.unit, now - timedelta(days=1), now + timedelta(days=1))
    assert (blower.silent_whistles, blower.unanswered_whistles) == (0, 1)
    assert [w.number for w in queries.whistles_of_unit(actor("gov-leader"), now=limit, tab="silent")] == [
        whistle.number
    ]
    assert queries.replay(whistle).fits


def test_when_all_support_and_nobody_leads_the_whistle_is_unanswered_however_late_it_is_noted(blow, do, actor, now):
    whistle = blow()
    for who in ("cleansing-head", "works-head"):
        do(whistle, who, "answer_summons", stance="support", support_with="a truck")
    whistle = do(whistle, "works-head", "answer_summons", stance="lead", hours=30)
    assert whistle.unanswered_at == now + timedelta(hours=4)
    assert {s.unanswered_at for s in whistle.summonses.all()} == {None}
    assert told("whistle_unit_silent") == []
    actions.ring(now=now + timedelta(hours=39))
    again = blow(hours=40)
    for who in ("cleansing-head", "works-head"):
        do(again, who, "answer_summons", stance="support", support_with="a truck", hours=40.1)
    assert actions.ring(now=now + timedelta(hours=44)) == 1


def test_of_one_unit_that_is_silent_or_does_not_answer_the_unit_above_is_told(blow, do, now):
    whistle = blow()
    do(whistle, "cleansing-head", "answer_summons", stance="lead")
    actions.ring(now=now + timedelta(hours=1))
    assert told("whistle_unit_silent") == ["gov-leader"]
    assert told("whistle_silent_above") == []
    actions.ring(now=now + timedelta(hours=4))
    assert told("whistle_unanswered") == ["works-head"]
    assert told("whistle_unit_silent") == ["gov-leader"]  # it was told already
    other = blow(hours=30)
    do(other, "cleansing-head", "answer_summons", stance="lead", hours=30.1)
    do(other, "works-head", "sign", hours=30.1)
    actions.ring(now=now + timedelta(hours=34))
    assert told("whistle_unit_silent") == ["gov-leader", "gov-leader"]
    other.refresh_from_db()
    assert other.unanswered_at is None


def test_nobody_takes_back_that_it_did_not_answer(blow, do, now):
    whistle = do(blow(), "works-head", "sign")
    late = do(whistle, "works-head", "answer_summons", stance="lead", hours=5)
    works = late.summonses.get(unit__code="works")
    assert (works.unanswered_at, works.answered_at) == (now + timedelta(hours=4), now + timedelta(hours=5))
    with pytest.raises(IntegrityError), transaction.atomic():
        late.summonses.filter(pk=works.pk).update(unanswered_at=None)


def test_who_leads_answers_and_who_supports_answers_for_what_it_promised(led, do, actor, now):
    at = now + timedelta(hours=1)
    assert answering(fresh(led, actor), at) == {"cleansing": "took_lead", "works": "supports"}
    due = now + timedelta(days=2)
    do(led, "works-handler", "commit", words="the truck comes on Friday", due_at=due, hours=0.5)
    strip = queries.strip(fresh(led, actor), now=at)
    assert {part.unit.code: (part.rule, part.due_at) for part in strip.answering} == {
        "cleansing": ("took_lead", None), "works": ("committed", due),
    }  # fmt: skip
    commitment = led.summonses.get(unit__code="works").commitments.get()
    with pytest.raises(Refused):
        do(led, "cleansing-head", "fulfil", commitment=str(commitment.pk), words="done", hours=0.8)
    do(led, "works-handler", "fulfil", commitment=str(commitment.pk), words="it came", hours=0.8)
    assert answering(fresh(led, actor), at) == {"cleansing": "took_lead"}


def test_only_one_unit_leads_and_it_goes_on_leading_until_it_is_let_go(led, do):
    with pytest.raises(NotAllowed) as raised:
        do(led, "works-head", "answer_summons", stance="lead")
    assert code(raised) == "led_already"
    with pytest.raises(NotAllowed) as raised:
        do(led, "cleansing-head", "answer_summons", **NOT_OURS)
    assert code(raised) == "lead_stays"
    do(led, "mill-street-head", "release", unit_code="cleansing", words="works is the right one")
    do(led, "works-head", "answer_summons", stance="lead", hours=0.2)
    assert led.summonses.get(unit__code="works").stance == "lead"


def test_not_ours_needs_a_rule_and_a_name_and_frees_nobody(blow, do, actor, now):
    whistle = blow()
    for lacking in ("basis", "proposed_unit"):
        with pytest.raises(Refused):
            do(whistle, "works-head", "answer_summons", **(NOT_OURS | {lacking: ""}))
    with pytest.raises(Refused) as raised:
        do(whistle, "works-head", "answer_summons", **(NOT_OURS | {"proposed_unit": "works"}))
    assert code(raised) == "propose_another"
    do(whistle, "works-head", "answer_summons", **NOT_OURS)
    assert answering(fresh(whistle, actor), now + timedelta(hours=0.5))["works"] == "says_not_ours"


def test_only_the_blower_or_the_authority_above_lets_a_unit_go_and_never_the_last(blow, do):
    whistle = blow()
    for who in ("works-head", "cleansing-head"):
        with pytest.raises(NotAllowed):
            do(whistle, who, "release", unit_code="works", words="we have no time")
    do(whistle, "gov-leader", "release", unit_code="works", words="it is not theirs")
    with pytest.raises(NotAllowed) as raised:
        do(whistle, "mill-street-head", "release", unit_code="cleansing", words="nor theirs")
    assert code(raised) == "last_unit"
    with pytest.raises(NotAllowed):
        do(whistle, "works-head", "answer_summons", stance="lead")


def test_a_unit_above_that_was_called_itself_does_not_let_itself_go(blow, do):
    whistle = blow(units=["north", "works"])
    with pytest.raises(NotAllowed):
        do(whistle, "north-head", "release", unit_code="north", words="not us")


def test_the_silence_of_a_unit_that_was_let_go_stays(blow, do, now):
    whistle = blow()
    do(whistle, "cleansing-head", "answer_summons", stance="lead", hours=0.5)
    do(whistle, "mill-street-head", "release", unit_code="works", words="called by mistake", hours=2)
    works = whistle.summonses.get(unit__code="works")
    assert works.silent_at == now + timedelta(hours=1)
    assert not works.clocks.filter(stopped_at=None).exists()


def test_a_unit_that_owes_something_is_not_let_go(led, do, now):
    do(led, "works-handler", "commit", words="the truck", due_at=now + timedelta(days=1))
    with pytest.raises(NotAllowed) as raised:
        do(led, "mill-street-head", "release", unit_code="works", words="thank you")
    assert code(raised) == "unit_owes_something"


def test_who_comes_is_recorded_and_stops_the_clock_on_the_spot(blow, do, now):
    whistle = blow(grade_code="emergency", kind="emergency")
    do(whistle, "works-head", "attend", post_code="works-handler", hours=0.3)
    do(whistle, "mill-street-handler", "attend", unit_code="cleansing", name="Crew 4", hours=0.4)
    for unit in ("works", "cleansing"):
        summons = whistle.summonses.get(unit__code=unit)
        assert summons.clocks.get(kind="on_site").stopped_at is not None
        assert summons.signed_at is not None
    with pytest.raises(Refused) as raised:
        do(whistle, "works-head", "attend", unit_code="cleansing", name="somebody", hours=0.5)
    assert code(raised) == "only_your_own"
    with pytest.raises(Refused) as raised:
        do(whistle, "works-head", "attend", name="Early", came_at=now - timedelta(hours=1), hours=0.5)
    assert code(raised) == "before_the_whistle"
    with pytest.raises(Refused) as raised:
        do(whistle, "works-head", "attend", post_code="cleansing-head", hours=0.5)
    assert code(raised) == "unknown_post"


def test_contact_and_report_stop_their_clocks_and_stand_in_the_minutes(led, do):
    do(led, "cleansing-handler", "contact", words="we called the street office")
    do(led, "cleansing-handler", "report", words="cleared and fined three", hours=5)
    summons = led.summonses.get(unit__code="cleansing")
    assert not summons.clocks.filter(stopped_at=None).exists()
    assert [m.kind for m in summons.minutes.order_by("at")] == ["contact", "report"]


def test_a_limit_that_passed_is_told_to_the_unit_and_the_blower_once(led, now, actor):
    later = now + timedelta(days=10)
    assert actions.ring(now=later) == 4  # contact and report of both
    assert actions.ring(now=later) == 0
    told = Message.objects.filter(template="whistle_overdue", channel="in_app")
    assert told.filter(post__code="mill-street-head").count() == 4
    assert queries.replay(fresh(led, actor)).fits
