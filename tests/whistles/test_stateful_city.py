"""One city with everything at once: whistles blown about cases that are argued over, put off, joined and closed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, multiple, rule

from answerable.cases import actions
from answerable.cases import queries as cases
from answerable.cases.models import Case, Deferral
from answerable.rules.problems import NotFound
from answerable.whistles import queries
from answerable.whistles.models import Subject, Summons, Whistle
from tests.cases.conftest import OBJECTION
from tests.cases.test_stateful import CATEGORIES, City
from tests.support.stateful import play, rung_of
from tests.whistles.test_stateful import Street

DECIDERS = ("hotline-dispatcher", "coordination-coordinator", "gov-leader", "north-head")
CALLERS = ("mill-street-head", "north-head", "works-head", "cleansing-head", "transport-head")
CALLED = ("works", "cleansing", "transport", "north")
TURNS = frozenset(
    {"dispatch", "consult", "act", "object", "state_view", "rule", "add_assistant", "report_part", "ask_cancel",
     "agree_cancel", "ask_extension", "ask_parking", "decide", "recategorise", "flag_interest", "merge", "unmerge"}
)  # fmt: skip


class EverythingAtOnce(City, Street):
    """A city in which everybody tries everything, and blows about it."""

    OFFICERS = tuple(dict.fromkeys((*City.OFFICERS, *Street.OFFICERS)))
    WORK = City.WORK | Street.WORK

    @initialize(target=City.cases, place=st.sampled_from([None, (50.15, 10.05), (50.05, 10.05)]))
    def three_report(self, place):
        return multiple(*(self.somebody_reports(category, place, 5) for category in CATEGORIES[1:4]))

    @rule(
        target=Street.whistles, number=City.cases, more=st.booleans(), pick=st.integers(0, 99),
        grade_code=st.sampled_from(["push", "emergency"]), minutes=st.integers(0, 300),
        units=st.lists(st.sampled_from(CALLED), min_size=1, max_size=3, unique=True),
    )  # fmt: skip
    def somebody_blows_about_cases(self, number, more, pick, grade_code, minutes, units):
        """Whoever has a part in the case, or nobody in particular, about it and perhaps about the first of all."""
        involved = [who for who in CALLERS if cases.visible_to(self.actors[who]).filter(number=number).exists()]
        who = (involved or CALLERS)[pick % len(involved or CALLERS)]
        about = dict.fromkeys([number, *([self.numbers[0]] if more else [])])
        others = [code for code in units if code != self.actors[who].unit] or ["cleansing"]
        blown = self._blow(
            who, minutes, grade_code=grade_code, units=others, about=tuple(("case", key) for key in about)
        )
        if isinstance(blown, str):
            out = cases.complained_about(Whistle.objects.get(number=blown).jurisdiction, about)
            assert not Summons.objects.filter(whistle__number=blown, unit__code__in=out).exists()
        return blown

    @rule(
        number=City.cases, picks=st.lists(st.integers(0, 9999), min_size=2, max_size=6), minutes=st.integers(0, 3000),
        unit=st.sampled_from(["mill-street", "works", "north", "transport"]),
    )  # fmt: skip
    def the_case_takes_turns(self, number, picks, minutes, unit):
        """It moves, is argued over, put off, joined to another or taken from whoever it is about: what is open now."""
        for pick in picks:
            open_to = self._turns(Case.objects.get(number=number), unit)
            if not open_to:
                return
            verb = sorted(open_to)[pick % len(open_to)]
            chosen = self._verb(verb, pick % 3 > 0)
            self._try(number, self.actors[open_to[verb]], chosen, self._good(number, chosen, pick, unit), minutes)

    def _turns(self, case, unit):
        """What the units in question, the desk and those above may do now, with one of those who may do it."""
        units = {case.lead_unit.code, unit}
        hands = [who for who, actor in self.actors.items() if actor.unit in units or who in DECIDERS]
        allowed = {who: cases.allowed(case, self.actors[who], now=self.now) for who in hands}
        return {act.verb: who for who, acts in allowed.items() for act in acts if act.allowed and act.verb in TURNS}

    def _good(self, number, verb, pick, unit):
        """Inputs that hold."""
        soon = max(Case.objects.get(number=number).due_at, self.now) + timedelta(hours=1 + pick % 20)
        known = OBJECTION | {
            "reason": "it was looked at again", "words": "the weather was bad", "outcome_words": "the list says so",
            "basis": "duty list, part 3", "task": "lend a lift", "measures": "a fence stands there", "after": "",
            "catalogue": "kept", "catalogue_words": "right", "scope": "", "interim": "", "late_reason": "no lift",
            "question": "whose road is it", "post_code": "", "stance": "lead", "category_code": "roads.lights.dark",
            "public": True,
            "unit_code": unit, "proposed_unit": unit, "unit_codes": [unit, "cleansing"],
            "until": soon + timedelta(days=9 if verb == "ask_parking" else 0),
            "into": self.numbers[pick % len(self.numbers)],
        }  # fmt: skip
        return {name: known[name] for name in actions.inputs_of(verb)}

    @invariant()
    def a_whistle_outlives_the_cases_it_is_about(self):
        """Nothing that happens to a case ends a whistle about it, and whoever it calls stays called."""
        for whistle in Whistle.objects.filter(number__in=self.blown, subjects__noun="case").distinct():
            standing = whistle.summonses.filter(released_at=None)
            assert standing.exists()
            assert (whistle.ended_at is None) == (whistle.state in ("drafted", "blown"))

    def at_the_end(self):
        super().at_the_end()
        self._the_pages_show_every_dispute()
        for actor in self.actors.values():
            self._nobody_reads_about_a_complaint_about_them(actor)
        self._every_room_opens()

    def _nobody_reads_about_a_complaint_about_them(self, actor):
        about = Subject.objects.filter(noun="case", key__in=cases.complaints_about_person(actor).values("number"))
        assert not queries.visible_to(actor).filter(pk__in=about.values("whistle")).exists()

    def _the_pages_show_every_dispute(self):
        browser = Client()
        page = browser.get("/undecided.json").json()
        table = b"".join(browser.get("/ladder.csv").streaming_content).decode("utf-8-sig")
        open_cases = Case.objects.exclude(state="closed")
        waiting = Counter(rung_of(case) for case in open_cases)
        shown = {rung["level"]: rung["waiting"] for rung in page["ladder"]}
        assert shown == {level: waiting[level] for level in shown}
        assert sum(shown.values()) == len(open_cases) - waiting[0]
        rows = csv.DictReader(io.StringIO(table))
        assert {int(row["level"]): int(row["waiting"]) for row in rows} == shown
        parked = Deferral.objects.filter(kind="parking", granted=True, reviewed_at=None, case__in=open_cases)
        assert len(page["parked"]) + page["parked_not_public"] == parked.count()

    def _every_room_opens(self):
        for who in ("mill-street-head", "works-head", "gov-leader"):
            for number in self.blown:
                try:
                    room = queries.room(self.actors[who], number, now=self.now)
                except NotFound:
                    continue
                assert room.whistle.number == number


@pytest.mark.django_db
def test_whatever_is_blown_about_cases_somebody_answers_for_both(harbour):
    play(EverythingAtOnce, examples=3)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_in_many_more_stories(harbour):
    play(EverythingAtOnce, examples=20)
