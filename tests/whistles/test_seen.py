"""Who sees which whistle, what stands in lists and rooms, and what the public may know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from answerable.organisation.files import Upload
from answerable.rules.problems import NotFound, Problem
from answerable.whistles import actions, queries, sentences, subjects
from tests.whistles.conftest import NOT_OURS

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def numbers(whistles):
    return [whistle.number for whistle in whistles]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("mill-street-handler", True), ("works-handler", True), ("cleansing-head", True), ("north-head", True),
        ("gov-leader", True), ("auditor", True), ("hotline-dispatcher", True), ("coordination-coordinator", True),
        ("transport-head", False), ("south-head", False), ("north-handler", False), ("administrator", False),
        ("citizen", False),
    ],
)  # fmt: skip
def test_a_whistle_is_seen_by_those_concerned_and_those_above(blow, actor, who, sees):
    whistle = blow()
    assert numbers(queries.visible_to(actor(who))) == ([whistle.number] if sees else [])
    if not sees:
        with pytest.raises(NotFound):
            queries.room(actor(who), whistle.number, now=whistle.blown_at)


@pytest.mark.parametrize("who", ["transport-head", "south-head", "north-handler", "citizen"])
def test_to_who_may_not_see_it_there_is_no_such_whistle_whatever_they_try(blow, do, who):
    whistle = blow()
    for verb, given in (("sign", {}), ("release", {"unit_code": "works", "words": "not theirs"}), ("cosign", {})):
        with pytest.raises(NotFound) as raised:
            do(whistle, who, verb, version=0, **given)
        assert raised.value.problems[0].code == "no_such_whistle"
    with pytest.raises(NotFound):
        do(blow("mill-street-handler"), "works-head", "add_document", title="Plan", upload=Upload("plan.png", PNG))


def test_a_draft_is_seen_by_its_own_unit_and_who_may_sign_it_not_by_those_it_would_call(blow, actor):
    whistle = blow("north-head", grade_code="hard")
    assert numbers(queries.visible_to(actor("north-handler"))) == [whistle.number]
    assert numbers(queries.visible_to(actor("gov-leader"))) == [whistle.number]
    for who in ("works-head", "hotline-dispatcher", "auditor"):
        assert not queries.visible_to(actor(who)).exists()


def test_each_tab_has_what_it_says(blow, do, actor, now):
    whistle = blow()
    later = now + timedelta(hours=2)
    works, street = actor("works-head"), actor("mill-street-head")
    assert numbers(queries.whistles_of_unit(works, now=now)) == [whistle.number]
    assert numbers(queries.whistles_of_unit(street, now=now, tab="ours")) == [whistle.number]
    assert queries.counts(works, now=later)["overdue"] == 1
    do(whistle, "works-head", "answer_summons", stance="lead")
    counts = queries.counts(works, now=later)
    assert (counts["to_answer"], counts["overdue"], counts["called"]) == (0, 0, 1)
    do(whistle, "mill-street-head", "end", words="done", hours=3)
    assert numbers(queries.whistles_of_unit(works, now=later, tab="ended")) == [whistle.number]
    draft = blow("mill-street-handler")
    assert numbers(queries.whistles_of_unit(street, now=now, tab="to_sign")) == [draft.number]


def test_the_room_holds_everything_its_page_needs(led, do, actor, now):
    do(led, "works-handler", "attend", name="Driver", hours=0.3)
    do(led, "works-handler", "commit", words="a truck", due_at=now + timedelta(days=1), hours=0.4)
    do(led, "mill-street-head", "add_task", unit_code="works", title="Truck", due_at=now + timedelta(days=1), hours=0.5)
    do(led, "mill-street-head", "decide", words="fines", hours=0.6)
    room = queries.room(actor("mill-street-head"), led.number, now=now + timedelta(hours=1))
    assert [call.summons.unit.code for call in room.calls] == ["cleansing", "works"]
    assert room.calls[1].attendances[0].name == "Driver"
    assert room.calls[1].answer.support_with == "a truck and two people"
    assert room.calls[0].holder.username == "cleansing-head"
    assert room.big is not None
    assert (room.big.limit.kind, room.kept) == ("contact", True)
    assert room.bars[0].start == 0
    assert room.open_matters == 2
    assert [moment.verb for moment in room.moments][-1] == "decide"
    acts = {act.verb: act.allowed for act in room.acts}
    assert acts["end"]
    assert not acts["withdraw"]
    assert "sign" not in acts


def test_the_room_asks_the_database_equally_often_however_many_are_called(
    blow, do, actor, now, django_assert_max_num_queries
):
    whistle = blow(units=["cleansing", "works", "transport", "north"])
    for who in ("cleansing-head", "works-head", "transport-head"):
        do(whistle, who, "answer_summons", stance="support", support_with="people")
        do(whistle, who, "attend", name="Crew")
    reader = actor("mill-street-head")
    with django_assert_max_num_queries(45):
        queries.room(reader, whistle.number, now=now)


def test_what_an_actor_may_do_says_why_not_the_rest(led, actor, now):
    with translation.override("en"):
        acts = {act.verb: act for act in queries.allowed(led, actor("cleansing-head"), now=now)}
        assert not acts["answer_summons"].allowed
        assert "Only the blower" in acts["answer_summons"].why
        assert "end" not in acts


def test_the_public_reads_titles_masked_and_counts_whole(blow, now, harbour, actor):
    blow(title="Mr Chan Tai Man of 91234567 dumps rubbish")
    blow("mill-street-handler")
    blow(about=[("problem", "noise.building.night")])
    actions.ring(now=now + timedelta(hours=2))
    seen = queries.public_whistles(harbour, now=now)
    assert (seen.blown, seen.open, seen.silent) == (1, 1, 1)
    assert "Chan Tai Man" not in seen.whistles[0].title
    assert "91234567" not in seen.whistles[0].title
    assert len(seen.whistles[0].silent) == 2


def test_the_appraisal_counts_who_answered_and_who_was_silent(blow, do, harbour, now):
    whistle = blow()
    do(whistle, "works-head", "answer_summons", **NOT_OURS)
    actions.ring(now=now + timedelta(hours=2))
    span = (now - timedelta(days=1), now + timedelta(days=1))
    works = queries.appraisal_entries(whistle.summonses.get(unit__code="works").unit, *span)
    cleansing = queries.appraisal_entries(whistle.summonses.get(unit__code="cleansing").unit, *span)
    assert (works.called, works.answered_in_time, works.silent, works.not_ours) == (1, 1, 0, 1)
    assert (cleansing.called, cleansing.answered_in_time, cleansing.silent) == (1, 0, 1)
    assert works.score is None


def test_a_package_above_registers_a_noun_of_its_own(blow, actor):
    find = lambda who, key, now: subjects.Found(key, f"Letter {key}")  # noqa: E731
    noun = subjects.Noun("letter", find, lambda key: f"/letters/{key}")
    subjects.register(noun)
    try:
        whistle = blow(about=[("letter", "7")])
        room = queries.room(actor("mill-street-head"), whistle.number, now=whistle.blown_at)
        assert [(s.noun, s.label, s.link) for s in room.subjects] == [("letter", "Letter 7", "/letters/7")]
        with pytest.raises(ValueError, match="registered already"):
            subjects.register(noun)
    finally:
        subjects._nouns.pop("letter")


def test_a_whistle_about_a_case_one_may_not_see_is_refused_as_if_there_were_none(blow, actor, now):
    from answerable.cases import actions as cases
    from answerable.rules.problems import Refused

    case = cases.receive(
        actor=actor("citizen"), now=now, channel="web", words="A deep pothole in the road, a cyclist fell",
        latitude=50.15, longitude=10.05, category_code="roads.surface.pothole",
    ).case  # fmt: skip
    with pytest.raises(Refused) as raised:
        blow(about=[("case", case.number)])
    assert raised.value.problems[0].code == "no_such_subject"


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_problem_of_a_whistle_has_a_sentence_in_three_languages(language):
    params = {"whistle_act": "end", "whistle_state": "blown", "unit": "works", "count": 2, "task": "x", "limit": 9}
    with translation.override(language):
        for code in sentences.SENTENCES:
            text = sentences.sentence(Problem(code, "", params))
            assert code not in text
            assert "%(" not in text
        assert sentences.rule_label("nobody_took_it") != "nobody_took_it"
