"""A whistle or a taskforce rebuilt from its ledger entries alone, held against what is stored."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from answerable.cases.queries.replay import Difference, Replay
from answerable.ledger.actions.record import EMPTY, represent, table_of
from answerable.ledger.queries import entries
from answerable.rules import taskforce as taskforce_rules
from answerable.rules import whistle as rules
from answerable.rules.replay import Edges, fold
from answerable.whistles.models import Taskforce, Whistle


def rows_of(whistle: Whistle) -> Iterator[Model]:
    """Every stored row the entries of a whistle speak of."""
    yield whistle
    for name in ("signatures", "subjects", "summonses", "tasks", "minutes", "documents", "ratings"):
        yield from getattr(whistle, name).all()
    for summons in whistle.summonses.all():
        for name in ("answers", "clocks", "attendances", "commitments"):
            yield from getattr(summons, name).all()


def taskforce_rows_of(taskforce: Taskforce) -> Iterator[Model]:
    yield taskforce
    for name in ("members", "whistle_links", "tasks", "reports", "minutes", "documents"):
        yield from getattr(taskforce, name).all()


def replay(whistle: Whistle) -> Replay:
    """Fold the entries of the whistle and compare with what is stored, digest against digest."""
    return _replay(whistle, whistle.number, list(rows_of(whistle)), "whistle", rules.edge, bytes(whistle.salt))


def replay_taskforce(taskforce: Taskforce) -> Replay:
    """The same for a taskforce."""
    rows = list(taskforce_rows_of(taskforce))
    return _replay(taskforce, taskforce.number, rows, "taskforce", taskforce_rules.edge, bytes(taskforce.salt))


def _replay(row: Model, number: str, rows: list[Model], noun: str, edges: Edges, salt: bytes) -> Replay:
    listed = list(entries(row.pk))
    state = fold((entry.body for entry in listed), noun=noun, edges=edges)
    stored = {(table_of(r), str(r.pk)): represent(r, salt) for r in rows}
    differences = []
    for table, key in sorted(stored.keys() | state.rows.keys()):
        old = {n: v for n, v in state.rows.get((table, key), {}).items() if v not in EMPTY}
        new = stored.get((table, key), {})
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                differences.append(Difference(table, key, name, old.get(name), new.get(name)))
    return Replay(number, len(listed), tuple(state.breaches), differences)
