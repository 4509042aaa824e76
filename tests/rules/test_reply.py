"""rules.reply: what cannot be an answer does not go out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.reply import check_reply, says_nothing

GOOD = {
    "words": "We filled the hole on 9 June and put the warning signs away. Thank you for telling us.",
    "done": "Crew 4 filled the pothole with cold mix and checked the level.",
    "basis": "Road maintenance standard, part 3: safety defects within two days",
    "evidence": "Photos before and after, job sheet 1182",
}
GUTES = {
    "words": "本署已於六月九日修補該處坑洞，並移走警示牌，多謝通知。",
    "done": "維修隊以冷瀝青填補坑洞，並已量度路面平整度。",
    "basis": "《道路維修標準》第三章",
    "evidence": "修補前後照片、工作紙編號 1182",
}


def codes(**changes) -> set[tuple[str, str]]:
    return {(p.field, p.code) for p in check_reply(**(GOOD | changes))}


@pytest.mark.parametrize("reply", [GOOD, GUTES])
def test_a_reply_with_action_basis_and_evidence_goes_out(reply):
    assert check_reply(**reply, question="There is a deep hole in the road outside the school 學校門口有個大坑洞") == []


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("words", "required"),
        ("done", "reply_no_action"),
        ("basis", "reply_no_basis"),
        ("evidence", "reply_no_evidence"),
    ],
)
@pytest.mark.parametrize(
    "nothing", ["", "  \n", "...", "N/A", "已處理。", "已办结", "done", "無", "😀", "see attached"]
)
def test_every_part_must_say_something(field, code, nothing):
    assert codes(**{field: nothing}) == {(field, code)}


def test_a_reply_that_repeats_the_question_is_no_answer():
    asked = "街燈壞了三天，晚上很黑，老人家容易跌倒"
    assert codes(words=asked + "。", question=asked) == {("words", "reply_repeats_question")}


def test_evidence_is_not_the_action_said_again():
    assert codes(evidence=GOOD["done"].upper()) == {("evidence", "reply_no_evidence")}


@pytest.mark.parametrize(
    "words",
    [
        "This does not fall within our jurisdiction, sorry.",
        "The wall is not the responsibility of this department.",
        "Please contact the relevant department about the wall.",
        "此事不屬本署職權範圍，謝謝。",
        "此事不归我们单位管，谢谢您。",
        "請向有關部門查詢，謝謝。",
    ],
)
def test_pushing_the_matter_on_is_no_answer(words):
    assert codes(words=words) == {("words", "reply_passes_on")}


def test_two_words_are_too_few():
    assert codes(done="Filled it") == {("done", "too_short")}


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_gets_a_verdict_and_nothing_said_is_never_passed(words, done, basis, evidence, question):
    problems = check_reply(words, done, basis, evidence, question)
    for name, text in (("words", words), ("done", done), ("basis", basis), ("evidence", evidence)):
        if says_nothing(text):
            assert name in {p.field for p in problems}
