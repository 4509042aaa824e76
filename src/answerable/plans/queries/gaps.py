"""What a plan leaves open, line by line, with the act that closes each (rules.gaps, 4.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Max, Q

from answerable.plans import meetings
from answerable.plans.models import Accountability, Element, Indicator, Likelihood, Observation, Plan, Task
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR, STEWARD
from answerable.plans.queries.breakdowns import Breakdown, breakdowns
from answerable.plans.queries.gap_acts import act_of
from answerable.plans.queries.inputs import parents_of, period_of, today_of
from answerable.plans.queries.whole import Whole, whole_plan
from answerable.rules.gap_words import Wording, gaps_of_wording
from answerable.rules.gaps import (
    Gap,
    IndicatorFacts,
    ObjectiveFacts,
    TaskFacts,
    gaps_of_indicator,
    gaps_of_objective,
    gaps_of_task,
)
from answerable.rules.measures import KINDS, Direction, Kind, Nature, Rule
from answerable.rules.plan_periods import Span, containing, due

OF_ONE_HEAD = frozenset({"no_owner", "several_owners", "no_duty", "no_standard", "owner_is_collective"})


@dataclass(frozen=True)
class GapLine:
    """One gap of one subject. `act` is the verb that closes it; `outside_pilot`: the rule of one head has not started
    on it, so it bars nothing. `bars`: the plan cannot be published before it is closed (invariant 3)."""

    noun: str
    subject: UUID
    code: str
    name: str
    gap: Gap
    act: str
    owner: str = ""
    outside_pilot: bool = False

    @property
    def bars(self) -> bool:
        return self.gap.bars and not self.outside_pilot


@dataclass
class Checklist:
    """The gaps of a plan in its order: of objectives, then of indicators, then of open tasks and milestones."""

    plan: Plan
    lines: list[GapLine] = field(default_factory=list)

    @property
    def barring(self) -> list[GapLine]:
        """What keeps the plan from being published."""
        return [line for line in self.lines if line.bars]

    def of(self, subject: UUID) -> list[GapLine]:
        """The gaps of one objective or indicator."""
        return [line for line in self.lines if line.subject == subject]

    def for_post(self, post: str) -> list[GapLine]:
        """The gaps of what this post answers for."""
        return [line for line in self.lines if line.owner == post]


def gaps_of(
    plan: Plan, *, now: datetime, whole: Whole | None = None, broken: Mapping[UUID, Breakdown] | None = None
) -> Checklist:  # fmt: skip
    """Every gap of a plan at an instant; a fixed number of queries."""
    whole = whole or whole_plan(plan, now=now)
    broken = breakdowns(whole) if broken is None else broken
    day = today_of(plan, now)
    seen = _last_seen(plan, now)
    judged = set(Likelihood.objects.filter(indicator__plan=plan).values_list("indicator", flat=True))
    looked = meetings.looked_at(plan, now)
    found = Checklist(plan)
    for element in leaves(whole):
        facts = objective_facts(whole, element, looked)
        gaps = gaps_of_objective(facts, day)
        found.lines += _lines(whole, "element", element.pk, element.code, element.name, gaps)
    for indicator in whole.indicators.values():
        if indicator.ended:
            continue
        known = indicator_facts(whole, indicator, seen.get(indicator.pk, ""), indicator.pk in judged, day)
        if (parts := broken.get(indicator.pk)) is not None:
            known = replace(known, years_differ=parts.years_differ, parts_differ=parts.parts_differ)
        gaps = (*gaps_of_indicator(known), *_wording(whole, indicator))
        meaning = whole.meanings.get(indicator.pk)
        name = meaning.name if meaning else indicator.code
        found.lines += _lines(whole, "indicator", indicator.pk, indicator.code, name, gaps)
    for task in whole.tasks.values():
        if task.state not in ("accepted", "cancelled"):
            noun = "milestone" if task.kind == "milestone" else "task"
            gaps = gaps_of_task(task_facts(whole, task))
            found.lines += _lines(whole, noun, task.pk, task.code, task.name, gaps)
    return found


def leaves(whole: Whole) -> list[Element]:
    """The elements that nothing stands under but indicators and tasks; withdrawn ones are out."""
    parents = {row.parent_id for row in whole.elements.values() if row.withdrawn_at is None}
    return [row for row in whole.elements.values() if row.pk not in parents and row.withdrawn_at is None]


def _lines(
    whole: Whole, noun: str, subject: UUID, code: str, name: str, gaps: tuple[Gap, ...]
) -> Iterator[GapLine]:  # fmt: skip
    owner = whole.owner(subject)
    outside = bool(whole.plan.pilot) and code not in whole.plan.pilot
    told: set[str] = set()
    for gap in gaps:
        if gap.code not in told:
            told.add(gap.code)
            yield GapLine(
                noun, subject, code, name, gap, act_of(whole, subject, gap), owner.post.code if owner else "",
                outside and gap.code in OF_ONE_HEAD,
            )  # fmt: skip


def _last_seen(plan: Plan, now: datetime) -> dict[UUID, str]:
    """The last period of each indicator of which a figure is known; in the plan of a year, of what its parent has."""
    served = Q(indicator__plan=plan) | Q(indicator__indicator__plan=plan)
    rows = Observation.objects.filter(served, known_at__lte=now, area=None, dimension="").exclude(state="missing")
    found = dict(rows.order_by().values_list("indicator").annotate(last=Max("period")))
    for key, parent in parents_of(plan, plan.indicators.values_list("pk", flat=True)).items():
        period = period_of(plan, found.get(parent, ""))
        if period is not None and period.first_day >= plan.starts_on:
            found[key] = max(found.get(key, ""), period.code)
    return found


def indicator_facts(whole: Whole, indicator: Indicator, last_seen: str, judged: bool, day: date) -> IndicatorFacts:
    """An indicator as the rules of gaps take it."""
    key = indicator.pk
    meaning, target, baseline = whole.meanings.get(key), whole.targets.get(key), whole.baselines.get(key)
    letter, points = whole.letter(key), whole.path_of(key)
    spans = {period.span for point in points if (period := period_of(whole.plan, point.period)) is not None}
    kind = Kind(meaning.kind) if meaning and meaning.kind else None
    in_time = _last_due_in(whole, indicator, kind, last_seen, day)
    return IndicatorFacts(
        code=indicator.code, owners=len(whole.posts(key, ACCOUNTABLE)), kind=kind,
        direction=Direction(meaning.direction) if meaning and meaning.direction else None,
        nature=Nature(meaning.nature) if meaning and meaning.nature else Nature.OTHER,
        unit=(meaning.unit_en or meaning.unit_zh_hant or meaning.unit_zh_hans) if meaning else "",
        baseline=Fraction(baseline.value) if baseline else None,
        target=Fraction(target.value) if target and target.value is not None else None,
        band=bool(target and target.low is not None), until=target.due_on if target else None, spans=frozenset(spans),
        has_path=bool(target and (points or target.path_kind not in ("points", "seasonal"))),
        source=(meaning.data_source or meaning.source or meaning.source_address) if meaning else "",
        stewards=len(whole.posts(key, STEWARD)), span=Span(meaning.period) if meaning and meaning.period else None,
        has_parts=bool(meaning and (meaning.calculation or meaning.source)),
        relative_to=meaning.relative_to.code if meaning and meaning.relative_to else "",
        standard=letter.standard if letter else "", duty=letter.duty if letter else "", last_due_period_in=in_time,
        ever_assessed=bool(last_seen) or judged or in_time,
    )  # fmt: skip


def _last_due_in(whole: Whole, indicator: Indicator, kind: Kind | None, last_seen: str, day: date) -> bool:
    """Whether the figure of the last period that is due is there; nothing is due before the plan's first period is."""
    meaning = whole.meanings.get(indicator.pk)
    if meaning is None or not meaning.period or (kind is not None and KINDS[kind].rule is Rule.DELIVERY):
        return True
    period = containing(day, Span(meaning.period), whole.plan.year_starts_in).following(-1)
    while due(period, (meaning.lag_days or 0) + meaning.grace_days) > day:
        period = period.following(-1)
    seen = period_of(whole.plan, last_seen) if last_seen else None
    return period.first_day < whole.plan.starts_on or (seen is not None and seen.last_day >= period.last_day)


