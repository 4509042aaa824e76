"""Words of plans for the staff templates: lights, days, posts, figures, states."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from answerable.desk import plan_words
from answerable.plans import charts, sources
from answerable.plans.queries import meanings
from answerable.plans.sentences import changes, steps
from answerable.plans.sentences import schedule as schedule_words
from answerable.plans.sentences.changes import GROUND, ORGAN, STATE
from answerable.plans.sentences.figures import CLASSES, COLOURS, DATA_LIGHTS, LIGHTS, STATES
from answerable.plans.sentences.meanings import FIELDS
from answerable.plans.sentences.plans import GAPS, PARTS, RELATIONS
from answerable.plans.sentences.plans import STATE as PLAN_STATE
from answerable.plans.sentences.shown import note
from answerable.rules.plan_periods import Period, parse

register = template.Library()
YEAR = 365

TABLES = {
    "light": LIGHTS, "data": DATA_LIGHTS, "observation": STATES, "colour": COLOURS, "class": CLASSES, "part": PARTS,
    "relation": RELATIONS,
    "plan": PLAN_STATE, "change": STATE, "ground": GROUND, "organ": ORGAN,
    "task": schedule_words.TASK_STATE, "handoff": schedule_words.HANDOFF_STATE, "mark": schedule_words.MARK,
    "risk": schedule_words.RISK, "task_kind": schedule_words.TASK_KIND, "dependency": schedule_words.DEPENDENCY_KIND,
    "conclusion": schedule_words.CONCLUSION, "gap": GAPS, "event": plan_words.EVENTS,
    "batch": plan_words.BATCHES, "way": plan_words.WAYS, "line": plan_words.LINES, "level": plan_words.LEVELS,
    "depth": plan_words.DEPTHS, "depth_mark": plan_words.DEPTH_MARKS, "noun": plan_words.NOUNS,
    "item": plan_words.ITEMS, "table": plan_words.TABLES, "meaning": FIELDS,
}  # fmt: skip

register.filter("why_marks", schedule_words.why_marks)


@register.filter
def figure_note(said: str) -> str:
    """What stands beside a figure, in the reader's language."""
    return note(said)


@register.filter
def source_label(name: str) -> str:
    """What a registered source of figures is called; its bare name where nobody registers it any more."""
    return str(sources.source(name).label) if name in sources.names() else name


@register.filter
def said(code: Any, table: str) -> str:
    """A code of one of the tables above in the reader's language."""
    return str(TABLES[table].get(str(code), code))


@register.filter
def change_words(change: Any) -> str:
    """The classes of a change request, the strictest first."""
    return changes.change_words(change)


@register.filter
def light_shape(code: Any) -> str:
    """The shape of a light, so that it is told without its colour."""
    return plan_words.SHAPES.get(str(code), "ended")


@register.filter
def mark_level(mark: str) -> str:
    """How a task's mark is drawn: as the words of an answer strip are."""
    return plan_words.MARK_LEVELS.get(mark, "calm")


@register.filter
def day(on: date | None) -> str:
    """A day with the day of the week; empty for none."""
    return date_format(on, pgettext("a day with its day of the week", "D j M Y")) if on else ""


@register.filter
def left(on: date | None, today: date) -> str:
    """`today`, `in 3 days`, `2 days late`."""
    if on is None:
        return ""
    days = (on - today).days
    if days == 0:
        return gettext("today")
    if days > 2 * YEAR:
        return ngettext("in %(n)d year", "in %(n)d years", days // YEAR) % {"n": days // YEAR}
    if days > 90:
        return ngettext("in %(n)d month", "in %(n)d months", days // 30) % {"n": days // 30}
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}


@register.filter
def figure(value: Fraction | Decimal | None, decimals: int = 2) -> str:
    """A number as the reader writes it; a dash for none."""
    return steps.number(value, decimals) if value is not None else "–"


@register.filter
def share(value: Fraction | None) -> str:
    return steps.share(value)


@register.filter
def period(code: Any) -> str:
    """A period, or its code, in words."""
    if isinstance(code, Period):
        return steps.period_words(code)
    try:
        return steps.period_words(parse(str(code)))
    except ValueError:
        return str(code)


@register.filter
def periods(codes: Iterable[Any]) -> str:
    """Several periods in a row."""
    return gettext(", ").join(period(one) for one in codes)


@register.filter
def spark(values: Iterable[Fraction | None]) -> str:
    """The points of a small line."""
    return charts.spark([None if value is None else float(value) for value in values])


@register.filter
def event_words(event: Any) -> str:
    """What happened to an indicator, in a sentence."""
    return plan_words.event_sentence(event)


@register.filter
def explained(status: Any) -> list[str]:
    """Every number a light rests on, a sentence each."""
    return steps.explanation(status.steps)


@register.filter
def waits(keys: Iterable[str], names: dict[str, str]) -> str:
    """What a task waits for: names of tasks (task_names) and numbers of hand-offs."""
    return gettext(", ").join(names.get(key, key.removeprefix("handoff:")) for key in keys)


@register.simple_tag
def task_names(chart: Any) -> dict[str, str]:
    """The name of every task of a chart, by its code."""
    return {bar.line.task.code: bar.line.task.name for bar in chart.bars}


@register.simple_tag
def indicator_names(plan: Any) -> dict[Any, str]:
    """The name of every indicator of a plan today, by its key; one statement."""
    return meanings.indicator_names(plan)


@register.filter
def at(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def aim_words(target: Any) -> str:
    """What a target asks, without its unit."""
    return plan_words.aim(target)


@register.filter
def iso(text: str | None) -> date | None:
    """A day kept as text."""
    return date.fromisoformat(text) if text else None


@register.simple_tag
def gap_link(plan: Any, line: Any) -> str:
    """Where a gap is cleared."""
    return plan_words.gap_address(plan, line)


@register.simple_tag
def gap_act(line: Any) -> str:
    """The act that clears a gap, in words."""
    return plan_words.gap_act(line)
