"""What a plan leaves open, as a list that a head can clear (4.7; publication 4.2(3); 8.7(70)).

Real plans are mostly holes: one plan of a town has 85 indicators and one number to reach. Every gap is a code with its
field and its numbers; a page turns it into a sentence. A gap that `bars` keeps a plan version from being published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from answerable.rules.coverage import BROKEN_DOWN
from answerable.rules.measures import KINDS, Direction, Kind, Nature, Rule
from answerable.rules.plan_periods import Span


@dataclass(frozen=True)
class Gap:
    """`code` names what is missing, `field` where it is filled in."""

    code: str
    field: str = ""
    params: tuple[tuple[str, object], ...] = ()
    bars: bool = False


@dataclass(frozen=True)
class IndicatorFacts:
    """What is known of an indicator; None, "" and 0 are what is not. Counts are of what is recorded."""

    code: str
    owners: int = 0
    kind: Kind | None = None
    direction: Direction | None = None
    nature: Nature = Nature.OTHER
    unit: str = ""
    baseline: Fraction | None = None
    target: Fraction | None = None
    band: bool = False
    until: date | None = None
    spans: frozenset[Span] = frozenset()  # lengths of period for which the path has points
    has_path: bool = False
    source: str = ""
    stewards: int = 0
    span: Span | None = None
    has_parts: bool = False  # numerator and denominator are defined
    relative_to: str = ""
    standard: str = ""  # how it will be judged: the assessment standard of 8.7(70)
    duty: str = ""
    last_due_period_in: bool = True
    ever_assessed: bool = True
    years_differ: bool = False  # the years do not make the target, and no word says why
    parts_differ: bool = False  # the parts of some period do not make it


@dataclass(frozen=True)
class ObjectiveFacts:
    """What is known of an objective, a policy area's promise that indicators and tasks stand under."""

    code: str
    owners: int = 0
    indicators: int = 0
    next_milestone: date | None = None
    budget_lines: int = 0
    affected_units: frozenset[str] = frozenset()
    contributing_units: frozenset[str] = frozenset()
    public_page: bool = True
    last_reviewed: date | None = None
    is_objective: bool = True  # False: an area or goal with nothing below it, which needs no head of its own


@dataclass(frozen=True)
class TaskFacts:
    """What is known of an open task, deliverable or milestone; a milestone has the head and letter of its task."""

    code: str
    owners: int = 0
    duty: str = ""
    standard: str = ""
    has_acceptor: bool = False
    accepts_own: bool = False  # who accepts is who answers (8.7(75))
    has_deadline: bool = False


# What a binding indicator needs before its plan version is published (4.2(3) and (4)).
BARRING = frozenset({
    "no_unit", "no_kind", "no_direction", "no_baseline", "no_target", "no_target_date", "no_path", "no_source",
    "no_steward", "no_period", "no_owner", "several_owners", "years_differ", "parts_differ",
})  # fmt: skip

# What keeps any plan version from being published, of whatever open thing it is (invariant 1).
ONE_HEAD = frozenset({"no_owner", "several_owners"})


def gaps_of_indicator(facts: IndicatorFacts) -> tuple[Gap, ...]:
    """Every gap of one indicator, in the order in which they are best filled."""
    binding = facts.nature is Nature.BINDING
    codes = [*_people(facts), *_meaning(facts), *_aim(facts), *_data(facts)]
    return tuple(
        Gap(code, field, params, code in ONE_HEAD or (binding and code in BARRING)) for code, field, params in codes
    )


Found = Iterable[tuple[str, str, tuple[tuple[str, object], ...]]]


def _people(facts: IndicatorFacts) -> Found:
    if facts.owners != 1:
        yield ("several_owners" if facts.owners else "no_owner"), "owner", (("owners", facts.owners),)
    for wanting, code, field in ((not facts.duty, "no_duty", "duty"), (not facts.standard, "no_standard", "standard"),
                                 (not facts.stewards, "no_steward", "steward")):  # fmt: skip
        if wanting:
            yield code, field, ()