def _wording(whole: Whole, indicator: Indicator) -> tuple[Gap, ...]:
    """Words of the source that leave a target open."""
    meaning, target = whole.meanings.get(indicator.pk), whole.targets.get(indicator.pk)
    if meaning is None:
        return ()
    held = whole.owner(indicator.pk)
    numeric = bool(target and (target.value is not None or target.low is not None))
    return gaps_of_wording(Wording(
        text=f"{meaning.name_zh_hant or meaning.name_zh_hans or meaning.name_en} {target.words if target else ''}",
        owner=_stated(held), has_date=True, has_tolerance=meaning.tolerance is not None,
        has_exact_day=bool(target and target.due_on), quantity=numeric, count=numeric,
        parent=indicator.pk in whole.parts,
    ))  # fmt: skip


def _stated(held: Accountability | None) -> str:
    """Whom the source names as answering, without the name of the one unit that was found for it."""
    said = held.words if held is not None else ""
    for name in (held.post.unit.name_zh_hant, held.post.unit.name_en, held.post.unit.name_zh_hans) if held else ():
        said = said.replace(name, "") if name else said
    return said


def tasks_under(whole: Whole, element: Element) -> list[Task]:
    """The tasks of an element and of its indicators; of a year also those of its plan, known by the same codes."""
    held = {row.pk: row for row in whole.indicators.values() if row.element_id == element.pk and not row.ended}
    parents = {row.parent_id for row in held.values() if row.parent_id}
    own = [row for row in whole.tasks.values() if row.element_id == element.pk or row.indicator_id in held]
    return own + [
        row for row in whole.due.values()
        if row.indicator_id in parents or (row.element is not None and row.element.code == element.code)
    ]  # fmt: skip


