"""What the documents say of commands and settings is what the program has."""

from __future__ import annotations

import re

from answerable.ops import lifecycle_page, reference, whistles_page
from tests.house.source import ROOT, modules


def test_every_command_is_described_as_it_is() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run: python -m answerable.ops.reference"


def test_the_life_of_a_case_is_described_as_it_is() -> None:
    current = lifecycle_page.PAGE.read_text("utf-8") == lifecycle_page.page()
    assert current, "run: python -m answerable.ops.lifecycle_page"


def test_the_life_of_a_whistle_is_described_as_it_is() -> None:
    current = whistles_page.PAGE.read_text("utf-8") == whistles_page.page()
    assert current, "run: python -m answerable.ops.whistles_page"


def test_every_setting_stands_in_the_settings_page() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    used = {name for path in modules() for name in re.findall(r'"(ANSWERABLE_[A-Z_]+)"', path.read_text("utf-8"))}
    assert used - {"ANSWERABLE_EMBEDDED"} <= set(re.findall(r"ANSWERABLE_[A-Z_]+", page))


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if not (path.parent / target.strip()).exists():
                broken.append(f"{path.relative_to(ROOT)} -> {target}")
    assert not broken, "\n".join(broken)
