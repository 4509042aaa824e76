"""Rows are written by actions, one function per verb, and by nothing else."""

from __future__ import annotations

import ast

from tests.house.source import PACKAGE, called, modules, name, tree

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
# Where rows are written outside of actions, and why.
ALLOWED = {
    "ops/importing": "history from other systems, in bulk; every row still gets its ledger entry",
    "ops/simulation": "invented history, in bulk; small runs go through the actions",
}
# Names whose methods are called like a write and are none.
NOT_ROWS = ("files", "default_storage", "hashlib", "catalog", "image", "workbook", "self._", "cache", "form", "request")


def _is_action(path) -> bool:
    return "actions" in path.parts or path.name == "actions.py"


def _writes(path):
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        what = called(node)
        on_rows = ".objects." in what or _is_queryset(node.func.value)
        if (node.func.attr in WRITES and not what.startswith(NOT_ROWS)) or (node.func.attr == "update" and on_rows):
            yield node.lineno, what


def _is_queryset(value: ast.expr) -> bool:
    """`x.filter(...).update()`, `x.exclude(...).update()`"""
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in {"filter", "exclude", "all"}
    )


def test_only_actions_write_rows() -> None:
    found = [
        f"{name(path)}:{line} {what}"
        for path in modules()
        if not _is_action(path) and not any(part in path.as_posix() for part in ALLOWED)
        for line, what in _writes(path)
    ]
    assert not found, "\n".join(found)


def test_every_exception_still_exists() -> None:
    for part in ALLOWED:
        assert (PACKAGE / part).exists(), f"{part} is gone: take it from the list"
