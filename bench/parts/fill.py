"""A city with a past: so many cases that the database holds what it would hold after years, written by COPY.

Every row satisfies every constraint and stands in the ledger; only what people said is made of a few sentences.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import connections
from uuid_utils import uuid7

from answerable.cases.actions import bulk
from answerable.cases.actions.bulk import History, Ref, Values, ref
from answerable.organisation.models import DispatchRow, Jurisdiction
from answerable.organisation.queries import rulebook
from answerable.rules import dispatch, lifecycle
from answerable.rules.access import system
from answerable.rules.ids import public_number

BATCH = 2_000
YEARS = timedelta(days=3 * 365)
SAID = (
    "垃圾站旁邊堆滿雜物，行人要走出馬路，已經三天無人清理。請派人跟進。",
    "行人路地磚鬆脫，昨晚有長者絆倒。附近還有兩處凹陷，雨天積水很深。",
    "The street lamp at the corner has been dark for a week and people walk in the road to stay in the light.",
    "Drilling goes on past eleven at night in the flat above, every day since Monday. We cannot sleep.",
    "路灯坏了好几天，晚上一片漆黑，孩子放学回家不安全，请尽快修理。",
)


@dataclass(frozen=True)
class Spot:
    """A category in an area, and who leads there: what every case of the past is copied from."""

    category: Ref
    tier: Ref
    kind: str
    public: bool
    area: Ref
    unit: Ref
    rule: str
    row: Ref | None


def fill(city: Jurisdiction, *, cases: int, open_share: float, now: datetime, seed: int = 1) -> None:
    """Write `cases` cases of which `open_share` are open; the rest lies closed behind us."""
    chance = random.Random(seed)
    histories = _histories(city, cases, open_share, now, chance)
    with ThreadPoolExecutor(1) as writer:
        before: Future[int] | None = None
        while batch := list(islice(histories, BATCH)):
            payload = bulk.pack(batch)
            if before is not None:
                before.result()
            before = writer.submit(bulk.write, payload, actor=system(city.code))
        if before is not None:
            before.result()
        writer.submit(connections.close_all).result()


def _histories(
    city: Jurisdiction, cases: int, open_share: float, now: datetime, chance: random.Random
) -> Iterator[History]:
    spots = _spots(city, now)
    numbers = bulk.reserve_numbers(cases)
    for place, number in enumerate(numbers):
        is_open = place >= cases * (1 - open_share)
        back = timedelta(days=10) if is_open else YEARS
        opened = now - back + (back - timedelta(minutes=5)) * ((place + 1) / cases if not is_open else chance.random())
        yield _history(city, chance, chance.choice(spots), number, opened, is_open, now)


def _spots(city: Jurisdiction, now: datetime) -> list[Spot]:
    book = rulebook(city)
    rows = {row.pk: ref(row) for row in DispatchRow.objects.filter(jurisdiction=city)}
    spots = []
    for code in sorted(book.district_units):
        for category in book.leaves:
            unit = book.district_unit(code)
            found = dispatch.resolve(
                book.category_path(category.code), book.area_path(code), book.catalogue, now,
                unit.code if unit else None, book.coordinator_unit.code, book.district_of,
            )  # fmt: skip
            tier = book.tier_of(category.code)
            assert tier is not None
            spots.append(
                Spot(
                    ref(category), ref(tier), category.usual_kind or "complaint", category.public,
                    ref(book.areas[code]), ref(book.units[found.unit]), found.rule,
                    rows[found.row_id] if found.row_id is not None else None,
                )
            )  # fmt: skip
    return spots


def _history(
    city: Jurisdiction, chance: random.Random, spot: Spot, number: int, opened: datetime, is_open: bool, now: datetime
) -> History:
    home, random_bytes = Ref(city.pk, city.code), os.urandom(64)
    history = History(stream=str(uuid7()), salt=random_bytes[:16])  # type: ignore[arg-type]
    west, south, east, north = city.settings["bounds"]
    words = f"{chance.choice(SAID)} ({number})"
    person = _person(history, home, chance, number)
    said: Values = {
        "jurisdiction": home, "kind": spot.kind, "channel": "web", "words": words, "language": "zh-hant",
        "latitude": chance.uniform(south, north), "longitude": chance.uniform(west, east), "person": person,
    }  # fmt: skip
    closed = min(opened + timedelta(days=chance.uniform(0.5, 20)), now)
    times: Values = {"opened_at": opened, "updated_at": opened if is_open else closed, "due_at": opened + timedelta(15)}
    history.add("case", said | times | {
        "id": history.stream, "number": public_number(city.number_prefix, opened.year, number), "salt": history.salt,
        "link_digest": random_bytes[16:48], "state": "dispatched" if is_open else "closed", "version": 1,
        "closing": "" if is_open else "imported", "closed_at": None if is_open else closed, "title": words[:60],
        "public_words": words, "category": spot.category, "category_chosen_by": "citizen", "area": spot.area,
        "public": spot.public, "emergency": False, "tier": spot.tier, "dispatch_row": spot.row,
        "dispatch_rule": spot.rule, "pack_version": city.pack_version, "lead_unit": spot.unit, "dispatches": 1,
        "affected": 1, "source": "bench", "source_key": str(number),
    })  # fmt: skip
    history.add("contact", said | {
        "id": str(uuid7()), "case": history.stream, "disposition": "case", "said_at": opened, "received_at": opened,
        "fingerprint": hashlib.sha256(words.encode()).digest(),
    })  # fmt: skip
    of_case: Values = {"case": history.stream, "unit": spot.unit}
    history.add("assignment", of_case | {"id": str(uuid7()), "role": "lead", "rule": spot.rule, "since": opened})
    history.add("clock", of_case | {
        "id": str(uuid7()), "kind": "resolve", "started_at": opened, "due_at": times["due_at"],
        "stopped_at": None if is_open else closed,
    })  # fmt: skip
    edge = lifecycle.EDGES[None, "import_open" if is_open else "import"]
    history.entry(at=opened, verb=edge.verb, actor=system(city.code), rule=edge.rule)
    return history


def _person(history: History, home: Ref, chance: random.Random, number: int) -> str | None:
    if chance.random() < 0.4:
        return None
    key = str(uuid7())
    phone = f"+852 9{number % 10_000_000:07d}"
    history.add("person", {"id": key, "jurisdiction": home, "name": "Chan Tai Man", "phone": phone, "language": "en"})
    return key
