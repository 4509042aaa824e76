"""Published plans of other people, stored as plans: their holes are gaps here, and nothing is invented to fill them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from answerable.plans.actions.plans import create_plan
from answerable.plans.actions.storing import store
from answerable.plans.exchange import indicator_list, stratml
from answerable.plans.models import Plan
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.gaps import gaps_of
from tests.plans.conftest import office

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ANSWERABLE_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "plans"
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(not DATA.is_dir(), reason="the published plans are not here: set ANSWERABLE_TEST_DATA"),
]


def stored(document, now):
    create_plan(
        actor=office(now), now=now, code=document.code, names=document.name, starts_on=document.starts_on,
        ends_on=document.ends_on, committee="planning",
    )  # fmt: skip
    report = store(
        actor=office(now), now=now, plan_code=document.code, document=document, decision="the published text"
    )
    return Plan.objects.get(code=document.code), report


def of_set(code):
    documents, _ = indicator_list.read((DATA / "plan_indicators.json").read_bytes())
    return next(document for document in documents if document.code == code)


def holes(plan, now):
    return Counter(line.gap.code for line in gaps_of(plan, now=now).lines)


def test_the_fourteenth_plan_is_stored_with_its_gaps(harbour, now):
    plan, report = stored(of_set("CN-14FYP"), now)
    assert report.added["indicator"] == 32
    assert report.added["observation"] == 8
    found = holes(plan, now)
    assert found["no_baseline"] == 10  # a cut over the period starts from nought and needs none
    assert found["no_steward"] == 32
    growth = plan.indicators.get(code="CN14-01").targets.get()
    assert growth.value is None
    assert growth.words


def test_the_same_plan_again_changes_nothing(harbour, now):
    plan, _ = stored(of_set("CN-15FYP"), now)
    again = store(
        actor=office(now), now=now, plan_code=plan.code, document=of_set("CN-15FYP"), decision="the same text"
    )
    assert again.no_change


def test_indicators_of_two_bodies_have_nobody_who_answers(harbour, now):
    said = replace(of_set("HK-PA2022"), starts_on=date(2022, 10, 19), ends_on=date(2027, 12, 31))
    _, report = stored(said, now)
    assert {line.code for line in report if line.field == "HK22-02"} >= {"store_bodies_several"}


def test_a_plan_of_a_town_with_85_indicators_and_one_number_lists_84_without_a_target(harbour, now):
    read, _ = stratml.read((DATA / "stratml" / "docs" / "HHISAP2025.xml").read_bytes())
    said = replace(read, code="TOWN", starts_on=date(2025, 7, 1), ends_on=date(2028, 6, 30))
    plan, report = stored(said, now)
    assert report.added["indicator"] == 85
    found = holes(plan, now)
    assert (found["no_target"], found["no_unit"]) == (84, 41)
    again, _ = stratml.read(stratml.write(document_of(plan, now=now)))
    assert len(again.indicators) == 85
    assert sum(any(target.is_numeric for target in row.targets) for row in again.indicators) == 1
