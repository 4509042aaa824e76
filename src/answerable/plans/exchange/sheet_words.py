"""The words of the drop-down lists of a plan's sheets, by code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override, pgettext_lazy

from answerable.rules.measures import Direction, Kind, Nature
from answerable.rules.plan_periods import Span
from answerable.rules.trajectory import Shape
from answerable.rules.vintages import State

Words = Mapping[str, str | Promise]

KIND: Words = {
    Kind.CUMULATIVE_FLOW: lazy("Total over the plan"),
    Kind.PERIODIC_FLOW: lazy("Amount of each period"),
    Kind.LEVEL: pgettext_lazy("kind of indicator", "Level"),
    Kind.HOLD: lazy("Level to hold"),
    Kind.CAP: lazy("Ceiling"),
    Kind.FLOOR: lazy("Floor"),
    Kind.BAND: lazy("Band"),
    Kind.RATIO: lazy("Ratio of two figures"),
    Kind.CUMULATIVE_REDUCTION: lazy("Reduction over the whole plan, in per cent"),
    Kind.CUMULATIVE_CHANGE: lazy("Change over the whole plan"),
    Kind.GROWTH_EACH_YEAR: lazy("Growth in each year"),
    Kind.GROWTH_AVERAGE: lazy("Average yearly growth over the plan"),
    Kind.MILESTONE: lazy("Milestone"),
    Kind.INDIVISIBLE: lazy("Asset that is useful only when complete"),
    Kind.ORDINAL: lazy("Rank"),
    Kind.RELATIVE: lazy("Compared with another indicator"),
    Kind.SET_ANNUALLY: lazy("Set by each year's plan"),
}
CHOICES: Mapping[str, Words] = {
    "level": {"domain": lazy("Domain"), "goal": lazy("Goal"), "objective": lazy("Objective")},
    "kind": KIND,
    "direction": {
        Direction.UP: lazy("More is better"),
        Direction.DOWN: lazy("Less is better"),
        Direction.NONE: lazy("Neither"),
    },
    "nature": {Nature.BINDING: lazy("Binding"), Nature.EXPECTED: lazy("Expected"), Nature.OTHER: lazy("Other")},
    "period": {
        Span.MONTH: lazy("Month"),
        Span.QUARTER: lazy("Quarter"),
        Span.HALF: lazy("Half-year"),
        Span.YEAR: lazy("Year"),
    },
    "path_kind": {
        Shape.LINEAR: lazy("Evenly"),
        Shape.STEP: lazy("In one step at the end"),
        Shape.POINTS: lazy("By the figures of the sheet Path"),
        Shape.SEASONAL: lazy("By season"),
        Shape.GEOMETRIC: lazy("By the same rate each year"),
    },
    "operator": {
        ">=": lazy("At least"),
        "<=": lazy("At most"),
        ">": lazy("More than"),
        "<": lazy("Less than"),
        "=": lazy("Exactly"),
        "~=": pgettext_lazy("before a number", "About"),
        "range": lazy("Between lowest and highest"),
    },
    "state": {
        State.PROVISIONAL: lazy("Provisional"),
        State.FINAL: lazy("Final"),
        State.REVISED: lazy("Revised"),
        State.ESTIMATED: lazy("Estimated"),
        State.MISSING: lazy("Missing"),
    },
    "task_kind": {"task": lazy("Task"), "deliverable": lazy("Deliverable")},
    "dependency_kind": {
        "FS": lazy("Starts after the end of it"),
        "SS": lazy("Starts after the start of it"),
        "FF": lazy("Ends after the end of it"),
        "SF": lazy("Ends after the start of it"),
    },
    "item_kind": {
        "policy_address": lazy("Policy Address"),
        "budget_line": lazy("Budget line"),
        "other": lazy("Other"),
    },
    "noun": {"element": lazy("Goal"), "indicator": lazy("Indicator"), "task": lazy("Task or milestone")},
    "role": {
        "owner": lazy("Answers"),
        "steward": lazy("Keeps its data"),
        "contributor": lazy("Contributes"),
        "acceptor": lazy("Accepts"),
    },
}
TONGUES = ("zh-hant", "en", "zh-hans")


@lru_cache(4_096)
def code_of(choices: str, written: str) -> str | None:
    """The code that a cell means: the code itself, or its words in any of the three languages; None for neither."""
    wanted = written.strip().casefold()
    words = CHOICES[choices]
    for code in words:
        if wanted == code.casefold():
            return str(code)
    for tongue in TONGUES:
        with override(tongue):
            for code, word in words.items():
                if wanted == str(word).casefold():
                    return str(code)
    return None
