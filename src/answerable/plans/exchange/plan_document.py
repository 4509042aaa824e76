"""A whole plan as plain values: what every reader makes, every writer takes, and the import stores.

Whatever a source does not say is None or "": a gap that is shown as a gap, never a guess. Numbers are exact
decimals as written; periods are the codes of `rules.plan_periods` (2026, 2026-H1, 2026-Q2, 2026-05), or what the
source says where that is no such period; codes are unique within the document and of their kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from answerable.plans.exchange.naming import (
    LANGUAGES,
    NOBODY,
    UNKNOWN_SUBMITTER,
    UNNAMED,
    UNSTATED,
    Answering,
    Names,
    Role,
    Stakeholder,
    Statement,
    Submitter,
)

__all__ = [
    "LANGUAGES", "NOBODY", "UNNAMED", "UNSTATED", "Answering", "Baseline", "DependencyDocument",
    "ElementDocument", "IndicatorDocument", "ItemDocument", "MilestoneDocument", "Names", "ObservationDocument",
    "PathPoint", "PlanDocument", "Relation", "Role", "Stakeholder", "Statement", "Submitter", "TargetDocument",
    "TaskDocument",
]  # fmt: skip


@dataclass(frozen=True)
class ElementDocument:
    """A domain, goal or objective; `number` is how the source counts it (1.2), `parent_code` "" at the top."""

    code: str
    parent_code: str = ""
    level: str = "goal"  # domain, goal, objective
    name: Names = UNNAMED
    description: Names = UNNAMED
    number: str = ""
    owner: Answering = NOBODY
    stakeholders: tuple[Stakeholder, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Baseline:
    """Where an indicator started: the period as the source names it, or a code."""

    period: str = ""
    value: Decimal | None = None
    words: str = ""


NO_BASELINE = Baseline()


@dataclass(frozen=True)
class TargetDocument:
    """What is to be reached and when: one value, or low and high; `words` keeps the wording of the source.

    `operator` is one of >=, <=, >, <, =, ~= (about) and range. Words such as "to be determined" make no target.
    """

    on: date | None = None
    period: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    operator: str = ""
    words: str = ""
    quality: str = ""  # what is judged in words (Status), and
    grade: str = ""  # the grade to be reached (Adopted)
    starts_on: date | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether any number is to be reached."""
        return any(number is not None for number in (self.value, self.low, self.high))


@dataclass(frozen=True)
class PathPoint:
    """What an indicator ought to stand at, or add, in a period; `stretch` says why the parts ask for more."""

    period: str
    value: Decimal
    stretch: str = ""


@dataclass(frozen=True)
class ObservationDocument:
    """What was observed: a value, or numerator and denominator, or words; `state` as in `rules.vintages`."""

    period: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    state: str = ""  # provisional, final, revised, estimated, missing; "" where the source does not say
    dimension: str = ""
    known_at: datetime | None = None
    source_address: str = ""
    words: str = ""
    quality: str = ""
    grade: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Relation:
    """How an indicator stands to another: `kind` is "broader", "peer", "narrower" or ""."""

    kind: str = ""
    other: str = ""
    name: str = ""
    description: str = ""


@dataclass(frozen=True)
class IndicatorDocument:
    """An indicator with everything a technical description asks for.

    `tolerance` is in units of the indicator; `lag_days` run from the period's end to publication, `grace_days`
    from there until it is late. `kind` is a code of `rules.measures`, or "" where the source does not tell.
    """

    code: str
    element_code: str = ""
    name: Names = UNNAMED
    number: str = ""
    definition: Names = UNNAMED
    purpose: str = ""
    calculation: str = ""
    limitations: str = ""
    data_source: str = ""
    source_address: str = ""
    source: str = ""  # what computes it, a name registered in plans.sources; "" where figures are recorded by hand
    source_category: str = ""  # which cases it counts: codes of the pack, "" for all
    source_unit: str = ""
    source_area: str = ""
    kind: str = ""
    direction: str = ""  # up, down, none
    unit: Names = UNNAMED
    nature: str = ""  # binding, expected, other
    nature_source: str = ""
    tolerance: Decimal | None = None
    period: str = ""  # month, quarter, half, year
    lag_days: int | None = None
    grace_days: int | None = None
    aggregation_over_time: str = ""
    aggregation_over_areas: str = ""
    dimensions: tuple[str, ...] = ()
    factor: Decimal | None = None  # of a ratio: 100 for per cent
    ranks: tuple[str, ...] = ()  # of an ordinal indicator, from worst to best
    relative_to: str = ""  # the code of the indicator it is compared with
    baseline: Baseline = NO_BASELINE
    targets: tuple[TargetDocument, ...] = ()
    path_kind: str = ""  # linear, step, points, seasonal, geometric
    path: tuple[PathPoint, ...] = ()
    observations: tuple[ObservationDocument, ...] = ()
    owner: Answering = NOBODY
    steward: Answering = NOBODY
    contributors: tuple[Answering, ...] = ()
    value_chain: str = ""  # outcome, output_processing, output, input_processing, input
    measured_in: str = ""  # quantitative, qualitative
    relations: tuple[Relation, ...] = ()
    reported_status: str = ""  # the status its own government reported, in its words
    notes: str = ""


