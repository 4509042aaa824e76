"""Who answers at every full hour of a period, for whole columns of cases.

A cell is a case at an hour: the instant at which the hour begins. Hours are numbered from the beginning of the period;
a part covers those from `first` until just before `beyond`.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from answerable.rules.responsibility_columns import Numbered, Open, Parts, each
from answerable.rules.working_calendar import micros

__all__ = ["Board", "Cells", "Period", "board", "cells", "digest", "open_hours", "per_hour"]

Words = NDArray[np.uint64]
_HOUR = 3_600_000_000
_SEEDS = np.array([0x243F6A8885A308D3, 0x13198A2E03707344], np.uint64)  # digits of pi: nothing up the sleeve


class Period(NamedTuple):
    """So many hours from an instant on."""

    begin: datetime
    hours: int

    def covered(self, since: Numbered, until: Numbered) -> tuple[Numbered, Numbered]:
        """The first hour of each stretch, and the one beyond its last."""
        begin = micros(self.begin)
        end = begin + self.hours * _HOUR
        first, beyond = (-((begin - np.clip(at, begin, end)) // _HOUR) for at in (since, until))
        return first, beyond


class Cells(NamedTuple):
    """Hours in which a unit answers for a case in a role, in this order; no two rows of the same touch each other."""

    case: Numbered
    role: Numbered
    unit: Numbered
    first: Numbered
    beyond: Numbered


def cells(answers: Parts, period: Period) -> Cells:
    """What `responsibility_bulk.answers_all` found, in hours: the whole relation of cells and who answers, once."""
    first, beyond = period.covered(answers.since, answers.until)
    (case, role, unit), first, beyond = _joined((answers.case, answers.role, answers.unit), first, beyond, period)
    return Cells(case, role, unit, first, beyond)


def per_hour(found: Cells, period: Period, units: int) -> Numbered:
    """For how many cases each unit answers at each hour, in whatever role: shape (units, hours)."""
    (_, unit), first, beyond = _joined((found.case, found.unit), found.first, found.beyond, period)
    shape = units, period.hours + 1
    changes = np.zeros(shape, np.int64).ravel()
    for hour, change in ((first, 1), (beyond, -1)):
        changes += change * np.bincount(unit * shape[1] + hour, minlength=changes.size)
    counts: Numbered = changes.reshape(shape).cumsum(axis=1)[:, :-1]
    return counts


def open_hours(opened: Open, period: Period) -> tuple[Numbered, Numbered]:
    """Cases that are open at some hour of the period, in their order, and at how many of its hours."""
    first, beyond = period.covered(opened.since, opened.until)
    (case,), first, beyond = _joined((opened.case,), first, beyond, period)
    cases, place = np.unique(case, return_inverse=True)
    return cases, np.bincount(place, beyond - first, cases.size).astype(np.int64)


def digest(found: Cells) -> Words:
    """Two words of 64 bits that stand for the relation, whatever the order of the rows.

    Digests of disjoint sets of cases add up (modulo 2^64) to that of all. It tells accidents, not forgers.
    """
    words = np.repeat(_SEEDS[:, None], found.case.size, axis=1)
    for column in found:
        words = _mixed(words ^ column.astype(np.uint64))
    total: Words = words.sum(axis=1, dtype=np.uint64)
    return total


class Board(NamedTuple):
    """Who answers in every cell: `shown[case, hour]` is a line; units and roles of a line stand from `begins[line]` on.

    `begins` has one more row than there are lines. A line is: lead, candidates, assistants, as in `answerable`.
    """

    shown: NDArray[np.int32]
    begins: Numbered
    unit: Numbered
    role: Numbered

    def at(self, case: int, hour: int) -> list[tuple[int, int]]:
        """Units and roles in one cell; `case` is the row of the board."""
        line = self.shown[case, hour]
        rows = slice(self.begins[line], self.begins[line + 1])
        return list(zip(self.unit[rows].tolist(), self.role[rows].tolist(), strict=True))


def board(found: Cells, cases: Numbered, period: Period) -> Board:
    """The cells of some cases, every one filled; `cases` in ascending order, all that are in `found` among them."""
    row = np.searchsorted(cases, found.case) * period.hours
    first, beyond = row + found.first, row + found.beyond
    size = cases.size * period.hours
    marks = np.unique(np.concatenate([np.arange(cases.size) * period.hours, first, beyond]))
    marks = marks[marks < size]
    lengths = np.diff(np.append(marks, size))
    shown = np.repeat(np.arange(marks.size, dtype=np.int32), lengths).reshape(cases.size, period.hours)
    low, high = np.searchsorted(marks, first), np.searchsorted(marks, beyond)
    place, line = each(low, high)
    order = np.lexsort((place, line))  # cells are in the order of roles and units already
    begins = np.searchsorted(line[order], np.arange(marks.size + 1))
    who = place[order]
    return Board(shown, begins, found.unit[who], found.role[who])


def _joined(
    keys: tuple[Numbered, ...], first: Numbered, beyond: Numbered, period: Period
) -> tuple[list[Numbered], Numbered, Numbered]:
    """Stretches of hours in the order of their keys; those of one key that overlap or touch become one."""
    order = np.flatnonzero(first < beyond)
    order = order[np.lexsort((first[order], *(key[order] for key in reversed(keys))))]
    sorted_keys, first, beyond = [key[order] for key in keys], first[order], beyond[order]
    if not order.size:
        return sorted_keys, first, beyond
    changes = np.logical_or.reduce([key[1:] != key[:-1] for key in sorted_keys])
    apart = np.cumsum(np.append(0, changes)) * (period.hours + 2)  # a key's hours lie wholly after the key's before
    reach = np.maximum.accumulate(beyond + apart)
    begins = np.flatnonzero(np.append(True, first[1:] + apart[1:] > reach[:-1]))
    return [key[begins] for key in sorted_keys], first[begins], np.maximum.reduceat(beyond, begins)


def _mixed(words: Words) -> Words:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of a word depends on every other."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
