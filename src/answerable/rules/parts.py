"""Parts of several units: in parallel unless one must come after another, and which link costs the most time.

A part's span is the time it needs by itself; a link "after" makes it begin when the other is done. Without links
all parts begin at once (並聯), with a chain of links they wait for each other (串聯).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """A part: when it was asked for, the time it needs, what it comes after ("" for nothing), and when it was done."""

    key: str
    since: datetime
    needs: timedelta
    after: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlowLink:
    """The link `key` after `after`: without it everything would be done `saves` earlier."""

    key: str
    after: str
    saves: timedelta


def ends(parts: Iterable[Span], without: str = "") -> dict[str, datetime]:
    """When each part ends; `without` names a part whose link is left out. A circle of links counts as no link."""
    known = {part.key: part for part in parts}
    found: dict[str, datetime] = {}
    for key in known:
        _end(key, known, without, found, ())
    return found


def _end(
    key: str, known: Mapping[str, Span], without: str, found: dict[str, datetime], on_the_way: tuple[str, ...]
) -> datetime:
    if key in found:
        return found[key]
    part = known[key]
    begins = part.since
    if part.after in known and key != without and part.after not in (*on_the_way, key):
        begins = max(begins, _end(part.after, known, without, found, (*on_the_way, key)))
    found[key] = part.done_at or begins + part.needs
    return found[key]


def slow_link(parts: Iterable[Span]) -> SlowLink | None:
    """The link that makes the whole slowest, or None when no link costs anything."""
    parts = list(parts)
    if not parts:
        return None
    whole = max(ends(parts).values())
    links = [part for part in parts if part.after and part.done_at is None]
    costs = [(whole - max(ends(parts, without=part.key).values()), part) for part in links]
    saves, part = max(costs, key=lambda cost: cost[0], default=(timedelta(0), None))
    return SlowLink(part.key, part.after, saves) if part is not None and saves > timedelta(0) else None


def owes_stage(due: datetime, reported: datetime | None, stage: datetime | None, now: datetime) -> bool:
    """Whether a part owes a stage report (BJ-REG 14): late, not done, and nothing said of it since it was due."""
    return now > due and reported is None and (stage is None or stage <= due)


def joined_task(task: str, more: str) -> str:
    """What a unit is asked to do when two of its parts become one: both, each once."""
    lines = task.splitlines()
    return "\n".join([*lines, *(line for line in more.splitlines() if line not in lines)])


def parted_task(task: str, less: str) -> str:
    """What is left of it when the two are parted again; all of it where nothing would be left."""
    out = less.splitlines()
    return "\n".join(line for line in task.splitlines() if line not in out) or task


def makes_a_circle(links: Mapping[str, str], key: str, after: str) -> bool:
    """Whether a new link `key` after `after` would let a part wait for itself."""
    seen = {key}
    while after:
        if after in seen:
            return True
        seen.add(after)
        after = links.get(after, "")
    return False
