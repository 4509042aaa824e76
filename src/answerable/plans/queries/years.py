"""A year's plan beside the plan it was made from: what it asks, what the plan asks of that year, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from answerable.plans.models import Indicator, Plan, Target, Task
from answerable.plans.queries.inputs import Inputs, inputs_of, today_of
from answerable.rules.breakdown import round_to, targets_of_year
from answerable.rules.plan_periods import Period, Span, containing
from answerable.rules.targets import in_force


@dataclass(frozen=True)
class YearLine:
    """One indicator: `asked` by the plan of this year, `given` as the year's target. `words` say why they differ.

    Codes: reconciles, stretch (more than the plan asks), explained (less, with words), differs, nothing (the plan asks
    nothing of this year), lacking (the plan asks, and the year has no target).
    """

    indicator: Indicator
    code: str
    asked: Fraction | None
    given: Fraction | None
    words: str = ""

    @property
    def holds(self) -> bool:
        return self.code in ("reconciles", "stretch", "explained", "nothing")


def year_lines(plan: Plan, *, now: datetime) -> list[YearLine]:
    """How the targets of a year's plan stand to its parent plan, indicator by indicator; nothing for another plan."""
    if plan.parent is None:
        return []
    rows = list(plan.indicators.select_related("parent").exclude(parent=None).filter(ended=""))
    parents = [row.parent for row in rows if row.parent is not None]
    inputs = inputs_of(plan.parent, parents, as_of=now)
    targets = {t.indicator_id: t for t in Target.objects.filter(indicator__plan=plan).order_by("number")}
    year = containing(plan.starts_on, Span.YEAR, plan.year_starts_in)
    lines = []
    for row in rows:
        known = inputs[row.parent_id] if row.parent_id else None
        asked, sign = (None, 0) if known is None else _asked(known, year, today_of(plan, now))
        lines.append(_line(row, asked, targets.get(row.pk), sign))
    return lines


def _asked(known: Inputs, year: Period, day: date) -> tuple[Fraction | None, int]:
    """What the plan asks of the year, and which way is better."""
    standing = in_force(known.targets, day) or in_force(known.targets, year.last_day)
    if standing is None or known.measure is None or known.meaning is None:
        return None, 0
    unit = Fraction(1, 10**known.meaning.decimals)
    asked = targets_of_year(known.measure, standing.aim, year, unit=unit).get(year)
    return (None if asked is None else round_to(asked, unit)), known.measure.sign


def _line(row: Indicator, asked: Fraction | None, target: Target | None, sign: int) -> YearLine:
    given = Fraction(target.value) if target is not None and target.value is not None else None
    words = target.words if target is not None else ""
    if asked is None:
        return YearLine(row, "nothing", asked, given, words)
    if given is None:
        return YearLine(row, "lacking", asked, given, words)
    if given == asked:
        return YearLine(row, "reconciles", asked, given, words)
    more = sign * (given - asked) > 0
    code = "differs" if not words else "stretch" if more else "explained"
    return YearLine(row, code, asked, given, words)


def due_in_year(plan: Plan) -> list[Task]:
    """The tasks of its parent plan that are due in the year (a task is one promise, never copied); nothing for another
    plan. Each has the parent as its plan."""
    if plan.parent is None:
        return []
    due = plan.parent.tasks.filter(due_on__gte=plan.starts_on, due_on__lte=plan.ends_on)
    rows = list(due.select_related("acceptor", "parent", "indicator", "element").order_by("due_on", "code"))
    for row in rows:
        row.plan = plan.parent
    return rows
