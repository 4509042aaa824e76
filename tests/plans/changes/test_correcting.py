"""A name in a published plan is put right on the record, and no number with it."""

from __future__ import annotations

import pytest

from answerable.plans.actions.correcting import correct_name
from answerable.plans.exchange.naming import Names
from answerable.plans.models import ChangeRequest, Task
from answerable.plans.queries.changes import change_page, changes_of
from answerable.rules.problems import NotAllowed, Refused


@pytest.fixture
def put_right(plan, actor, now):
    def act(noun, code, by="planning-secretary", **names):
        return correct_name(
            actor=actor(by), now=now, plan_code=plan.code, noun=noun, code=code, names=Names(**names),
            reason="A slip of the pen.",
        )  # fmt: skip

    return act


def test_the_secretariat_puts_names_right_and_old_and_new_stay(plan, put_right, now) -> None:
    change = put_right("element", "CLEAN", en="A cleaner city")
    plan.elements.get(code="CLEAN", name_en="A cleaner city", name_zh_hant="A clean city")
    assert change.corrected == {
        "noun": "element", "code": "CLEAN", "was": {"name_en": "A clean city"}, "now": {"name_en": "A cleaner city"},
    }  # fmt: skip
    page = change_page(changes_of(plan)[0], actor=None, now=now)
    assert (page.change.klass, page.change.state, page.classes) == ("editorial", "effective", ("editorial",))
    assert [(step.organ, step.row.recorded_by.code) for step in page.steps] == [("secretariat", "planning-secretary")]
    put_right("task", "T-02", en="Build block one")
    put_right("plan", "", zh_hant="海港五年計劃")
    plan.refresh_from_db()
    assert plan.name_zh_hant == "海港五年計劃"
    assert Task.objects.get(plan=plan, code="T-02").name_en == "Build block one"


def test_numbers_and_nothing_new_are_refused_and_so_is_everybody_else(put_right) -> None:
    put_right("task", "T-02", en="Build a block")
    for noun, code, name, problem in (
        ("task", "T-03", "Design 2 tram lines", "numbers_are_promised"),
        ("task", "T-03", "Design the tram line", "nothing_changed"),
        ("letter", "T-03", "Anything", "no_such_code"),
    ):
        with pytest.raises(Refused) as refusal:
            put_right(noun, code, en=name)
        assert refusal.value.problems[0].code == problem
    with pytest.raises(NotAllowed):
        put_right("task", "T-03", by="transport-head", en="Design a tram line")
    assert ChangeRequest.objects.count() == 1
