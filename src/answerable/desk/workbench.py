"""The workbench of a post: what plans expect of it and by when, first; then its indicators, tasks and hand-offs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.desk.plan_forms_figures import open_notice
from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Plan
from answerable.plans.models.accountability import ACCOUNTABLE, STEWARD
from answerable.plans.queries import evaluations, handoffs, letters, mine, schedule, tasks
from answerable.plans.queries.changes import STEPS, verbs_of
from answerable.plans.queries.handoffs import HandOffLine
from answerable.plans.queries.mine import MyFigure
from answerable.plans.queries.tasks import TaskLine
from answerable.plans.sentences.steps import period_words
from answerable.reviews import queries as reviews
from answerable.rules.access import Actor
from answerable.whistles import plan_subjects

SOON = timedelta(days=31)
FEW = 3


@dataclass(frozen=True)
class Expected:
    """One thing that is expected of me: what, on what, by when (None: as soon as I can), and where to do it."""

    what: str
    about: str
    href: str
    due_on: date | None = None


@dataclass
class Mover:
    """What would move me most in one plan: critical tasks of mine, and waits that could go."""

    plan: Plan
    critical: list[Any]
    savings: list[Any]
    finish: date


@dataclass
class Workbench:
    """Everything of one post, over all plans. `expected` is in the order of its days."""

    today: date
    expected: list[Expected] = field(default_factory=list)
    figures: list[MyFigure] = field(default_factory=list)
    tasks: list[TaskLine] = field(default_factory=list)
    owed: list[HandOffLine] = field(default_factory=list)
    awaited: list[HandOffLine] = field(default_factory=list)
    suggestions: list[Any] = field(default_factory=list)
    changes: list[Any] = field(default_factory=list)
    letters: list[tuple[Any, str]] = field(default_factory=list)
    drafts: list[Plan] = field(default_factory=list)
    movers: list[Mover] = field(default_factory=list)
    late: int = 0

    @property
    def empty(self) -> bool:
        return not any((self.drafts, self.expected, self.figures, self.tasks, self.owed, self.awaited, self.changes))


def workbench(actor: Actor, city: Jurisdiction, *, now: datetime) -> Workbench:
    """The page of a post: a fixed number of queries for each plan in which it has something."""
    bench = gathered(actor, city, now=now)
    bench.movers = [mover for plan in _plans(bench) if (mover := _mover(plan, actor, bench.today, now)) is not None]
    return bench


def gathered(actor: Actor, city: Jurisdiction, *, now: datetime) -> Workbench:
    """What is expected, without what would move most, which takes a computation of each schedule.

    A draft binds nobody yet: of drafts only the letters wait, and the page names them.
    """
    today = timezone.localtime(now).date()
    figures, work = mine.my_figures(actor, city, now=now), tasks.mine(actor, today=today, now=now)
    waiting = letters.letters_waiting(actor, now=now)
    names = mine.letter_names(waiting)
    bench = Workbench(
        today=today, figures=[one for one in figures if one.plan.state == "published"],
        tasks=[line for line in work if line.task.plan.state == "published"],
        owed=handoffs.owed_by(actor, today=today), awaited=handoffs.owed_to(actor, today=today),
        suggestions=plan_subjects.suggestions(actor, now=now),
        changes=mine.changes_under_way(actor, city, now=now),
        letters=[(letter, names[letter.pk]) for letter in waiting],
        drafts=list({one.plan.pk: one.plan for one in figures if one.plan.state == "draft"}.values()),
    )  # fmt: skip
    sources = (_letters, _notices, _figures, _tasks, _accept, _handoffs, _batches, _changes, _reviews, _evaluations)
    found = [one for source in sources for one in source(actor, bench, now)]
    bench.expected = sorted(found, key=lambda one: (one.due_on or today, one.what))
    bench.late = sum(one.due_on is not None and one.due_on < today for one in found)
    return bench


def _letters(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    """A few letters stand one by one; many as one line that leads to their list."""
    if len(bench.letters) > FEW:
        what = _("Accept or object to %(n)d letters of responsibility") % {"n": len(bench.letters)}
        yield Expected(what, _("the list stands below"), "#letters")
        return
    for letter, name in bench.letters:
        what = _("Accept or object to the letter of responsibility")
        yield Expected(what, name, reverse("desk:plan-letter", args=[letter.pk]))


def _notices(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for one in bench.figures:
        notice = open_notice(one.figure)
        if notice is not None and ACCOUNTABLE in one.kinds:
            due = timezone.localtime(notice.due_at).date()
            yield Expected(_("Answer the lag notice"), one.figure.name, f"{indicator_page(one)}?act=answer_lag_notice",
                           due)  # fmt: skip


def _figures(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for one in bench.figures:
        soon = one.due_on is not None and one.due_on <= bench.today + SOON and not one.figure.meaning.source
        if STEWARD in one.kinds and soon and one.next_period is not None and one.next_period.last_day < bench.today:
            what = _("Record the figure of %(period)s") % {"period": period_words(one.next_period)}
            yield Expected(what, one.figure.name, f"{indicator_page(one)}?act=observe", one.due_on)


def _tasks(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for line in bench.tasks:
        task = line.task
        if task.state in ("planned", "started") and task.due_on is not None and task.due_on <= bench.today + SOON:
            yield Expected(_("Hand in what was done"), task.name, task_page(line), task.due_on)


def _accept(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for line in tasks.to_accept(actor, today=bench.today, now=now):
        yield Expected(_("Accept it or send it back"), line.task.name, task_page(line), bench.today)


def _handoffs(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for line in bench.owed:
        row = line.row
        if line.state in ("asked", "promised", "returned"):
            what = _("Promise a day for a hand-off") if line.state == "asked" else _("Hand over what was promised")
            yield Expected(what, row.what, reverse("desk:plan-handoff", args=[row.number]), row.promised_on)
    for line in bench.awaited:
        if line.state == "given":
            what = _("Accept what was handed over, or send it back")
            yield Expected(what, line.row.what, reverse("desk:plan-handoff", args=[line.row.number]), bench.today)


def _batches(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    kept = [one.figure.indicator for one in bench.figures if STEWARD in one.kinds]
    names = {one.figure.indicator.pk: one.figure.name for one in bench.figures}
    for batch in mine.batches_waiting(kept):
        href = reverse("desk:plan-batch", args=[batch.pk])
        yield Expected(_("Look at figures that came in"), names.get(batch.indicator_id, ""), href)


def _changes(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    """For whoever records decisions: the next step of each change; not for its proposer."""
    for change in bench.changes:
        verbs = verbs_of(change, actor, now)
        if change.indicator is None:
            continue
        href = reverse("desk:plan-change", args=[change.number])
        if "make_effective" in verbs:
            yield Expected(_("Bring a change into effect"), change.indicator.code, href)
        elif set(verbs) & set(STEPS):
            yield Expected(_("Record what was decided on a change"), change.indicator.code, href)


def _reviews(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for shown in reviews.decisions_of_post(actor, now=now):
        if shown.verbs:
            row = shown.decision
            yield Expected(_("Carry out a decision of a review"), row.words[:120],
                           f"/desk/reviews/{row.review.number}", row.due_on)  # fmt: skip


def _evaluations(actor: Actor, bench: Workbench, now: datetime) -> Iterator[Expected]:
    for evaluation in evaluations.invited_to(actor, on=bench.today):
        yield Expected(_("Write your findings"), evaluation.title, f"/desk/evaluations/{evaluation.pk}",
                       evaluation.due_on)  # fmt: skip
    unanswered, follow = evaluations.findings_for(actor, now=now)
    for what, rows in ((_("Answer a finding of an evaluation"), unanswered), (_("Follow up a finding"), follow)):
        for row in rows:
            about = row.indicator.code if row.indicator is not None else row.evaluation.plan.name
            yield Expected(what, f"{about}: {row.words[:80]}", f"/desk/evaluations/{row.evaluation_id}",
                           row.follow_up_on)  # fmt: skip


def _plans(bench: Workbench) -> list[Plan]:
    found = {line.task.plan_id: line.task.plan for line in bench.tasks}
    found |= {line.row.plan_id: line.row.plan for line in bench.owed}
    return [plan for plan in found.values() if plan.state == "published"]


def _mover(plan: Plan, actor: Actor, today: date, now: datetime) -> Mover | None:
    """Computed on the dates as they stand: what of mine may not be late, and what working at once would save."""
    path = schedule.critical_path(plan, status_on=today, now=now)
    critical = [line for line in path.lines if line.critical and line.post is not None and line.post.code == actor.post]
    both = schedule.serial_to_parallel(plan, status_on=today, now=now)
    savings = [
        line
        for line in both.alone
        if actor.post in (line.giving and line.giving.code, line.waiting and line.waiting.code)
    ]
    return Mover(plan, critical[:5], savings[:5], path.finish) if critical or savings else None


def indicator_page(one: MyFigure) -> str:
    return reverse("desk:plan-indicator", args=[one.plan.code, one.figure.code])


def task_page(line: TaskLine) -> str:
    return reverse("desk:plan-task", args=[line.task.plan.code, line.task.code])
