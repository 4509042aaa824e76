"""The desk's page on how work moves between units: the figures, and the open cases that two units refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from answerable.cases import actions

OBJECTION = {"reason_code": "not-our-duty", "basis": "Roads Ordinance 12"}


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    cache.clear()


@pytest.fixture
def refused(told, officer, at):
    """An open case works and cleansing objected to."""
    case = told()
    steps = (
        ("works-handler", "object", OBJECTION | {"proposed_unit": "cleansing"}),
        ("hotline-dispatcher", "uphold", {"outcome_words": "agreed", "catalogue": "kept", "catalogue_words": "once"}),
        ("cleansing-handler", "object", OBJECTION | {"proposed_unit": "transport"}),
    )  # fmt: skip
    for n, (who, verb, inputs) in enumerate(steps):
        now = at + timedelta(seconds=n)
        actions.perform(verb, actor=officer(who), now=now, number=case.number, **inputs)
    return case


@pytest.mark.parametrize("who", ["gov-leader", "coordination-coordinator", "auditor"])
def test_those_above_see_the_cases_two_units_refused(sign_in, refused, who):
    page = sign_in(who).get("/desk/movement").content.decode()
    assert "1 open case was refused by two units or more" in page
    assert refused.number in page
    assert "Refused by two units or more" in page


def test_a_head_of_unit_sees_the_figures_and_only_cases_of_its_own(sign_in, refused):
    page = sign_in("north-head").get("/desk/movement").content.decode()
    assert "Refused by two units or more" in page
    assert refused.number not in page


def test_a_handler_is_told_whose_page_it_is(sign_in, harbour):
    assert sign_in("north-handler").get("/desk/movement").status_code == 403


def test_the_leaders_page_leads_there(sign_in, harbour):
    assert 'href="/desk/movement"' in sign_in("gov-leader").get("/desk/leaders").content.decode()
