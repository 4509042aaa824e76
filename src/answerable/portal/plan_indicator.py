"""One indicator in public: who answers, how it stands and why, the chart with its table, and everything around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.core.cache import cache

from answerable.organisation.models import Jurisdiction
from answerable.performance.queries.comments import Beside, Comments, comments, linked_complaints
from answerable.plans import charts
from answerable.plans.charts import Dot, Drawing
from answerable.plans.models import Finding, Letter, Link, Plan, Target
from answerable.plans.queries.days import AsOf, as_of
from answerable.plans.queries.figures import Figure
from answerable.plans.queries.history import history
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.letters import letters_of
from answerable.plans.queries.plans import get_plan
from answerable.plans.queries.series import Aimed, Point, Series, series
from answerable.plans.queries.tasks import TaskLine, task_lines
from answerable.plans.sentences.steps import explanation
from answerable.portal.plan_history import Told, told
from answerable.portal.plan_strip import PlanStrip, strip_of
from answerable.portal.plan_words import finding_words, is_total, why_unknown
from answerable.reviews.models import AgendaItem
from answerable.rules.measures import Kind
from answerable.rules.plan_periods import Span, containing
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
    totals: bool
    targets: list[Target]
    history: list[Told]
    letters: list[Letter]
    tasks: list[TaskLine]
    findings: list[Finding]
    decisions: list[AgendaItem]
    items: list[Link]
    comments: Comments | None
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
    tasks = [task.code for task in row.tasks.order_by("sequence", "code")]
    lines = task_lines(plan, today=today_of(plan, now), now=now, codes=tasks) if tasks else []
    totals = is_total(figure)
    return IndicatorPage(
        plan=plan, as_of=day, series=found, strip=strip_of(plan, figure, now=day.at), finding=finding_words(figure),
        steps=explanation(figure.status.steps) or why_unknown(figure),
        original_steps=explanation(found_in.original.steps) if figure.changed else [],
        trend_steps=explanation(found_in.trend.steps) if found_in.trend else [],
        promised_steps=explanation(figure.bottom_up.steps) if figure.bottom_up else [],
        picture=charts.svg(drawing(found, totals), width=720, height=300), totals=totals, targets=targets,
        history=told(history(plan, row, as_of=day.at), figure), letters=letters_of(row.pk), tasks=lines,
        findings=_findings(figure), decisions=_decisions(plan, row.code),
        items=list(Link.objects.filter(indicator=row).select_related("item")),
        comments=_comments(plan).get(row.code),
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


def _findings(figure: Figure) -> list[Finding]:
    """What closed evaluations found about it; open ones are not public."""
    rows = Finding.objects.filter(indicator=figure.indicator, evaluation__closed_at__isnull=False)
    related = ("evaluation", "contributor", "answered_by", "follow_up_post__unit", "change")
    return list(rows.select_related(*related).order_by("-found_at"))


def _decisions(plan: Plan, code: str) -> list[AgendaItem]:
    """What reported reviews said and decided about it."""
    rows = AgendaItem.objects.filter(review__plan=plan, review__state="reported", key=code, dropped_at=None)
    rows = rows.exclude(decision=None, said="")
    return list(rows.select_related("review", "decision__owner__unit").order_by("-review__held_at", "number"))


def drawing(found: Series, totals: bool) -> Drawing:
    """What the chart draws; floats are for drawing only."""
    observed = [Dot(p.period.last_day, float(v), p.state) for p in found.points if (v := _seen(p, totals)) is not None]
    now = next((aimed for aimed in found.targets if aimed.current), None)
    first = found.targets[0] if len(found.targets) > 1 else None
    return Drawing(
        unit=found.figure.unit, observed=observed, path_now=_dots(found, "planned"),
        path_first=_dots(found, "planned_first") if first else (), target_now=_dot(now), target_first=_dot(first),
        trend=_onwards(observed, _end(found, now), found.trend),
        promised=_onwards(observed, now and now.until, found.bottom_up),
        fan=_fan(observed, now and now.until, found.bottom_up_low, found.bottom_up), breaks=found.breaks,
    )  # fmt: skip


def _end(found: Series, now: Aimed | None) -> date | None:
    """Where a trend ends: at the target, and of what begins anew every year at the end of the year."""
    newest, meaning = found.figure.assessment.newest, found.figure.meaning
    if meaning is not None and meaning.kind == Kind.PERIODIC_FLOW and newest is not None:
        plan = found.figure.indicator.plan
        return containing(newest.last_day, Span.YEAR, plan.year_starts_in).last_day
    return now.until if now is not None else None


def _seen(point: Point, totals: bool) -> Fraction | None:
    return point.total if totals else point.value


def _dots(found: Series, name: str) -> list[Dot]:
    values = [(point.period.last_day, getattr(point, name)) for point in found.points]
    return [Dot(on, float(value)) for on, value in values if value is not None]


def _dot(aimed: Aimed | None) -> Dot | None:
    return None if aimed is None or aimed.value is None else Dot(aimed.until, float(aimed.value))


def _onwards(observed: list[Dot], until: date | None, value: Fraction | None) -> list[Dot]:
    """From the newest figure to the day a forecast is for."""
    if not observed or until is None or value is None or observed[-1].on >= until:
        return []
    return [observed[-1], Dot(until, float(value))]


def _fan(
    observed: list[Dot], until: date | None, low: Fraction | None, high: Fraction | None
) -> list[tuple[date, float, float]]:
    """Between what is expected and what is expected with a chance of four in five."""
    if low is None or high is None or low == high or not observed or until is None or observed[-1].on >= until:
        return []
    last = observed[-1]
    ends = sorted((float(low), float(high)))
    return [(last.on, last.value, last.value), (until, ends[0], ends[1])]
