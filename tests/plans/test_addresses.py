"""A link in a message leads to a page: every address that plans write is one that the pages answer at."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.urls import resolve

from answerable import plans
from answerable.desk.plan_tabs import TABS
from answerable.plans import addresses
from answerable.whistles import plan_subjects

KEY = UUID("0190b5a2-0000-7000-8000-000000000001")
ANSWERED_BY = {
    "my_plan": "desk:plan", "letters": "desk:plan-tab", "letter": "desk:plan-letter", "task": "desk:plan-task",
    "indicator": "desk:plan-indicator", "change": "desk:plan-change", "handoff": "desk:plan-handoff",
    "evaluation": "desk:plan-evaluation", "whistle_about": "desk:whistle-new",
    "public_indicator": "portal:plan-indicator", "following": "portal:plan-following",
    "following_end": "portal:plan-following-end",
}  # fmt: skip
MADE = {
    name: made for name, made in vars(addresses).items()
    if inspect.isfunction(made) and made.__module__ == addresses.__name__ and not name.startswith("_")
}  # fmt: skip


def path_of(name: str, said: str) -> str:
    """The address with `said` for every code, number and secret."""
    parameters = inspect.signature(MADE[name], eval_str=True).parameters.values()
    return MADE[name](*(KEY if parameter.annotation is UUID else said for parameter in parameters))


def test_every_address_stands_in_the_list() -> None:
    assert set(MADE) == set(ANSWERED_BY)


@pytest.mark.parametrize("name", sorted(ANSWERED_BY))
@pytest.mark.parametrize("said", ["H-01", "5.1 a&b?#", "河岸"])
def test_every_address_is_that_of_its_page(name, said) -> None:
    path, _, _ = path_of(name, said).partition("?")
    found = resolve(unquote(path))
    assert found.view_name == ANSWERED_BY[name]
    assert set(found.kwargs.values()) <= {said, KEY, str(KEY), "letters", True}


def test_a_tab_that_is_linked_to_is_there() -> None:
    assert "letters" in TABS


def test_no_other_file_of_plans_writes_an_address() -> None:
    files = [*Path(plans.__file__).parent.rglob("*.py"), Path(plan_subjects.__file__)]
    found = [
        f"{file.name}: {line.strip()}"
        for file in files
        if file.name != "addresses.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"""["'](/desk/|/plans?/)""", line)
    ]
    assert not found, "\n".join(found)
