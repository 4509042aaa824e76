"""One block of cases in each stage of bench/responsibility.py; each function runs in a process of its own.

A block's acts lie in a file as columns. What the city would have stored of them stands in PostgreSQL, in a table with
the columns, checks and indexes of cases_assignment, made by the fold that the city itself uses, case by case.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import psycopg

from answerable.rules.responsibility import Act, Part, answered, open_times, parts
from answerable.rules.responsibility_bulk import answers_all, open_all, parts_all
from answerable.rules.responsibility_columns import ROLES, Acts, Numbers, Open, Parts, columns
from answerable.rules.responsibility_hours import Board, Cells, Period, board, cells, digest, open_hours, per_hour
from parts.lives import DAYS, UNITS, WHY, YEAR, acts_of

PERIOD = Period(YEAR, DAYS * 24)
AT_ONCE = 250  # cases on a board: it stays in the processor's cache
TABLES = """
CREATE TABLE stored (LIKE cases_assignment INCLUDING ALL);
CREATE TABLE stored_open (case_id uuid NOT NULL, since timestamptz NOT NULL, until timestamptz,
    UNIQUE (case_id, since));
"""
TEXTS = ("task", "report", "stance", "stage", "late_reason", "cancel_reason")
COPY_PARTS = f"""COPY stored (id, case_id, unit_id, role, rule, since, until, reported_at, due_at, {", ".join(TEXTS)})
FROM STDIN"""
COPY_OPEN = "COPY stored_open (case_id, since, until) FROM STDIN"
TAMPER = """
UPDATE stored SET until = until + interval '1 hour'
WHERE id = (SELECT id FROM stored WHERE role = 'lead' AND until IS NOT NULL ORDER BY id LIMIT 1)"""
MICROS = "coalesce((extract(epoch FROM {0}) * 1000000)::bigint, 9223372036854775807)"
CASE = "('x' || right(replace(case_id::text, '-', ''), 12))::bit(48)::bigint"
READ_PARTS = f"""
SELECT {CASE}, unit_id, array_position(%(roles)s::text[], role::text) - 1,
    array_position(%(rules)s::text[], rule::text) - 1,
    {MICROS.format("since")}, {MICROS.format("until")}, {MICROS.format("reported_at")}
