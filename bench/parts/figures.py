"""Numbers about numbers: medians and 95th percentiles, and who used the processors meanwhile."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TICK = os.sysconf("SC_CLK_TCK")


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50 and p95 in milliseconds, and how many."""
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0, "p50": float("nan"), "p95": float("nan")}
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {"n": len(ordered), "p50": round(median(ordered) * 1000, 2), "p95": round(p95 * 1000, 2)}


@dataclass(frozen=True)
class Busy:
    """Processor seconds so far: of everybody, and of the process groups named."""

    everybody: float
    ours: dict[str, float]


def busy(groups: dict[str, Sequence[int]]) -> Busy:
    """`groups` names processes; each counts with all its descendants, living and already gone."""
    parents, used = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                cells = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(cells[1])
            used[int(folder.name)] = sum(int(c) for c in cells[11:15]) / TICK
    ours = {name: sum(used.get(p, 0.0) for p in _family(roots, parents)) for name, roots in groups.items()}
    cells = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return Busy(sum(int(c) for c in cells[:3] + cells[5:7]) / TICK, ours)


def _family(roots: Sequence[int], parents: dict[int, int]) -> set[int]:
    family = set(roots)
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        family |= more
        grown = bool(more)
    return family
