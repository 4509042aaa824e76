"""Any officers, any acts, in any order: somebody always answers, and the record always fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from answerable.cases import actions, queries
from answerable.cases.models import Assignment, Callback, Case
from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.models import Officer
from answerable.rules.access import citizen
from answerable.rules.problems import Refused
from tests.cases.conftest import REPLY

START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
OFFICERS = (
    "works-handler", "works-head", "cleansing-handler", "transport-head", "north-handler", "mill-street-handler",
    "hotline-head", "hotline-call-taker", "hotline-dispatcher", "hotline-callback", "coordination-coordinator",
    "gov-leader", "auditor", "administrator",
)  # fmt: skip
UNITS = ("works", "cleansing", "transport", "north", "south", "mill-street", "hotline", "coordination", "nowhere")
CATEGORIES = ("", "roads.surface.pothole", "roads.lights.dark", "safety.fire.gas", "other.other.other")
words = st.sampled_from(["went there and fixed it", "see photo 3", "", "已處理", "不是我們的職責，請轉交"])


def inputs(verb: str) -> st.SearchStrategy[dict[str, object]]:
    """Plausible and implausible inputs of a verb."""
    known: dict[str, st.SearchStrategy[object]] = {
        "unit_code": st.sampled_from(UNITS), "proposed_unit": st.sampled_from(UNITS),
        "category_code": st.sampled_from(CATEGORIES[1:]), "route": st.sampled_from(["R1", "R2", "R3", "R9"]),
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


class City(RuleBasedStateMachine):
    """A city in which everybody tries everything."""

    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.numbers: list[str] = []
        self.sid = transaction.savepoint()
        organisation.forget()
        officers = {o.username: o for o in Officer.objects.filter(username__in=OFFICERS)}
        self.actors = {name: organisation.actor_for(officers[name], now=START) for name in OFFICERS}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.sid)

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
        self._try(number, self.actors[who], *act, minutes)

    @rule(number=cases, minutes=st.integers(0, 600), data=st.data())
    def an_officer_does_what_is_allowed(self, number, minutes, data):
        case = Case.objects.get(number=number)
        open_to = [
            (who, act.verb)
            for who, actor in self.actors.items()
            for act in queries.allowed(case, actor, now=self.now)
            if act.allowed and act.verb in actions.VERBS
        ]
        if open_to:
            who, verb = data.draw(st.sampled_from(open_to))
            self._try(number, self.actors[who], verb, data.draw(inputs(verb)), minutes)

    @rule(number=cases, solved=st.booleans(), satisfied=st.sampled_from(["satisfied", "dissatisfied"]))
    def the_citizen_says(self, number, solved, satisfied):
        case = Case.objects.get(number=number)
        said = {"channel": "link", "contacted": True, "solved": solved, "satisfied": satisfied}
        self._try(number, citizen("harbour", str(case.pk)), "record_verdict", said, 1)

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        actions.ring(now=self.now)
        actions.end_unreachable(now=self.now)

    @rule(number=consumes(cases), who=st.sampled_from(OFFICERS))
    def a_stale_reader_is_refused(self, number, who):
        before = Case.objects.get(number=number)
        with pytest.raises(Refused):
            actions.perform("note", actor=self.actors[who], now=self.now, number=number, version=0, words="late")
        assert Case.objects.get(number=number).version == before.version

    def _try(self, number, actor, verb, given, minutes):
        self.now += timedelta(minutes=minutes)
        case = Case.objects.get(number=number)
        entries = Entry.objects.filter(stream=case.pk).count()
        try:
            with transaction.atomic():
                after = actions.perform(verb, actor=actor, now=self.now, number=number, **given)
        except Refused:
            after = Case.objects.get(number=number)
            assert after.version == case.version
            assert Entry.objects.filter(stream=case.pk).count() == entries
        else:
            assert after.version == case.version + 1
            assert Entry.objects.filter(stream=case.pk).count() == entries + 1

    @invariant()
    def every_case_has_exactly_one_lead_and_the_database_agrees(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for case in Case.objects.filter(number__in=self.numbers):
            leads = list(case.assignments.filter(role="lead").order_by("since", "until"))
            assert leads[0].since == case.opened_at
            running = [lead for lead in leads if lead.until is None]
            assert [lead.unit_id for lead in running] == [case.lead_unit_id]
            ends = [lead.until for lead in leads if lead.until is not None]
            starts = [lead.since for lead in leads][1:]
            assert sorted(ends) == sorted(starts)

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
    run_state_machine_as_test(
        City,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
