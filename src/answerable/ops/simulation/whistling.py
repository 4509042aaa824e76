"""Whistles of an invented city: districts and streets blow, units come or not, some end and are rated, one taskforce.

Everything goes through answerable.whistles.actions, in the order of time, limits ringing between the acts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from django.db import transaction

from answerable.ops.simulation.people import Temper
from answerable.ops.simulation.texts import Voice, voice
from answerable.ops.simulation.town import Officer, Town
from answerable.organisation.models import Area, Category, Unit, WhistleGrade
from answerable.rules.whistle import BLOWS_UP, CALLED_UP
from answerable.whistles import actions
from answerable.whistles.models import Commitment, Taskforce, Whistle

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Planned:
    """A whistle so many days before the end. `place` repeats area and kind of trouble: the third proposes a taskforce.

    fate: nobody (all are silent), hard (two signatures), emergency, or empty.
    """

    days: float
    fate: str = ""
    place: int = 0
    ended: bool = True


PLAN = (
    *(Planned(80 - 3.4 * n, place=n % 11, ended=n % 4 != 3) for n in range(16)),
    Planned(61, "nobody"), Planned(1.2, "nobody", ended=False),
    Planned(44, "hard"), Planned(6, "hard", ended=False),
    Planned(33, "emergency"), Planned(12, "emergency"), Planned(0.4, "emergency", ended=False),
    Planned(52, place=99), Planned(38, place=99), Planned(24, place=99, ended=False),
    Planned(9, ended=False), Planned(5, ended=False), Planned(3, ended=False), Planned(2, ended=False),
    Planned(1.1, ended=False), Planned(0.3, ended=False),
)  # fmt: skip


@dataclass
class _Scene:
    """One whistle under way: who blows about what, who is called, and its number once it is blown."""

    planned: Planned
    blower: Unit
    area: Area | None
    category: Category
    called: list[Unit]
    rng: Random
    number: str = ""
    did: dict[str, int] = field(default_factory=dict)  # marks from 1 to 5 by unit


def blow(town: Town, *, until: datetime, seed: int) -> int:
    """Blow the whistles of the last weeks; returns how many. All of them or, when something fails, none."""
    with transaction.atomic():
        return _Street(town, until, seed).fill()


class _Street:
    """Everything that will be done, by its time."""

    def __init__(self, town: Town, until: datetime, seed: int) -> None:
        self.town, self.until, self.seed = town, until, seed
        self.voice: Voice = voice(str(town.jurisdiction.settings.get("default_language", "en")))
        self.agenda: list[tuple[datetime, int, Callable[[datetime], object]]] = []  # a heap
        self.turn = count()
        self.force: Taskforce | None = None
        units = town.book.units.values()
        self.blowers = [u for u in units if u.kind in BLOWS_UP and town.officer(u.code, "unit_head")]
        self.able = [u for u in units if u.kind in CALLED_UP - {"district"} and town.officer(u.code, "unit_head")]

    def fill(self) -> int:
        if not self.blowers or len(self.able) < 2:
            return 0  # a city without streets or districts, or without anybody to call
        for n, planned in enumerate(PLAN):
            self._plan(n, planned)
        while self.agenda:
            at, _, act = heappop(self.agenda)
            if at < self.until:
                actions.ring(now=at)
                act(at)
        actions.ring(now=self.until)
        return Whistle.objects.filter(jurisdiction=self.town.jurisdiction).count()

    def _do(self, at: datetime, act: Callable[[datetime], object]) -> None:
        heappush(self.agenda, (at, next(self.turn), act))

    def _plan(self, n: int, planned: Planned) -> None:
        rng = Random(f"{self.seed} whistle {n}")
        scene = self._scene(planned, Random(f"{self.seed} place {planned.place or n + 1000}"), rng)
        at = self.until - timedelta(days=planned.days)
        at = at if planned.fate == "emergency" else self.town.in_hours(at, rng)
        grade = self._grade(planned.fate)
        second = self._second(scene.blower) if grade.signatures > 1 else None
        if grade.signatures > 1 and second is None:
            return  # nobody could sign it
        self._do(at, lambda now: self._blow(scene, grade, now))
        if second is not None:
            at += HOUR
            self._do(at, lambda now: self._perform(scene, second, "cosign", now))
        for unit in scene.called:
            self._answers(scene, unit, at, first=unit is scene.called[0])
        if planned.ended:
            self._ends(scene, self.town.in_hours(at + timedelta(days=rng.uniform(6, 12)), rng))

    def _scene(self, planned: Planned, place: Random, rng: Random) -> _Scene:
        blower = place.choice(self.blowers)
        if planned.fate == "hard":  # somebody must be there to sign second
            blower = next((u for u in self.blowers if self._second(u) is not None), blower)
        category = place.choice(self.town.categories[:20])
        area = self.town.book.areas.get(blower.area.code) if blower.area else None
        named = self.town.book.units[self.town.decision(category, area, self.until).unit]
        others = place.sample(self.able, min(len(self.able), 4))
        called = [u for u in dict.fromkeys([named, *others]) if u in self.able and u.pk != blower.pk]
        return _Scene(planned, blower, area, category, called[: 2 + rng.randrange(2)], rng)

    def _grade(self, fate: str) -> WhistleGrade:
        grades = sorted(self.town.book.grades.values(), key=lambda grade: grade.code)
        if fate == "emergency":
            return next(grade for grade in grades if "emergency" in grade.kinds)
        plain = [grade for grade in grades if "emergency" not in grade.kinds]
        return (max if fate == "hard" else min)(plain, key=lambda grade: grade.signatures)

    def _second(self, unit: Unit) -> Officer | None:
        """The second head of the unit; where it has one, the head above, if the city lets that one sign."""
        book = self.town.book
        heads = [p for p in book.posts.values() if p.unit_id == unit.pk and "unit_head" in p.roles]
        if len(heads) > 1:
            return self.town.second_head(unit.code)
        if unit.parent is None or not heads or not book.limit("second_signature_above"):
            return None
        return self.town.officer(unit.parent.code, "unit_head")

    def _head(self, unit: Unit) -> Officer:
        found = self.town.officer(unit.code, "unit_head")
        assert found is not None
        return found

    def _say(self, scene: _Scene, key: str) -> str:
        what = scene.category.name_in(self.voice.language)
        return self.voice.say(scene.rng, key, what=what, area=(scene.area or scene.blower).name_in(self.voice.language))

    def _blow(self, scene: _Scene, grade: WhistleGrade, now: datetime) -> None:
        whistle = actions.blow(
            actor=self._head(scene.blower).actor, now=now, grade_code=grade.code,
            kind="emergency" if scene.planned.fate == "emergency" else "problem",
            title=self._say(scene, "whistle_title")[:200], words=self._say(scene, "whistle_words"),
            demand=self._say(scene, "whistle_demand"), units=[unit.code for unit in scene.called],
            category_code=scene.category.code, area_code=scene.area.code if scene.area else "",
        )  # fmt: skip
        scene.number = whistle.number
        self._taskforce()

    def _perform(self, scene: _Scene, by: Officer, verb: str, now: datetime, **inputs: Any) -> None:
        actions.perform(verb, actor=by.actor, now=now, number=scene.number, **inputs)

    def _answers(self, scene: _Scene, unit: Unit, at: datetime, *, first: bool) -> None:
        """What a unit does that was called, by its temper: nothing, or it signs, answers, comes, promises, reports."""
        temper, rng, by = self.town.tempers[unit.code], scene.rng, self._head(unit)
        scene.did[unit.code] = 1
        if scene.planned.fate == "nobody" or rng.random() > temper.comes + 0.15:
            return
        quick = scene.planned.fate == "emergency"
        at += timedelta(minutes=rng.uniform(2, 9) if quick else rng.uniform(5, 50))
        stance = self._stance(scene, unit, temper, first)
        self._do(at, lambda now: self._perform(scene, by, "answer_summons", now, **stance))
        at += timedelta(minutes=rng.uniform(1, 8)) if quick else HOUR * rng.uniform(0.5, 3)
        words = self._say(scene, "whistle_contact")
        self._do(at, lambda now: self._perform(scene, by, "contact", now, words=words))
        scene.did[unit.code] = 2
        if rng.random() < temper.comes:
            at += timedelta(minutes=rng.uniform(3, 12)) if quick else HOUR * rng.uniform(2, 20)
            self._do(at, lambda now: self._perform(scene, by, "attend", now, post_code=by.actor.post))
            self._promises(scene, unit, at, temper)

    def _stance(self, scene: _Scene, unit: Unit, temper: Temper, first: bool) -> dict[str, str]:
        if scene.rng.random() < temper.objects:
            other = self.town.other_unit(scene.rng, unit.code)
            if other.pk != scene.blower.pk:
                basis = self.voice.say(scene.rng, "objection")
                return {"stance": "not_ours", "basis": basis, "proposed_unit": other.code}
        if first and temper.keeps > 0:
            return {"stance": "lead"}
        return {"stance": "support", "support_with": self._say(scene, "whistle_support")}

    def _promises(self, scene: _Scene, unit: Unit, at: datetime, temper: Temper) -> None:
        """Whoever comes without doing anything promises nothing and reports nothing."""
        rng, by = scene.rng, self._head(unit)
        scene.did[unit.code] = 3
        if rng.random() > temper.keeps:
            return
        promise, kept, report = (self._say(scene, f"whistle_{key}") for key in ("promise", "kept", "report"))
        due = at + timedelta(days=rng.uniform(2, 5))
        self._do(at + HOUR, lambda now: self._perform(scene, by, "commit", now, words=promise, due_at=due))
        done = self.town.in_hours(at + timedelta(days=rng.uniform(0.5, 3)), rng)
        self._do(done, lambda now: self._keep(scene, unit, by, kept, now))
        self._do(done + HOUR / 2, lambda now: self._perform(scene, by, "report", now, words=report))
        scene.did[unit.code] = 5 if temper.keeps > 0.7 else 4

    def _keep(self, scene: _Scene, unit: Unit, by: Officer, words: str, now: datetime) -> None:
        promise = Commitment.objects.get(summons__whistle__number=scene.number, summons__unit=unit, kept_at=None)
        self._perform(scene, by, "fulfil", now, commitment=str(promise.pk), words=words)

    def _ends(self, scene: _Scene, at: datetime) -> None:
        """The blower ends it, rates who was called, and whoever stands above judges the whistle."""
        head, rng = self._head(scene.blower), scene.rng
        said = {"words": self._say(scene, "whistle_end"), "despite": self._say(scene, "whistle_despite")}
        self._do(at, lambda now: self._perform(scene, head, "end", now, **said))
        for unit, score in scene.did.items():
            self._do(at + HOUR, self._rating(scene, head, unit_code=unit, rater="blower", score=score))
            marks = {"unit_code": unit, "rater": "resident", "score": max(1, score - rng.randrange(2))}
            self._do(at + HOUR, self._rating(scene, head, **marks, name=self.voice.texts["whistle_resident"][0]))
        parties = {scene.blower.code, *(unit.code for unit in scene.called)}  # who was called judges nothing here
        above = [code for code in self.town.book.above(scene.blower.code) if code not in parties]
        officers = [self.town.officer(code, "unit_head", "coordinator", "leader") for code in above]
        judge = next((officer for officer in officers if officer is not None), None)
        if judge is not None and rng.random() < 0.6:
            seen = {"precise": rng.random() < 0.85, "complete": rng.random() < 0.8, "needless": rng.random() < 0.1}
            self._do(at + 30 * HOUR, lambda now: self._perform(scene, judge, "judge", now, **seen))

    def _rating(self, scene: _Scene, by: Officer, **mark: Any) -> Callable[[datetime], object]:
        return lambda now: self._perform(scene, by, "rate", now, **mark)

    def _taskforce(self) -> None:
        """A leader forms the taskforce that the third whistle on one problem proposed; it plans and reports."""
        force = Taskforce.objects.filter(jurisdiction=self.town.jurisdiction, state="proposed").first()
        setter = self.town.leader or self.town.officer(self.town.book.coordinator_unit.code, "coordinator")
        if self.force is not None or force is None or setter is None:
            return
        self.force = force
        called = Unit.objects.filter(summonses__whistle__taskforce_links__taskforce=force)
        members = list(dict.fromkeys(called.order_by("summonses__summoned_at", "code")))
        self._work(force, setter, members, Random(f"{self.seed} taskforce"))

    def _work(self, force: Taskforce, setter: Officer, members: Sequence[Unit], rng: Random) -> None:
        lead, at = self._head(members[0]), force.proposed_at + timedelta(days=1)
        steps: list[tuple[Officer, str, dict[str, Any]]] = [
            (setter, "form", {
                "lead_post": lead.actor.post, "members": [u.code for u in members],
                "mandate": self.voice.say(rng, "taskforce_mandate"),
                "end_condition": self.voice.say(rng, "taskforce_end"),
            }),
            *((lead, "add_task", {"unit_code": unit.code, "title": self.voice.texts["taskforce_task"][n % 3],
                                  "due_at": at + timedelta(days=20 + 10 * n)}) for n, unit in enumerate(members)),
            (lead, "report", {"words": self.voice.say(rng, "taskforce_report"),
                              "next_report_at": at + timedelta(days=28)}),
        ]  # fmt: skip
        for n, (by, verb, inputs) in enumerate(steps):
            self._do(at + timedelta(days=n), self._of_taskforce(force, by, verb, inputs))

    def _of_taskforce(
        self, force: Taskforce, by: Officer, verb: str, inputs: dict[str, Any]
    ) -> Callable[[datetime], object]:
        return lambda now: actions.perform_taskforce(verb, actor=by.actor, now=now, number=force.number, **inputs)
