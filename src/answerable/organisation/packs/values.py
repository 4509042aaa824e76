"""What a pack is once read: records by file, and the findings that say what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("zh_hant", "en", "zh_hans")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong in a pack. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    problem: str
    remedy: str = field(compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. Remedy: {self.remedy}."


class PackError(Exception):
    """A pack that cannot be used, with everything that is wrong with it, in the order of file and line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(set(findings)))
        super().__init__("\n".join(str(f) for f in self.findings))


@dataclass(frozen=True)
class Record:
    """One row of a file, its values already of the column's type. `row.name_en` reads a column."""

    file: str
    line: int
    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def names(self, prefix: str = "name") -> dict[str, str]:
        """The three columns of a text, as keyword arguments for a model."""
        return {f"{prefix}_{lang}": self.values[f"{prefix}_{lang}"] for lang in LANGUAGES}


@dataclass
class Pack:
    """Everything a pack says. Built by reader.read; nobody changes it afterwards."""

    path: Path
    digest: str
    pack: Record
    limits: dict[str, Any]
    publicity: dict[str, bool]
    baseline: dict[str, Any]
    tables: dict[str, list[Record]]
    calendars: list[Record]
    holidays: list[Record]
    shapes: dict[str, dict[str, Any]]
    people: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.pack.code)

    def rows(self, file: str) -> list[Record]:
        """The records of one file, e.g. rows("units.csv")."""
        return self.tables.get(file, [])

    def codes(self, file: str) -> set[str]:
        return {r.code for r in self.rows(file)}
