"""What the stateful tests of cases and of whistles have in common: the officers, the hours, and one act at a time."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from answerable.cases.actions.work import open_dispute
from answerable.cases.models import Case
from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.models import Officer
from answerable.rules.access import Actor
from answerable.rules.problems import Refused

START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
WHOLE_CITY = frozenset({"hotline", "coordination", "gov"})  # units that decide for others, on a rung or as the hotline


def rung_of(case: Case) -> int:
    """The rung the case's open dispute stands on; 0 without one."""
    dispute = open_dispute(case)
    return dispute.rung if dispute is not None else 0


def play(machine: type[Everybody], examples: int) -> None:
    """As many stories of twenty steps as asked, or as many as ANSWERABLE_STATEFUL_EXAMPLES says."""
    found = os.environ.get("ANSWERABLE_STATEFUL_EXAMPLES", examples)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(found), stateful_step_count=20, phases=[Phase.generate], deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


class Everybody(RuleBasedStateMachine):
    """A story in which officers try things. A machine of one matter adds its rules, lists and bells to these."""

    OFFICERS: ClassVar[tuple[str, ...]] = ()
    WORK: ClassVar[frozenset[str]] = frozenset()  # what takes a matter off the list of the unit that does it
    DECISIONS: ClassVar[frozenset[str]] = frozenset()  # what does so where WHOLE_CITY decides it
    REACH_FURTHER: ClassVar[frozenset[str]] = frozenset()  # acts on one matter that may take another off a list

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.sid = transaction.savepoint()
        organisation.forget()
        officers = {o.username: o for o in Officer.objects.filter(username__in=self.OFFICERS)}
        self.actors = {name: organisation.actor_for(officers[name], now=START) for name in self.OFFICERS}

    @property
    def one_of_each_unit(self) -> list[Actor]:
        return list({actor.unit: actor for actor in self.actors.values()}.values())

    def teardown(self) -> None:
        try:
            self.at_the_end()
        finally:
            transaction.savepoint_rollback(self.sid)

    def at_the_end(self) -> None:
        """What is looked at once, when the story is over."""

    def overdue(self, actor: Actor) -> set[str]:
        """The numbers of everything that stands overdue on the lists of an officer's unit now."""
        return set()

    def ring(self) -> None:
        """Everything the worker does by the clock."""

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        self.ring()

    def attempt(self, model: Any, perform: Any, number: str, actor: Actor, verb: str, given: Any, minutes: int) -> bool:
        """One act: done with one version and one entry more, or refused with nothing changed."""
        self.now += timedelta(minutes=minutes)
        before = model.objects.get(number=number)
        entries = Entry.objects.filter(stream=before.pk)
        written, overdue = entries.count(), self._listed(actor)
        try:
            with transaction.atomic():
                perform(verb, actor=actor, now=self.now, number=number, **given)
        except Refused:
            done = 0
        else:
            done = 1
        after = model.objects.get(number=number)
        event(f"{verb} -> {after.state}" if done else f"{verb}: refused")
        assert after.version == before.version + done, verb
        assert entries.count() == written + done, verb
        self._only_work_or_a_decision_shortens(overdue - self._listed(actor), number, actor, verb)
        return bool(done)

    def _listed(self, actor: Actor) -> set[str]:
        return self.overdue(actor) if actor.kind == "officer" else set()

    def _only_work_or_a_decision_shortens(self, gone: Collection[str], number: str, actor: Actor, verb: str) -> None:
        if gone:
            assert verb in self.WORK or (verb in self.DECISIONS and actor.unit in WHOLE_CITY), (verb, actor.unit)
            assert set(gone) <= {number} or verb in self.REACH_FURTHER, (verb, actor.unit, gone)

    @invariant()
    def the_database_agrees(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
