"""What became of every row: counts that must sum up, and a CSV of the refused ones with their reasons."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from answerable.ops.importing.problems import Refusal

HEADER = ("line", "code", "sentence")


@dataclass
class Tally:
    """Rows read and what became of them. `sums` holds after every batch, or the import stops."""

    read: int = 0
    imported: int = 0
    present: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def sums(self) -> bool:
        return self.read == self.imported + self.present + self.refused

    def check(self) -> None:
        """Raises when a row is unaccounted for; that would be a fault of this program, never of the file."""
        if not self.sums:
            raise AssertionError(f"rows unaccounted for: {self}")


class RefusedReport(AbstractContextManager["RefusedReport"]):
    """Writes refused rows as they come; without a path it only counts. Cells never begin like a formula."""

    def __init__(self, path: Path | None, tally: Tally) -> None:
        self._path, self._tally = path, tally
        self._file: IO[str] | None = None
        self._write: Callable[[Any], Any] = lambda row: None

    def __enter__(self) -> RefusedReport:
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            self._write = csv.writer(self._file).writerow
            self._write(HEADER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def refuse(self, line: int, refusal: Refusal) -> None:
        self._tally.refused += 1
        self._tally.reasons[refusal.code] += 1
        self._tally.examples.setdefault(refusal.code, f"line {line:,}: {refusal.sentence}")
        self._write((line, refusal.code, refusal.sentence.replace("\n", " ")))
