"""The source of the house, for tests that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "answerable"


def modules(folder: Path = PACKAGE) -> Iterator[Path]:
    """Every module below, migrations left out."""
    yield from (p for p in sorted(folder.rglob("*.py")) if "migrations" not in p.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def called(node: ast.Call) -> str:
    """The dotted name of what is called, as far as it is names: `Case.objects.create`."""
    parts: list[str] = []
    what: ast.expr = node.func
    while isinstance(what, ast.Attribute):
        parts.append(what.attr)
        what = what.value
    parts.append(what.id if isinstance(what, ast.Name) else "...")
    return ".".join(reversed(parts))
