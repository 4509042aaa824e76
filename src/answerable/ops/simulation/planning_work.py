"""Letters, tasks, milestones and hand-offs of the plan of an invented city, each by whoever's turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from answerable.ops.simulation.planning_stage import OFFICE, Stage
from answerable.plans.actions import handoffs
from answerable.plans.actions.letters import accept_letter, issue_letter, issue_letters, object_letter
from answerable.plans.actions.schedule import run_schedule, take_baseline
from answerable.plans.actions.submissions import accept_task, return_task, submit_task
from answerable.plans.actions.tasks import edit_task, start_task
from answerable.plans.models import Indicator, Letter, Task
from answerable.plans.queries.answering import answering

UNREAD, OBJECTED = 9, 13  # every so manieth letter is not answered yet; one is objected to


class Fate(NamedTuple):
    """What becomes of a task, in days after its due date: handed in, sent back, handed in again, accepted."""

    submitted: int
    returned: int | None = None
    again: int | None = None
    accepted: int | None = None


MOVED = "western-tender"  # its date is moved, and shown beside the first one
FATES = {
    "light-first": Fate(-4, accepted=12), "law-consult": Fate(6, 14, 32, 40), "western-route": Fate(12, accepted=26),
    "law-bill": Fate(60, 75), "hydrogen": Fate(130, 150), "light-works": Fate(60), "light-second-half": Fate(-3, 9, 45),
}  # fmt: skip


class Ask(NamedTuple):
    """A hand-off: the task that needs it, by whom, and days before the end: asked, promised for, given, accepted."""

    task: str
    giver: str
    asked: int
    promised: int | None
    given: int | None = None
    accepted: int | None = None


ASKS = (
    Ask("western-tender", "devb-head", 300, 160, 120, 116),
    Ask("western-tender", "devb-head", 200, 60),
    Ask("light-third", "devb-head", 240, 90, 92, 88),
    Ask("light-second", "tlb-head", 150, 30),
    Ask("hydrogen", "doj-head", 260, 170, 130, 126),
    Ask("resumption", "hb-head", 90, -60),
    Ask("law", "doj-head", 120, 70, 73, 70),
    Ask("northern-link", "devb-head", 40, None),
)


def letters(stage: Stage) -> int:
    """Issue the letters; most heads accept within weeks, one objects and is answered, a few have not yet."""
    issued = issue_letters(actor=stage.by(OFFICE), now=stage.at(458), plan_code=stage.code)
    for number, letter in enumerate(issued, 1):
        head = letter.accountability.post.code
        if not stage.able(head):
            continue
        at = stage.at(455 - 3 * (number % 8))
        if number == OBJECTED:
            object_letter(actor=stage.by(head), now=at, key=letter.pk, words=stage.say("objection"))
            letter = _answered(stage, letter)
            at = stage.at(425)
        if number % UNREAD:
            accept_letter(actor=stage.by(head), now=at, key=letter.pk)
    return len(issued)


def _answered(stage: Stage, letter: Letter) -> Letter:
    """A new letter answers an objection."""
    held = letter.accountability
    work = Indicator if held.noun == "indicator" else Task
    code = work.objects.get(pk=held.subject).code
    return issue_letter(
        actor=stage.by(OFFICE), now=stage.at(430), plan_code=stage.code, noun=held.noun, code=code, duty=letter.duty,
        deadline=letter.deadline, standard=letter.standard, limits=stage.say("limits"),
    )  # fmt: skip


def work(stage: Stage) -> None:
    """Tasks begin and some end; hand-offs are asked, promised, given and late; the schedule is computed."""
    for task in Task.objects.filter(plan=stage.plan).order_by("due_on", "code"):
        _task(stage, task)
    for place, ask in enumerate(ASKS):
        _ask(stage, ask, stage.text("handoff", place))
    handoffs.ring_late_handoffs(now=stage.at(20))
    _move(stage)
    run_schedule(actor=stage.by(OFFICE), now=stage.at(1), plan_code=stage.code, runs=1000)


def _move(stage: Stage) -> None:
    """The office moves one date, with the reason, and takes a picture of all dates again; the first ones stay."""
    task = Task.objects.filter(plan=stage.plan, code=MOVED, state__in=("planned", "started")).first()
    if task is None or task.due_on is None:
        return
    edit_task(
        actor=stage.by(OFFICE), now=stage.at(70), plan_code=stage.code, code=MOVED,
        due_on=task.due_on + timedelta(days=92), words=stage.say("moved"),
    )  # fmt: skip
    take_baseline(
        actor=stage.by(OFFICE), now=stage.at(69), plan_code=stage.code, name=stage.say("baseline"),
        reason=stage.say("moved"),
    )  # fmt: skip


def _owner(stage: Stage, task: Task) -> str:
    answers = answering(stage.town.jurisdiction, [task.pk], now=stage.until).get(task.pk)
    return answers.post.code if answers and stage.able(answers.post.code) else ""


def _task(stage: Stage, task: Task) -> None:
    owner, begun = _owner(stage, task), stage.at(445)
    if not owner or task.due_on is None:
        return
    starts = task.starts_on
    if starts is not None and stage.on(starts) < stage.until:
        start_task(
            actor=stage.by(owner), now=max(begun, stage.on(starts)), plan_code=stage.code, code=task.code,
            started_on=starts,
        )  # fmt: skip
    fate = FATES.get(task.code)
    if fate is not None and task.acceptor is not None:
        for verb, at in _in_time(stage, fate, task.due_on, begun):
            _act(stage, verb, task, owner, at)


def _in_time(stage: Stage, fate: Fate, due_on: date, begun: datetime) -> Iterator[tuple[str, datetime]]:
    """The acts that fall before the end; what fell before the plan was brought in is made up for after it."""
    late = max(begun - stage.on(due_on + timedelta(days=fate.submitted)), timedelta(0)) + timedelta(days=1)
    for verb, days in zip(("submit", "return", "submit", "accept"), fate, strict=True):
        if days is not None:
            at = stage.on(due_on + timedelta(days=days)) + (late if late > timedelta(days=1) else timedelta(0))
            if at >= stage.until:
                return
            yield verb, at


def _act(stage: Stage, verb: str, task: Task, owner: str, at: datetime) -> None:
    code = task.code
    assert task.acceptor is not None
    if verb == "submit":
        papers = stage.paper(f"{task.code}-{at:%Y%m%d}")
        begun = stage.day(at) if task.starts_on is None else None
        submit_task(
            actor=stage.by(owner), now=at, plan_code=stage.code, code=code, words=stage.say("submitted"),
            uploads=papers, started_on=begun,
        )  # fmt: skip
    elif verb == "return":
        words = stage.say("returned")
        return_task(actor=stage.by(task.acceptor.code), now=at, plan_code=stage.code, code=code, words=words)
    else:
        words = stage.say("accepted")
        accept_task(actor=stage.by(task.acceptor.code), now=at, plan_code=stage.code, code=code, words=words)


def _ask(stage: Stage, ask: Ask, what: str) -> None:
    task = Task.objects.filter(plan=stage.plan, code=ask.task).exclude(state__in=("accepted", "cancelled")).first()
    owner = _owner(stage, task) if task is not None else ""
    if task is None or not owner or not stage.able(ask.giver) or owner == ask.giver:
        return
    asked = stage.at(ask.asked)
    row = handoffs.ask_handoff(
        actor=stage.by(owner), now=asked, plan_code=stage.code, code=ask.task, what=what, giver=ask.giver
    )  # fmt: skip
    giver = stage.by(ask.giver)
    if ask.promised is not None:
        day = stage.day(stage.until - timedelta(days=ask.promised))
        handoffs.promise_handoff(actor=giver, now=asked + timedelta(days=5), number=row.number, promised_on=day)
    if ask.given is not None:
        handoffs.give_handoff(actor=giver, now=stage.at(ask.given), number=row.number)
    if ask.accepted is not None:
        handoffs.accept_handoff(actor=stage.by(owner), now=stage.at(ask.accepted), number=row.number)
