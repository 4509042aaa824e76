"""Any officers, any acts, any hour: somebody always answers, silence stays, and only the blower ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, invariant, multiple, rule

from answerable.organisation.files import Upload
from answerable.rules import whistle as rules
from answerable.rules.problems import Refused
from answerable.rules.summons import answerable, gaps
from answerable.whistles import actions, queries
from answerable.whistles.models import Summons, Taskforce, Whistle, WhistleClock
from tests.support.stateful import Everybody, play
from tests.whistles.conftest import WHISTLE

OFFICERS = (
    "mill-street-head", "mill-street-secretary", "mill-street-handler", "north-head", "works-head", "works-handler",
    "cleansing-head", "cleansing-handler", "transport-head", "hotline-dispatcher", "coordination-coordinator",
    "gov-leader", "auditor",
)  # fmt: skip
BLOWERS = ("mill-street-head", "mill-street-secretary", "mill-street-handler", "north-head")
UNITS = ("works", "cleansing", "transport", "north", "mill-street", "nowhere")
words = st.sampled_from(["went there and cleared it", "", "已處理"])
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


class Street(Everybody):
    """A street in which everybody tries everything."""

    OFFICERS = OFFICERS
    WORK = frozenset(
        {"sign", "answer_summons", "contact", "attend", "commit", "fulfil", "report", "report_task", "end", "withdraw"}
    )
    whistles = Bundle("whistles")
    ended = Bundle("ended")

    def __init__(self) -> None:
        super().__init__()
        self.blown: list[str] = []
        self.silent: dict[object, datetime] = {}

    def overdue(self, actor):
        return super().overdue(actor) | {whistle.number for whistle in self._late_whistles(actor)}

    def _late_whistles(self, actor):
        """With a limit, a promise or a task of the unit that has passed."""
        return queries.whistles_of_unit(actor, now=self.now, tab="overdue") if self.blown else []

    def at_the_end(self):
        super().at_the_end()
        for actor in self.one_of_each_unit:
            assert queries.counts(actor, now=self.now)["overdue"] == len(self._late_whistles(actor)), actor.post

    def ring(self):
        super().ring()
        actions.ring(now=self.now)
        assert actions.ring(now=self.now) == 0

    @rule(
        target=whistles, who=st.sampled_from(BLOWERS), grade=st.sampled_from(["push", "hard", "emergency"]),
        units=st.lists(st.sampled_from(UNITS[:4]), min_size=1, max_size=3, unique=True),
        about=st.sampled_from([(), (("problem", "clean.waste.dumping"),), (("place", "north"),)]),
        minutes=st.integers(0, 300),
    )  # fmt: skip
    def somebody_blows(self, who, grade, units, about, minutes):
        return self._blow(who, minutes, grade_code=grade, units=units, about=about)

    def _blow(self, who, minutes, **given):
        self.now += timedelta(minutes=minutes)
        try:
            with transaction.atomic():
                whistle = actions.blow(actor=self.actors[who], now=self.now, **(WHISTLE | {"kind": "joint"} | given))
        except Refused as refused:
            event(f"not blown: {refused.problems[0].code}")
            return multiple()
        self.blown.append(whistle.number)
        event(f"blow -> {whistle.state}")
        return whistle.number

    @rule(number=whistles, who=st.sampled_from(OFFICERS), minutes=st.integers(0, 3000), given=st.data(),
          verb=st.sampled_from(sorted(actions.VERBS)))  # fmt: skip
    def an_officer_tries_something_in_the_room(self, number, who, minutes, given, verb):
        self._call(number, who, verb, given.draw(self._inputs_there(number, verb)), minutes)

    @rule(number=whistles, steps=st.integers(1, 8), minutes=st.integers(0, 90), given=st.data())
    def the_work_in_the_room_goes_on(self, number, steps, minutes, given):
        """Acts that the room offers, with inputs that mostly hold, one after another."""
        for _ in range(steps):
            offered = self._offered_there(number)
            if not offered:
                return
            verb = given.draw(st.sampled_from(sorted({verb for _, verb in offered})))
            who = given.draw(st.sampled_from([name for name, offers in offered if offers == verb]))
            self._call(number, who, verb, given.draw(self._inputs_there(number, verb, good=who)), minutes)

    def _offered_there(self, number):
        whistle = Whistle.objects.get(number=number)
        return [
            (who, act.verb)
            for who, actor in self.actors.items()
            for act in queries.allowed(whistle, actor, now=self.now)
            if act.allowed and act.verb not in ("end", "withdraw")
        ]

    @rule(
        target=ended, number=consumes(whistles), who=st.sampled_from(["mill-street-head", "north-head", "works-head"]),
        verb=st.sampled_from(["end", "end", "withdraw"]), minutes=st.integers(0, 6000),
    )  # fmt: skip
    def somebody_tries_to_end_it(self, number, who, verb, minutes):
        before = Whistle.objects.get(number=number)
        given = {"words": "it is done"} | ({"despite": "the rest follows"} if verb == "end" else {})
        self._call(number, who, verb, given, minutes)
        after = Whistle.objects.get(number=number)
        if before.state == "blown" and after.state == "ended":
            assert self.actors[who].unit == before.unit.code
        return number

    @rule(number=ended, who=st.sampled_from(["mill-street-head", "north-head", "gov-leader", "works-head"]),
          given=st.data(), verb=st.sampled_from(["judge", "rate", "sign"]))  # fmt: skip
    def somebody_looks_back(self, number, who, given, verb):
        self._call(number, who, verb, given.draw(self._inputs_there(number, verb, good=who)), 1)

    def _inputs_there(self, number, verb, *, good: str = ""):
        """Implausible inputs of a verb, or (for an officer named in `good`) those that mostly hold."""
        calls = Summons.objects.filter(whistle__number=number, released_at=None)
        called = [*calls.values_list("unit__code", flat=True)] if good else [*UNITS]
        own = {"unit__code": self.actors[good].unit} if good else {}
        whole = Whistle.objects.get(number=number).tasks
        tasks = [str(pk) for pk in whole.filter(done_at=None, **own).values_list("pk", flat=True)] or ["nothing"]
        before = [str(pk) for pk in whole.values_list("pk", flat=True)]
        promises = calls.filter(commitments__kept_at=None, **own).values_list("commitments__pk", flat=True)
        promised = [str(pk) for pk in promises if pk] or ["nothing"]
        said = st.just("went there and cleared it") if good else words
        later = st.integers(61, 160).map(lambda h: self.now + timedelta(hours=h))
        known = {
            "unit_code": st.sampled_from(called or UNITS), "proposed_unit": st.sampled_from(UNITS[:4]),
            "units": st.lists(st.sampled_from(UNITS[:3] if good else UNITS), min_size=bool(good), max_size=2),
            "stance": st.sampled_from(rules.STANCES), "support_with": said, "basis": said, "words": said,
            "despite": said, "title": said, "name": said, "came_at": st.none(), "due_at": later, "since": st.none(),
            "post_code": st.sampled_from([""] if good else ["", "works-handler", "cleansing-head"]),
            "commitment": st.sampled_from(promised), "task": st.sampled_from(tasks),
            "after": st.sampled_from(["", *before]), "score": st.integers(1 if good else 0, 5 if good else 6),
            "upload": st.sampled_from([Upload("a.png", PNG), Upload("a.exe", b"MZ")]),
            "rater": st.sampled_from(rules.RATERS if good else (*rules.RATERS, "department")),
            "precise": st.booleans(), "complete": st.booleans(), "needless": st.booleans(),
        }  # fmt: skip
        return st.fixed_dictionaries({name: known[name] for name in actions.inputs_of(verb)})

    def _call(self, number, who, verb, given, minutes):
        self.attempt(Whistle, actions.perform, number, self.actors[who], verb, given, minutes)

    @invariant()
    def somebody_answers_to_the_street_at_every_instant(self):
        for whistle in Whistle.objects.filter(number__in=self.blown, blown_at__isnull=False):
            facts = queries.facts_of(whistle)
            assert gaps(facts, until=self.now) == []
            assert bool(answerable(facts, self.now)) is (whistle.state == "blown")
            assert queries.strip(whistle, now=self.now).answering

    @invariant()
    def nobody_takes_a_silence_back(self):
        rows = [*Whistle.objects.filter(silent_at__isnull=False), *Summons.objects.filter(silent_at__isnull=False)]
        found = {row.pk: row.silent_at for row in rows}
        assert found.items() >= self.silent.items()
        self.silent = found

    @invariant()
    def a_whistle_that_is_over_owes_nothing_and_has_somebody_who_ended_it(self):
        over = Whistle.objects.filter(number__in=self.blown, state__in=("ended", "withdrawn"))
        assert not WhistleClock.objects.filter(summons__whistle__in=over, stopped_at=None).exists()
        for whistle in over.select_related("ended_by__unit", "unit"):
            assert whistle.ended_by.unit_id == whistle.unit_id

    @invariant()
    def everything_can_be_rebuilt_from_its_entries(self):
        for whistle in Whistle.objects.filter(number__in=self.blown[-2:]):
            outcome = queries.replay(whistle)
            assert outcome.fits, outcome
        for taskforce in Taskforce.objects.all():
            outcome = queries.replay_taskforce(taskforce)
            assert outcome.fits, outcome


@pytest.mark.django_db
def test_in_a_street_where_everybody_tries_everything_somebody_always_answers(harbour):
    play(Street, examples=3)
