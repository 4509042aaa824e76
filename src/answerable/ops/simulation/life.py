"""The acts of cases.actions on rows in memory: the same rows and entries, written later and all at once.

Each function mirrors the one of its name in cases.actions and must change with it; the test
tests/ops/test_simulation_twins.py plays the same stories both ways and compares every row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from answerable.cases.actions.birth import TITLE_LENGTH, link_digest, secret_of
from answerable.cases.actions.bulk import History, Ref, Values
from answerable.ops.simulation.story import Act, Story, Told
from answerable.ops.simulation.town import RING_AFTER, Officer, Town
from answerable.organisation.models import Tier, Unit
from answerable.rules import lifecycle, overdue
from answerable.rules.access import Actor
from answerable.rules.ids import public_number
from answerable.rules.masking import mask
from answerable.triage.suggest import emergency_words

BIRTH = ("contact", "update", "resolve")
TAKEN_OVER = ("case", "kind", "started_at", "due_at", "step", "next_at", "rang_at")


def uuid_at(at: datetime, rng: Random) -> str:
    """A UUIDv7 of that millisecond as text, its random bits from the seed."""
    stamp, bits = int(at.timestamp() * 1000), rng.getrandbits(74)
    text = f"{stamp << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Life:
    """One case from its first word on."""

    def __init__(self, town: Town, story: Story, sequence: int) -> None:
        self.town, self.story, self.ref = town, story, town.ref
        self.rng = Random(
            f"{town.seed} {story.arrival.index} keys"
        )  # so that what happens does not hang on how it is kept
        told = story.told
        key = self._key(told.at)
        self.history = History(stream=key, salt=self.rng.randbytes(16))
        self.now = told.at
        self.clocks: list[Values] = []
        self.copies: set[str] = set()
        self.assists: dict[str, Values] = {}
        self.candidates: dict[str, Values] = {}
        self.leads: list[str] = []
        self.facts: Values = {}
        self.objection: Values | None = None
        self.reply: Values = {}
        self.callback: Values | None = None
        self.rounds = 0
        self.changes: Values = {}
        self._born(told, key, sequence)

    def _key(self, at: datetime) -> str:
        return uuid_at(at, self.rng)

    def _add(self, table: str, **values: Any) -> Values:
        return self.history.add(table, {"id": self._key(self.now), **values})

    # birth -----------------------------------------------------------------------------------------------------

    def _born(self, told: Told, key: str, sequence: int) -> None:
        """cases.actions.birth.open_case."""
        town, sure = self.town, told.sure
        decision = town.decision(told.category, told.area, told.at)
        tier = town.book.tier_of(told.category.code)
        assert tier is not None
        self.tier: Tier = tier
        self.unit: Unit = town.book.units[decision.unit]
        self.person = self._person(told) if told.citizen.phone or told.citizen.email else None
        self.actor = told.by.actor if told.by else town.citizen()
        edge = lifecycle.EDGES[None, "receive_dispatched" if sure else "receive"]
        kinds = (*BIRTH, "sign") if sure else BIRTH
        dues = {kind: town.due(tier, kind, told.at) for kind in kinds}
        said = self._said(told)
        row = None if decision.row_id is None else town.rows[decision.row_id]
        self.case = self.history.add("case", said | self._opening(told, key, sequence) | {
            "state": edge.next, "tier": self.ref(tier), "dispatch_row": row, "dispatch_rule": decision.rule,
            "lead_unit": self.ref(self.unit), "due_at": dues["resolve"], "dispatches": int(sure),
        })  # fmt: skip
        self._add("contact", **said, case=key, disposition="case", said_at=told.at, received_at=told.at,
                  taken_by=told.by.post if told.by else None, fingerprint=self._fingerprint(told))  # fmt: skip
        self.lead = self._add(
            "assignment", case=key, unit=self.ref(self.unit), role="lead", rule=decision.rule, since=told.at
        )
        if sure:
            self._helpers(decision.copies, decision.assisting)
        for kind, rings in dues.items():
            if rings is not None:
                self._clock(kind, told.at, rings)
        self.history.entry(at=told.at, verb=edge.verb, actor=self.actor, rule=edge.rule, facts=self.facts or None)
        self.leads.append(self.unit.code)
        self._inform()

    def _said(self, told: Told) -> Values:
        """What stands in the contact and in the case alike."""
        return {
            "jurisdiction": self.town.home, "person": self.person, "kind": told.category.usual_kind or "complaint",
            "channel": told.citizen.channel, "words": told.words, "language": told.citizen.language,
            "address": told.address, "latitude": told.spot[0], "longitude": told.spot[1],
        }  # fmt: skip

    def _opening(self, told: Told, key: str, sequence: int) -> Values:
        """What a case is born with, whoever leads it."""
        town = self.town
        year = told.at.astimezone(town.zone).year
        shown = mask(told.words)
        return {
            "id": key, "number": public_number(town.jurisdiction.number_prefix, year, sequence), "version": 1,
            "salt": self.history.salt, "link_digest": link_digest(secret_of(UUID(key))),
            "title": " ".join(shown.split())[:TITLE_LENGTH], "public_words": shown,
            "category": self.ref(told.category), "category_chosen_by": _chooser(told),
            "area": self.ref(told.area), "public": told.category.public,
            "emergency": told.category.emergency or bool(emergency_words(told.words)),
            "pack_version": town.jurisdiction.pack_version, "opened_at": told.at, "updated_at": told.at,
            "affected": 1,
        }  # fmt: skip

    def _helpers(self, copies: tuple[str, ...], assisting: tuple[str, ...]) -> None:
        units, key = self.town.book.units, self.history.stream
        for code in copies:
            self.copies.add(code)
            self._add("assignment", case=key, unit=self.ref(units[code]), role="copy", rule="copy", since=self.now)
        for code in assisting:
            due, unit = self.town.limit_due("part_days", self.now), self.ref(units[code])
            self.assists[code] = self._add(
                "assignment", case=key, unit=unit, role="assist", rule="catalogue", since=self.now, due_at=due
            )
            self._clock("part", self.now, due, unit)
            self.facts["assisting"] = [*self.facts.get("assisting", ()), code]

    def _person(self, told: Told) -> str:
        key, who = self._key(told.at), told.citizen
        self.history.add("person", {
            "id": key, "jurisdiction": self.town.home, "name": who.name, "phone": who.phone, "email": who.email,
            "language": who.language,
        })  # fmt: skip
        return key

    def _fingerprint(self, told: Told) -> bytes:
        parts = (told.words, told.address, str(told.spot), told.citizen.phone, told.citizen.email)
        return hashlib.sha256("\x1f".join(parts).encode()).digest()

    # the frame of an act ---------------------------------------------------------------------------------------

    def play(self, act: Act) -> None:
        """Do one act, after ringing whatever has become overdue before it."""
        self.ring_until(act.at)
        actor = self.town.actor(act.by, str(self.history.stream))
        self._act(act.verb, actor, act.at, lambda: _VERBS[act.verb](self, act.by, **act.inputs))

    def _act(self, verb: str, actor: Actor, at: datetime, work: Callable[[], None]) -> None:
        edge = lifecycle.edge(self.case["state"], verb)
        if edge is None:
            raise ValueError(f"the lifecycle has no {verb} in state {self.case['state']}")
        self.now, self.actor = at, actor
        self.changes = {} if edge.next == self.case["state"] else {"state": edge.next}
        self.facts = {}
        work()
        self.history.set("case", self.case, **self.changes, version=self.case["version"] + 1, updated_at=at)
        self.history.entry(at=at, verb=verb, actor=actor, rule=edge.rule, facts=self.facts or None)
        self._inform()

    def _inform(self) -> None:
        self.story.unit, self.story.due = self.unit.code, self.case["due_at"]
        self.story.designated = bool(self.case.get("designated"))
        self.story.assisting = [code for code, part in self.assists.items() if part.get("reported_at") is None]

    def ring_until(self, until: datetime) -> None:
        """cases.actions.ringing.ring, as if it had run all the time: one step after another, by their times."""
        while self.case["state"] != "closed":
            waiting = [c for c in self._running() if c["next_at"] is not None and c["next_at"] + RING_AFTER < until]
            if not waiting:
                return
            clock = min(waiting, key=lambda c: (c["next_at"], c["kind"]))
            at = max(clock["next_at"] + RING_AFTER, self.now)
            taken = self._next_step(clock, at)
            self._act("ring", self.town.system, at, partial(self._step_taken, clock, taken))
            if clock["kind"] == "ruling" and overdue.step_of("ruling", taken) == overdue.NOTICE:
                self._act("escalate", self.town.system, at, partial(_VERBS["escalate"], self))

    def _next_step(self, clock: Values, at: datetime) -> int:
        taken = int(clock["step"])
        skips = overdue.step_of(clock["kind"], taken) == overdue.REMIND and clock["due_at"] <= at
        return taken + skips

    def _step_taken(self, clock: Values, taken: int) -> None:
        name = overdue.step_of(clock["kind"], taken)
        follows = overdue.step_at(clock["kind"], taken + 1, clock["started_at"], clock["due_at"], self.town.pace)
        noticed = {"rang_at": self.now} if name == overdue.NOTICE else {}
        self.history.set("clock", clock, step=taken + 1, next_at=follows, **noticed)
        self.facts = {"clock": clock["kind"], "unit": clock["unit"].text, "step": name}
        marks = {overdue.SUPERVISE: "supervised_at", overdue.LIST: "listed_at"}
        if name in marks and self.case.get(marks[name]) is None:
            self.changes[marks[name]] = self.now

    # clocks ----------------------------------------------------------------------------------------------------

    def _clock(self, kind: str, started: datetime, rings: datetime, unit: Ref | None = None) -> None:
        lead = unit or self.ref(self.unit)
        first = overdue.step_at(kind, 0, started, rings, self.town.pace)
        clock = self._add(
            "clock", case=self.history.stream, unit=lead, kind=kind, started_at=started, due_at=rings, step=0,
            next_at=first,
        )  # fmt: skip
        self.clocks.append(clock)

    def _running(self, *kinds: str) -> list[Values]:
        return [c for c in self.clocks if c.get("stopped_at") is None and (not kinds or c["kind"] in kinds)]

    def stop(self, *kinds: str) -> None:
        for clock in self._running(*kinds):
            self.history.set("clock", clock, stopped_at=self.now)

    def start(self, kind: str, rings: datetime | None) -> None:
        self.stop(kind)
        if rings is not None:
            self._clock(kind, self.now, rings)

    def hand_over(self) -> None:
        self.stop("sign")
        for clock in self._running(*BIRTH):
            self.history.set("clock", clock, stopped_at=self.now)
            self.clocks.append(self._add("clock", **{n: clock.get(n) for n in TAKEN_OVER}, unit=self.ref(self.unit)))
        rings = self.town.due(self.tier, "sign", self.now)
        if rings is not None:
            self._clock("sign", self.now, rings)

    def step(self, by: Officer | None, kind: str, words: str, *, public: bool) -> None:
        assert by is not None
        self._add("step", case=self.history.stream, unit=by.unit, post=by.post, kind=kind, words=words,
                  public=public, at=self.now)  # fmt: skip


def _chooser(told: Told) -> str:
    """Who chose the category: nobody was sure of the machine's suggestion when the case waits for dispatch."""
    return ("officer" if told.by else "citizen") if told.sure else "machine"


_VERBS: dict[str, Callable[..., None]] = {}
