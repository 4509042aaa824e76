"""docs/reference/status-codes.md names every step the rules give, with its numbers, and no other."""

from __future__ import annotations

import ast
import re

from tests.house.source import PACKAGE, ROOT, called, modules, tree

PAGE = (ROOT / "docs" / "reference" / "status-codes.md").read_text("utf-8")


def in_the_code() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in modules(PACKAGE / "rules"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and called(node) == "Step.of" and isinstance(node.args[0], ast.Constant):
                found.setdefault(node.args[0].value, set()).update(k.arg for k in node.keywords)
    return found


def on_the_page() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", PAGE, re.MULTILINE)
    return {code: set(re.findall(r"\w+", numbers)) for code, numbers in rows}


def test_the_page_and_the_code_name_the_same_steps_and_numbers():
    code = in_the_code()
    assert len(code) > 40
    assert on_the_page() == code
