"""Any officers, any acts on tasks, any day: one post always answers, and nobody accepts alone."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.models import Officer
from answerable.plans.actions import dependencies, handoffs, schedule, submissions, tasks
from answerable.plans.actions.answering import appoint
from answerable.plans.models import Accountability, Dependency, HandOff, Observation, Plan, ScheduleBaseline, Task
from answerable.plans.queries.plan_network import network_of_plan
from answerable.plans.queries.tasks import task_lines
from answerable.rules.problems import Refused
from tests.plans.schedule.conftest import PAPER, wish

EXAMPLES = int(os.environ.get("ANSWERABLE_STATEFUL_EXAMPLES", "3"))
START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
OFFICERS = ("works-head", "works-handler", "transport-head", "cleansing-head", "planning-secretary", "planning-chair",
            "planning-reviewer", "auditor")  # fmt: skip
HEADS = ("works-head", "transport-head", "cleansing-head", "planning-reviewer")
CODES = ("T-01", "T-02", "T-03", "T-04", "M-01", "N-1")
officers, codes, heads = st.sampled_from(OFFICERS), st.sampled_from(CODES), st.sampled_from(HEADS)
steps = st.integers(0, 30)


class Works(RuleBasedStateMachine):
    """A plan on which everybody tries everything."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.sid = START, transaction.savepoint()
        organisation.forget()
        held = {o.username: o for o in Officer.objects.filter(username__in=OFFICERS)}
        self.actors = {name: organisation.actor_for(held[name], now=START) for name in OFFICERS}
        self.plan = Plan.objects.get(code="HARBOUR-5")
        self.observed = Observation.objects.count()
        self.pictures: dict[int, dict] = {}
        self.promises: dict[str, date] = {}
        self.accepted: set[str] = set()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.sid)

    def attempt(self, act, who, days, **given):
        self.now += timedelta(days=days)
        try:
            with transaction.atomic():
                act(actor=self.actors[who], now=self.now, **given)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except Refused as refused:
            event(f"{act.__name__}: {refused.problems[0].code}")
        else:
            event(f"{act.__name__}: done")

    @rule(who=officers, days=steps, owner=heads, acceptor=heads)
    def add(self, who, days, owner, acceptor):
        asked = wish("N-1", owner=owner, acceptor=acceptor, indicator="H-01", adds=Decimal(10))
        self.attempt(tasks.add_task, who, days, plan_code="HARBOUR-5", wish=asked)

    @rule(who=officers, days=steps, code=codes)
    def begin(self, who, days, code):
        self.attempt(tasks.start_task, who, days, plan_code="HARBOUR-5", code=code)

    @rule(code=codes, days=steps, papers=st.sampled_from([(), (PAPER,)]), who=officers)
    def hand_in(self, code, days, papers, who):
        self.attempt(
            submissions.submit_task, who, days, plan_code="HARBOUR-5", code=code, words="Done.", uploads=papers
        )  # fmt: skip

    @rule(code=codes, days=steps, who=officers, act=st.sampled_from([submissions.accept_task, submissions.return_task]))
    def judge(self, code, days, who, act):
        self.attempt(act, who, days, plan_code="HARBOUR-5", code=code, words="Seen on the spot.")

    @rule(code=codes, days=steps, owner=st.sampled_from(["works-head", "transport-head"]), acceptor=heads)
    def the_whole_way(self, code, days, owner, acceptor):
        self.attempt(
            tasks.edit_task,
            "planning-secretary",
            0,
            plan_code="HARBOUR-5",
            code=code,
            acceptor=acceptor,
            words="Another accepts.",
        )
        self.hand_in(code, days, (PAPER,), owner)
        self.judge(code, days, acceptor, submissions.accept_task)

    @rule(code=codes, days=steps, who=officers)
    def cancel(self, code, days, who):
        self.attempt(tasks.cancel_task, who, days, plan_code="HARBOUR-5", code=code, words="No money.")

    @rule(code=codes, days=steps, who=st.sampled_from(["planning-secretary", "works-head"]), post=heads)
    def hand_to_another_head(self, code, days, who, post):
        noun = "milestone" if code == "M-01" else "task"
        self.attempt(
            appoint, who, days, plan_code="HARBOUR-5", noun=noun, code=code, post_code=post, duty="Do it.",
            deadline=date(2030, 1, 1), standard="As agreed.", words="Moved to another department.",
        )  # fmt: skip

    @rule(code=codes, before=codes, days=steps, who=officers, kind=st.sampled_from(["FS", "SS", "FF", "SF"]))
    def wait(self, code, before, days, who, kind):
        self.attempt(
            dependencies.depend, who, days, plan_code="HARBOUR-5", code=code, before=before, kind=kind,
            lag_days=Decimal(-3),
        )  # fmt: skip

    @rule(code=codes, before=codes, days=steps, who=officers)
    def side_by_side(self, code, before, days, who):
        self.attempt(
            dependencies.make_parallel,
            who,
            days,
            plan_code="HARBOUR-5",
            code=code,
            before=before,
            words="Both at once.",
        )

    @rule(code=codes, days=steps, who=officers, giver=heads)
    def ask(self, code, days, who, giver):
        self.attempt(handoffs.ask_handoff, who, days, plan_code="HARBOUR-5", code=code, what="Plans", giver=giver)

    @rule(days=steps, who=heads, promised=st.integers(0, 90), given=st.data())
    def hand_over(self, days, who, promised, given):
        numbers = list(HandOff.objects.order_by("number").values_list("number", flat=True))
        if not numbers:
            return
        number = given.draw(st.sampled_from(numbers))
        day = self.now.date() + timedelta(days=promised)
        self.attempt(handoffs.promise_handoff, who, days, number=number, promised_on=day)
        act = given.draw(st.sampled_from([handoffs.give_handoff, handoffs.accept_handoff, handoffs.ring_late_handoffs]))
        if act is handoffs.ring_late_handoffs:
            act(now=self.now)
        else:
            self.attempt(act, who, days, number=number)

    @rule(days=steps, who=officers)
    def picture(self, days, who):
        self.attempt(schedule.take_baseline, who, days, plan_code="HARBOUR-5", name="Again", reason="Because.")

    @invariant()
    def one_post_answers_for_every_open_task(self):
        lines = task_lines(self.plan, today=self.now.date(), now=self.now)
        assert all(line.answers is not None for line in lines)
        for row in Task.objects.filter(plan=self.plan):
            held = Accountability.objects.filter(subject=row.pk, kind="accountable", until=None)
            assert held.count() == 1, row.code

    @invariant()
    def what_is_accepted_was_shown_and_judged_by_another_post(self):
        for row in Task.objects.filter(plan=self.plan, state="accepted"):
            good = row.submissions.get(verdict="accepted")
            assert good.papers.exists()
            assert good.verdict_by_id != good.submitted_by_id
            self.accepted.add(row.code)
        assert self.accepted <= set(Task.objects.filter(state="accepted").values_list("code", flat=True))

    @invariant()
    def pictures_and_first_promises_never_change(self):
        for picture in ScheduleBaseline.objects.filter(plan=self.plan):
            assert self.pictures.setdefault(picture.number, picture.dates) == picture.dates
        for row in HandOff.objects.filter(baseline_on__isnull=False):
            assert self.promises.setdefault(row.number, row.baseline_on) == row.baseline_on

    @invariant()
    def work_done_is_never_a_result_and_nothing_goes_in_circles(self):
        assert Observation.objects.count() == self.observed
        network_of_plan(self.plan, status_on=self.now.date())
        assert Dependency.objects.filter(plan=self.plan).count() >= 3  # what was taken away stays in the history
        assert Task.objects.filter(plan=self.plan).count() >= 5

    @invariant()
    def every_change_stands_in_the_ledger(self):
        for row in Task.objects.filter(plan=self.plan, version__gt=1):
            entries = Entry.objects.filter(stream=row.pk).count()
            assert entries >= row.version - 1


def machine(examples, length):
    return settings(
        max_examples=examples, stateful_step_count=length, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip


@pytest.mark.django_db
def test_somebody_always_answers_and_nothing_is_accepted_alone(plan):
    run(Works, settings=machine(EXAMPLES, 10))


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_for_longer(plan):
    run(Works, settings=machine(EXAMPLES, 30))
