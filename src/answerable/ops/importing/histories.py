"""A placed request as the rows and the one ledger entry that bring it in."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from uuid_utils import uuid7

from answerable.cases.actions.birth import TITLE_LENGTH
from answerable.cases.actions.bulk import History, Ref, Values
from answerable.ops.importing.mapping import SourceMapping
from answerable.ops.importing.placing import Place, Placer
from answerable.ops.importing.rows import Request
from answerable.organisation.models import Jurisdiction
from answerable.rules import lifecycle
from answerable.rules.access import system
from answerable.rules.ids import public_number
from answerable.rules.masking import mask

_mask = lru_cache(maxsize=65_536)(mask)
_BRIEF = 200  # longer texts hardly ever come twice: remembering them would only fill the memory


def masked(text: str) -> str:
    return _mask(text) if len(text) <= _BRIEF else mask(text)


@dataclass(frozen=True)
class Importer:
    """Turns requests into histories; holds what is the same for every row of a file."""

    jurisdiction: Jurisdiction
    mapping: SourceMapping
    placer: Placer
    now: datetime

    def history(self, request: Request, number: int) -> History:
        """The history of one request under a reserved number. Raises Refusal when its place is not accepted."""
        place, latitude, longitude, address = self.placer.place(request)
        carry = request.open and self.mapping.carry_open
        random = os.urandom(64)
        history = History(stream=str(uuid7()), salt=random[:16])
        home = Ref(self.jurisdiction.pk, self.jurisdiction.code)
        person = self._person(history, request, home)
        said: Values = {
            "jurisdiction": home, "kind": request.kind or place.usual_kind, "channel": self.mapping.channel,
            "words": request.words, "language": request.language, "address": address,
            "latitude": latitude, "longitude": longitude, "person": person,
        }  # fmt: skip
        times = self._times(request, place, carry)
        history.add("case", said | times | self._case(history, request, place, number, random[16:48], carry))
        history.add("contact", said | self._contact(history, request))
        history.add("assignment", {
            "id": str(uuid7()), "case": history.stream, "unit": place.unit, "role": "lead", "rule": place.rule,
            "since": request.opened,
        })  # fmt: skip
        if carry:
            self._start_clocks(history, place)
        edge = lifecycle.EDGES[None, "import_open" if carry else "import"]
        history.entry(
            at=self.now, verb=edge.verb, actor=system(self.jurisdiction.code), rule=edge.rule,
            facts=_facts(request, self.mapping),
        )  # fmt: skip
        return history

    def _times(self, request: Request, place: Place, carry: bool) -> Values:
        """A source that does not say when it closed a case does not give it a date of today either."""
        if carry:
            rings = dict(self.placer.clocks(place))["resolve"]
            return {"opened_at": request.opened, "updated_at": self.now, "due_at": rings}
        due = request.due if request.due and request.due > request.opened else request.opened + place.reckoned
        closed = request.closed or request.opened
        return {"opened_at": request.opened, "updated_at": closed, "due_at": due, "closed_at": closed}

    def _case(self, history: History, request: Request, place: Place, number: int, link: bytes, carry: bool) -> Values:
        title = request.title or " ".join(request.words.split())[:TITLE_LENGTH]
        shown = self.mapping.public and place.public  # what nobody outside will ever see needs no masked copy
        return {
            "id": history.stream, "number": self._number(number), "salt": history.salt, "link_digest": link,
            "state": "dispatched" if carry else "closed", "closing": "" if carry else "imported",
            "version": 1, "title": masked(title) if shown else title,
            "public_words": masked(request.words) if shown else "",
            "category": place.category, "category_chosen_by": place.chosen_by, "area": place.area,
            "public": shown, "emergency": False, "tier": place.tier,
            "dispatch_row": place.row, "dispatch_rule": place.rule, "pack_version": self.jurisdiction.pack_version,
            "lead_unit": place.unit, "dispatches": 1, "affected": 1,
            "source": self.mapping.source, "source_key": request.key,
        }  # fmt: skip

    def _contact(self, history: History, request: Request) -> Values:
        parts = (self.mapping.source, request.key, request.words, request.address)
        return {
            "id": str(uuid7()), "case": history.stream, "disposition": "case", "answer": request.answer,
            "said_at": request.opened, "received_at": self.now,
            "fingerprint": hashlib.sha256("\x1f".join(parts).encode()).digest(),
        }  # fmt: skip

    def _person(self, history: History, request: Request, home: Ref) -> object:
        if not (request.name or request.phone or request.email):
            return None
        key = str(uuid7())
        history.add("person", {
            "id": key, "jurisdiction": home, "name": request.name[:200], "phone": request.phone[:40],
            "email": request.email[:254], "language": request.language,
        })  # fmt: skip
        return key

    def _start_clocks(self, history: History, place: Place) -> None:
        for kind, rings in self.placer.clocks(place):
            history.add("clock", {
                "id": str(uuid7()), "case": history.stream, "unit": place.unit, "kind": kind,
                "started_at": self.now, "due_at": rings,
            })  # fmt: skip

    @cached_property
    def _head(self) -> tuple[str, int]:
        """Prefix and year of every number of this run."""
        year = self.now.astimezone(ZoneInfo(self.jurisdiction.timezone)).year
        return self.jurisdiction.number_prefix, year

    def _number(self, sequence: int) -> str:
        return public_number(*self._head, sequence)


def _facts(request: Request, mapping: SourceMapping) -> Values:
    facts: Values = {"source": mapping.source, "line": request.line}
    if request.status:
        facts["status"] = request.status
    if request.due is None:
        facts["due"] = "reckoned"
    if request.closed is None:
        facts["closed"] = "not stated"
    return facts
