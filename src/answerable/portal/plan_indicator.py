"""One indicator in public: who answers, how it stands and why, the chart with its table, and everything around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _

from answerable.organisation.models import Jurisdiction
from answerable.performance.queries.comments import Beside, Comments, comments, linked_complaints, time_to_answer
from answerable.plans import charts
from answerable.plans.charts import Drawing
from answerable.plans.models import Finding, Indicator, Letter, Link, Plan, Target
from answerable.plans.picture import drawing, trend_until
from answerable.plans.queries.days import AsOf, as_of
from answerable.plans.queries.figures import Figure
from answerable.plans.queries.history import history
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.letters import letters_of
from answerable.plans.queries.plans import get_plan
from answerable.plans.queries.series import Point, Series, series
from answerable.plans.queries.tasks import TaskLine, task_lines
from answerable.plans.sentences.steps import explanation
from answerable.portal.plan_history import Told, told
from answerable.portal.plan_strip import PlanStrip, strip_of
from answerable.portal.plan_words import finding_words, why_unknown, within_words
from answerable.reviews.models import AgendaItem
from answerable.rules.forecasts import Forecast
from answerable.rules.problems import NotFound, Problem


@dataclass(frozen=True)
class IndicatorPage:
    """Everything the page of an indicator shows, as known on a day."""

    plan: Plan
    as_of: AsOf
    series: Series
    strip: PlanStrip
    finding: str
    steps: list[str]
    original_steps: list[str]
    trend_steps: list[str]
    promised_steps: list[str]
    picture: str
    drawing: Drawing
    until: date | None
    totals: bool
    targets: list[Target]
    history: list[Told]
    letters: list[Letter]
    tasks: list[TaskLine]
    findings: list[Finding]
    decisions: list[AgendaItem]
    items: list[Link]
    comments: Comments | None
    answer_within: str
    beside: Beside | None

    @property
    def figure(self) -> Figure:
        return self.series.figure

    @property
    def simulated(self) -> bool:
        return self.plan.simulated or self.figure.simulated

    @property
    def observed(self) -> list[Point]:
        """Periods about which anything is known, the newest first."""
        return [point for point in reversed(self.series.points) if point.state]

    @property
    def hollow(self) -> bool:
        """Whether any dot of the chart is drawn hollow."""
        return any(dot.state in charts.OPEN_STATES for dot in self.drawing.observed)

    @property
    def forecasts(self) -> list[tuple[str, date, Forecast]]:
        """What the chart draws beyond the newest figure, for the table: its name, its day and its numbers."""
        due = self.figure.target.due_on if self.figure.target is not None else None
        rows = (
            (_("trend"), self.until, self.figure.assessment.trend, self.drawing.trend),
            (_("promised by the tasks"), due, self.figure.bottom_up, self.drawing.promised),
        )
        return [(name, on, found) for name, on, found, drawn in rows if drawn and on is not None and found is not None]

    @property
    def gaps(self) -> list[Point]:
        """Periods that are over and of which nothing is known."""
        day = self.as_of.day
        return [point for point in self.series.points if not point.state and point.period.last_day < day]


def indicator_page(jurisdiction: Jurisdiction, code: str, key: str, wish: str, *, now: datetime) -> IndicatorPage:
    """NotFound for a draft, and for what the plan does not have."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    day = as_of(jurisdiction, wish, now=now)
    found = series(plan, key, as_of=day.at)
    if found is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "indicator"}))
    figure, row = found.figure, found.figure.indicator
    found_in = figure.assessment
    targets = list(row.targets.filter(recorded_at__lte=day.at).select_related("change").order_by("number"))
    tasks = [] if day.past else [task.code for task in row.tasks.order_by("sequence", "code")]
    lines = task_lines(plan, today=today_of(plan, now), now=now, codes=tasks) if tasks else []
    drawn = drawing(found)
    return IndicatorPage(
        plan=plan, as_of=day, series=found, strip=strip_of(plan, figure, now=day.at), finding=finding_words(figure),
        steps=explanation(figure.status.steps) or why_unknown(figure),
        original_steps=explanation(found_in.original.steps) if figure.changed else [],
        trend_steps=explanation(found_in.trend.steps) if found_in.trend else [],
        promised_steps=explanation(figure.bottom_up.steps) if figure.bottom_up else [],
        picture=charts.svg(drawn, width=720, height=300), drawing=drawn, until=trend_until(found),
        totals=figure.is_total, targets=targets,
        history=told(history(plan, row, as_of=day.at), figure), letters=letters_of(row.pk, as_of=day.at), tasks=lines,
        findings=_findings(figure, day.at), decisions=_decisions(plan, row.code, day.at),
        items=_items(row, day.at),
        comments=None if day.past else _comments(plan).get(row.code),
        answer_within=within_words(time_to_answer(jurisdiction)),
        beside=linked_complaints(plan, {row.pk: figure}, as_of=day.at).get(row.pk),
    )  # fmt: skip


def _comments(plan: Plan) -> dict[str, Comments]:
    """Counted at most once a minute."""
    key = f"portal_plan_comments:{plan.pk}"
    kept: dict[str, Comments] | None = cache.get(key)
    if kept is None:
        kept = comments(plan)
        cache.set(key, kept, 60)
    return kept


def _items(row: Indicator, at: datetime) -> list[Link]:
    """What it was linked to at an instant."""
    held = Link.objects.filter(Q(removed_at=None) | Q(removed_at__gt=at), indicator=row, linked_at__lte=at)
    return list(held.select_related("item"))


def _findings(figure: Figure, at: datetime) -> list[Finding]:
    """What evaluations closed by an instant found about it, as it stood then; open ones are not public."""
    rows = Finding.objects.filter(indicator=figure.indicator, evaluation__closed_at__lte=at, found_at__lte=at)
    related = ("evaluation", "contributor", "answered_by", "follow_up_post__unit", "change")
    found = list(rows.select_related(*related).order_by("-found_at"))
    for finding in found:
        if finding.answered_at is not None and finding.answered_at > at:
            finding.answer = ""
    return found


def _decisions(plan: Plan, code: str, at: datetime) -> list[AgendaItem]:
    """What reviews reported by an instant said and decided about it."""
    rows = AgendaItem.objects.filter(review__plan=plan, review__state="reported", key=code, dropped_at=None)
    rows = rows.filter(review__reported_at__lte=at).exclude(decision=None, said="")
    return list(rows.select_related("review", "decision__owner__unit").order_by("-review__held_at", "number"))
