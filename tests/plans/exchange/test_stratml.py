"""StratML is read leniently, every deviation with its line, and written for people who read strictly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from answerable.plans.exchange.plan_document import Answering, PlanDocument, Role
from answerable.plans.exchange.safe_xml import LARGEST
from answerable.plans.exchange.stratml import fitting_part, read, write
from answerable.plans.exchange.stratml_shape import NAMESPACES, PART_1, PART_2
from answerable.rules.problems import Refused
from tests.plans.exchange.documents import PLAN


def part_2(indicator: str = "", goal: str = "", tail: str = "", head: str = "") -> bytes:
    """A document with one goal, one objective and what a test puts in."""
    return f"""<PerformancePlanOrReport xmlns="{PART_2}" Type="Performance_Plan"><Name>Roads</Name>{head}
    <StrategicPlanCore>{goal}<Goal><Name>Safe</Name><Description>Safe roads</Description><Identifier>g1</Identifier>
    <Objective><Name>Fewer holes</Name><Identifier>o1</Identifier>{indicator}</Objective></Goal></StrategicPlanCore>
    {tail}</PerformancePlanOrReport>""".encode()


def indicator(*results: str, inside: str = "", attributes: str = 'PerformanceIndicatorType="Quantitative"') -> str:
    return f"""<PerformanceIndicator {attributes}><MeasurementDimension>Holes</MeasurementDimension>
    <UnitOfMeasurement>holes</UnitOfMeasurement><Identifier>i1</Identifier>{inside}
    <MeasurementInstance>{"".join(results)}</MeasurementInstance></PerformanceIndicator>"""


def codes(body: bytes) -> set[str]:
    return set(read(body)[1].counts)


def test_a_document_as_the_schema_wants_it_reads_without_a_line() -> None:
    target = "<TargetResult><EndDate>2027-03-31</EndDate><NumberOfUnits>40</NumberOfUnits></TargetResult>"
    actual = (
        "<ActualResult><StartDate>2025-01-01</StartDate><EndDate>2025-12-31</EndDate><NumberOfUnits>93.5"
        "</NumberOfUnits></ActualResult>"
    )
    plan, report = read(part_2(indicator(target, actual)))
    found = plan.indicators[0]
    assert not report.lines
    assert (found.code, found.element_code, found.unit.en, found.measured_in) == ("i1", "o1", "holes", "quantitative")
    assert (found.targets[0].on, found.targets[0].value) == (date(2027, 3, 31), Decimal(40))
    assert (found.observations[0].period, found.observations[0].value) == ("2025", Decimal("93.5"))


def test_what_the_format_does_not_say_stays_a_gap() -> None:
    found = read(part_2(indicator()))[0].indicators[0]
    assert (found.kind, found.direction, found.nature, found.period, found.tolerance) == ("", "", "", "", None)
    assert not found.owner
    assert found.baseline.value is None


def test_to_be_determined_with_nought_units_is_no_target() -> None:
    target = (
        "<TargetResult><NumberOfUnits>0</NumberOfUnits><Description>[To be determined]</Description></TargetResult>"
    )
    plan, report = read(part_2(indicator(target)))
    assert plan.indicators[0].targets == ()
    assert report.counts == {"stratml_to_be_determined": 1}


def test_a_target_of_nought_that_is_meant_stays_a_target() -> None:
    target = "<TargetResult><NumberOfUnits>0</NumberOfUnits><Description>no deaths</Description></TargetResult>"
    assert read(part_2(indicator(target)))[0].indicators[0].targets[0].value == 0


def test_a_result_with_nothing_but_dates_says_nothing() -> None:
    plan, report = read(part_2(indicator("<TargetResult><EndDate>2026-06-30</EndDate></TargetResult>")))
    assert plan.indicators[0].targets == ()
    assert [(line.code, line.params["by"]) for line in report] == [("stratml_says_nothing", "2026-06-30")]


def test_results_in_another_order_are_read_and_reported() -> None:
    target = "<TargetResult><Description>forty</Description><EndDate>2027-03-31</EndDate></TargetResult>"
    plan, report = read(part_2(indicator(target)))
    assert plan.indicators[0].targets[0].on == date(2027, 3, 31)
    assert report.counts == {"stratml_order": 1}


def test_a_misplaced_submitter_is_found_and_reported() -> None:
    tail = "<AdministrativeInformation><Submitter><Surname>Ho</Surname></Submitter></AdministrativeInformation>"
    plan, report = read(part_2(tail=tail))
    assert plan.submitter.surname == "Ho"
    assert report.counts == {"stratml_misplaced": 1}


def test_broken_identifiers_are_made_valid_and_unique() -> None:
    goal = "".join(
        f"<Goal><Name>{name}</Name><Description/><Identifier>{identifier}</Identifier></Goal>"
        for name, identifier in (("a", "9f-1"), ("b", "g1"), ("c", ""), ("d", "with space"))
    )
    plan, report = read(part_2(goal=goal))
    assert [element.code for element in plan.elements] == ["_9f-1", "g1", "goal-3", "with_space", "g1-2", "o1"]
    assert report.counts.keys() >= {
        "stratml_identifier_digit",
        "stratml_identifier_twice",
        "stratml_identifier_empty",
        "stratml_identifier_invalid",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (part_2(indicator("<TargetResult><NumberOfUnits>many</NumberOfUnits></TargetResult>")), "stratml_number"),
        (part_2(indicator("<TargetResult><EndDate>mid-2027</EndDate></TargetResult>")), "stratml_date"),
        (part_2(indicator("<ActualResult><NumberOfUnits>4</NumberOfUnits></ActualResult>")), "stratml_undated"),
        (part_2(indicator(attributes='ValueChainStage="Impact"')), "stratml_unknown_word"),
        (part_2(indicator(attributes='Owner="me"')), "stratml_unknown_attribute"),
        (part_2(indicator(inside="<Baseline>3</Baseline>")), "stratml_unknown_element"),
        (part_2(indicator(inside="<id/>")), "stratml_unknown_element"),
        (part_2(goal="<Goal><Name>Lonely</Name></Goal>"), "stratml_missing"),
        (part_2(tail="<Submitter/><Submitter/>"), "stratml_too_many"),
        (part_2().replace(PART_2.encode(), b"http://www.stratml.net"), "stratml_namespace"),
        (part_2(tail="<AdministrativeInformation/>"), "stratml_empty"),
    ],
)
def test_every_deviation_has_its_line(body: bytes, code: str) -> None:
    assert code in codes(body)


def test_a_number_that_is_none_makes_a_gap_and_no_zero() -> None:
    target = "<TargetResult><NumberOfUnits>1e3</NumberOfUnits><Description>many</Description></TargetResult>"
    assert read(part_2(indicator(target)))[0].indicators[0].targets[0].value is None


@pytest.mark.parametrize(
    "body",
    [
        b'<s:OrganizationalStrategyDocument xmlns:s="http://schemas.stratml.us/3.5"/>',
        b"<html/>",
        f'<StrategicPlan xmlns="{PART_1}"><Name>No core</Name></StrategicPlan>'.encode(),
    ],
)
def test_another_dialect_is_refused_and_named(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    problem = refused.value.problems[0]
    assert problem.code == "stratml_other_dialect"
    assert problem.params["root"] in {"OrganizationalStrategyDocument", "html", "StrategicPlan"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><StrategicPlan>&b;</StrategicPlan>', "xml_with_entities"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "xml_with_entities"),
        (b"<StrategicPlan>", "not_xml"),
        (b"", "not_xml"),
        (b'<?xml version="1.0" encoding="none-such"?><a/>', "not_xml"),
        (b" " * (LARGEST + 1), "exchange_too_large"),
    ],
)
def test_xml_that_could_harm_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert refused.value.problems[0].code == code


def test_a_document_nested_thirty_thousand_deep_is_read() -> None:
    deep = b"<x>" * 30_000 + b"</x>" * 30_000
    assert "stratml_unknown_element" in codes(part_2().replace(b"<Name>Safe</Name>", b"<Name>Safe</Name>" + deep))


def test_a_whole_plan_keeps_in_part_2_what_the_format_has_a_place_for() -> None:
    plan, report = read(write(PLAN))
    assert report.counts == {"stratml_empty": 2}  # what the schema demands and the plan does not say
    assert [(element.level, element.code) for element in plan.elements] == [
        ("goal", "more_homes"), ("objective", "objective-1.1"), ("objective", "homes_sooner"),
    ]  # fmt: skip
    assert {found.code for found in plan.indicators} == {"queue", "flats", "bare", "drain_tender"}
    queue = plan.indicator("queue")
    assert queue is not None
    assert (queue.element_code, queue.unit.en) == ("homes_sooner", "years")
    assert (queue.targets[0].on, queue.targets[0].value) == (date(2027, 3, 31), Decimal("4.5"))
    assert (plan.code, plan.starts_on, plan.ends_on, plan.year_starts_in) == (
        PLAN.code,
        PLAN.starts_on,
        PLAN.ends_on,
        4,
    )


def test_what_the_format_has_no_place_for_is_written_for_people() -> None:
    queue = read(write(PLAN))[0].indicator("queue")
    assert queue is not None
    assert "Baseline: 2022-Q1 6.1" in queue.notes
    assert "Direction: down" in queue.notes
    assert "Answers: housing_head" in queue.notes


def test_a_band_and_the_parts_of_a_ratio_are_written_in_words() -> None:
    plan, _ = read(write(PLAN))
    queue, flats = plan.indicator("queue"), plan.indicator("flats")
    assert queue is not None
    assert flats is not None
    assert (flats.targets[0].on, flats.targets[0].words) == (date(2027, 3, 31), "20000 - 22000")
    assert [(seen.period, seen.value, seen.words) for seen in queue.observations] == [
        ("2025-Q1", Decimal("5.3"), ""), ("2025-Q2", None, "1080 / 200"),
    ]  # fmt: skip


def test_whoever_answers_is_written_as_a_person_in_a_role_and_known_again() -> None:
    written = write(PLAN)
    assert b'StakeholderTypeType="Person"' in written
    sooner = read(written)[0].element("homes_sooner")
    assert sooner is not None
    assert sooner.owner == Answering(post_code="housing_head")
    assert sooner.stakeholders == ()


def test_a_performer_named_by_others_is_not_made_the_owner() -> None:
    goal = (
        '<Goal><Name>a</Name><Description/><Stakeholder StakeholderTypeType="Person"><Name>Ho</Name><Role>'
        "<Name>Chair</Name><RoleType>Performer</RoleType></Role></Stakeholder></Goal>"
    )
    element = read(part_2(goal=goal))[0].elements[0]
    assert not element.owner
    assert element.stakeholders[0].roles == (Role("Chair", kinds=("performer",)),)


def test_a_milestone_becomes_a_qualitative_indicator_that_is_done_by_its_date() -> None:
    tender = read(write(PLAN))[0].indicator("drain_tender")
    assert tender is not None
    assert (tender.kind, tender.measured_in) == ("milestone", "qualitative")
    assert (tender.targets[0].on, tender.targets[0].grade) == (date(2025, 9, 30), "Done")


def test_a_milestone_with_the_code_of_an_indicator_gets_an_identifier_of_its_own() -> None:
    task = replace(PLAN.tasks[0], milestones=(replace(PLAN.tasks[0].milestones[0], code=PLAN.indicators[0].code),))
    root = ElementTree.fromstring(write(replace(PLAN, tasks=(task,))))
    found = [one.text for one in root.iter() if one.tag.endswith("}Identifier")]
    assert PLAN.indicators[0].code in found
    assert len(set(found)) == len(found)


def test_texts_are_written_in_the_wished_language_else_in_one_that_exists() -> None:
    plan = read(write(PLAN, "zh_hans"), "zh_hans")[0]
    assert plan.name.zh_hans == "海港五年计划"
    assert {found.name.zh_hans for found in plan.indicators} >= {"轮候时间", "Green roofs"}


def test_the_second_reading_equals_the_first() -> None:
    first = read(write(PLAN))[0]
    assert read(write(first))[0] == first


def test_a_plan_of_goals_alone_is_written_as_part_1() -> None:
    bare = PlanDocument(code="plan-walks", name=PLAN.name)
    assert fitting_part(bare) == 1
    assert ElementTree.fromstring(write(bare)).tag == f"{{{NAMESPACES[1]}}}StrategicPlan"
    assert fitting_part(PLAN) == 2


def test_characters_that_xml_cannot_hold_become_spaces() -> None:
    bare = PlanDocument(code="x", name=PLAN.name, notes="a\x00b\x0bc￾d")
    assert read(write(bare))[0].notes == "a b c d"
