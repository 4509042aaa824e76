"""rules/ takes values and returns values: no framework, no files, no clock, no chance."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.house.source import PACKAGE, called, modules, name, tree

RULES = list(modules(PACKAGE / "rules"))
ALLOWED = {"answerable", "numpy", *sys.stdlib_module_names} - {
    "asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
IMPURE = {"open", "input", "print", "eval", "exec", "datetime.now", "datetime.utcnow", "date.today", "datetime.today",
          "datetime.datetime.now", "datetime.date.today"}  # fmt: skip


@pytest.mark.parametrize("path", RULES, ids=name)
def test_a_rule_imports_only_values_and_other_rules(path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [node.module or ""]
        else:
            continue
        for module in found:
            assert module.split(".")[0] in ALLOWED, f"{name(path)}:{node.lineno} imports {module}"
            assert not module.startswith("answerable.") or module.startswith("answerable.rules"), module


@pytest.mark.parametrize("path", RULES, ids=name)
def test_a_rule_reads_no_clock_and_touches_no_file(path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            assert called(node) not in IMPURE, f"{name(path)}:{node.lineno} calls {called(node)}"
