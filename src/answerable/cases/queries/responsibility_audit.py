"""Who answered for every case of a city, recomputed from the ledger alone, against what is stored.

As columns, some thousand cases at a time. It is no part of `queries` itself, so that only an audit loads numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from uuid import UUID

from answerable.cases.models import Assignment, Case
from answerable.cases.queries.responsibility import acts_in, stored_parts
from answerable.ledger.models import Entry
from answerable.organisation.models import Jurisdiction
from answerable.rules.responsibility import Act, Part
from answerable.rules.responsibility_bulk import parts_all
from answerable.rules.responsibility_columns import RULES, Numbers, Parts, columns, part_columns

AT_ONCE = 2_000


@dataclass(frozen=True)
class Audited:
    """What was read of some cases, and the numbers of those whose stored parts are not what their acts give."""

    cases: int
    acts: int
    parts: int
    differing: tuple[str, ...]


def audit(jurisdiction: Jurisdiction) -> Iterator[Audited]:
    """Every case of a jurisdiction, some at a time."""
    cases = Case.objects.filter(jurisdiction=jurisdiction).order_by("pk").values_list("pk", "number").iterator()
    while some := dict(islice(cases, AT_ONCE)):
        yield _audited(some)


def _audited(numbers: Mapping[UUID, str]) -> Audited:
    keys = list(numbers)
    units, rules = Numbers(), Numbers(RULES)
    lives = _lives(keys)
    found = parts_all(columns(enumerate(lives), units, rules))
    kept = part_columns(enumerate(_stored(keys)), units, rules)
    differing = {keys[row[0]] for row in _rows(found) ^ _rows(kept)}
    acts = sum(len(acts) for acts in lives)
    return Audited(len(keys), acts, found.case.size, tuple(sorted(numbers[key] for key in differing)))


def _rows(parts: Parts) -> set[tuple[int, ...]]:
    return set(zip(*(column.tolist() for column in parts), strict=True))


def _lives(keys: Sequence[UUID]) -> list[list[Act]]:
    rows = Entry.objects.filter(stream__in=keys).order_by("stream", "seq").values_list("stream", "body")
    found = {stream: acts_in(body for _, body in some) for stream, some in groupby(rows, key=lambda row: row[0])}
    return [found.get(key, []) for key in keys]


def _stored(keys: Sequence[UUID]) -> list[list[Part]]:
    found: dict[UUID, list[Part]] = {key: [] for key in keys}
    for case, part in stored_parts(Assignment.objects.filter(case__in=keys)):
        found[case].append(part)
    return list(found.values())
