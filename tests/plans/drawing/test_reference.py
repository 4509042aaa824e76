"""The reference says who may do what, as the table of acts does."""

from __future__ import annotations

from pathlib import Path

from answerable.rules.plan_acts import TABLE

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "plans.md"


def test_the_reference_lists_every_act_with_who_may_do_it():
    page = PAGE.read_text("utf-8")
    lines = [
        f"| `{line.verb}` | {line.noun} | {', '.join(line.states) or 'any'} | {', '.join(line.who)} "
        f"| {', '.join(line.never)} | {line.rule} |"
        for line in TABLE
    ]
    assert [line for line in lines if line not in page] == []
