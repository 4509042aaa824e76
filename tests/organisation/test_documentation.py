"""What a pack may hold is written down: every file, column, limit and message field."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable.organisation.packs.baseline import BASELINE
from answerable.organisation.packs.columns import ARRAYS, PACK, RULE_ROW, TABLES
from answerable.organisation.packs.limits import LIMITS
from answerable.organisation.packs.publicity import PUBLICITY
from answerable.rules.messages import FIELDS

REFERENCE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "packs.md").read_text("utf-8")
FILES = {**TABLES, **{name: columns for name, (_key, columns) in ARRAYS.items()}, "[pack]": PACK}


def _documented(column: str) -> str:
    """name_en is documented as name_*."""
    for ending in ("_zh_hant", "_en", "_zh_hans"):
        if column.endswith(ending):
            return column.removesuffix(ending) + "_*"
    return column


@pytest.mark.parametrize("file", FILES)
def test_every_column_is_in_the_reference(file):
    section = REFERENCE.split(f"# {file}\n", 1)[1].split("\n## ", 1)[0]
    common = {column.name for column in RULE_ROW}
    columns = {_documented(column.name) for column in FILES[file] if file == "[pack]" or column.name not in common}
    assert [c for c in sorted(columns) if f"| `{c}` |" not in section] == []


def test_every_limit_is_in_the_reference_with_its_default():
    lines = [f"| `{name}` | {kind.default} | {kind.low} | {kind.high} |" for name, kind in LIMITS.items()]
    assert [line for line in lines if line not in REFERENCE] == []


def test_every_publicity_setting_is_in_the_reference_with_its_default():
    lines = [f"| `{name}` | {str(kind.default).lower()} | {kind.meaning} |" for name, kind in PUBLICITY.items()]
    assert [line for line in lines if line not in REFERENCE] == []


def test_every_baseline_figure_is_in_the_reference_with_its_bounds():
    lines = [f"| `{name}` | {kind.low} | {kind.high} | {kind.meaning} |" for name, kind in BASELINE.items()]
    assert [line for line in lines if line not in REFERENCE] == []


def test_every_message_field_is_in_the_reference():
    assert [name for name in FIELDS if f"| `{{{name}}}` |" not in REFERENCE] == []
