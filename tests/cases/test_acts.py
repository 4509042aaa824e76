"""The acts on a case: who may, when, and what comes of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions.ringing import ring
from answerable.cases.models import Assignment, Clock, Step
from answerable.ledger.models import Entry
from answerable.rules.problems import NotAllowed, NotFound, Refused, Stale
from tests.cases.conftest import BAD, GOOD, REPLY, finish

pytestmark = pytest.mark.django_db


def code(raised) -> str:
    return raised.value.problems[0].code


def test_a_satisfied_citizen_closes_the_case(answered, do):
    case = answered()
    assert case.state == "verifying"
    case = do(case, "hotline-callback", "record_verdict", **GOOD)
    assert (case.state, case.closing) == ("closed", "confirmed")
    assert not case.clocks.filter(stopped_at=None).exists()


def test_a_dissatisfied_citizen_sends_it_back_once_and_then_to_the_leaders(answered, do):
    case = do(answered(), "hotline-callback", "record_verdict", **BAD)
    assert (case.state, case.redos, case.listed_at) == ("redo", 1, None)
    case = finish(case, do)
    case = do(case, "hotline-callback", "record_verdict", **BAD)
    assert (case.state, case.redos) == ("redo", 2)
    assert case.listed_at is not None


def test_solved_but_dissatisfied_is_not_confirmed(answered, do):
    case = do(answered(), "hotline-callback", "record_verdict", **(GOOD | {"satisfied": "dissatisfied"}))
    assert case.state == "redo"


def test_a_unit_cannot_confirm_its_own_outcome(answered, do):
    case = answered()
    for who in ("works-handler", "works-head", "cleansing-handler", "hotline-call-taker"):
        with pytest.raises(NotAllowed):
            do(case, who, "record_verdict", **GOOD)


def test_the_hotline_cannot_confirm_what_it_answered_itself(report, do):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="hotline", reason="a matter of the hotline itself")
    case = do(case, "hotline-head", "accept")
    case = do(case, "hotline-head", "act", words="looked into it")
    case = do(case, "hotline-head", "answer", **REPLY)
    case = do(case, "hotline-head", "tell_hotline")
    assert case.callbacks.get().unit.code == "coordination"
    with pytest.raises(NotAllowed):
        do(case, "hotline-callback", "record_verdict", **GOOD)
    assert do(case, "coordination-coordinator", "record_verdict", **GOOD).state == "closed"


def test_a_leader_may_end_only_a_listed_case(answered, do):
    case = do(answered(), "hotline-callback", "record_verdict", **BAD)
    with pytest.raises(NotAllowed) as raised:
        do(case, "gov-leader", "conclude", reason="enough")
    assert code(raised) == "not_listed"


def test_a_reply_that_is_no_answer_is_refused(report, do):
    case = do(report(), "works-handler", "act", words="went there")
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "answer", **(REPLY | {"done": "已處理", "basis": ""}))
    assert {p.field for p in raised.value.problems} >= {"done", "basis"}
    case.refresh_from_db()
    assert case.state == "in_hand"


def test_both_sides_must_be_told_before_the_callback(report, do):
    case = report(person=actions.PersonDetails(phone="02079460000"))
    case = do(case, "works-handler", "act", words="went there")
    case = do(case, "works-handler", "answer", **REPLY)
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "tell_hotline")
    assert code(raised) == "tell_citizen_first"
    case = do(case, "works-handler", "tell_citizen", how="phone")
    assert do(case, "works-handler", "tell_hotline").state == "verifying"


def test_the_hotline_sends_back_a_reply_and_the_clock_runs_on_from_where_it_was(answered, do):
    case = answered()
    due = case.clocks.filter(kind="resolve").latest("started_at").due_at
    case = do(case, "hotline-dispatcher", "return_reply", reason="This does not say what was done")
    assert case.state == "in_hand"
    assert case.clocks.get(kind="resolve", stopped_at=None).due_at == due
    assert finish(case, do).state == "verifying"


def test_three_attempts_in_different_hours_close_as_unreached(answered, do):
    case = answered(person=actions.PersonDetails(phone="02079460000"))
    case = do(case, "hotline-callback", "attempt", reason_code="no-answer")
    with pytest.raises(NotAllowed) as raised:
        do(case, "hotline-callback", "attempt", reason_code="no-answer", minutes=10)
    assert code(raised) == "call_later"
    case = do(case, "hotline-callback", "attempt", reason_code="no-answer", minutes=300)
    case = do(case, "hotline-callback", "attempt", reason_code="no-answer", minutes=300)
    assert (case.state, case.closing, case.callbacks.get().valid) == ("closed", "unreached", False)
    assert queries.replay(case).fits


def test_an_unreachable_citizen_has_until_the_link_runs_out(answered, now):
    case = answered()
    assert actions.end_unreachable(now=now + timedelta(days=3)) == 0
    assert actions.end_unreachable(now=now + timedelta(days=60)) == 1
    case.refresh_from_db()
    assert case.closing == "unreached"


def test_an_objection_leaves_the_unit_answerable_until_it_is_upheld(report, do):
    case = report()
    wish = {"reason_code": "not-our-duty", "basis": "Cleansing duty list 3", "proposed_unit": "cleansing"}
    case = do(case, "works-handler", "object", **wish)
    assert case.lead_unit.code == "works"
    kept = {"catalogue": "kept", "catalogue_words": "The row is right; this heap lay beside the road"}
    case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="The list says so", **kept)
    assert (case.lead_unit.code, case.state) == ("cleansing", "dispatched")


def test_after_a_rejection_there_is_no_objection_any_more(report, do):
    wish = {"reason_code": "not-our-duty", "basis": "Cleansing duty list 3", "proposed_unit": "cleansing"}
    case = do(report(), "works-handler", "object", **wish)
    case = do(case, "hotline-dispatcher", "rule", upheld=False, outcome_words="It is a road")
    assert (case.lead_unit.code, case.designated) == ("works", True)
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "object", **wish)
    assert code(raised) == "designated"


def test_a_late_objection_is_refused_with_the_limit(report, do):
    wish = {"reason_code": "not-our-duty", "basis": "Cleansing duty list 3", "proposed_unit": "cleansing"}
    with pytest.raises(NotAllowed) as raised:
        do(report(), "works-handler", "object", minutes=25 * 60, **wish)
    assert code(raised) == "objection_too_late"


def test_a_redispatch_keeps_the_citizens_clock(report, do):
    case = report()
    due = case.due_at
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="transport", reason="a bus stop", minutes=60)
    resolve = case.clocks.get(kind="resolve", stopped_at=None)
    assert (resolve.due_at, resolve.unit.code, case.due_at) == (due, "transport", due)
    assert case.clocks.get(kind="sign", stopped_at=None).unit.code == "transport"


def test_recategorising_computes_from_the_start_the_clock_had(report, do):
    case = report()
    case = do(
        case, "hotline-dispatcher", "recategorise", category_code="roads.lights.dark", reason="a lamp", minutes=60
    )
    resolve = case.clocks.get(kind="resolve", stopped_at=None)
    assert resolve.started_at == case.opened_at
    assert case.due_at == resolve.due_at


def test_a_street_that_leads_has_its_district_copied(report, do):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="mill-street", reason="a matter of the street")
    assert case.assignments.filter(role="copy", unit__code="north", until=None).exists()


def test_an_assisting_unit_has_its_own_limit_and_reports_to_the_lead(report, do):
    case = do(report(), "works-handler", "accept")
    case = do(case, "works-handler", "add_assistant", unit_code="transport", task="close the lane")
    part = Assignment.objects.get(case=case, role="assist")
    assert part.due_at is not None
    with pytest.raises(NotAllowed):
        do(case, "cleansing-handler", "report_part", words="not mine")
    case = do(case, "transport-handler", "report_part", words="the lane is closed")
    part.refresh_from_db()
    assert part.report == "the lane is closed"


def test_two_officers_at_once_the_second_is_told_who_did_what(report, do):
    case = report()
    read = case.version
    do(case, "works-handler", "accept", version=read)
    with pytest.raises(Stale) as raised:
        do(case, "works-head", "accept", version=read)
    params = raised.value.problems[0].params
    assert params["verb"] == "accept"
    assert "works-handler" in str(params["actor"])


def test_another_city_or_a_wrong_number_is_not_found(report, actor, now):
    report()
    with pytest.raises(NotFound):
        actions.perform("accept", actor=actor("works-handler"), now=now, number="HB26-0000000-00")


def test_a_passed_limit_is_noted_once_and_told_to_the_head(report, now):
    case = report()
    later = case.due_at + timedelta(minutes=1)
    rung = ring(now=later)
    assert rung == Clock.objects.filter(case=case, rang_at=later).count() >= 1
    while ring(now=later):
        pass
    assert Clock.objects.filter(case=case, rang_at=later).count() == rung
    steps = [json.loads(e.body)["facts"] for e in Entry.objects.filter(stream=case.pk, verb="ring")]
    assert len({(step["clock"], step["step"]) for step in steps}) == len(steps)


def test_words_of_colleagues_stay_with_colleagues(report, do):
    case = do(report(), "works-handler", "note", words="the foreman knows this spot")
    assert Step.objects.get(case=case).public is False
    assert "foreman" not in str(queries.timeline(case, audience="public"))
    assert "foreman" in str(queries.timeline(case, audience="staff"))


def test_an_officer_sees_exactly_the_acts_of_the_post(report, actor, now):
    case = report()
    mine = {a.verb for a in queries.allowed(case, actor("works-handler"), now=now) if a.allowed}
    assert {"accept", "act", "object", "note"} <= mine
    assert not {"dispatch", "record_verdict", "answer"} & mine
    assert not [a for a in queries.allowed(case, actor("cleansing-handler"), now=now)]


def test_other_units_do_not_see_the_case(report, actor):
    case = report()
    assert queries.visible_to(actor("works-handler")).filter(pk=case.pk).exists()
    assert not queries.visible_to(actor("cleansing-handler")).filter(pk=case.pk).exists()
    assert not queries.visible_to(actor("administrator")).exists()
    assert queries.visible_to(actor("auditor")).filter(pk=case.pk).exists()


def test_the_strip_says_who_answers_until_when(report, now):
    strip = queries.strip(report(), now=now)
    assert strip.answering[0].unit.code == "works"
    assert strip.answering[0].holder is not None
    assert strip.level == "calm"
    late = queries.strip(strip.case, now=strip.until + timedelta(hours=1))
    assert late.level == "overdue"


def test_every_case_can_be_rebuilt_from_its_entries(answered, do):
    case = do(answered(), "hotline-callback", "record_verdict", **BAD)
    case = do(finish(case, do), "hotline-callback", "record_verdict", **GOOD)
    outcome = queries.replay(case)
    assert outcome.fits, outcome
    case.title = "changed behind the ledger's back"
    case.save()
    assert [d.field for d in queries.replay(case).differences] == ["title"]


def test_no_word_of_the_citizen_stands_in_the_ledger(answered):
    from answerable.ledger.models import Entry

    case = answered(person=actions.PersonDetails(name="Annabel", phone="02079460000"))
    bodies = " ".join(Entry.objects.filter(stream=case.pk).values_list("body", flat=True))
    for secret in ("Annabel", "02079460000", "cyclist", "asphalt"):
        assert secret not in bodies


def test_what_waits_for_the_citizen_is_not_on_the_units_list_of_what_is_due(answered, actor, now):
    case = answered()
    assert case not in queries.worklist(actor("works-handler"), now=now)
    assert case in queries.worklist(actor("works-handler"), now=now, filters={"state": "verifying"})
    assert queries.counts(actor("works-handler"), now=now)["due"] == 0
