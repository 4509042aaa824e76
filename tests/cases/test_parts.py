"""One lead, several parts: each with its own task, time, report and record, and none that can be wished away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from answerable.cases import queries
from answerable.cases.models import Assignment
from answerable.cases.sentences import task_words
from answerable.outbox.models import Message
from answerable.rules.parts import Span, ends
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import BAD, REPLY, code_of, finish, units

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_hand(report, do):
    return do(report(), "works-handler", "act", words="A crew went there")


@pytest.fixture
def with_part(in_hand, do):
    return do(in_hand, "works-handler", "add_assistant", unit_code="transport", task="Close the lane")


def part_of(case, unit: str = "transport") -> Assignment:
    return case.assignments.filter(role="assist", unit__code=unit).latest("since")


def test_a_part_has_a_task_a_time_and_a_clock_of_its_own_and_its_unit_is_told(with_part):
    part = part_of(with_part)
    clock = with_part.clocks.get(kind="part", stopped_at=None)
    assert (part.task, part.due_at) == ("Close the lane", clock.due_at)
    assert clock.unit.code == "transport"
    told = Message.objects.filter(about=with_part.pk, post__code="transport-head", template="part_asked")
    assert "Close the lane" in told.first().body


def test_there_is_one_lead_however_many_help(with_part, do, now):
    case = do(with_part, "hotline-dispatcher", "add_assistant", unit_code="cleansing", task="Sweep up")
    assert [part.unit.code for part in queries.strip(case, now=now).answering] == ["works"]
    assert units(case, "assist") == {"transport", "cleansing"}
    assert units(case, "lead") == {"works"}


def test_the_lead_cannot_answer_while_a_part_is_open_and_is_told_whose(with_part, do):
    with pytest.raises(NotAllowed) as raised:
        do(with_part, "works-handler", "answer", **REPLY)
    problem = raised.value.problems[0]
    assert (problem.code, problem.params) == ("parts_open", {"units": part_of(with_part).unit.name})
    case = do(with_part, "transport-handler", "report_part", words="The lane was closed")
    assert finish(case, do).state == "verifying"


def test_a_part_is_reported_once_by_its_own_unit_and_the_lead_is_told(with_part, do):
    for who in ("works-handler", "cleansing-handler", "hotline-dispatcher"):
        with pytest.raises(NotAllowed):
            do(with_part, who, "report_part", words="not mine")
    case = do(with_part, "transport-handler", "report_part", words="The lane was closed")
    part = part_of(case)
    assert (part.report, part.reported_at) == ("The lane was closed", case.updated_at)
    assert not case.clocks.filter(kind="part", stopped_at=None).exists()
    assert Message.objects.filter(post__code="works-head", template="part_reported").exists()
    with pytest.raises(NotAllowed) as raised:
        do(case, "transport-handler", "report_part", words="once more")
    assert code_of(raised) == "reported_already"


def test_a_late_part_owes_a_reason(with_part, do):
    late = (part_of(with_part).due_at - with_part.updated_at).total_seconds() / 60 + 1
    with pytest.raises(Refused) as raised:
        do(with_part, "transport-handler", "report_part", minutes=late, words="done")
    assert [(p.code, p.field) for p in raised.value.problems] == [("required", "late_reason")]
    case = do(with_part, "transport-handler", "report_part", minutes=late, words="done", late_reason="The lift broke")
    assert part_of(case).late_reason == "The lift broke"


def test_a_late_part_owes_a_stage_report_and_is_asked_for_it_until_it_gives_one(with_part, do, sweep):
    due = part_of(with_part).due_at
    sweep(due + timedelta(minutes=1))
    asked = Message.objects.filter(about=with_part.pk, template="stage_owed", channel="in_app")
    assert [line.post.code for line in asked] == ["transport-head"]
    assert not Message.objects.filter(about=with_part.pk, post__code="transport-head", template="overdue").exists()
    late = (due - with_part.updated_at).total_seconds() / 60 + 60
    with_part.refresh_from_db()
    case = do(with_part, "transport-handler", "report_stage", minutes=late, words="half", late_reason="The lift broke")
    sweep(case.clocks.get(kind="part", stopped_at=None).next_at + timedelta(minutes=1))
    assert asked.count() == 1
    assert Message.objects.filter(about=case.pk, post__code="transport-head", template="urged").exists()


def test_a_stage_report_says_how_far_it_is_and_stops_no_clock(with_part, do):
    late = (part_of(with_part).due_at - with_part.updated_at).total_seconds() / 60 + 1
    with pytest.raises(Refused):
        do(with_part, "transport-handler", "report_stage", minutes=late, words="half of it")
    case = do(with_part, "transport-handler", "report_stage", minutes=late, words="half", late_reason="The lift broke")
    part = part_of(case)
    assert (part.stage, part.stage_at, part.reported_at) == ("half", case.updated_at, None)
    assert case.clocks.filter(kind="part", stopped_at=None).exists()
    case = do(case, "transport-handler", "report_part", minutes=60, words="all of it")
    assert part_of(case).late_reason == "The lift broke"


def test_a_part_in_time_owes_no_reason(with_part, do):
    case = do(with_part, "transport-handler", "report_part", words="done", late_reason="none is owed")
    assert part_of(case).late_reason == ""


def test_the_lead_alone_cannot_do_without_a_part(with_part, do):
    case = do(with_part, "works-handler", "ask_cancel", unit_code="transport", reason="The lane is closed anyway")
    assert units(case, "assist") == {"transport"}
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "answer", **REPLY)
    assert code_of(raised) == "parts_open"
    for verb, inputs in (
        ("agree_cancel", {}),
        ("rule_cancel", {"unit_code": "transport", "outcome_words": "so be it"}),
    ):
        with pytest.raises(NotAllowed):
            do(case, "works-handler", verb, **inputs)


@pytest.mark.parametrize("how", ["consent", "ruling"])
def test_a_part_ends_by_its_units_consent_or_by_a_ruling(with_part, do, how):
    case = do(with_part, "works-handler", "ask_cancel", unit_code="transport", reason="not needed")
    if how == "consent":
        case = do(case, "transport-handler", "agree_cancel")
    else:
        case = do(case, "hotline-dispatcher", "rule_cancel", unit_code="transport", outcome_words="It is not needed")
    assert units(case, "assist") == set()
    assert not case.clocks.filter(kind="part", stopped_at=None).exists()
    assert queries.recomputed(case) == queries.stored(case)
    assert queries.replay(case).fits
    assert finish(case, do).state == "verifying"


def test_nobody_asked_nothing_is_cancelled(with_part, do):
    with pytest.raises(NotAllowed) as raised:
        do(with_part, "transport-handler", "agree_cancel")
    assert code_of(raised) == "cancel_not_asked"
    with pytest.raises(Refused) as raised:
        do(with_part, "hotline-dispatcher", "rule_cancel", unit_code="transport", outcome_words="not needed")
    assert code_of(raised) == "cancel_not_asked"


def test_no_leader_ends_a_case_over_an_open_part(answered, do, actor, now):
    case = do(answered(), "hotline-callback", "record_verdict", minutes=60, **BAD)
    case = do(finish(case, do), "hotline-callback", "record_verdict", minutes=60, **BAD)
    case = do(case, "works-handler", "add_assistant", unit_code="transport", task="Close the lane", minutes=1)
    with pytest.raises(NotAllowed) as raised:
        do(case, "gov-leader", "conclude", reason="enough")
    assert code_of(raised) == "parts_open"
    offered = {act.verb: act.allowed for act in queries.allowed(case, actor("gov-leader"), now=now)}
    assert not offered["conclude"]
    case = do(case, "transport-handler", "report_part", words="The lane was closed")
    assert do(case, "gov-leader", "conclude", reason="enough").closing == "concluded"


def test_who_helps_by_the_catalogue_and_who_has_a_copy_is_told_at_birth_and_at_a_dispatch(report, do):
    case = report(words="The lamp is out", category_code="roads.lights.dark", area_code="mill-street")
    helpers = case.assignments.filter(role="assist")
    assert helpers.exists(), "the catalogue of the little city names somebody who helps with lamps"
    for part in helpers:
        told = Message.objects.get(about=case.pk, post=part.unit.head_post, template="part_catalogue", channel="in_app")
        assert case.category.name_in("en") in told.body
        with override("en"):
            assert case.category.name in task_words(part)
    street = do(report(), "hotline-dispatcher", "dispatch", unit_code="mill-street", reason="its own lane")
    copied = Message.objects.filter(about=street.pk, template="copied", channel="in_app")
    assert {line.post.unit.code for line in copied} == units(street, "copy") != set()


def test_parts_run_beside_each_other_unless_one_must_come_after_another(with_part, do):
    case = do(with_part, "works-handler", "add_assistant", unit_code="cleansing", task="Sweep up")
    case = do(case, "works-handler", "add_assistant", unit_code="north", task="Tell the shops", after="transport")
    transport, cleansing, north = (part_of(case, unit) for unit in ("transport", "cleansing", "north"))
    assert cleansing.due_at == transport.due_at
    assert north.after == transport
    assert north.due_at > transport.due_at
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "add_assistant", unit_code="south", task="wait", after="mill-street")
    assert code_of(raised) == "no_such_part"
    with pytest.raises(Refused):
        do(case, "works-handler", "add_assistant", unit_code="south", task="wait for oneself", after="south")


def test_without_the_slow_link_everything_would_be_done_as_much_sooner_as_is_said(with_part, do, now):
    case = do(with_part, "works-handler", "add_assistant", unit_code="north", task="Tell them", after="transport")
    case = do(case, "works-handler", "add_assistant", unit_code="cleansing", task="Sweep", after="north")
    slow = queries.slow_part(case, now=now)
    assert (slow.part.unit.code, slow.after.unit.code) in {("north", "transport"), ("cleansing", "north")}
    spans = []
    for part in case.assignments.filter(role="assist", until=None).select_related("after"):
        begins = part.after.due_at if part.after else part.since
        spans.append(Span(str(part.pk), part.since, part.due_at - begins, str(part.after_id or "")))
    sooner = max(ends(spans).values()) - max(ends(spans, without=str(slow.part.pk)).values())
    assert timedelta(hours=slow.hours) == pytest.approx(sooner, abs=timedelta(minutes=3.1))
    assert sooner > timedelta(0)


def test_parts_without_links_have_no_slow_one(with_part, now):
    assert queries.slow_part(with_part, now=now) is None


def test_a_unit_helps_once_and_neither_the_lead_nor_the_hotline_helps(with_part, do):
    for unit, problem in (("transport", "assists_already"), ("works", "cannot_assist"), ("hotline", "cannot_assist")):
        with pytest.raises(Refused) as raised:
            do(with_part, "works-handler", "add_assistant", unit_code=unit, task="help")
        assert code_of(raised) == problem


def test_a_unit_that_comes_to_lead_helps_no_more(with_part, do):
    case = do(with_part, "hotline-dispatcher", "note", words="looked into it")
    case = do(case, "works-handler", "object", reason_code="not-our-duty", basis="list", proposed_unit="transport")
    kept = {"catalogue": "kept", "catalogue_words": "a lane"}
    case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane", **kept)
    assert (units(case, "lead"), units(case, "assist")) == ({"transport"}, set())
    assert not case.clocks.filter(kind="part", stopped_at=None).exists()
    assert queries.recomputed(case) == queries.stored(case)


def test_every_part_stands_on_the_record_with_who_did_it(with_part, do):
    case = do(with_part, "transport-handler", "report_part", words="The lane was closed")
    moments = {m.verb: m for m in queries.timeline(case, audience="staff")}
    assert moments["report_part"].unit == part_of(case).unit.name
    assert "The lane was closed" in str(moments["report_part"].words) + str(moments["report_part"].parts)


def test_parts_are_listed_and_counted_by_their_own_time(report, do, actor):
    """Two parts whose times run the other way round than those of their cases."""
    early = do(report(words="A first hole"), "works-handler", "add_assistant", unit_code="north", task="sweep")
    later = do(report(words="A second one, by the sea", category_code="safety.fire.gas"), "hotline-dispatcher",
               "add_assistant", minutes=5000, unit_code="north", task="close it")  # fmt: skip
    first, second = (case.assignments.get(role="assist", unit__code="north") for case in (early, later))
    assert first.due_at < second.due_at
    assert early.due_at > later.due_at
    north = actor("north-handler")
    listed = queries.worklist(north, now=first.due_at, tab="parts")
    assert listed == [early, later]
    assert queries.worklist(north, now=first.due_at, tab="parts", after=queries.place_in_worklist(early)) == [later]
    between = first.due_at + timedelta(minutes=1)
    assert queries.worklist(north, now=between, tab="parts", filters={"overdue": "1"}) == [early]
    counts = queries.counts(north, now=between)
    assert (counts["parts"], counts["late_parts"], counts["overdue"]) == (2, 1, 1)
