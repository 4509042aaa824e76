"""Every step of a status reads as a sentence with its numbers."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from pathlib import Path

from django.utils import translation

import answerable.rules
from answerable.plans.sentences.steps import STEPS, number, period_words, share, step_sentence
from answerable.rules.lights import Step
from answerable.rules.plan_periods import parse

RULES = Path(answerable.rules.__file__).parent


def _codes():
    """The codes of all steps that the rules take, read from their sources."""
    for path in RULES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "Step.of"
                and isinstance(node.args[0], ast.Constant)
            ):
                yield node.args[0].value


def test_every_step_that_the_rules_take_has_a_sentence():
    codes = set(_codes())
    assert len(codes) > 30
    assert not codes - set(STEPS)


def test_a_step_names_its_numbers():
    step = Step.of("planned_at", planned=Fraction(21, 4), period=parse("2025"), path="linear")
    with translation.override("en"):
        assert step_sentence(step) == "The path (a straight line) asks for 5.25 by the end of 2025."
    with translation.override("zh-hant"):
        assert step_sentence(step) == "推進路徑（直線）要求在2025年完結時達到 5.25。"


def test_a_number_that_is_not_there_reads_as_a_dash():
    with translation.override("en"):
        said = step_sentence(Step.of("target_by", day=date(2027, 3, 31), target=Fraction(9, 2)))
    assert said == "The target is 4.5 by 31 Mar 2027; a difference of – counts as none."


def test_numbers_are_rounded_only_where_they_are_shown():
    assert number(Fraction(88, 100), 3) == "0.88"
    assert number(Fraction(300000)) == "300,000"
    assert number(None) == "–"
    assert share(Fraction(7, 15)) == "46.7 %"


def test_periods_read_as_one_writes_them():
    periods = [parse(code) for code in ("2026", "2026-H1", "2026-Q2", "2026-05")]
    with translation.override("en"):
        assert [period_words(one) for one in periods] == ["2026", "half 1 of 2026", "quarter 2 of 2026", "2026-05"]
        assert period_words(parse("2026", year_starts_in=4)) == "2026/27"
    with translation.override("zh-hant"):
        assert [period_words(one) for one in periods] == ["2026年", "2026年第1個半年", "2026年第2季", "2026-05"]


def test_a_note_that_a_source_gave_as_a_code_reads_as_a_sentence():
    with translation.override("en"):
        said = step_sentence(Step.of("declared_missing", period=parse("2026-08"), reason="figure_withheld"))
    assert said.endswith("it is withheld.")
