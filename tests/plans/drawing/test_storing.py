"""A plan document becomes rows, once, and what a published plan promised stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from answerable.plans.exchange.naming import Answering, Names
from answerable.plans.exchange.plan_document import (
    Baseline,
    DependencyDocument,
    IndicatorDocument,
    ObservationDocument,
    PathPoint,
    PlanDocument,
    TargetDocument,
)
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.letters import letters_of
from answerable.rules.problems import NotAllowed, NotFound, Refused
from tests.plans.conftest import document, observed, who


def changed(said, code, **values):
    """The document with one indicator changed."""
    rows = tuple(replace(row, **values) if row.code == code else row for row in said.indicators)
    return replace(said, indicators=rows)


def codes(report):
    return [(line.code, line.field) for line in report]


def test_a_whole_plan_is_stored_with_everything_it_says(draft):
    assert draft.elements.count() == 9
    assert draft.indicators.count() == 6
    assert draft.tasks.filter(kind="milestone").count() == 1
    assert draft.dependencies.count() == 3
    assert [link.item.code for item in draft.items.order_by("code") for link in item.links.all()] == [
        "B-700", "B-700", "PA-12",
    ]  # fmt: skip


def test_the_same_document_again_changes_nothing(draft, bring_in):
    report = bring_in("HARBOUR-DRAFT", observed("HARBOUR-DRAFT"))
    assert report.no_change
    assert report.same["indicator"] == 6
    assert report.same["observation"] == 13
    assert len(report) == 0


def test_what_is_written_out_and_brought_in_again_changes_nothing(draft, bring_in, now):
    report = bring_in("HARBOUR-DRAFT", document_of(draft, now=now))
    assert report.no_change, (report.added, report.changed, report.lines)


def test_a_draft_takes_other_words_and_another_target(draft, bring_in):
    said = changed(document(), "H-01", name=Names("落成單位", "Flats built", "落成单位"),
                   targets=(TargetDocument(on=draft.ends_on, value=Decimal(6000)),))  # fmt: skip
    report = bring_in("HARBOUR-DRAFT", said)
    row = draft.indicators.get(code="H-01")
    assert row.versions.get().name_en == "Flats built"
    assert row.targets.get().value == 6000
    assert report.changed == {"indicatorversion": 1, "target": 1}


def test_a_published_target_stays_and_the_report_says_that_it_needs_a_change(plan, bring_in):
    said = changed(document(), "H-01", targets=(TargetDocument(on=plan.ends_on, value=Decimal(4000)),))
    report = bring_in("HARBOUR-5", said)
    assert ("store_target_differs", "H-01") in codes(report)
    assert report.no_change
    assert plan.indicators.get(code="H-01").targets.get().value == 5000


def test_a_published_plan_takes_observations_and_what_is_new(plan, bring_in):
    said = changed(document(), "H-01", observations=(ObservationDocument("2026-04", Decimal(210), state="final"),))
    fresh = IndicatorDocument("H-07", "CLEAN-1-1", Names(en="Trees planted"), owner=who("cleansing-head"))
    report = bring_in("HARBOUR-5", replace(said, indicators=(*said.indicators, fresh)))
    assert report.added == {"indicator": 1, "indicatorversion": 1, "observation": 1, "accountability": 1}
    assert plan.indicators.get(code="H-01").observations.get(period="2026-04").value == 210


def test_a_published_path_is_broken_down_and_never_bent(plan, bring_in):
    row = next(row for row in document().indicators if row.code == "H-01")
    path = (*row.path, PathPoint("2026-Q1", Decimal(200)), PathPoint("2031", Decimal(10)))
    report = bring_in("HARBOUR-5", changed(document(), "H-01", path=path))
    held = plan.indicators.get(code="H-01").targets.get().points
    assert held.filter(period="2026-Q1").exists()
    assert not held.filter(period="2031").exists()
    assert ("store_target_differs", "H-01") in codes(report)


def test_an_import_bends_a_published_path_no_more_than_anybody_else(plan, bring_in):
    row = next(row for row in document().indicators if row.code == "H-02")
    late = tuple(PathPoint(f"2026-Q{n}", Decimal(value)) for n, value in ((2, "5.99"), (3, "5.98"), (4, "5.7")))
    report = bring_in("HARBOUR-5", changed(document(), "H-02", path=(*row.path, *late)))
    assert ("store_path_bent", "H-02") in codes(report)
    assert not report.added["pathpoint"]
    straight = tuple(PathPoint(f"2026-Q{n}", Decimal(value)) for n, value in ((2, "5.85"), (3, "5.775"), (4, "5.7")))
    assert bring_in("HARBOUR-5", changed(document(), "H-02", path=(*row.path, *straight))).added["pathpoint"] == 3


def test_a_figure_that_differs_is_a_later_vintage_marked_as_revised(plan, bring_in):
    report = bring_in("HARBOUR-5", changed(document(), "H-01", observations=(
        ObservationDocument("2026-Q1", Decimal(175), state="final"),
    )))  # fmt: skip
    rows = plan.indicators.get(code="H-01").observations.order_by("known_at")
    assert [(row.value, row.state) for row in rows] == [(180, "final"), (175, "revised")]
    assert report.added["observation"] == 1


def test_a_figure_known_earlier_than_the_newest_is_left_out(plan, bring_in):
    late = ObservationDocument("2026-Q1", Decimal(175), known_at=datetime(2026, 4, 1, tzinfo=UTC))
    report = bring_in("HARBOUR-5", changed(document(), "H-01", observations=(late,)))
    assert ("store_not_later", "H-01 2026-Q1") in codes(report)
    assert plan.indicators.get(code="H-01").observations.count() == 1


@pytest.mark.parametrize(
    "name", ["工務署", "Works Department", "the works department", "工务署", " WORKS  DEPARTMENT "]
)
def test_a_body_is_known_by_its_name_in_any_language_and_its_head_answers(draft, bring_in, now, name):
    from answerable.plans.queries.answering import answering

    said = IndicatorDocument("H-08", "HOUSING-1-1", Names(en="Lifts"), owner=Answering(stated=Names(zh_hant=name)))
    bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    row = draft.indicators.get(code="H-08")
    assert answering(draft.jurisdiction, [row.pk], now=now)[row.pk].post.code == "works-head"


@pytest.mark.parametrize(
    ("name", "line"), [("Ministry of Nothing", "store_body_unknown"), ("相關政策局", "store_bodies_several"),
                       ("工務署／潔淨署", "store_bodies_several")],
)  # fmt: skip
def test_a_body_nobody_knows_and_several_bodies_are_a_gap_and_no_guess(draft, bring_in, name, line):
    from answerable.plans.models import Accountability

    said = IndicatorDocument("H-08", "HOUSING-1-1", Names(en="Lifts"), owner=Answering(stated=Names(zh_hant=name)))
    report = bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    assert (line, "H-08") in codes(report)
    row = draft.indicators.get(code="H-08")
    assert not Accountability.objects.filter(subject=row.pk).exists()


def test_whoever_answers_is_never_brought_in_as_contributor(draft, bring_in):
    said = IndicatorDocument(
        "H-08", "HOUSING-1-1", Names(en="Lifts"), owner=Answering("works-head"),
        contributors=(Answering("works-head"), Answering("cleansing-head")),
    )  # fmt: skip
    report = bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    assert ("store_owner_as_contributor", "H-08") in codes(report)
    row = draft.indicators.get(code="H-08")
    assert set(draft.accountabilities.filter(subject=row.pk).values_list("post__code", "kind")) == {
        ("works-head", "accountable"), ("cleansing-head", "contributor"),
    }  # fmt: skip


def test_an_import_appoints_nobody_in_the_place_of_whoever_answers(plan, bring_in):
    report = bring_in("HARBOUR-5", changed(document(), "H-01", owner=Answering("cleansing-head")))
    assert ("store_answers_already", "H-01") in codes(report)
    row = plan.indicators.get(code="H-01")
    assert letters_of(row.pk)[0].accountability.post.code == "works-head"


def test_tasks_that_wait_for_each_other_in_a_ring_are_refused_with_the_ring(draft, bring_in):
    said = document()
    first = replace(said.tasks[0], depends_on=(DependencyDocument("T-04"),))
    with pytest.raises(Refused) as refused:
        bring_in("HARBOUR-DRAFT", replace(said, tasks=(first, *said.tasks[1:])))
    problem = refused.value.problems[0]
    assert problem.code == "tasks_in_a_ring"
    assert set(problem.params["ring"].split(" → ")) == {"T-01", "T-02", "T-04"}
    assert draft.dependencies.count() == 3


def test_periods_and_numbers_that_are_none_are_told_and_left_out(draft, bring_in):
    said = IndicatorDocument(
        "H-08", "HOUSING-1-1", Names(en="Lifts"), kind="level", direction="up",
        baseline=Baseline("long ago", Decimal(1)),
        targets=(TargetDocument(on=draft.ends_on, value=Decimal(10) ** 20),),
        observations=(ObservationDocument("2021-2024 avg", Decimal(5)),),
    )  # fmt: skip
    report = bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    assert [code for code, _ in codes(report)] == ["store_no_period", "store_no_number", "store_no_period"]
    row = draft.indicators.get(code="H-08")
    assert (row.baselines.count(), row.targets.count(), row.observations.count()) == (0, 0, 0)


def test_what_points_nowhere_is_told(draft, bring_in):
    said = IndicatorDocument("H-08", "NOWHERE", Names(en="Lifts"))
    report = bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    assert codes(report) == [("store_nowhere", "H-08")]
    assert not draft.indicators.filter(code="H-08").exists()


def test_a_target_in_words_only_stays_in_words(draft, bring_in):
    said = IndicatorDocument(
        "H-08", "HOUSING-1-1", Names(en="Growth"), targets=(TargetDocument(words="within a reasonable range"),)
    )  # fmt: skip
    report = bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    assert ("store_words_only", "H-08") in codes(report)
    target = draft.indicators.get(code="H-08").targets.get()
    assert (target.value, target.words) == (None, "within a reasonable range")


def test_earlier_targets_of_a_source_become_the_path_to_the_last(draft, bring_in):
    targets = tuple(TargetDocument(period=str(year), value=Decimal(year - 2020)) for year in (2027, 2026, 2028))
    said = IndicatorDocument("H-08", "HOUSING-1-1", Names(en="Lifts"), targets=targets)
    bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    target = draft.indicators.get(code="H-08").targets.get()
    assert (target.due_on.isoformat(), target.value, target.path_kind) == ("2028-12-31", 8, "points")
    assert [(p.period, p.value) for p in target.points.order_by("period")] == [("2026", 6), ("2027", 7)]


def test_only_the_office_of_the_plan_brings_anything_in(draft, actor, now):
    from answerable.plans.actions.storing import store

    for name in ("works-head", "statistician", "think-tank", "system"):
        with pytest.raises(NotAllowed):
            store(actor=actor(name), now=now, plan_code="HARBOUR-DRAFT", document=document(), decision="a paper")


def test_a_plan_that_is_not_there_takes_nothing(harbour, secretary, now):
    from answerable.plans.actions.storing import store

    with pytest.raises(NotFound):
        store(actor=secretary, now=now, plan_code="NONE", document=document(), decision="a paper")


def test_a_whole_import_is_one_entry_of_the_ledger(draft, bring_in):
    from answerable.ledger.models import Entry

    before = Entry.objects.filter(stream=draft.pk).count()
    said = IndicatorDocument("H-08", "HOUSING-1-1", Names(en="Lifts"))
    bring_in("HARBOUR-DRAFT", PlanDocument("HARBOUR-DRAFT", indicators=(said,)))
    entries = Entry.objects.filter(stream=draft.pk).order_by("seq")
    assert entries.count() == before + 1
    assert entries.last().verb == "import_plan"


def test_what_computes_an_indicator_comes_with_the_document_and_an_unknown_source_is_told(bring_in, draft, now):
    said = document("HARBOUR-DRAFT")
    computed = replace(said.indicators[2], source="solved_rate", source_unit="cleansing")
    unknown = replace(said.indicators[0], source="moon")
    report = bring_in("HARBOUR-DRAFT", replace(said, indicators=(unknown, computed)))
    assert [line.code for line in report if line.code == "no_such_source"] == ["no_such_source"]
    meaning = draft.indicators.get(code="H-03").versions.get()
    assert (meaning.source, meaning.source_params) == ("solved_rate", {"unit": "cleansing", "source_version": 1})
    assert draft.indicators.get(code="H-01").versions.get().source == ""
    again = document_of(draft, now=now).indicator("H-03")
    assert (again.source, again.source_unit, again.source_category) == ("solved_rate", "cleansing", "")
    assert bring_in("HARBOUR-DRAFT", said).changed == {}  # a document that names no source leaves what is pinned
