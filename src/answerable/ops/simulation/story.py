"""What happens to one complaint: a sequence of acts in time, decided by the tempers of those who meet in it.

A story knows nothing of tables. Whoever plays it (ops.simulation.bulk or ops.simulation.acting) sends back what it
must know: when the case is due, and which unit leads.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from answerable.ops.simulation.arrivals import Arrival
from answerable.ops.simulation.disputing import disputes
from answerable.ops.simulation.opinions import Opinions
from answerable.ops.simulation.people import Citizen, Temper, citizen_of
from answerable.ops.simulation.texts import Voice, voice
from answerable.ops.simulation.town import Officer, Town
from answerable.organisation.models import Area, Category


@dataclass(slots=True)
class Act:
    """One act of the lifecycle: when, which verb, by whom, with what."""

    at: datetime
    verb: str
    by: Officer | str | None = None  # None: the citizen
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """What was said first: the inputs of cases.actions.receive, as far as they do not depend on the player."""

    at: datetime
    citizen: Citizen
    category: Category
    area: Area
    spot: tuple[float, float]
    address: str
    words: str
    sure: bool
    by: Officer | None


class Story:
    """The story of one arrival, drawn from its own generator, so that stories can be told in any order."""

    def __init__(self, town: Town, arrival: Arrival, seed: int) -> None:
        self.town, self.arrival = town, arrival
        self.rng = Random(seed * 10_000_019 + arrival.index)
        self.cause = Random(seed * 7_919 + arrival.burst) if arrival.burst else self.rng
        self.citizen = citizen_of(self.rng, str(town.jurisdiction.settings.get("default_language", "en")))
        self.voice: Voice = voice(self.citizen.language)
        self.told = self._told()
        self.unit = ""  # the player keeps these four up to date
        self.due = arrival.at
        self.designated = False
        self.assisting: list[str] = []  # who owes a part
        self.full = timedelta(0)
        self.led: set[str] = set()  # who has led so far
        first = town.decision(self.told.category, self.told.area, arrival.at).unit
        self.opinions = Opinions(town, first, f"{seed} {arrival.index}")
        self.solved = False

    def _told(self) -> Told:
        town, rng = self.town, self.rng
        area = town.areas[self.arrival.area]
        category = town.categories[self.arrival.category]
        spot = town.spot(self.cause, area)
        place = self.voice.place(self.cause, area.name_in(self.citizen.language))
        if self.arrival.burst:
            spot = (round(spot[0] + rng.gauss(0, 0.0004), 5), round(spot[1] + rng.gauss(0, 0.0004), 5))
        tone = "service" if category.code.split(".")[0] in OFFICES else self.citizen.tone
        name = area.name_in(self.citizen.language)
        words = self.voice.complaint(rng, tone, what=self._what(category), place=place, area=name)
        desk = town.officer(town.book.hotline_unit.code, "call_taker", "dispatcher")
        sure = town.decision(category, area, self.arrival.at).certain and rng.random() < 0.86
        by = desk if self.citizen.channel in ("phone", "counter") else None
        return Told(
            self.arrival.at, self.citizen, category, area, spot, place, words, sure and self.arrival.fate != "waits", by
        )

    def _what(self, category: Category) -> str:
        """The matter in the citizen's words: a synonym of the category in their language, or its name."""
        known = [*category.synonyms.get(self.citizen.language, ()), category.name_in(self.citizen.language)]
        what = known[int(self.rng.random() * len(known))]
        return what[:1].lower() + what[1:] if self.citizen.language == "en" and not what[:3].isupper() else what

    def acts(self) -> Iterator[Act]:
        """Everything after the first word, in order of time."""
        at, self.full = self.told.at, self.due - self.told.at
        self.led = {self.unit}
        if not self.told.sure:
            if self.arrival.fate == "waits":
                return
            at = self.later(at, 0.1, 6.0)
            yield Act(at, "dispatch", self.hotline("dispatcher"), {"unit_code": self.opinions.first, "reason": ""})
        at = yield from disputes(self, at)
        for round_ in range(1, 4):
            lead = self.lead()
            if lead is None:
                return
            told = yield from self._handling(lead, at, first=round_ == 1)
            verdict = yield from self._asked(told)
            if verdict is None or (round_ == 2 and (self.arrival.fate == "listed" or self.rng.random() < 0.15)):
                return
            at = verdict
        leader = self.town.leader
        if leader is not None:
            reason = self.voice.say(self.rng, "concluded")
            yield Act(self.later(at, 30, 200), "conclude", leader, {"reason": reason})

    @property
    def temper(self) -> Temper:
        return self.town.tempers[self.unit]

    def hotline(self, *roles: str) -> Officer:
        hotline = self.town.book.hotline_unit.code
        found = self.town.officer(hotline, *roles, "dispatcher", "call_taker", "unit_head")
        assert found is not None, "the pack's hotline unit holds no post with an officer in it"
        return found

    def lead(self) -> Officer | None:
        return self.town.officer(self.unit, "handler", "unit_head")

    def later(self, at: datetime, low: float, high: float) -> datetime:
        """Some hours later, in office hours."""
        return self.town.in_hours(at + timedelta(hours=self.rng.uniform(low, high)), self.rng)

    def _part(self, start: datetime, share: tuple[float, float], *, first: bool) -> timedelta:
        """So much of the time left; work takes its time even when a dispute has used the time up."""
        least = self.full / 2 if first else timedelta(hours=1)
        return max(self.due - start, least) * self.rng.uniform(*share)

    def act(self, at: datetime, verb: str, by: Officer | None, inputs: dict[str, Any]) -> Act:
        return Act(at, verb, by, inputs)

    @property
    def urgent(self) -> bool:
        """Whether an objection must say what was done at once."""
        tier = self.town.book.tier_of(self.told.category.code)
        return self.told.category.emergency or (tier is not None and tier.level == 1)

    def _handling(self, lead: Officer, start: datetime, *, first: bool) -> Generator[Act, None, datetime]:
        """From the dispatch (or the refusal) to the reply; returns when the hotline was told."""
        rng = self.rng
        temper = self.temper if self.arrival.fate != "listed" else HOPELESS
        end = start + self._part(start, temper.pace, first=first)
        signed = not first or rng.random() >= temper.unsigned
        if first:
            start = self.town.in_hours(
                start + min(timedelta(hours=4) * rng.uniform(*temper.signs), (end - start) / 2), rng
            )
            if signed:
                yield Act(start, "accept", lead)
        end = max(self.town.in_hours(end, rng), start + timedelta(hours=1))
        yield from self._worked(lead, temper, start, end, signed=signed)
        hollow = rng.random() < temper.hollow
        fills = {"what": self._what(self.told.category), "place": self.told.address}
        outcomes = self.town.book.codes_of("outcome")
        claimed = outcomes[0] if not hollow or temper.presses else outcomes[-1]
        yield Act(end, "answer", lead, {
            "outcome_code": claimed.code,
            "words": self.voice.say(rng, "bad_words" if hollow else "good_words", **fills),
            "done": self.voice.say(rng, "bad_done" if hollow else "good_done"),
            "basis": self.voice.say(rng, "basis"),
            "evidence": self.voice.say(rng, "bad_evidence" if hollow else "evidence"),
        })  # fmt: skip
        if not self.citizen.email and self.citizen.phone:
            end += timedelta(minutes=rng.randrange(5, 180))
            yield Act(end, "tell_citizen", lead, {"how": "phone"})
        end += timedelta(minutes=rng.randrange(2, 240))
        yield Act(end, "tell_hotline", lead)
        self.solved = not hollow and rng.random() < (temper.solves if first else min(0.97, temper.solves + 0.15))
        return end

    def _worked(
        self, lead: Officer, temper: Temper, start: datetime, end: datetime, *, signed: bool
    ) -> Iterator[Act]:  # fmt: skip
        """What was done between the signature and the reply, and the citizen asking again meanwhile."""
        rng, span = self.rng, end - start
        acts: list[Act] = []
        if signed and self.citizen.phone and rng.random() < temper.contacts:
            said = {"words": self.voice.say(rng, "contacted")}
            acts.append(Act(start + span * 0.05 * rng.random(), "contact_citizen", lead, said))
        count = max(1, round(temper.reports * rng.uniform(0.5, 1.2)))
        texts = "acted" if temper.reports > 1 else "acted_lazy"
        for _ in range(count):
            done = {"words": self.voice.say(rng, texts)}
            acts.append(Act(start + span * rng.uniform(0.08, 0.95), "act", lead, done))
        again = self.told.at + (self.due - self.told.at) * self.citizen.asks_again * rng.uniform(0.6, 1.6)
        if start < again < end and self.citizen.phone:
            acts.append(Act(again, "repeat", self.hotline("call_taker"), {"words": self.voice.say(rng, "repeats")}))
        if self.arrival.burst and rng.random() < 0.4:
            session = f"{self.arrival.index}-{rng.random()}"
            acts.append(Act(start + span * rng.random(), "follow", None, {"session": session}))
        acts += self._reports(start, span)
        yield from sorted(acts, key=lambda act: act.at)

    def _reports(self, start: datetime, span: timedelta) -> Iterator[Act]:
        """Those who assist report their parts before the lead can answer."""
        for code in sorted(self.assisting):
            helper = self.town.officer(code, "handler", "unit_head")
            if helper is not None:
                temper = self.town.tempers[code]
                text = "acted_lazy" if self.rng.random() < temper.hollow else "acted"
                said = {"words": self.voice.say(self.rng, text), "late_reason": self.voice.say(self.rng, "acted")}
                soonest = 0.9 if temper.unsigned else 0.3
                yield Act(start + span * self.rng.uniform(soonest, 0.95), "report_part", helper, said)

    def _asked(self, told: datetime) -> Generator[Act, None, datetime | None]:
        """The citizen's word; returns when it was against the unit, None when there is nothing more to tell."""
        rng, by = self.rng, None
        asker = self.town.book.hotline_unit.code
        if self.unit == asker:
            asker = self.town.book.coordinator_unit.code
        at = told + timedelta(hours=rng.expovariate(1 / 14))
        by_link = (self.citizen.email and rng.random() < 0.7) or not self.citizen.phone
        if by_link and rng.random() < (0.2 if self.citizen.email else 0.5):  # never looks at the link
            over = self.town.limit_due("callback_days" if self.citizen.phone else "verdict_days", told)
            if not self.citizen.phone:
                yield Act(over + timedelta(minutes=rng.randrange(1, 15)), "give_up", SYSTEM)
            return None
        if not by_link:
            by = self.town.officer(asker, "callback_officer", "coordinator")
            if by is None:
                return None
            at = self.town.in_hours(at, rng)
            for _ in range(2):
                if rng.random() < 0.18:
                    yield Act(at, "attempt", by, {"reason_code": self.town.book.codes_of("unreached")[0].code})
                    at = self.later(at, 5, 26)
        solved = self.solved and self.arrival.fate != "listed"
        pleased = solved and rng.random() > self.citizen.hard
        pressed = rng.random() < self.temper.presses
        satisfied = ("satisfied" if rng.random() < 0.7 else "basically") if pleased else "dissatisfied"
        yield Act(at, "confirm" if pleased else "refute", by, {
            "channel": "phone" if by else "link", "contacted": rng.random() < 0.4 + self.temper.contacts * 0.55,
            "solved": solved, "satisfied": satisfied, "pressed": pressed,
            "comment": self.voice.say(rng, "pleased" if pleased else "displeased") if rng.random() < 0.6 else "",
        })  # fmt: skip
        return None if pleased else at


# Roots of category trees that are about what an office does, not about something that lies at a place.
OFFICES = frozenset({"people", "services", "market", "housing", "education", "welfare", "labour", "social"})
SYSTEM = "system"  # nobody in a post, and not the citizen either
HOPELESS = Temper("hopeless", (0.1, 0.5), (0.05, 0.2), 0.3, 1, 0.0, 0.9, 0.1, 0.0)
