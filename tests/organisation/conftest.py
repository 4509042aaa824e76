"""A copy of Harbour's pack that a test may spoil or change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HARBOUR = Path(__file__).resolve().parents[1] / "packs" / "harbour"


class PackCopy:
    """A pack in a folder of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def replace(self, file: str, old: str, new: str) -> None:
        """Put `new` where `old` stands for the first time; `old` must be there."""
        text = (self.path / file).read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (self.path / file).write_text(text.replace(old, new, 1), "utf-8")

    def append(self, file: str, line: str) -> None:
        with (self.path / file).open("a", encoding="utf-8") as target:
            target.write(line + "\n")

    def line_of(self, file: str, words: str) -> int:
        """The first line that holds these words, from 1."""
        lines = (self.path / file).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.fixture
def copy(tmp_path):
    """Harbour's pack, to be changed."""
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    return PackCopy(tmp_path / "harbour")


@pytest.fixture
def fresh():
    """Nothing kept in memory, before and after."""
    from answerable.organisation.rulebook import forget

    forget()
    yield
    forget()