FROM stored WHERE case_id BETWEEN %(low)s AND %(high)s"""
READ_OPEN = f"""
SELECT {CASE}, {MICROS.format("since")}, {MICROS.format("until")}
FROM stored_open WHERE case_id BETWEEN %(low)s AND %(high)s ORDER BY case_id, since"""


class Block(NamedTuple):
    """Cases from `low` until just before `high`, where their files and the database are, and the seed of it all."""

    low: int
    high: int
    seed: int
    folder: Path
    database: str

    def file(self, what: str) -> Path:
        return self.folder / f"{what}-{self.low}.npz"

    def save(self, what: str, table: Acts | Parts | Open) -> None:
        np.savez(self.file(what), **table._asdict())

    def load(self, what: str, kind: Callable[..., Any]) -> Any:
        with np.load(self.file(what)) as file:
            return kind(**{name: file[name] for name in file.files})

    def lives(self) -> Iterator[tuple[int, list[Act]]]:
        return ((case, acts_of(case, self.seed)) for case in range(self.low, self.high))

    @property
    def bounds(self) -> dict[str, object]:
        return {"low": UUID(int=self.low), "high": UUID(int=self.high - 1)}


def store(block: Block) -> dict[str, float]:
    """The year as it was lived: acts into a file, and what the city stores of them into the database."""
    gc.disable()  # nothing here goes in circles, and the fold shall not pay for the size of the block
    lives = list(block.lives())
    begun = process_time()
    folded = [(case, parts(acts), open_times(acts)) for case, acts in lives]
    took = process_time() - begun
    block.save("acts", columns(lives, Numbers(UNITS), Numbers(WHY)))
    with psycopg.connect(block.database) as link, link.cursor() as cursor:
        with cursor.copy(COPY_PARTS) as copy:
            for case, held, _ in folded:
                for place, part in enumerate(held):
                    copy.write_row(_row(case, place, part))
        with cursor.copy(COPY_OPEN) as copy:
            for case, _, times in folded:
                for since, until in times:
                    copy.write_row((UUID(int=case), since, until))
    return {"fold": took, "acts": sum(len(acts) for _, acts in lives), "parts": sum(len(held) for _, held, _ in folded)}


def _row(case: int, place: int, part: Part) -> tuple[object, ...]:
    due = part.since + timedelta(days=5) if part.role == "assist" else None
    return (
        UUID(int=(case << 16) + place), UUID(int=case), UNITS.index(part.unit), part.role, part.rule,
        part.since, part.until, part.reported_at, due, *[""] * len(TEXTS),
    )  # fmt: skip


def recompute(block: Block) -> dict[str, float]:
    """Parts and open times from the acts alone, by the rule on columns."""
    acts = block.load("acts", Acts)
    begun = process_time()
    found, opened = parts_all(acts), open_all(acts)
    took = process_time() - begun
    block.save("parts", found)
    block.save("open", opened)
    return {"rule": took}


def compare(block: Block) -> dict[str, Any]:
    """Every stored row against the recomputed one, and the digest of who answered when, from what is stored alone."""
    names = {"roles": list(ROLES), "rules": list(WHY), **block.bounds}
    with psycopg.connect(block.database) as link:
        kept = Parts(*_columns(link, READ_PARTS, names, len(Parts._fields))).sorted()
        kept_open = Open(*_columns(link, READ_OPEN, block.bounds, len(Open._fields)))
    found, opened = block.load("parts", Parts), block.load("open", Open)
    return {
        "rows": kept.case.size + kept_open.case.size,
        "differences": _differences(kept, found) + _differences(kept_open, opened),
        "digest": digest(cells(answers_all(kept, kept_open), PERIOD)),
    }


def _columns(link: psycopg.Connection[Any], query: str, names: dict[str, object], width: int) -> list[np.ndarray]:
    rows = link.execute(query, names).fetchall()
    return list(np.ascontiguousarray(np.array(rows, np.int64).reshape(-1, width).T))


def _differences(some: Parts | Open, others: Parts | Open) -> int:
    """How many rows are in one and not in the other."""
    if some.case.size == others.case.size and all((a == b).all() for a, b in zip(some, others, strict=True)):
        return 0
    one, other = (set(zip(*(column.tolist() for column in table), strict=True)) for table in (some, others))
    return len(one ^ other)


def answer(block: Block) -> dict[str, Any]:
    """Who answers in every cell of the block: the board is filled, and every cell of it looked at."""
    opened = block.load("open", Open)
    found = cells(answers_all(block.load("parts", Parts), opened), PERIOD)
    counts = per_hour(found, PERIOD, len(UNITS))
    owed = np.zeros(block.high - block.low, np.int64)
    cases, hours = open_hours(opened, PERIOD)
    owed[cases - block.low] = hours
    answers, silent, idle = 0, 0, 0
    for low in range(block.low, block.high, AT_ONCE):
        cases = np.arange(low, min(low + AT_ONCE, block.high))
        shown = _board(found, cases)
        several = np.diff(shown.begins).astype(np.uint8)[shown.shown]
        held = np.count_nonzero(several, axis=1)
        answers += int(several.sum(dtype=np.int64))
        silent += int((owed[cases - block.low] - held).clip(0).sum())
        idle += int((held - owed[cases - block.low]).clip(0).sum())
    return {
        "cells": owed.size * PERIOD.hours, "open": int(owed.sum()), "answers": answers,
        "silent": silent, "idle": idle, "digest": digest(found), "counts": counts,
    }  # fmt: skip


def _board(found: Cells, cases: np.ndarray) -> Board:
    """The board of cases that follow each other."""
    rows = slice(*np.searchsorted(found.case, [cases[0], cases[-1] + 1]))
    return board(Cells(*(column[rows] for column in found)), cases, PERIOD)


def ask(block: Block, count: int) -> dict[str, float]:
    """Some cells one by one by the plain rule, from the acts of the case as they were made, against the board.

    Every second cell is one somebody answers for; most hours of a year are before or after a case.
    """
    chance = random.Random(block.low)
    case = chance.randrange(block.low, block.high)
    cases = np.arange(case, min(case + AT_ONCE, block.high))
    found = cells(answers_all(block.load("parts", Parts), block.load("open", Open)), PERIOD)
    shown = _board(found, cases)
    lives = [acts_of(int(one), block.seed) for one in cases]
    wanted = [(chance.randrange(cases.size), chance.randrange(PERIOD.hours)) for _ in range(count // 2)]
    held = np.argwhere(np.diff(shown.begins)[shown.shown] > 0)
    wanted += [tuple(held[chance.randrange(len(held))].tolist()) for _ in range(count - len(wanted))]
    begun = process_time()
    plain = [answered(lives[one], PERIOD.begin + timedelta(hours=hour)) for one, hour in wanted]
    took = process_time() - begun
    differences = 0
    for (one, hour), who in zip(wanted, plain, strict=True):
        line = {(UNITS[unit], ROLES[role]) for unit, role in shown.at(one, hour)}
        differences += line != {(found.unit, found.role) for found in who}
    return {"took": took, "asked": count, "differences": differences, "held": sum(bool(who) for who in plain)}
