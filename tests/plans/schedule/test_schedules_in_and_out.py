"""A schedule from a file becomes tasks that a post answers for, and goes back out with links, lags and baselines."""

from __future__ import annotations

import tarfile
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from answerable.ops.importing.schedules import schedule as schedule_command
from answerable.plans.actions.schedules_in import store_schedule
from answerable.plans.exchange import mspdi, psplib
from answerable.plans.exchange.schedule_document import (
    ScheduleBaseline,
    ScheduleDocument,
    ScheduleLink,
    ScheduleResource,
    ScheduleTask,
)
from answerable.plans.models import Dependency, Task
from answerable.plans.queries.answering import answering
from answerable.plans.queries.plan_network import network_of_plan
from answerable.plans.queries.schedule_out import schedule_document
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.schedule.conftest import code

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "plans"
DAY = 480


def at(day, hour=9):
    return datetime.combine(day, time(hour))


DOCUMENT = ScheduleDocument(
    name="harbour wall", start=at(date(2026, 3, 2)),
    tasks=(
        ScheduleTask(1, "Wall", "1", summary=True, duration=30 * DAY),
        ScheduleTask(2, "Dig", "1.1", 2, 10 * DAY, start=at(date(2026, 3, 2)), finish=at(date(2026, 3, 13), 17),
                     constraint="start_not_earlier", constraint_date=at(date(2026, 3, 2)),
                     baselines=(ScheduleBaseline(0, at(date(2026, 3, 2)), at(date(2026, 3, 13), 17)),)),
        ScheduleTask(3, "Pour", "1.2", 2, 20 * DAY, links=(ScheduleLink(2, "FS", -2 * DAY),),
                     constraint="must_finish_on", constraint_date=at(date(2026, 9, 1))),
        ScheduleTask(4, "Opened", "2", 1, 0, milestone=True, links=(ScheduleLink(3, "FF", DAY),),
                     deadline=at(date(2026, 12, 1))),
        ScheduleTask(5, "Old idea", "3", inactive=True),
    ),
    resources=(ScheduleResource(1, "Excavator"),),
)  # fmt: skip


@pytest.fixture
def store(plan, actor, now):
    """store(document) -> what was stored, by the committee's secretary, answered for by works."""

    def act(document=DOCUMENT, who="planning-secretary", owner="works-head", acceptor="planning-reviewer", prefix="W-"):
        return store_schedule(
            actor=actor(who), now=now, plan_code=plan.code, document=document, owner=owner, acceptor=acceptor,
            prefix=prefix,
        )  # fmt: skip

    return act


def test_tasks_links_and_baselines_come_in_and_everything_else_is_said(store, plan, harbour, now):
    stored = store()
    assert (stored.tasks, stored.dependencies, stored.baselines) == (4, 2, 1)
    rows = {row.code: row for row in Task.objects.filter(code__startswith="W-")}
    assert {key: row.kind for key, row in rows.items()} == {
        "W-1": "task", "W-2": "task", "W-3": "task", "W-4": "milestone",
    }  # fmt: skip
    assert rows["W-3"].parent_id == rows["W-1"].pk
    assert (rows["W-2"].duration_days, rows["W-4"].due_on) == (10, date(2026, 12, 1))
    held = answering(harbour, [row.pk for row in rows.values()], now=now)
    assert {answers.post.code for answers in held.values()} == {"works-head"}
    assert len(held) == 4
    links = Dependency.objects.filter(before__in=rows.values())
    assert {(link.before.code, link.after.code, link.kind, link.lag_days) for link in links} == {
        ("W-2", "W-3", "FS", Decimal(-2)), ("W-3", "W-4", "FF", Decimal(1)),
    }  # fmt: skip
    assert plan.baselines.get(number=2).dates == {"W-2": ["2026-03-02", "2026-03-13"]}
    assert stored.report.counts == {
        "schedule_line_inactive": 1, "schedule_line_constraint": 1, "schedule_line_resources": 1,
        "schedule_line_day": 1,
    }  # fmt: skip


def test_what_a_file_says_is_finished_still_waits_for_somebody_to_accept_it(store):
    done = ScheduleTask(
        7, "Survey", "1", 1, 5 * DAY, actual_start=at(date(2026, 3, 2)), actual_finish=at(date(2026, 3, 6), 17)
    )
    stored = store(replace(DOCUMENT, tasks=(done,), resources=()))
    row = Task.objects.get(code="W-7")
    assert (row.state, row.started_on, row.finished_on, row.remaining_days) == ("started", date(2026, 3, 2), None, 0)
    assert "schedule_line_done" in stored.report.counts