def _meaning(facts: IndicatorFacts) -> Found:
    if facts.kind is None:
        yield "no_kind", "kind", ()
    elif KINDS[facts.kind].directed and facts.direction in (None, Direction.NONE):
        yield "no_direction", "direction", ()
    if not facts.unit and not _delivery(facts):
        yield "no_unit", "unit", ()
    if facts.kind is Kind.RATIO and not facts.has_parts:
        yield "no_parts_of_ratio", "numerator", ()
    if facts.kind is Kind.RELATIVE and not facts.relative_to:
        yield "no_other_indicator", "relative_to", ()


def _aim(facts: IndicatorFacts) -> Found:
    needs = KINDS[facts.kind].needs if facts.kind else ("baseline", "target", "until", "path")
    if "baseline" in needs and facts.baseline is None:
        yield "no_baseline", "baseline", ()
    if ("target" in needs and facts.target is None) or ("band" in needs and not facts.band):
        yield "no_target", "target", ()
    if facts.until is None:
        yield "no_target_date", "until", ()
    if "path" in needs and not facts.has_path:
        yield "no_path", "path", ()
    if facts.years_differ:
        yield "years_differ", "path", ()
    if facts.parts_differ:
        yield "parts_differ", "path", ()
    if facts.kind is None or KINDS[facts.kind].over_time in BROKEN_DOWN:
        shortest = facts.span.months if facts.span else 1
        for span in (Span.YEAR, Span.QUARTER, Span.MONTH):
            if span not in facts.spans and span.months >= shortest:
                yield f"no_targets_by_{span}", "path", ()


def _data(facts: IndicatorFacts) -> Found:
    if not facts.source:
        yield "no_source", "source", ()
    if facts.span is None and not _delivery(facts):
        yield "no_period", "period", ()
    if not facts.last_due_period_in:
        yield "last_period_not_in", "", ()
    if not facts.ever_assessed:
        yield "never_assessed", "", ()


def _delivery(facts: IndicatorFacts) -> bool:
    return facts.kind is not None and KINDS[facts.kind].rule is Rule.DELIVERY


def gaps_of_objective(facts: ObjectiveFacts, today: date) -> tuple[Gap, ...]:
    """Every gap of one objective, as of a day."""
    in_a_year = date(today.year + 1, today.month, min(today.day, 28))
    checks = (
        (facts.owners != 1, "several_owners" if facts.owners else "no_owner", "owner"),
        (not facts.indicators, "no_indicator", "indicators"),
        (facts.next_milestone is None or not today <= facts.next_milestone <= in_a_year,
         "no_milestone_in_a_year", "milestones"),
        (not facts.budget_lines, "no_budget_line", "budget"),
        (not facts.public_page, "no_public_page", ""),
        (facts.last_reviewed is None, "never_reviewed", ""),
        (facts.last_reviewed is not None and (today - facts.last_reviewed).days > 92, "not_reviewed_this_quarter", ""),
    )  # fmt: skip
    found = [
        Gap(code, field, bars=facts.is_objective and code in ONE_HEAD) for wanting, code, field in checks if wanting
    ]
    absent = sorted(facts.affected_units - facts.contributing_units)
    return (*found, *(Gap("affected_unit_not_named", "contributors", (("unit", unit),)) for unit in absent))


def gaps_of_task(facts: TaskFacts) -> tuple[Gap, ...]:
    """Every gap of one open task or milestone (8.7(70), (75)): one head, duty, standard, acceptor, deadline."""
    checks = (
        (facts.owners != 1, "several_owners" if facts.owners else "no_owner", "owner"),
        (not facts.duty, "no_duty", "duty"),
        (not facts.standard, "no_standard", "standard"),
        (not facts.has_acceptor, "no_acceptor", "acceptor"),
        (facts.accepts_own, "accepts_own_work", "acceptor"),
        (not facts.has_deadline, "no_deadline", "due_on"),
    )
    return tuple(Gap(code, field, bars=code in ONE_HEAD) for wanting, code, field in checks if wanting)
