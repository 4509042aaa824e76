"""Whatever a reader of schedules, or the rules of networks and money, can say has a sentence that can be filled."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import answerable.plans.exchange as exchange
import answerable.rules as rules
from answerable.plans.sentences import schedule, schedule_files

SENTENCES = {**schedule.SENTENCES, **schedule_files.SENTENCES}
PLACES = [
    *(Path(exchange.__file__).parent / f"{name}.py" for name in ("mspdi_calendars", "mspdi_reading", "mspdi_values",
                                                                 "psplib", "schedule_network")),
    *(Path(rules.__file__).parent / f"{name}.py" for name in ("earned_value", "network", "three_points")),
]  # fmt: skip
FIELD = re.compile(r"%\((\w+)\)s")


def said():
    """Codes, and the names of what each is said with."""
    for path in PLACES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "say":
                yield node.args[0].value, {keyword.arg for keyword in node.keywords}
            elif name == "Problem":
                given = next((argument for argument in node.args[1:] if isinstance(argument, ast.Dict)), None)
                yield node.args[0].value, {key.value for key in given.keys} if given else set()


def test_every_code_has_a_sentence_and_no_sentence_waits_for_a_code() -> None:
    codes = {code for code, _ in said()}
    assert codes - SENTENCES.keys() == set()
    assert schedule_files.SENTENCES.keys() - codes == set()


def test_every_sentence_can_be_filled_from_what_is_said() -> None:
    for code, names in said():
        assert set(FIELD.findall(str(SENTENCES[code]))) <= names, code
