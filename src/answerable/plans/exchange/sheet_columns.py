"""The sheets of a plan and their columns: a stable name for programs, a title for people, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from answerable.plans.exchange.plan_document import LANGUAGES
from answerable.plans.exchange.sheet_words import CHOICES

Title = str | Promise


class Holds(StrEnum):
    """What a cell of a column may hold."""

    TEXT = "text"
    CODE = "code"  # letters, digits, _ . - /
    CODES = "codes"  # several, with ; between
    TEXTS = "texts"  # several, with ; between
    NUMBER = "number"  # an exact decimal
    WHOLE = "whole"
    DAY = "day"
    INSTANT = "instant"  # a day, or a day and a time with its zone
    PERIOD = "period"  # 2026, 2026-H1, 2026-Q2, 2026-05
    SPAN = "span"  # such a period, or what a source says instead
    CHOICE = "choice"  # one of a list


@dataclass(frozen=True)
class Column:
    """`choices` names a list of sheet_words; `refers` the sheet (or sheets) whose codes a code is one of."""

    name: str
    title: Title
    holds: Holds = Holds.TEXT
    needed: bool = False
    choices: str = ""
    refers: tuple[str, ...] = ()
    width: int = 16

    @property
    def words(self) -> Mapping[str, Title]:
        """The codes its cells may hold, with their words; empty for a column without a list."""
        return CHOICES.get(self.choices, {})


@dataclass(frozen=True)
class Sheet:
    """`single`: holds one row and no more. `about` is what the instructions say of it."""

    name: str
    title: Title
    about: Title
    columns: tuple[Column, ...]
    single: bool = False


LANGUAGE_NAMES = {"zh_hant": "繁體", "en": "English", "zh_hans": "简体"}


def _named(name: str, title: Title, needed: bool = False) -> tuple[Column, ...]:
    """One column for each language; `needed`: at least one of them holds something (checked by the row)."""
    return tuple(Column(f"{name}_{language}", title, needed=needed, width=24) for language in LANGUAGES)


def _code(name: str, title: Title, *refers: str, needed: bool = False) -> Column:
    return Column(name, title, Holds.CODE, needed, refers=refers)


def _number(name: str, title: Title) -> Column:
    return Column(name, title, Holds.NUMBER, width=12)


def _day(name: str, title: Title) -> Column:
    return Column(name, title, Holds.DAY, width=12)


def _choice(name: str, title: Title, choices: str, needed: bool = False) -> Column:
    return Column(name, title, Holds.CHOICE, needed, choices)


_NAME, _DESCRIPTION, _NOTES = pgettext_lazy("name of a thing", "Name"), lazy("Description"), lazy("Notes")
_CODE, _OWNER = lazy("Code"), lazy("Post that answers")
_INDICATOR, _PERIOD = lazy("Indicator"), lazy("Period")

PLAN = Sheet(
    "plan",
    lazy("Plan"),
    lazy("The plan itself, in one row."),
    (
        _code("code", _CODE, needed=True),
        *_named("name", _NAME, needed=True),
        *_named("description", _DESCRIPTION),
        _day("starts_on", lazy("First day")),
        _day("ends_on", lazy("Last day")),
        Column("year_starts_in", lazy("Month its years start in"), Holds.WHOLE),
        Column("source", lazy("Source"), width=30),
        _day("published_on", lazy("Published on")),
        Column("notes", _NOTES, width=30),
    ),
    single=True,
)
ELEMENTS = Sheet(
    "elements",
    lazy("Goals"),
    lazy("Domains, the goals below them and the objectives below those."),
    (
        _code("code", _CODE, needed=True),
        _code("parent_code", lazy("Belongs to"), "elements"),
        _choice("level", lazy("Level"), "level", needed=True),
        Column("number", lazy("Number")),
        *_named("name", _NAME, needed=True),
        *_named("description", _DESCRIPTION),
        _code("owner_post", _OWNER),
        Column("notes", _NOTES, width=30),
    ),
)
INDICATORS = Sheet(
    "indicators",
    lazy("Indicators"),
    lazy("One row for each indicator. What is not known yet stays empty: it will be listed as a gap."),
    (
        _code("code", _CODE, needed=True),
        _code("element_code", lazy("Goal"), "elements"),
        Column("number", lazy("Number")),
        *_named("name", _NAME, needed=True),
        *_named("unit", lazy("Unit")),
        _choice("kind", pgettext_lazy("column of a sheet", "Kind"), "kind"),
        _choice("direction", lazy("Direction"), "direction"),
        _choice("nature", lazy("Nature"), "nature"),
        Column("nature_source", lazy("Where its nature is stated"), width=24),
        _number("tolerance", lazy("Tolerance, in its unit")),
        _choice("period", lazy("Measured every"), "period"),
        Column("lag_days", lazy("Days until published"), Holds.WHOLE),
        Column("grace_days", lazy("Days of grace"), Holds.WHOLE),
        *_named("definition", lazy("Definition")),
        Column("purpose", lazy("Purpose"), width=24),
        Column("calculation", lazy("Calculation"), width=24),
        Column("limitations", lazy("Limitations"), width=24),
        Column("data_source", lazy("Data source"), width=24),
        Column("source_address", lazy("Address of the source"), width=24),
        _code("source", lazy("Computed by (code of the source)")),
        _code("source_category", lazy("Computed for the category")),
        _code("source_unit", lazy("Computed for the unit")),
        _code("source_area", lazy("Computed for the area")),
        Column("aggregation_over_time", lazy("Added up over time as")),
        Column("aggregation_over_areas", lazy("Added up over areas as")),
        Column("dimensions", lazy("Broken down by"), Holds.TEXTS),
        _number("factor", lazy("Factor of a ratio")),
        Column("ranks", lazy("Ranks, from worst to best"), Holds.TEXTS),
        _code("relative_to", lazy("Compared with"), "indicators"),
        Column("baseline_period", lazy("Period of the baseline"), Holds.SPAN),
        _number("baseline_value", lazy("Baseline")),
        Column("baseline_words", lazy("Words about the baseline"), width=24),
        _choice("path_kind", lazy("Way to the target"), "path_kind"),
        _code("owner_post", _OWNER),
        _code("steward_post", lazy("Post that keeps its data")),
        Column("reported_status", lazy("Status as reported")),
        Column("notes", _NOTES, width=30),
    ),
)
TARGETS = Sheet(
    "targets",
    lazy("Targets"),
    lazy("What is to be reached and by when: a value, or a lowest and a highest one."),
    (
        _code("indicator_code", _INDICATOR, "indicators", needed=True),
        _day("on", lazy("By")),
        Column("period", _PERIOD, Holds.PERIOD),
        _number("value", lazy("Value")),
        _number("low", lazy("Lowest")),
        _number("high", lazy("Highest")),
        _choice("operator", lazy("At least, at most"), "operator"),
        Column("words", lazy("Wording of the source"), width=30),
    ),
)
PATH = Sheet(
    "path",
    lazy("Path"),
    lazy("What the way to a target asks of each year, half, quarter or month."),
    (
        _code("indicator_code", _INDICATOR, "indicators", needed=True),
        Column("period", _PERIOD, Holds.PERIOD, needed=True),
        Column("value", lazy("Value"), Holds.NUMBER, needed=True, width=12),
        Column("stretch", lazy("Why the parts ask for more"), width=30),
    ),
)
OBSERVATIONS = Sheet(
    "observations",
    lazy("Observations"),
    lazy("What was observed: a value, or the numerator and the denominator of a ratio."),
    (
        _code("indicator_code", _INDICATOR, "indicators", needed=True),
        Column("period", _PERIOD, Holds.SPAN, needed=True),
        _number("value", lazy("Value")),
        _number("numerator", lazy("Numerator")),
        _number("denominator", lazy("Denominator")),
        _choice("state", lazy("State"), "state"),
        Column("dimension", lazy("Part")),
        Column("known_at", lazy("Known since"), Holds.INSTANT, width=20),
        Column("source_address", lazy("Address of the source"), width=30),
        Column("words", _NOTES, width=30),
    ),
)
TASKS = Sheet(
    "tasks",
    lazy("Tasks"),
    lazy("Tasks and deliverables, with the standard by which they count as done and the post that accepts them."),
    (
        _code("code", _CODE, needed=True),
        _code("element_code", lazy("Goal"), "elements"),
        _code("indicator_code", _INDICATOR, "indicators"),
        _choice("kind", pgettext_lazy("column of a sheet", "Kind"), "task_kind"),
        *_named("name", _NAME, needed=True),
        *_named("description", _DESCRIPTION),
        _day("starts_on", lazy("First day")),
        _day("ends_on", lazy("Last day")),
        _number("duration_days", lazy("Working days")),
        _number("optimistic_days", lazy("Working days at best")),
        _number("pessimistic_days", lazy("Working days at worst")),
        _number("adds", lazy("Adds to its indicator")),
        _code("owner_post", _OWNER),
        _code("acceptor_post", lazy("Post that accepts")),
        Column("acceptance", lazy("Counts as done when"), width=30),
        Column("notes", _NOTES, width=30),
    ),
)
MILESTONES = Sheet(
    "milestones",
    lazy("Milestones"),
    lazy("Dated nodes of the tasks."),
    (
        _code("task_code", lazy("Task"), "tasks", needed=True),
        _code("code", _CODE, needed=True),
        *_named("name", _NAME, needed=True),
        _day("due_on", lazy("By")),
        Column("acceptance", lazy("Counts as done when"), width=30),
        _code("owner_post", _OWNER),
        _code("acceptor_post", lazy("Post that accepts")),
        Column("notes", _NOTES, width=30),
    ),
)
DEPENDENCIES = Sheet(
    "dependencies",
    lazy("Dependencies"),
    lazy("What waits for what. A lag is in working days; a negative one is a lead."),
    (
        _code("code", lazy("Task or milestone that waits"), "tasks", "milestones", needed=True),
        _code("predecessor_code", lazy("Waits for"), "tasks", "milestones", needed=True),
        _choice("kind", pgettext_lazy("column of a sheet", "Kind"), "dependency_kind"),
        _number("lag_days", lazy("Lag")),
    ),
)
ITEMS = Sheet(
    "items",
    lazy("Items"),
    lazy("Items of the Policy Address, budget lines and other roots of the plan, and the codes they are linked to."),
    (
        _code("code", _CODE, needed=True),
        _choice("kind", pgettext_lazy("column of a sheet", "Kind"), "item_kind"),
        Column("year", lazy("Year"), Holds.WHOLE),
        *_named("name", _NAME),
        Column("reference", lazy("Paragraph or head")),
        Column("address", lazy("Where it can be read"), width=30),
        _number("amount", lazy("Amount")),
        Column("currency", lazy("Currency")),
        Column("links", lazy("Linked to"), Holds.CODES, refers=("elements", "indicators", "tasks"), width=30),
    ),
)
ANSWERING = Sheet(
    "answering",
    lazy("Bodies named"),
    lazy("Whoever a source names as answering, helping or accepting where no post is known, or besides the posts."),
    (
        _choice("noun", lazy("What"), "noun", needed=True),
        _code("subject_code", lazy("Its code"), "elements", "indicators", "tasks", "milestones", needed=True),
        _choice("role", lazy("Role"), "role", needed=True),
        _code("post_code", lazy("Post")),
        *_named("stated", lazy("Body as named")),
        Column("abbreviation", lazy("Short name")),
        Column("how_known", lazy("Stated or inferred")),
        Column("words", pgettext_lazy("in a document", "Where"), width=30),
    ),
)
SHEETS = (PLAN, ELEMENTS, INDICATORS, TARGETS, PATH, OBSERVATIONS, TASKS, MILESTONES, DEPENDENCIES, ITEMS, ANSWERING)
