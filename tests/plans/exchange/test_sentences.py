"""Whatever a reader reports has a sentence, and every sentence can be filled from what the reader reports."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import answerable.plans.exchange as exchange
from answerable.organisation.sentences import sentence
from answerable.plans.exchange.spreadsheet import read_csv, write_csv
from answerable.plans.exchange.stratml import read
from answerable.plans.sentences.exchange import SENTENCES
from answerable.rules.problems import Problem, Refused
from tests.plans.exchange.documents import PLAN
from tests.plans.exchange.test_stratml import indicator, part_2

MODULES = [
    path
    for path in sorted(Path(exchange.__file__).parent.glob("*.py"))
    if not path.stem.startswith(("mspdi", "psplib", "schedule"))
]
FIELD = re.compile(r"%\((\w+)\)s")


def codes(path: Path) -> set[str]:
    """First arguments of Problem, BadCell and say that are written out, and codes that checks return."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"Problem": 0, "BadCell": 0, "say": 0}.get(name)
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if place is not None and words:
                found.add(words[0])
    return found


def test_every_code_of_the_readers_has_a_sentence() -> None:
    said = {code for path in MODULES for code in codes(path) if "_" in code}
    assert said - SENTENCES.keys() == set()


def test_codes_that_checks_return_have_a_sentence() -> None:
    text = (Path(exchange.__file__).parent / "sheet_checks.py").read_text("utf-8")
    returned = set(re.findall(r'(?:return |else )\(?"([a-z_]+)", ', text))
    assert returned
    assert returned <= SENTENCES.keys()


def test_a_bad_cell_is_explained_in_words_of_the_reader() -> None:
    files = write_csv(PLAN) | {"path.csv": b"indicator_code,period,value\nqueue,2025,much\nlost,2026,4\n"}
    _, report = read_csv(files)
    with override("en"):
        assert [sentence(line) for line in report] == [
            "C2: “much” is no number. Write digits only; the unit has its own column.",
            "A3: there is no “lost” in Indicators. Please correct it or add that row.",
        ]


def test_a_choice_that_is_none_names_the_choices() -> None:
    line = Problem("cell_not_a_choice", params={"cell": "K3", "found": "sideways", "sheet_choices": "direction"})
    with override("en"):
        assert sentence(line).endswith("Choose one of: More is better, Less is better, Neither.")


def test_no_sentence_is_left_with_a_hole() -> None:
    result = "<TargetResult><NumberOfUnits>many</NumberOfUnits><EndDate>soon</EndDate></TargetResult>"
    goal = "<Goal><Name>a</Name><Identifier>9</Identifier><Identifier>9</Identifier><Colour/></Goal>"
    _, report = read(part_2(indicator(result, attributes='ValueChainStage="Impact" Colour="red"'), goal))
    assert len(report.counts) > 6
    for line in report:
        wanted = set(FIELD.findall(str(SENTENCES[line.code])))
        assert wanted <= line.params.keys(), line


@pytest.mark.parametrize("body", [b"<a", b"<a/>", b"<!DOCTYPE a><a/>"])
def test_refusals_can_be_read(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    problem = refused.value.problems[0]
    assert set(FIELD.findall(str(SENTENCES[problem.code]))) <= problem.params.keys()
