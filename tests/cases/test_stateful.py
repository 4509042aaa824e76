"""Any officers, any acts, in any order: somebody always answers, and the record always fits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule

from answerable.cases import actions, queries
from answerable.cases.models import Assignment, Callback, Case, Objection
from answerable.organisation import queries as organisation
from answerable.rules.access import citizen
from answerable.rules.lifecycle import CHOICES
from answerable.rules.problems import Refused
from answerable.rules.responsibility import Facts, answerable, gaps
from tests.cases.conftest import REPLY
from tests.support.stateful import Everybody, play, rung_of

OFFICERS = (
    "works-handler", "works-head", "cleansing-handler", "transport-head", "north-handler", "mill-street-handler",
    "hotline-head", "hotline-call-taker", "hotline-dispatcher", "hotline-callback", "coordination-coordinator",
    "gov-leader", "auditor", "administrator",
)  # fmt: skip
UNITS = ("works", "cleansing", "transport", "north", "south", "mill-street", "hotline", "coordination", "nowhere")
CATEGORIES = ("", "roads.surface.pothole", "roads.lights.dark", "safety.fire.gas", "other.other.other")
FORWARD = (
    "record_verdict",
    "tell_hotline",
    "tell_citizen",
    "answer",
    "act",
    "rule",
    "accept",
    "report_part",
    "dispatch",
    "conclude",
)
VERDICT = {"channel": "phone", "contacted": True, "solved": True, "satisfied": "satisfied"}
GIVEN: dict[str, dict[str, object]] = {
    "record_verdict": VERDICT, "tell_hotline": {}, "tell_citizen": {"how": "phone"}, "answer": REPLY, "accept": {},
    "act": {"words": "a crew went there"},
    "rule": {"upheld": True, "outcome_words": "the list says so", "catalogue": "kept", "catalogue_words": "right"},
    "dispatch": {"unit_code": "works", "reason": "the catalogue"}, "conclude": {"reason": "all was done"},
    "report_part": {"words": "our part is done", "late_reason": "the lift was broken"},
}  # fmt: skip
words = st.sampled_from(["went there and fixed it", "see photo 3", "", "已處理", "不是我們的職責，請轉交"])


def inputs(verb: str) -> st.SearchStrategy[dict[str, object]]:
    """Plausible and implausible inputs of a verb."""
    known: dict[str, st.SearchStrategy[object]] = {
        "unit_code": st.sampled_from(UNITS), "proposed_unit": st.sampled_from(UNITS),
        "category_code": st.sampled_from(CATEGORIES[1:]), "route": st.sampled_from(["R1", "R2", "R3", "R9"]),
        "unit_codes": st.lists(st.sampled_from(UNITS), max_size=3), "until": st.integers(-40, 4000),
        "stance": st.sampled_from(["lead", "support", "not_ours", "perhaps"]), "after": st.sampled_from(["", *UNITS]),
        "catalogue": st.sampled_from(["kept", "corrected", "here", "", "burnt"]), "catalogue_words": words,
        "scope": st.sampled_from(["corrected", "here", ""]), "ruling": st.sampled_from(["", "nonsense"]),
        "interim": words, "late_reason": words, "measures": words, "question": words, "wait": st.booleans(),
        "post_code": st.sampled_from(["", "works-head", "hotline-callback", "nobody"]), "granted": st.booleans(),
        "into": st.just(""), "email": st.sampled_from(["", "a@example.org", "no address"]), "language": st.just("en"),
        "reason_code": st.sampled_from(["not-our-duty", "no-answer", "nonsense"]),
        "outcome_code": st.sampled_from(["solved", "explained", "nonsense"]),
        "how": st.sampled_from(["phone", "page", "pigeon"]), "channel": st.sampled_from(["phone", "link"]),
        "contacted": st.booleans(), "solved": st.booleans(), "upheld": st.booleans(), "public": st.booleans(),
        "pressed": st.booleans(), "satisfied": st.sampled_from(["satisfied", "basically", "dissatisfied", ""]),
        "session": st.sampled_from(["s1", "s2"]), "uploads": st.just(()),
        "outcome_words": words, "reason": words, "task": words, "comment": words, "answer": words,
        "words": st.sampled_from([REPLY["words"], "went there", ""]),
        "done": st.just(REPLY["done"]), "basis": st.just(REPLY["basis"]), "evidence": st.just(REPLY["evidence"]),
    }  # fmt: skip
    return st.fixed_dictionaries({name: known[name] for name in actions.inputs_of(verb)})


class City(Everybody):
    """A city in which everybody tries everything.

    A unit takes an overdue case off its list by the work, its part included. The hotline body and the rungs may decide
    on a case that is theirs, too; more time is not among the decisions: what is overdue gets it from others alone.
    """

    OFFICERS = OFFICERS
    WORK = frozenset({"tell_hotline", "report_part", "agree_cancel"})
    DECISIONS = frozenset(
        {"dispatch", "route", "uphold", "recategorise", "merge", "unmerge", "flag_interest", "give_up", "conclude",
         "refute"}
    )  # fmt: skip
    REACH_FURTHER = frozenset({"merge", "unmerge", "flag_interest"})
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[str] = []

    def overdue(self, actor):
        return super().overdue(actor) | {case.number for case in self._late(actor)}

    def _late(self, actor):
        """In the unit's hands, named in a dispute, or with a part of the unit that is late."""
        return queries.worklist(actor, now=self.now, tab="overdue")

    def at_the_end(self):
        super().at_the_end()
        for actor in self.one_of_each_unit:
            assert queries.counts(actor, now=self.now)["overdue"] == len(self._late(actor)), actor.post

    def ring(self):
        super().ring()
        actions.ring(now=self.now)
        actions.end_unreachable(now=self.now)

    @rule(
        target=cases,
        category=st.sampled_from(CATEGORIES),
        place=st.sampled_from([None, (50.15, 10.05), (50.05, 10.05)]),
        minutes=st.integers(2, 500),
    )
    def somebody_reports(self, category, place, minutes):
        self.now += timedelta(minutes=minutes)
        receipt = actions.receive(
            actor=citizen("harbour"), now=self.now, channel="web", words=f"trouble number {len(self.numbers)}",
            category_code=category, latitude=place and place[0], longitude=place and place[1],
        )  # fmt: skip
        self.numbers.append(receipt.case.number)
        return receipt.case.number

    @rule(number=cases, who=st.sampled_from(OFFICERS), act=st.sampled_from(sorted(actions.VERBS)).flatmap(
        lambda verb: st.tuples(st.just(verb), inputs(verb))), minutes=st.integers(0, 3000))  # fmt: skip
    def an_officer_tries_something(self, number, who, act, minutes):
        self._try(number, self.actors[who], *self._dated(number, *act), minutes)

    def _dated(self, number, verb, given):
        """Hours from now become a date, and another case stands in for what is to be joined or promoted."""
        given = dict(given)
        if "until" in given:
            given["until"] = self.now + timedelta(hours=given["until"])
        if "into" in given:
            given["into"] = self.numbers[len(given["reason"]) % len(self.numbers)]
        if given.get("ruling") == "":
            rulings = Objection.objects.filter(case__number=number).exclude(ruled_at=None)
            given["ruling"] = str(rulings[0].pk) if rulings else "none"
        return verb, given

    @rule(number=cases, minutes=st.integers(0, 600), pick=st.integers(0, 999), given=st.data())
    def an_officer_does_what_is_allowed(self, number, minutes, pick, given):
        open_to = self._open_to(number)
        if open_to:
            who, verb = open_to[pick % len(open_to)]
            chosen = self._verb(verb, given.draw(st.booleans()))
            self._try(number, self.actors[who], *self._dated(number, chosen, given.draw(inputs(chosen))), minutes)

    @rule(number=cases, steps=st.integers(1, 12), solved=st.booleans(), minutes=st.integers(0, 600))
    def the_work_goes_on(self, number, steps, solved, minutes):
        """The next act that leads on, with inputs that hold, as many times as asked."""
        verb: str | None = ""
        for _ in range(steps):
            open_to = {verb: who for who, verb in reversed(self._open_to(number))}
            last, verb = verb, next((v for v in FORWARD if v in open_to), None)
            if verb is None or verb == last == "act":
                return
            given = GIVEN[verb] | ({"solved": solved} if verb == "record_verdict" else {})
            self._try(number, self.actors[open_to[verb]], verb, given, minutes)

    def _open_to(self, number):
        case = Case.objects.get(number=number)
        now = self.now
        return [
            (who, act.verb)
            for who, actor in self.actors.items()
            for act in queries.allowed(case, actor, now=now)
            if act.allowed
        ]

    def _verb(self, verb, first):
        choices = CHOICES.get(verb, (verb,))
        return choices[0] if first else choices[-1]

    @rule(number=cases, solved=st.booleans(), satisfied=st.sampled_from(["satisfied", "dissatisfied"]))
    def the_citizen_says(self, number, solved, satisfied):
        case = Case.objects.get(number=number)
        said = {"channel": "link", "contacted": True, "solved": solved, "satisfied": satisfied}
        self._try(number, citizen("harbour", str(case.pk)), "record_verdict", said, 1)

    @rule(number=cases, who=st.sampled_from(OFFICERS))
    def a_stale_reader_is_refused(self, number, who):
        before = Case.objects.get(number=number)
        with pytest.raises(Refused):
            actions.perform("note", actor=self.actors[who], now=self.now, number=number, version=0, words="late")
        assert Case.objects.get(number=number).version == before.version

    def _try(self, number, actor, verb, given, minutes):
        case = Case.objects.get(number=number)
        late = case.due_at < self.now + timedelta(minutes=minutes) and case.state not in ("verifying", "closed")
        self.attempt(Case, actions.perform, number, actor, verb, given, minutes)
        after = Case.objects.get(number=number)
        if late and after.lead_unit_id != case.lead_unit_id and actor.unit == case.lead_unit.code:
            assert verb in self.DECISIONS, verb

    @invariant()
    def every_case_has_exactly_one_lead(self):
        for case in Case.objects.filter(number__in=self.numbers):
            leads = list(case.assignments.filter(role="lead").order_by("since", "until"))
            assert leads[0].since == case.opened_at
            running = [lead for lead in leads if lead.until is None]
            assert [lead.unit_id for lead in running] == [case.lead_unit_id]
            ends = [lead.until for lead in leads if lead.until is not None]
            starts = [lead.since for lead in leads][1:]
            assert sorted(ends) == sorted(starts)

    @invariant()
    def who_answers_can_be_recomputed_from_the_acts_alone(self):
        for case in Case.objects.filter(number__in=self.numbers[-3:]):
            assert queries.recomputed(case) == queries.stored(case)
            facts = Facts(case.opened_at, case.closed_at, queries.recomputed(case))
            assert gaps(facts, until=self.now) == []
            if case.state != "closed":
                assert answerable(facts, self.now)

    @invariant()
    def the_ladder_counts_every_open_dispute_once(self):
        rungs = queries.ladder(organisation.jurisdiction("harbour"))
        open_cases = Case.objects.exclude(state="closed")
        disputed = [case for case in open_cases if rung_of(case)]
        assert sum(rung.count for rung in rungs) == len(disputed)
        for case in disputed:
            running = case.clocks.get(kind="ruling", stopped_at=None)
            assert running.unit.code == rungs[rung_of(case) - 1].unit.code

    @invariant()
    def no_unit_confirms_its_own_outcome(self):
        for callback in Callback.objects.filter(case__number__in=self.numbers).select_related("unit", "post__unit"):
            assert callback.unit_id != callback.answering_unit_id
            if callback.post is not None:
                assert callback.post.unit_id != callback.answering_unit_id
                parts = Assignment.objects.filter(case=callback.case, role="assist", unit=callback.post.unit)
                assert not parts.exists()

    @invariant()
    def every_case_can_be_rebuilt_from_its_entries(self):
        for case in Case.objects.filter(number__in=self.numbers[-2:]):
            outcome = queries.replay(case)
            assert outcome.fits, outcome

    @invariant()
    def a_closed_case_owes_nothing_and_an_open_one_has_a_due_time(self):
        for case in Case.objects.filter(number__in=self.numbers):
            owing = case.clocks.filter(stopped_at=None)
            assert owing.exists() != (case.state == "closed")


@pytest.mark.django_db
def test_in_a_city_where_everybody_tries_everything_somebody_always_answers(harbour):
    play(City, examples=3)
