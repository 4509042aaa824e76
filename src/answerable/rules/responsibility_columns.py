"""Acts, parts and times as columns, for the rules on whole columns: `responsibility_bulk` and `responsibility_hours`.

One row an act or a part; units, rules and verbs as numbers, every time an int64 of microseconds since 1970, UTC. NEVER
is later than every time, NOBODY no unit's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from answerable.rules import lifecycle
from answerable.rules.responsibility import ASSIST, CANDIDATE, LEAD, Act, Part
from answerable.rules.working_calendar import micros

Numbered = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = int(np.iinfo(np.int64).max)
NOBODY = -1
ROLES = (LEAD, CANDIDATE, ASSIST)
# Those the fold gives itself; others follow.
RULES = ("consulted", "named", "passed_on", "asked", "joined", "catalogue")
VERB = {verb: number for number, verb in enumerate(lifecycle.VERBS)}


class Numbers(dict[str, int]):
    """Names by number, in the order they were first met."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        for name in names:
            self[name]

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self)


class Acts(NamedTuple):
    """Acts as columns, those of one case together and in their order; fields as in `responsibility.Act`.

    `named` and `asked` are two rows each: which act, which unit. Where an act says nothing there is NOBODY or NEVER.
    """

    case: Numbered
    at: Numbered
    verb: Numbered
    lead: Numbered
    rule: Numbered
    done: Numbered
    closed: Numbered
    named: Numbered
    asked: Numbered


class Parts(NamedTuple):
    """Parts as columns, in the order of case, beginning, role (as in ROLES) and unit; NEVER where one goes on."""

    case: Numbered
    unit: Numbered
    role: Numbered
    rule: Numbered
    since: Numbered
    until: Numbered
    reported: Numbered

    def sorted(self) -> Parts:
        return self.rows(np.lexsort((self.until, self.unit, self.role, self.since, self.case)))

    def rows(self, wanted: Numbered | Flags) -> Parts:
        return Parts(*(column[wanted] for column in self))


class Open(NamedTuple):
    """From when until when a case is open, as columns; one that was merged and parted again has two rows."""

    case: Numbered
    since: Numbered
    until: Numbered


def columns(cases: Iterable[tuple[int, Sequence[Act]]], units: Numbers, rules: Numbers) -> Acts:
    """Acts of cases (number, acts in their order) as columns. Numbers units and rules as it meets them.

    `rules` must begin with RULES. Raises KeyError for a verb the lifecycle does not have.
    """
    rows: list[tuple[int, ...]] = []
    named: list[tuple[int, int]] = []
    asked: list[tuple[int, int]] = []
    for case, acts in cases:
        for act in acts:
            named += [(len(rows), units[unit]) for unit in act.named]
            asked += [(len(rows), units[unit]) for unit in act.asked]
            lead = (units[act.lead], rules[act.rule]) if act.lead else (NOBODY, NOBODY)
            done = units[act.done] if act.done else NOBODY
            rows.append((case, micros(act.at), VERB[act.verb], *lead, done, time_of(act.closed)))
    case, at, verb, leading, rule, parting, closed = _table(rows, 7)
    return Acts(case, at, verb, leading, rule, parting, closed, _table(named, 2), _table(asked, 2))


def part_columns(cases: Iterable[tuple[int, Sequence[Part]]], units: Numbers, rules: Numbers) -> Parts:
    """Parts of cases (number, parts) as columns, in the order of `Parts`. Numbers units and rules as it meets them."""
    rows = [
        (
            case, units[part.unit], ROLES.index(part.role), rules[part.rule],
            micros(part.since), time_of(part.until), time_of(part.reported_at),
        )
        for case, parts in cases
        for part in parts
    ]  # fmt: skip
    return Parts(*_table(rows, 7)).sorted()


def time_of(at: datetime | None) -> int:
    return NEVER if at is None else micros(at)


def _table(rows: Sequence[Sequence[int]], width: int) -> Numbered:
    return np.ascontiguousarray(np.array(rows, np.int64).reshape(-1, width).T)


def each(low: Numbered, high: Numbered) -> tuple[Numbered, Numbered]:
    """Every place of every range, with the number of its range."""
    count = high - low
    which = np.repeat(np.arange(count.size), count)
    return which, np.arange(which.size) - np.repeat(np.cumsum(count) - count, count) + low[which]
