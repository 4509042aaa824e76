"""What follows when a limit comes near and passes: each step once, told and recorded, whatever the worker does."""

from __future__ import annotations

import json
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from answerable.cases import actions, queries
from answerable.cases.actions import ringing
from answerable.cases.models import Case, Clock
from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.outbox.models import Message
from answerable.rules.access import citizen
from answerable.rules.clock import Limit, due
from tests.cases.conftest import finish, running

CHAIN = ["remind", "notice", "urge", "supervise", "list"]
LETTERS = ["reminder", "overdue", "urged", "supervised", "listed"]


def steps(case, kind: str = "resolve") -> list[tuple[str, str]]:
    """What the ledger says of one kind of clock: each step with its time, oldest first."""
    rung = Entry.objects.filter(stream=case.pk, verb="ring").order_by("seq")
    facts = [(json.loads(entry.body)["facts"], entry.at) for entry in rung]
    return [(fact["step"], at) for fact, at in facts if fact["clock"] == kind]


def days_later(harbour, at, days: int):
    return due(Limit(days, "working_days"), at, organisation.rulebook(harbour).calendar())


@pytest.fixture
def accepted(report, do):
    return do(report(), "works-handler", "accept")


@pytest.mark.django_db
def test_reminded_before_told_at_the_limit_urged_supervised_and_listed(accepted, harbour, sweep):
    clock = running(accepted)
    start, ends = clock.started_at, clock.due_at
    times = [
        start + (ends - start) * 0.75, ends, days_later(harbour, ends, 1), days_later(harbour, ends, 5),
        days_later(harbour, ends, 10),
    ]  # fmt: skip
    for place, at in enumerate(times):
        sweep(at - timedelta(seconds=1))
        assert len(steps(accepted)) == place
        sweep(at)
        assert steps(accepted)[-1] == (CHAIN[place], at)
    accepted.refresh_from_db()
    assert (accepted.supervised_at, accepted.listed_at) == (times[3], times[4])


@pytest.mark.django_db
def test_every_step_is_a_line_in_the_inbox_that_awaits_the_digest(accepted, harbour, sweep):
    ends = running(accepted).due_at
    for at in (ends - timedelta(hours=6), *(days_later(harbour, ends, n) for n in (1, 5, 10))):
        sweep(at)
    lines = Message.objects.filter(about=accepted.pk, template__in=LETTERS, post__code="works-head")
    assert all(line.channel == "in_app" and line.digest_at is not None for line in lines)
    assert set(lines.values_list("template", flat=True)) == set(LETTERS)
    above = Message.objects.filter(about=accepted.pk, template="supervised").values_list("post__code", flat=True)
    assert set(above) == {"works-head", "gov-leader"}
    listed = Message.objects.filter(about=accepted.pk, template="listed").values_list("post__code", flat=True)
    assert set(listed) == {"works-head", "gov-leader", "coordination-head"}


@pytest.mark.django_db
def test_a_letter_waits_to_be_gathered_and_not_beyond_what_it_is_about(accepted, harbour, sweep):
    ends = running(accepted).due_at
    for at in (ends - timedelta(hours=6), *(days_later(harbour, ends, n) for n in (1, 5, 10))):
        sweep(at)
    lines = Message.objects.filter(about=accepted.pk, post__code="works-head", template__in=LETTERS)
    waits = {line.template: line.digest_at - line.created_at for line in lines}
    reminded = lines.get(template="reminder")
    assert reminded.digest_at <= reminded.created_at + (ends - reminded.created_at) / 2
    assert waits["urged"] == timedelta(hours=24)
    assert waits["supervised"] == waits["listed"] == timedelta(0)


@pytest.mark.django_db
def test_a_letter_about_a_limit_of_hours_leaves_at_once(report, sweep):
    case = report(words="It smells of gas", category_code="safety.fire.gas")
    clock = running(case)
    assert clock.due_at - clock.started_at < timedelta(hours=24)
    sweep(clock.due_at)
    told = Message.objects.filter(about=case.pk, template__in=("reminder", "overdue"), channel="in_app")
    assert all(line.digest_at == line.created_at for line in told)
    assert told.exists()


