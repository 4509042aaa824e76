"""What is done about a plan, in public: tasks and nodes, letters, changes of targets, evaluations, items, reviews."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import get_language

from answerable.organisation.models import LANGUAGE_SUFFIX, Jurisdiction, Post
from answerable.plans.models import Indicator, IndicatorVersion, Letter, Plan
from answerable.plans.queries.calendar import CalendarNode, nodes
from answerable.plans.queries.changes import ChangePage, change_page, changes_of
from answerable.plans.queries.evaluations import EvaluationPage, evaluations_of, get_evaluation
from answerable.plans.queries.gaps import GapLine, gaps_of
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.items import Links, links_of
from answerable.plans.queries.letters import public_letters
from answerable.plans.queries.meanings import indicator_names
from answerable.plans.queries.plans import get_plan
from answerable.plans.queries.schedule import Bar, Chart, chart
from answerable.plans.queries.tasks import TaskLine, lines_of_year, task_lines
from answerable.reviews.models import Review
from answerable.reviews.queries import Report, get_review, report, reviews_of, upcoming

PER_PAGE = 50
COMING = 10
DRAWN = 300  # a plan with more tasks is listed and not drawn
FINER = dict.fromkeys(("no_targets_by_year", "no_targets_by_quarter", "no_targets_by_month"), "not_broken_down")
MARKS = ("late", "at_risk", "waits_for_acceptance", "on_time", "undated", "done_late", "done", "cancelled")


@dataclass(frozen=True)
class TasksPage:
    """The tasks of a plan, a page at a time; `bars` by code where it is drawn. `counts` by mark, worst first.

    `acceptor` accepts most of them; `names` of indicators by key.
    """

    plan: Plan
    mark: str
    counts: list[tuple[str, int]]
    page: Page[TaskLine]
    chart: Chart | None
    bars: dict[str, Bar]
    overdue: list[CalendarNode]
    coming: list[CalendarNode]
    acceptor: Post | None
    names: dict[Any, str]


def tasks_page(jurisdiction: Jurisdiction, code: str, data: QueryDict, *, now: datetime) -> TasksPage:
    """Every task with who answers and who accepts; `mark` narrows the list."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    today, mark = today_of(plan, now), data.get("mark", "")[:40]
    drawn = chart(plan, today=today, now=now) if 0 < plan.tasks.count() <= DRAWN else None
    lines = [bar.line for bar in drawn.bars] if drawn else task_lines(plan, today=today, now=now)
    lines += lines_of_year(plan, today=today, now=now)
    counts = Counter(line.mark for line in lines)
    shown = [line for line in lines if not mark or line.mark == mark]
    page: Page[TaskLine] = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    dated = nodes(plan, today=today, now=now, handoffs=False)
    return TasksPage(
        plan, mark, [(name, counts[name]) for name in MARKS if counts[name]], page, drawn,
        {bar.line.task.code: bar for bar in drawn.bars} if drawn else {},
        [node for node in dated if node.due_on < today], [node for node in dated if node.due_on >= today][:COMING],
        _mostly(lines), indicator_names(plan),
    )  # fmt: skip


def _mostly(lines: list[TaskLine]) -> Post | None:
    """Who accepts most of the tasks: said once above the list, and in a row only where another does."""
    counts = Counter(line.task.acceptor for line in lines if line.task.acceptor)
    return counts.most_common(1)[0][0] if counts else None


@dataclass(frozen=True)
class Listed:
    """A plan with a list of something of it; `more` is what else its page shows."""

    plan: Plan
    rows: Any
    more: Any = None


@dataclass(frozen=True)
class LettersPage:
    """Whose letters there are: names of subjects, heads with their number, the one asked for, how many wait."""

    names: dict[Any, str]
    heads: list[tuple[Post, int]]
    post: str
    total: int
    waiting: int


