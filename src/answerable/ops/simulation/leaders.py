"""The leaders' seat of an invented city: two leaders on the rota, what they promised, and three typical cases.

Everything goes through answerable.leaders.actions, in the order of time, as a city does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.db.models import F

from answerable.cases.models import Case
from answerable.leaders import actions
from answerable.leaders.models import Promise, Shift
from answerable.leaders.queries import leaders_posts
from answerable.ops.simulation.texts import LANGUAGES, Voice, voice
from answerable.ops.simulation.town import Officer, Town
from answerable.organisation.models import Post

LENGTH = timedelta(hours=2)
NOTICE = timedelta(days=7)  # how long before a shift it is planned


@dataclass(frozen=True)
class Planned:
    """A shift of the first or second leader, so many days from the end; `late` in minutes, None: nobody came.

    `promise` is the place of a text, `days` the time given for it, `kept` after how many days it was kept (None: never
    said, False: said that it was not).
    """

    leader: int
    days: int
    hour: int
    late: int | None = None
    excused: bool = False
    promise: int | None = None
    given: int = 5
    kept: int | bool | None = None


ROTA = (
    Planned(0, -27, 10, late=3, promise=0, kept=3),
    Planned(1, -20, 14, excused=True),
    Planned(1, -16, 10, late=0, promise=1, given=3, kept=6),
    Planned(0, -13, 15),
    Planned(1, -9, 10, late=12, promise=3, given=4, kept=False),
    Planned(0, -2, 10, late=1, promise=2, given=14),
    Planned(1, 3, 14),
    Planned(0, 5, 10),
)


def seat(town: Town, *, until: datetime, seed: int) -> int:
    """Fill the rota of the last weeks and the next, and tell three cases; returns how many shifts were planned."""
    return _Seat(town, until, Random(f"{seed} leaders")).fill()


class _Seat:
    """The people who sit, plan, settle and write."""

    def __init__(self, town: Town, until: datetime, rng: Random) -> None:
        self.town, self.until, self.rng = town, until, rng
        self.voice: Voice = voice(str(town.jurisdiction.settings.get("default_language", "en")))
        self.leaders = _two_leaders(town)
        hotline, coordinator = town.book.hotline_unit.code, town.book.coordinator_unit.code
        self.planner = town.officer(coordinator, "coordinator")
        self.settler = town.officer(hotline, "dispatcher")
        self.asker = town.officer(hotline, "callback_officer")

    def fill(self) -> int:
        if self.planner is None or self.settler is None or self.asker is None or len(self.leaders) < 2:
            return 0  # a city without these posts has no rota
        for planned in ROTA:
            self._play(planned, self.planner, self.settler)
        self._tell(self.planner, self.asker)
        return len(ROTA)

    def _day(self, days: int, hour: int) -> datetime:
        """That hour of the day so many days from the end, or of the Monday after it."""
        local = (self.until + timedelta(days=days)).astimezone(self.town.zone)
        local += timedelta(days=max(0, 7 - local.weekday()) if local.weekday() >= 5 else 0)
        return datetime.combine(local.date(), time(hour), self.town.zone)

    def _play(self, planned: Planned, planner: Officer, settler: Officer) -> None:
        post, leader = self.leaders[planned.leader]
        starts = self._day(planned.days, planned.hour)
        shift = actions.plan_shift(
            actor=planner.actor, now=min(starts - NOTICE, self.until), post_code=post.code, starts_at=starts,
            ends_at=starts + LENGTH, words=self.voice.say(self.rng, "seat_place"),
        )  # fmt: skip
        if planned.excused and shift.ends_at + LENGTH < self.until:
            reason = self.voice.say(self.rng, "seat_absence")
            actions.explain_absence(actor=leader.actor, now=shift.ends_at + LENGTH, key=shift.pk, reason=reason)
        if planned.late is not None and shift.ends_at < self.until:
            self._sit(planned, shift, leader, settler)

    def _sit(self, planned: Planned, shift: Shift, leader: Officer, settler: Officer) -> None:
        came = shift.starts_at + timedelta(minutes=planned.late or 0)
        actions.open_shift(actor=leader.actor, now=came, key=shift.pk)
        cases = self._calls(shift)
        for number, case in enumerate(cases, 1):
            at = came + timedelta(minutes=17 * number)
            actions.take_call(actor=leader.actor, now=at, key=shift.pk, number=case.number)
        if planned.promise is not None:
            self._promise(planned, shift, leader, settler, cases)
        actions.close_shift(actor=leader.actor, now=shift.ends_at, key=shift.pk)

    def _calls(self, shift: Shift) -> list[Case]:
        """What was told by telephone around that time: a leader took some of these calls."""
        near = timedelta(days=2)
        told = Case.objects.filter(
            jurisdiction=self.town.jurisdiction, channel="phone", public=True, opened_at__gt=shift.starts_at - near,
            opened_at__lt=shift.starts_at,
        )  # fmt: skip
        return list(told.select_related("lead_unit").order_by("-opened_at")[: 2 + self.rng.randrange(3)])

    def _promise(self, planned: Planned, shift: Shift, leader: Officer, settler: Officer, cases: list[Case]) -> None:
        at = shift.ends_at - timedelta(minutes=10)
        case = next((case for case in cases if case.lead_unit.code in self.town.book.units), None)
        unit = case.lead_unit if case is not None else self.town.book.coordinator_unit
        made = actions.promise(
            actor=leader.actor, now=at, key=shift.pk, words=self.voice.texts["seat_promise"][planned.promise or 0],
            unit_code=unit.code, due_at=at + timedelta(days=planned.given), number=case.number if case else "",
        )  # fmt: skip
        self._settle(planned, made, settler)

    def _settle(self, planned: Planned, made: Promise, settler: Officer) -> None:
        if planned.kept is None or settler.actor.unit == made.unit.code:
            return
        broken = planned.kept is False
        at = made.due_at + timedelta(days=1) if broken else made.made_at + timedelta(days=int(planned.kept))
        if at < self.until:
            words = self.voice.say(self.rng, "seat_broken" if broken else "seat_kept")
            actions.settle_promise(
                actor=settler.actor, now=at, promise_key=made.pk, kept=not broken, outcome_words=words
            )

    def _tell(self, editor: Officer, asker: Officer) -> None:
        """Three closed cases the citizen confirmed: two whose citizen agrees, one whose citizen left no way to ask."""
        closed = Case.objects.filter(
            jurisdiction=self.town.jurisdiction, state="closed", closing="confirmed", public=True, area__isnull=False,
            redos=0, closed_at__lte=F("due_at"),
        ).order_by("-closed_at")  # fmt: skip
        known = list(closed.filter(person__phone__gt="").exclude(callbacks__comment="")[:2])
        unknown = list(closed.filter(person=None)[:1])
        for place, case in enumerate([*known, *unknown]):
            self._story(case, place, editor, asker)

    def _story(self, case: Case, place: int, editor: Officer, asker: Officer) -> None:
        at = self.until - timedelta(days=1, hours=3 - place)
        if case.closed_at is None or case.closed_at > at:
            at = self.until - timedelta(minutes=30 - place)
        story = actions.choose(actor=editor.actor, now=at, number=case.number)
        for language in LANGUAGES:
            told = self._told(case, place, language)
            actions.write(actor=editor.actor, now=at + timedelta(minutes=5), key=story.pk, language=language, **told)
        asked = at + timedelta(minutes=8)
        if case.person is None:
            reason = self.voice.say(self.rng, "story_unasked")
            actions.record_consent(
                actor=editor.actor, now=asked, key=story.pk, given="unreachable", reason=reason
            )  # fmt: skip
        else:
            day = asked.astimezone(self.town.zone).date()
            actions.record_consent(
                actor=asker.actor, now=asked, key=story.pk, given="given", how="phone", asked_on=day
            )  # fmt: skip
        actions.publish(actor=editor.actor, now=at + timedelta(minutes=10), key=story.pk)

    def _told(self, case: Case, place: int, language: str) -> dict[str, str]:
        speaks = voice(language)
        fills = {
            "what": case.category.name_in(language),
            "area": case.area.name_in(language) if case.area else "",
            "unit": case.lead_unit.name_in(language),
        }
        title = speaks.texts["story_title"][place % len(speaks.texts["story_title"])].format(**fills)
        words, done = (speaks.say(self.rng, key, **fills) for key in ("story_words", "story_done"))
        return {"title": title[: actions.TITLE_LENGTH], "words": words, "done": done}


def _two_leaders(town: Town) -> list[tuple[Post, Officer]]:
    """A leader of the city and the head of a district (各區領導), each with who holds the post."""
    sitting = [
        (post, officer)
        for post in leaders_posts(town.jurisdiction)
        if (officer := town.officer(post.unit.code, "leader", "unit_head")) is not None
    ]
    able = [(post, officer) for post, officer in sitting if officer.actor.post == post.code]
    city = [pair for pair in able if "leader" in pair[0].roles][:1]
    return [*city, *[pair for pair in able if "leader" not in pair[0].roles][: 2 - len(city)]]
