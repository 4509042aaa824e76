"""How a dispute ends: upheld or rejected by somebody who is no party to it, told to all, and kept as a precedent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import queries
from answerable.ops import packs
from answerable.organisation import queries as organisation
from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import KEPT, OBJECTION, code_of, running, units
from tests.organisation.conftest import copy  # noqa: F401

pytestmark = pytest.mark.django_db
DUMPING = {"words": "Rubbish lies by the road", "category_code": "clean.waste.dumping", "area_code": "south"}
DUMPING |= {"latitude": None, "longitude": None}
TO_CLEANSING = OBJECTION | {"proposed_unit": "cleansing"}


@pytest.fixture
def disputed(report, do):
    return do(report(), "works-handler", "object", **OBJECTION)


@pytest.fixture
def ruled(report, do):
    """ruled("corrected") -> a case of dumping in the south that went to cleansing by ruling."""

    def bring(catalogue: str, **more):
        case = do(report(**DUMPING), "south-handler", "object", **TO_CLEANSING)
        return do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a road of the city",
                  catalogue=catalogue, **more)  # fmt: skip

    return bring


def test_upheld_the_case_goes_to_the_unit_proposed_and_the_candidates_are_let_go(disputed, do):
    due = disputed.due_at
    case = do(disputed, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane", minutes=60, **KEPT)
    assert (case.lead_unit.code, case.state, case.due_at) == ("transport", "dispatched", due)
    assert units(case, "candidate") == set()
    assert not case.clocks.filter(kind="ruling", stopped_at=None).exists()


def test_upholding_says_what_becomes_of_the_row_that_had_named_the_unit(disputed, do):
    for about, problem in (
        ({}, "required"),
        ({"catalogue": "kept"}, "required"),
        ({"catalogue": "x"}, "unknown_choice"),
    ):
        with pytest.raises(Refused) as raised:
            do(disputed, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane", **about)
        assert code_of(raised) == problem


def test_where_no_row_had_named_the_unit_nothing_is_asked_about_one(report, do):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="cleansing", reason="dirt in it")
    case = do(case, "cleansing-handler", "object", **OBJECTION)
    case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane")
    assert (case.lead_unit.code, case.objections.get().catalogue) == ("transport", "")


def test_a_corrected_row_names_the_new_unit_for_the_next_case_at_once(ruled, report):
    case = ruled("corrected")
    assert case.lead_unit.code == "cleansing"
    following = report(**(DUMPING | {"words": "More rubbish, two streets on"}))
    assert following.lead_unit.code == "cleansing"
    assert following.dispatch_row.by_ruling
    assert case.objections.get().catalogue == "corrected"


def test_a_row_that_is_kept_says_why_and_goes_on_naming_the_unit(ruled, report):
    case = ruled("kept", catalogue_words="Only this lane belongs to the city")
    assert report(**(DUMPING | {"words": "More rubbish elsewhere"})).lead_unit.code == "south"
    assert case.objections.get().catalogue_words == "Only this lane belongs to the city"


def test_a_ruling_for_this_place_alone_changes_nothing_elsewhere(report, do):
    case = do(report(), "works-handler", "object", **OBJECTION)
    do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="Lanes of the north", catalogue="here")
    north, south = (50.15, 10.05), (50.05, 10.05)
    led = [report(words=f"hole at {p}", latitude=p[0], longitude=p[1]).lead_unit.code for p in (north, south)]
    assert led == ["transport", "works"]


def test_reading_the_same_pack_again_keeps_the_ruling_and_a_changed_row_wins(ruled, report, copy):  # noqa: F811
    case = ruled("corrected")
    later = case.updated_at + timedelta(days=1)
    copy.replace("pack.toml", 'version = "2026.1"', 'version = "2026.2"')
    packs.load(copy.path, now=later)
    organisation.forget()
    again = report(**(DUMPING | {"words": "Rubbish after the same pack", "now": later + timedelta(hours=1)}))
    assert again.lead_unit.code == "cleansing"
    copy.replace(
        "dispatch.csv", "waste-south,clean.waste.dumping,south,south,", "waste-south,clean.waste.dumping,south,north,"
    )
    packs.load(copy.path, now=later + timedelta(days=1))
    organisation.forget()
    changed = report(**(DUMPING | {"words": "Rubbish after the new pack", "now": later + timedelta(days=2)}))
    assert changed.lead_unit.code == "north"


def test_rejected_the_unit_is_designated_and_objects_no_more(disputed, do):
    case = do(disputed, "hotline-dispatcher", "rule", upheld=False, outcome_words="It is a road", **KEPT)
    assert (case.lead_unit.code, case.designated, units(case, "candidate")) == ("works", True, set())
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "object", **TO_CLEANSING)
    assert code_of(raised) == "designated"


@pytest.mark.parametrize("by_ruling", [True, False])
def test_the_third_dispatch_designates_however_it_came_about(report, do, by_ruling):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="north", reason="the second time")
    assert not case.designated
    if by_ruling:
        case = do(case, "north-handler", "object", **OBJECTION)
        case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane")
    else:
        case = do(case, "hotline-dispatcher", "dispatch", unit_code="transport", reason="the third time")
    assert (case.dispatches, case.designated) == (3, True)
    with pytest.raises(NotAllowed) as raised:
        do(case, "transport-handler", "object", **(OBJECTION | {"proposed_unit": "south"}))
    assert code_of(raised) == "designated"


def test_nobody_rules_on_an_objection_of_their_own(report, do):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="coordination", reason="nobody else")
    case = do(case, "coordination-coordinator", "object", **OBJECTION)
    with pytest.raises(NotAllowed):
        do(case, "coordination-coordinator", "rule", upheld=True, outcome_words="I agree with myself")
    assert do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="A lane").lead_unit.code == "transport"


def test_the_unit_named_does_not_rule_and_its_rung_is_passed_over(report, do, sweep):
    case = do(report(), "works-handler", "object", **(OBJECTION | {"proposed_unit": "hotline"}))
    assert (case.objections.get().rung, running(case, "ruling").unit.code) == (2, "coordination")
    assert Message.objects.filter(about=case.pk, post__code="coordination-head", template="escalated").exists()
    with pytest.raises(NotAllowed):
        do(case, "hotline-dispatcher", "rule", upheld=False, outcome_words="Not ours")
    case = do(case, "coordination-coordinator", "rule", upheld=False, outcome_words="It is a road")
    assert (case.lead_unit.code, case.designated) == ("works", True)


def test_a_ruling_against_one_unit_takes_no_objection_from_another(disputed, do):
    case = do(disputed, "hotline-dispatcher", "rule", upheld=False, outcome_words="It is a road", **KEPT)
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="cleansing", reason="after all")
    assert not case.designated
    case = do(case, "cleansing-handler", "object", **OBJECTION)
    case = do(case, "hotline-dispatcher", "rule", upheld=True, unit_code="works", outcome_words="Roads after all")
    assert case.designated
    assert queries.replay(case).fits


def told(case, template: str) -> dict[str, str]:
    lines = Message.objects.filter(about=case.pk, template=template, channel="in_app")
    return {line.post.code: line.body for line in lines}


@pytest.mark.parametrize(("upheld", "template"), [(True, "ruled_upheld"), (False, "ruled_rejected")])
def test_a_ruling_is_told_to_who_objected_and_to_the_candidates(disputed, do, upheld, template):
    case = do(disputed, "hotline-dispatcher", "rule", upheld=upheld, outcome_words="Look at the list", **KEPT)
    letters = told(case, template)
    assert letters.keys() == {"works-head", "transport-head"}
    assert all("Look at the list" in body for body in letters.values())
    assert told(case, {"ruled_upheld": "ruled_rejected", "ruled_rejected": "ruled_upheld"}[template]) == {}


def test_a_ruling_of_the_same_place_is_shown_however_many_newer_ones_there_are_elsewhere(report, do):
    south, north = {"latitude": 50.05, "longitude": 10.05}, {"latitude": 50.15, "longitude": 10.05}
    ruled = [("here", north), *((f"elsewhere {n}", south) for n in range(6))]
    for minutes, (words, place) in enumerate(ruled, start=1):
        case = do(report(words=f"hole {words}", **place), "works-handler", "object", **OBJECTION)
        do(case, "hotline-dispatcher", "reject", outcome_words=words, minutes=minutes)
    shown = [one.outcome_words for one in queries.precedents(report(words="one more hole", **north), limit=2)]
    assert shown == ["here", "elsewhere 5"]


def test_rulings_on_the_same_matter_are_found_again_those_of_the_same_place_first(report, do):
    south, north = {"latitude": 50.05, "longitude": 10.05}, {"latitude": 50.15, "longitude": 10.05}
    for name, place in (("south", south), ("north", north)):
        case = do(report(words=f"hole in the {name}", **place), "works-handler", "object", **OBJECTION)
        do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words=f"ruled in the {name}", **KEPT)
    lamp = do(report(words="a lamp", category_code="roads.lights.dark"), "works-handler", "object", **TO_CLEANSING)
    do(lamp, "hotline-dispatcher", "rule", upheld=False, outcome_words="about lamps")
    following = report(words="the third hole", **south)
    assert [r.outcome_words for r in queries.precedents(following)] == ["ruled in the south", "ruled in the north"]


def test_a_precedent_becomes_a_row_of_the_catalogue_once(report, do):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="cleansing", reason="dirt in it")
    case = do(case, "cleansing-handler", "object", **OBJECTION)
    case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane")
    ruling = str(case.objections.get().pk)
    with pytest.raises(NotAllowed):
        do(case, "transport-head", "promote", ruling=ruling, scope="here", reason="we like it")
    case = do(case, "hotline-dispatcher", "promote", ruling=ruling, scope="here", reason="the fourth such case")
    assert report(words="the next hole here").lead_unit.code == "transport"
    with pytest.raises(Refused) as raised:
        do(case, "hotline-dispatcher", "promote", ruling=ruling, scope="here", reason="again")
    assert code_of(raised) == "no_such_ruling"