def letters_page(jurisdiction: Jurisdiction, code: str, data: QueryDict, *, now: datetime) -> Listed:
    """The newest letter of every subject somebody answers for, not accepted ones first; `post` narrows it."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    rows = sorted(public_letters(plan), key=lambda letter: letter.accepted_at is not None)
    counts = Counter(letter.accountability.post for letter in rows)
    heads = sorted(counts.items(), key=lambda head: (head[0].unit.code, head[0].code))
    wish = data.get("post", "")
    shown = [letter for letter in rows if wish in ("", letter.accountability.post.code)]
    page: Page[Letter] = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    names = subject_names(plan, [letter.accountability.subject for letter in page.object_list])
    waiting = sum(letter.accepted_at is None for letter in rows)
    return Listed(plan, page, LettersPage(names, heads, wish, len(rows), waiting))


def subject_names(plan: Plan, keys: list[Any]) -> dict[Any, str]:
    """The name of each element, indicator or task."""
    found: dict[Any, str] = {row.pk: row.name for row in plan.elements.filter(pk__in=keys)}
    found |= {row.pk: row.name for row in plan.tasks.filter(pk__in=keys)}
    held = IndicatorVersion.objects.filter(indicator__in=keys, until=None)
    return found | {row.indicator_id: row.name for row in held}


def units_of(keys: list[Any]) -> dict[Any, str]:
    """The unit of each indicator, in the reader's language."""
    column = f"unit_{LANGUAGE_SUFFIX.get(get_language() or 'en', 'en')}"
    return dict(IndicatorVersion.objects.filter(indicator__in=keys, until=None).values_list("indicator", column))


def changes_page(jurisdiction: Jurisdiction, code: str, *, now: datetime) -> Listed:
    """Every change of a target that was asked for, the newest first, with the way it went."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    rows: list[ChangePage] = [change_page(row, actor=None, now=now) for row in changes_of(plan)]
    keys = [row.change.indicator_id for row in rows]
    return Listed(plan, rows, (subject_names(plan, keys), units_of(keys)))


def evaluations_page(jurisdiction: Jurisdiction, code: str, *, now: datetime) -> Listed:
    """Every evaluation; what it found once it is closed."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    rows: list[EvaluationPage] = [get_evaluation(jurisdiction, None, row.pk, now=now) for row in evaluations_of(plan)]
    keys = [shown.finding.indicator_id for row in rows for shown in row.findings or () if shown.finding.indicator_id]
    return Listed(plan, rows, subject_names(plan, keys))


def items_page(jurisdiction: Jurisdiction, code: str, *, now: datetime) -> Listed:
    """Items of the Policy Address and budget lines with what carries them out, and what has no link, both ways."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    found: Links = links_of(plan, now=now)
    without: list[Indicator] = list(found.indicators_without_item)
    linked = [link.indicator_id for one in found.linked for link in one.links if link.indicator_id]
    return Listed(plan, found, subject_names(plan, [*linked, *(row.pk for row in without)]))


def gaps_page(jurisdiction: Jurisdiction, code: str, *, now: datetime) -> Listed:
    """What the plan leaves open, by what is missing: first what bars publication, then what is missing most often."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    by: dict[str, dict[Any, GapLine]] = {}
    for line in _gaps(plan, now):
        by.setdefault(FINER.get(line.gap.code, line.gap.code), {}).setdefault(line.subject, line)
    groups = [(kind, list(of.values())) for kind, of in by.items()]
    groups.sort(key=lambda group: (not any(line.bars for line in group[1]), -len(group[1])))
    return Listed(plan, groups, sum(len(of) for _, of in groups))


def _gaps(plan: Plan, now: datetime) -> list[GapLine]:
    """Looked for at most once a minute: a large plan has thousands of places to look at."""
    key = f"portal_plan_gaps:{plan.pk}:{plan.version}:{get_language()}"
    kept: list[GapLine] | None = cache.get(key)
    if kept is None:
        kept = gaps_of(plan, now=now).lines
        cache.set(key, kept, 60)
    return kept


@dataclass(frozen=True)
class ReviewsPage:
    """Reviews of a plan (None: of all plans, and the joint ones): reported ones, and those to come."""

    plan: Plan | None
    reported: list[Review]
    coming: list[Review]


def reviews_page(jurisdiction: Jurisdiction, code: str, *, now: datetime) -> ReviewsPage:
    """Of one plan, or for an empty code all."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code) if code else None
    today = today_of(plan, now) if plan else now.date()
    return ReviewsPage(
        plan, reviews_of(jurisdiction, None, plan=plan), upcoming(jurisdiction, since=today, plan=plan)
    )  # fmt: skip


def review_report(jurisdiction: Jurisdiction, number: str, *, now: datetime) -> Report:
    """The report of a review that was reported; NotFound before."""
    return report(get_review(jurisdiction, None, number, now=now).review, now=now)