def objective_facts(whole: Whole, element: Element, looked: meetings.Looked) -> ObjectiveFacts:
    """An objective as the rules of gaps take it."""
    indicators = {row.pk for row in whole.indicators.values() if row.element_id == element.pk and not row.ended}
    jobs = tasks_under(whole, element)
    tasks = {row.pk for row in jobs}
    under = {element.pk} | indicators | tasks
    nodes = [row.due_on for row in jobs if row.due_on and row.state not in ("accepted", "cancelled")]
    ahead = [day for day in nodes if day >= today_of(whole.plan, whole.now)]
    lines = [link for link in (*whole.links, *whole.due_links) if link.item.kind == "budget_line"
             and {link.element_id, link.indicator_id, link.task_id} & under]  # fmt: skip
    affected = {row.post.unit.code for key in tasks for row in whole.posts(key, ACCOUNTABLE)}
    named = {row.post.unit.code for key in under for kind in (ACCOUNTABLE, CONTRIBUTOR)
             for row in whole.posts(key, kind) if key not in tasks}  # fmt: skip
    return ObjectiveFacts(
        code=element.code, owners=len(whole.posts(element.pk, ACCOUNTABLE)), indicators=len(indicators),
        next_milestone=min(ahead, default=None), budget_lines=len(lines), affected_units=frozenset(affected),
        contributing_units=frozenset(named), public_page=whole.plan.state != "draft",
        last_reviewed=_last_reviewed(whole, under, looked), is_objective=element.level == "objective",
    )  # fmt: skip


def task_facts(whole: Whole, task: Task) -> TaskFacts:
    """A task or milestone as the rules of gaps take it; a milestone without a head of its own has its task's."""
    subject = task.pk if whole.owner(task.pk) is not None or task.parent_id is None else task.parent_id
    letter, owner = whole.letter(subject), whole.owner(subject)
    return TaskFacts(
        code=task.code, owners=len(whole.posts(subject, ACCOUNTABLE)), duty=letter.duty if letter else "",
        standard=task.standard or (letter.standard if letter else ""), has_acceptor=task.acceptor_id is not None,
        accepts_own=owner is not None and task.acceptor_id == owner.post_id, has_deadline=task.due_on is not None,
    )  # fmt: skip


def _last_reviewed(whole: Whole, under: set[UUID], looked: meetings.Looked) -> date | None:
    """When a review that was held last had one of these on its agenda: an objective, and what stands under it."""
    codes = {("element", row.code) for key, row in whole.elements.items() if key in under}
    codes |= {("indicator", row.code) for key, row in whole.indicators.items() if key in under}
    codes |= {("task", row.code) for key, row in (*whole.tasks.items(), *whole.due.items()) if key in under}
    last = max((at for about, at in looked.items() if about in codes), default=None)
    return None if last is None else today_of(whole.plan, last)
