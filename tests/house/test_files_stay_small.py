"""A file past 300 lines or a function past 40 wants something named."""

from __future__ import annotations

import ast

from tests.house.source import modules, name, tree

FILE, FUNCTION = 300, 40
# Tables read aloud from top to bottom are better whole.
LONG_FILES = {"src/answerable/cases/models.py", "src/answerable/organisation/models.py"}


def test_no_file_is_longer_than_300_lines() -> None:
    lines = {name(path): path.read_text("utf-8").count("\n") for path in modules()}
    assert {n: count for n, count in lines.items() if count > FILE and n not in LONG_FILES} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}: {length} lines"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION
    ]
    assert not long, "\n".join(long)
