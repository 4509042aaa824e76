"""MSPDI against the published schema, and a real file of another program read, computed and written again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
import xmlschema

from answerable.plans.exchange import mspdi
from answerable.plans.exchange.schedule_network import axes_of_document, network_of_document
from answerable.rules.network_axis import clock_minute, clock_time
from answerable.rules.network_calendars import schedule_on
from tests.plans.exchange.test_mspdi import FULL

from .shared_plans import PLANS, there

pytestmark = [pytest.mark.peer, there("mspdi_pj12_assembled.xsd", "reliable_construction.mspdi.xml")]
FIXTURE = PLANS / "reliable_construction.mspdi.xml"
LATER = {"Active", "Manual"}  # elements that came after the published schema


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(PLANS / "mspdi_pj12_assembled.xsd", validation="lax")


def faults(document) -> list[str]:
    body = mspdi.write(document, mspdi.PUBLISHED_NAMESPACE).decode()
    return [f"{error.path}: {error.reason}" for error in schema().iter_errors(body)]


def test_the_file_reads_without_a_line_in_the_report():
    document, report = mspdi.read(FIXTURE.read_bytes())
    assert list(report) == []
    assert len(document.tasks) == 14
    assert sum(len(task.links) for task in document.tasks) == 16
    assert {(baseline.number, task.uid) for task in document.tasks for baseline in task.baselines} == {
        (0, uid) for uid in range(1, 15)
    }


def test_what_is_written_again_reads_the_same_and_is_valid():
    document, _ = mspdi.read(FIXTURE.read_bytes())
    assert mspdi.read(mspdi.write(document))[0] == document
    assert faults(document) == []


def test_a_schedule_with_everything_is_valid_but_for_what_came_after_the_schema():
    plain = replace(FULL, tasks=tuple(replace(task, inactive=False, manual=False) for task in FULL.tasks))
    assert faults(plain) == []
    assert {fault for fault in faults(FULL) if not any(name in fault for name in LATER)} == set()
    assert faults(FULL) != []


def test_our_dates_are_those_the_file_states():
    document, _ = mspdi.read(FIXTURE.read_bytes())
    network = network_of_document(document)
    found = schedule_on(network, axes_of_document(document, network), clock_minute(document.start))
    assert clock_time(found.finish) == document.finish == datetime(2026, 11, 6, 17)
    for number, task in enumerate(document.tasks):
        assert clock_time(int(found.early_start[number])) == task.start
        assert clock_time(int(found.early_finish[number])) == task.finish
    assert found.critical() == ["1", "2", "3", "5", "6", "10", "12", "14"]  # A B C E F J L N
