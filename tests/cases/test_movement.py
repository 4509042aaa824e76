"""How work moves between units: a small history made by hand, and every figure of it known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from answerable.cases import queries
from answerable.cases.actions import perform
from answerable.organisation.models import Jurisdiction
from answerable.organisation.queries import forget

OBJECTION = {"reason_code": "not-our-duty", "basis": "Roads Ordinance 12"}
KEPT = {"catalogue": "kept", "catalogue_words": "the row is right for all other cases"}


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    cache.clear()


@pytest.fixture
def step(actor, now):
    """step(case, "works-head", "object", hours=2, ...) -> the case after one act, so many hours after `now`."""

    def act(case, who, verb, *, hours, **inputs):
        at = now + timedelta(hours=hours)
        return perform(verb, actor=actor(who), now=at, number=case.number, **inputs)

    return act


@pytest.fixture
def passed_on(report, step):
    """A case works objects to (upheld: cleansing), and cleansing too (upheld: transport)."""

    def bring(**more):
        case = report(**more)
        step(case, "works-handler", "object", hours=2, proposed_unit="cleansing", **OBJECTION)
        step(case, "hotline-dispatcher", "uphold", hours=10, outcome_words="the litter team's", **KEPT)
        step(case, "cleansing-handler", "object", hours=12, proposed_unit="transport", **OBJECTION)
        return step(case, "hotline-dispatcher", "uphold", hours=40, outcome_words="the bus company's")

    return bring


def figures(jurisdiction, now, *, days=30, at=0.0):
    until = now + timedelta(days=at) + timedelta(seconds=1)
    return queries.movement(jurisdiction, since=now - timedelta(days=days), until=until, now=until)


def test_a_quiet_city_has_nothing_to_divide_by(harbour, now):
    found = figures(harbour, now)
    assert (found.cases, found.refused_once, found.refused_twice, found.a_year) == (0, 0, 0, 0)
    assert found.hand_overs is None
    assert found.hops == {0: 0}
    assert [rung.count for rung in found.rungs] == [0, 0, 0]


def test_a_case_refused_by_two_units_counts_once_and_its_hops_and_hours_are_known(harbour, report, passed_on, now):
    report(words="another hole, nobody objects")
    passed_on()
    found = figures(harbour, now, at=2)
    assert (found.cases, found.refused_once, found.refused_twice) == (2, 1, 1)
    assert found.hops == {0: 1, 2: 1}
    assert found.hand_overs is not None
    assert (found.hand_overs.count, found.hand_overs.total) == (2, timedelta(hours=40))
    assert found.hand_overs.median == timedelta(hours=20)
    assert [(unit.code, spell.total) for unit, spell in found.by_unit] == [
        ("cleansing", timedelta(hours=30)), ("works", timedelta(hours=10)),
    ]  # fmt: skip
    assert [(rule, spell.count) for rule, spell in found.by_rule] == [("upheld", 2)]


def test_two_objections_of_one_unit_are_one_refusal(harbour, report, step, now):
    case = report()
    step(case, "works-handler", "object", hours=2, proposed_unit="cleansing", **OBJECTION)
    step(case, "hotline-dispatcher", "reject", hours=3, outcome_words="it is yours")
    found = figures(harbour, now, at=1)
    assert (found.refused_once, found.refused_twice) == (1, 0)
    assert found.hops == {0: 1}


def test_what_the_hotline_puts_right_is_a_hand_over_and_no_refusal(harbour, report, step, now):
    case = report()
    step(case, "hotline-dispatcher", "dispatch", hours=5, unit_code="cleansing", reason="we were wrong")
    found = figures(harbour, now, at=1)
    assert (found.refused_once, found.hops) == (0, {0: 0, 1: 1})
    assert [(rule, spell.total) for rule, spell in found.by_rule] == [("dispatcher", timedelta(hours=5))]


def test_the_age_of_what_two_units_refused_is_counted_to_its_close_or_to_now(harbour, passed_on, now):
    passed_on()
    for days, late, very_late in ((20, 0, 0), (31, 1, 0), (200, 1, 1)):
        found = figures(harbour, now, days=30, at=days)
        assert (found.refused_twice, found.over_30_days, found.over_6_months) == (1, late, very_late)


def test_only_cases_opened_in_the_period_count(harbour, passed_on, now):
    passed_on()
    later = queries.movement(harbour, since=now + timedelta(days=1), until=now + timedelta(days=9), now=now)
    assert (later.cases, later.hand_overs, later.objections) == (0, None, [])


def test_a_unit_whose_objections_are_rarely_upheld_is_marked_by_the_packs_limits(harbour, report, step, now):
    for n in range(4):
        case = report(words=f"hole number {n}")
        step(case, "works-handler", "object", hours=2 + n, proposed_unit="cleansing", **OBJECTION)
        step(case, "hotline-dispatcher", "reject", hours=2.5 + n, outcome_words="it is yours")
    found = figures(harbour, now, at=1).objections
    assert [(o.unit.code, o.filed, o.upheld, o.rejected, o.repeated) for o in found] == [("works", 4, 0, 4, 3)]
    assert not found[0].over_objecting, "five must be ruled before a unit is marked"
    Jurisdiction.objects.filter(pk=harbour.pk).update(settings=harbour.settings | {"objections_judged": 4})
    harbour.refresh_from_db()
    forget(harbour)
    marked = figures(harbour, now, at=1.01).objections
    assert marked[0].over_objecting
    assert marked[0].upheld_share == 0


def test_a_ruling_that_follows_an_earlier_one_is_a_precedent_used(harbour, passed_on, step, now):
    passed_on(words="the first such case")
    passed_on(words="the second such case")
    precedents = figures(harbour, now, at=2).precedents
    assert (precedents.rulings, precedents.promoted, precedents.corrected) == (4, 0, 0)
    assert precedents.with_earlier == 2, "the two cleansing rulings of both came before the two transport rulings"
    assert precedents.followed == 0


def test_a_part_reported_late_or_not_yet_is_late(harbour, report, step, now):
    first = report(words="a part in time")
    step(first, "works-handler", "accept", hours=1)
    step(first, "works-handler", "add_assistant", hours=2, unit_code="cleansing", task="sweep")
    step(first, "cleansing-handler", "report_part", hours=3, words="swept")
    second = report(words="a part that never comes")
    step(second, "works-handler", "accept", hours=1)
    step(second, "works-handler", "add_assistant", hours=2, unit_code="cleansing", task="sweep")
    counted = [[(p.asked, p.late, p.owing) for p in figures(harbour, now, at=at).parts] for at in (1, 20)]
    assert counted == [[(2, 0, 0)], [(2, 1, 1)]]
    step(second, "cleansing-handler", "report_stage", hours=15 * 24, words="half of it", late_reason="rain")
    assert [(p.late, p.owing) for p in figures(harbour, now, at=21).parts] == [(1, 0)]


def test_open_disputes_stand_on_their_rung(harbour, report, step, now):
    case = report()
    step(case, "works-handler", "object", hours=2, proposed_unit="cleansing", **OBJECTION)
    assert [rung.count for rung in figures(harbour, now, at=1).rungs] == [1, 0, 0]


def test_a_leader_sees_the_open_cases_two_units_refused_and_a_stranger_does_not(actor, passed_on):
    case = passed_on()
    assert queries.refused_twice_open(actor("gov-leader")) == [case]
    assert queries.refused_twice_open(actor("north-handler")) == []


def test_a_city_without_published_figures_has_no_baseline(harbour):
    assert queries.baseline(harbour) is None


def test_the_baseline_names_its_source(harbour):
    table = {
        "name_zh_hant": "甲", "name_en": "A", "name_zh_hans": "甲",
        "refused_twice_share": {"value": 0.014, "source": "somebody, 2024"},
    }  # fmt: skip
    harbour.settings = harbour.settings | {"baseline": table}
    found = queries.baseline(harbour)
    assert found is not None
    assert (found.name_en, found.refused_twice_share, found.over_30_days_share) == ("A", 0.014, None)
    assert found.sources == ["somebody, 2024"]