def test_a_cycle_in_a_file_is_refused_with_the_cycle_and_nothing_is_stored(store):
    round_and_round = (
        ScheduleTask(1, "A", "1", 1, DAY, links=(ScheduleLink(2),)),
        ScheduleTask(2, "B", "2", 1, DAY, links=(ScheduleLink(1),)),
    )
    with pytest.raises(Refused) as raised:
        store(ScheduleDocument(tasks=round_and_round))
    assert code(raised) == ["network_cycle"]
    assert not Task.objects.filter(code__startswith="W-").exists()


def test_a_file_needs_an_owner_and_another_acceptor_and_comes_once(store):
    with pytest.raises(Refused) as raised:
        store(owner="works-head", acceptor="works-head")
    assert code(raised) == ["schedule_needs_owner"]
    with pytest.raises(NotAllowed):
        store(who="works-head")
    store()
    with pytest.raises(Refused) as raised:
        store()
    assert code(raised) == ["schedule_has_tasks"]


def test_a_plan_goes_out_as_mspdi_and_is_read_back_the_same(store, plan, promised, now):
    store()
    document = schedule_document(plan, status_on=date(2026, 6, 10), now=now)
    again, _ = mspdi.read(mspdi.write(document))
    tasks = {task.notes.partition("\n")[0]: task for task in again.tasks}
    assert set(tasks) == set(plan.tasks.values_list("code", flat=True))
    assert [(link.kind, link.lag) for link in tasks["W-3"].links] == [("FS", -2 * DAY)]
    assert [(link.kind, link.lag) for link in tasks["W-4"].links] == [("FF", DAY)]
    assert tasks["W-1"].summary
    assert tasks["W-3"].outline.startswith(f"{tasks['W-1'].outline}.")
    assert tasks["W-2"].baselines[0].start.date() == date(2026, 3, 2)
    assert tasks["T-02"].deadline.date() == date(2027, 5, 31)
    assert {task.uid: task.links for task in again.tasks} == {task.uid: task.links for task in document.tasks}
    assert [resource.name for resource in again.resources if resource.uid] == [
        resource.name for resource in document.resources
    ]


@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside this checkout")
def test_a_network_of_psplib_loads_as_tasks_and_is_as_long_as_published(store, plan, now):
    """Of j30: the unit of its durations counts as one working day."""
    with tarfile.open(DATA / "psplib" / "j30.sm.tar.gz") as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith(".sm"))
        content = archive.extractfile(member).read()
    document, _ = psplib.read(content, member.name)
    before = network_of_plan(plan, status_on=plan.starts_on)
    stored = store(replace(document, minutes_per_day=1))
    assert stored.tasks == len(document.tasks)
    network = network_of_plan(plan, status_on=plan.starts_on)
    computed = network.schedule()
    ends = [int(computed.early_finish[n]) for n, key in enumerate(network.network.keys) if key.startswith("W-")]
    assert (max(ends) - network.start) // DAY == psplib.published_length(content)
    assert len(network.tasks) == len(before.tasks) + stored.tasks


@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside this checkout")
def test_a_file_of_a_real_program_loads_and_goes_back_out_with_every_link(store, plan, now):
    document, _ = mspdi.read((DATA / "reliable_construction.mspdi.xml").read_bytes())
    stored = store(document, prefix="R-")
    assert stored.tasks == len([task for task in document.tasks if not task.inactive])
    out = schedule_document(plan, status_on=date(2026, 6, 10), now=now)
    codes = {task.uid: task.notes.partition("\n")[0] for task in out.tasks}
    links = {
        (codes[link.before], codes[task.uid], link.kind) for task in out.tasks for link in task.links
        if codes[task.uid].startswith("R-")
    }  # fmt: skip
    assert links == {(f"R-{link.before}", f"R-{task.uid}", link.kind) for task in document.tasks for link in task.links}


def test_the_command_brings_a_file_in_as_the_committees_coordinator(plan, tmp_path):
    file = tmp_path / "wall.xml"
    file.write_bytes(mspdi.write(DOCUMENT))
    asked = [plan.code, str(file), "--owner", "works-head", "--acceptor", "planning-reviewer", "--prefix", "W-"]
    with translation.override("en"):
        said = CliRunner().invoke(schedule_command, asked)
    assert said.exit_code == 0, said.output
    assert "4 tasks, 2 dependencies, 1 baselines" in said.output
    assert "Old idea is switched off in the file and was left out." in said.output
    with translation.override("en"):
        again = CliRunner().invoke(schedule_command, asked)
    assert again.exit_code == 1
    assert "The file has tasks this plan has too" in again.output


def test_the_command_says_why_it_cannot(plan, tmp_path):
    file = tmp_path / "wall.xml"
    file.write_text("<Project/>")
    asked = [str(file), "--owner", "works-head", "--acceptor", "planning-reviewer"]
    for code_, more in (("NOWHERE", []), (plan.code, ["--by", "nobody"]), (plan.code, [])):
        said = CliRunner().invoke(schedule_command, [code_, *asked, *more])
        assert said.exit_code == 1
        assert said.output.startswith("Error: ")