@dataclass(frozen=True)
class DependencyDocument:
    """What a task or milestone waits for: FS, SS, FF or SF, with a lag in working days (negative: a lead)."""

    predecessor_code: str
    kind: str = "FS"
    lag_days: Decimal = Decimal(0)


@dataclass(frozen=True)
class MilestoneDocument:
    """A node that is done only when a post other than the owner's accepts it."""

    code: str
    name: Names = UNNAMED
    due_on: date | None = None
    acceptance: str = ""  # the standard
    owner: Answering = NOBODY
    acceptor: Answering = NOBODY
    depends_on: tuple[DependencyDocument, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class TaskDocument:
    """A task or deliverable with its milestones; `kind` is "task" or "deliverable"."""

    code: str
    element_code: str = ""
    indicator_code: str = ""
    kind: str = "task"
    name: Names = UNNAMED
    description: Names = UNNAMED
    starts_on: date | None = None
    ends_on: date | None = None
    duration_days: Decimal | None = None  # working days, with the two other estimates where somebody gave them
    optimistic_days: Decimal | None = None
    pessimistic_days: Decimal | None = None
    adds: Decimal | None = None  # what it adds to its indicator once accepted
    owner: Answering = NOBODY
    acceptor: Answering = NOBODY
    contributors: tuple[Answering, ...] = ()
    acceptance: str = ""  # the standard
    milestones: tuple[MilestoneDocument, ...] = ()
    depends_on: tuple[DependencyDocument, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class ItemDocument:
    """An item of the Policy Address, a budget line or another root of the plan, and the codes it links to."""

    code: str
    kind: str = ""  # policy_address, budget_line, other
    name: Names = UNNAMED
    year: int | None = None
    reference: str = ""  # paragraph or head
    address: str = ""
    amount: Decimal | None = None
    currency: str = ""
    links: tuple[str, ...] = ()  # codes of elements, indicators and tasks


@dataclass(frozen=True)
class PlanDocument:
    """A plan with all its parts, in the order of its source."""

    code: str
    name: Names = UNNAMED
    description: Names = UNNAMED
    starts_on: date | None = None
    ends_on: date | None = None
    year_starts_in: int = 1  # the month its years start in; 4 for a fiscal year from April
    elements: tuple[ElementDocument, ...] = ()
    indicators: tuple[IndicatorDocument, ...] = ()
    tasks: tuple[TaskDocument, ...] = ()
    items: tuple[ItemDocument, ...] = ()
    source: str = ""
    notes: str = ""
    published_on: date | None = None
    bodies: tuple[Statement, ...] = ()
    vision: Statement = UNSTATED
    mission: Statement = UNSTATED
    values: tuple[Statement, ...] = ()
    submitter: Submitter = UNKNOWN_SUBMITTER
    form: str = ""  # strategic_plan, performance_plan, performance_report as StratML distinguishes, else ""

    def element(self, code: str) -> ElementDocument | None:
        """The element of that code."""
        return next((element for element in self.elements if element.code == code), None)

    def indicator(self, code: str) -> IndicatorDocument | None:
        """The indicator of that code."""
        return next((indicator for indicator in self.indicators if indicator.code == code), None)