@pytest.mark.django_db
def test_who_keeps_the_promise_hears_nothing_more(accepted, harbour, do, sweep):
    ends = running(accepted).due_at
    finish(accepted, do)
    sweep(days_later(harbour, ends, 20))
    assert steps(accepted) == []


@pytest.mark.django_db
def test_a_worker_that_was_down_for_weeks_loses_no_step_and_doubles_none(accepted, harbour, sweep):
    late = days_later(harbour, running(accepted).due_at, 12)
    sweep(late)
    assert [step for step, _ in steps(accepted)] == CHAIN[1:]  # nobody is reminded of what has passed
    assert actions.ring(now=late) == 0
    for kind in set(accepted.clocks.values_list("kind", flat=True)):
        assert max(Counter(step for step, _ in steps(accepted, kind)).values(), default=1) == 1


@pytest.mark.django_db
def test_a_worker_that_stops_in_the_middle_goes_on_where_it_was(report, harbour, sweep):
    cases = [report(words=f"hole number {n}") for n in range(5)]
    late = running(cases[0]).due_at + timedelta(minutes=1)
    while actions.ring(now=late, limit=2):
        pass
    assert [[step for step, _ in steps(case)] for case in cases] == [["notice"]] * 5


@pytest.mark.django_db
def test_handing_a_case_on_renews_none_of_its_steps(accepted, harbour, do, sweep):
    clock = running(accepted)
    sweep(clock.due_at)
    case = do(accepted, "hotline-dispatcher", "merge", into=_another(do, accepted).number, reason="the same")
    case = do(case, "hotline-dispatcher", "unmerge", reason="no, two")
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="transport", reason="a lane")
    sweep(days_later(harbour, clock.due_at, 1))
    assert [step for step, _ in steps(case)] == ["notice", "urge"]
    assert running(case).unit.code == "transport"


def _another(do, case) -> Case:
    said = {"channel": "web", "words": "the same hole from the other side", "category_code": "roads.surface.pothole"}
    later = case.opened_at + timedelta(minutes=30)
    return actions.receive(actor=citizen("harbour"), now=later, latitude=50.15, longitude=10.05, **said).case


@pytest.mark.django_db
def test_a_closed_case_rings_no_more(accepted, do, sweep, harbour):
    ends = running(accepted).due_at
    do(accepted, "hotline-dispatcher", "merge", into=_another(do, accepted).number, reason="the same")
    sweep(days_later(harbour, ends, 20))
    assert steps(accepted) == []


@pytest.mark.django_db
def test_the_steps_of_a_case_can_be_rebuilt_from_its_entries(accepted, harbour, sweep):
    sweep(days_later(harbour, running(accepted).due_at, 12))
    accepted.refresh_from_db()
    assert queries.replay(accepted).fits


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_every_step_once(report, monkeypatch):
    """Both read the same list of clocks before either takes a step; a case's lock and the step decide."""
    cases = [report(words=f"hole number {n}") for n in range(6)]
    late = max(case.due_at for case in cases) + timedelta(minutes=1)
    together, one = threading.Barrier(2), ringing._ring_one
    met = threading.local()

    def wait_for_the_other(*clock):
        if not getattr(met, "once", False):
            met.once = True
            together.wait(timeout=30)
        return one(*clock)

    monkeypatch.setattr(ringing, "_ring_one", wait_for_the_other)
    taken, failed = [], []

    def work() -> None:
        try:
            taken.append(actions.ring(now=late))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert failed == []
    rung = Entry.objects.filter(verb="ring", stream__in=[case.pk for case in cases])
    seen = Counter((e.stream, *json.loads(e.body)["facts"].values()) for e in rung)
    assert set(seen.values()) == {1}
    assert sum(taken) == len(seen) == Clock.objects.filter(case__in=cases, rang_at=late).count() > 6
