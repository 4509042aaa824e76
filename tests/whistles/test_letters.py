"""Every letter about a whistle is in every pack, in three languages, with nothing left unfilled."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from answerable.organisation.packs import reader
from answerable.organisation.packs.checks_rules import MESSAGES
from answerable.outbox.models import Message
from answerable.whistles import actions
from tests.house.source import PACKAGE, ROOT
from tests.whistles.conftest import NOT_OURS, WHISTLE
from tests.whistles.test_taskforces import FORM, SAME

LETTER = re.compile(r'"((?:whistle|taskforce)_[a-z_]+)"')
STANCES = {"whistle_lead", "whistle_support", "whistle_not_ours"}


def sent_by_the_code() -> set[str]:
    """Every template that an action names."""
    sources = [path.read_text("utf-8") for path in (PACKAGE / "whistles" / "actions").glob("*.py")]
    names = {name for source in sources for name in LETTER.findall(source)}
    return {name for name in names if name in MESSAGES} | STANCES


def test_the_check_of_a_pack_wants_exactly_the_letters_that_are_sent():
    wanted = {name for name in MESSAGES if name.startswith(("whistle_", "taskforce_"))}
    assert sent_by_the_code() == wanted


@pytest.mark.parametrize("pack", ["jurisdictions/hongkong", "jurisdictions/beijing", "tests/packs/harbour"])
def test_every_pack_has_a_grade_for_every_kind_and_direction(pack):
    grades = reader.read(Path(ROOT / pack)).rows("whistles.csv")
    assert {kind for grade in grades for kind in grade.kinds} == {"problem", "joint", "emergency"}
    assert {way for grade in grades for way in grade.directions} == {"up", "down"}
    assert {grade.signatures for grade in grades} == {1, 2}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_no_letter_leaves_a_field_unfilled(actor, now, do, language, harbour):
    from answerable.organisation.models import Officer

    Officer.objects.update(language=language)
    _a_whole_story(actor, now, do)
    letters = Message.objects.filter(template__regex="^(whistle|taskforce)_", channel="in_app")
    assert set(letters.values_list("template", flat=True)) == sent_by_the_code()
    assert [(m.template, m.subject, m.body) for m in letters if "{" in m.subject + m.body] == []
    assert {m.language for m in letters} == {language}


def _a_whole_story(actor, now, do):
    """Every letter is sent at least once."""

    def blow(**given):
        return actions.blow(actor=actor("mill-street-head"), now=now, **(WHISTLE | SAME | given))

    first, second, third = blow(units=["cleansing", "works", "transport"]), blow(), blow(grade_code="hard")
    do(third, "mill-street-secretary", "cosign")
    do(first, "cleansing-head", "answer_summons", stance="lead")
    do(first, "works-head", "answer_summons", stance="support", support_with="a truck")
    do(second, "cleansing-head", "answer_summons", stance="lead")
    do(first, "transport-head", "answer_summons", **NOT_OURS | {"proposed_unit": "works"})
    do(first, "mill-street-head", "release", unit_code="transport", words="not theirs")
    do(first, "works-head", "report", words="cleared", hours=0.2)
    due = now + timedelta(days=2)
    do(first, "mill-street-head", "add_task", unit_code="works", title="Gate", due_at=due)
    from answerable.whistles.models import Taskforce

    number = Taskforce.objects.get().number
    actions.perform_taskforce("form", actor=actor("gov-leader"), now=now, number=number, **FORM)
    task = {"unit_code": "works", "title": "Gate", "due_at": due}
    actions.perform_taskforce("add_task", actor=actor("cleansing-head"), now=now, number=number, **task)
    actions.propose(actor=actor("gov-leader"), now=now, title="Night noise", reason="letters every week")
    actions.ring(now=now + timedelta(days=30))
    do(second, "mill-street-head", "end", words="done", hours=24 * 31)
