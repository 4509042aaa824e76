"""Checks of the rule rows: categories, catalogue, tiers, weights, messages, articles, attributes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from answerable.organisation.packs.values import Finding, Pack, Record
from answerable.rules.messages import unknown_fields

LIMIT_NAMES = ("sign", "contact", "update", "resolve")
WHISTLE_LIMITS = ("sign", "answer", "contact", "on_site", "report")
MESSAGES = (
    "receipt", "dispatched", "answered", "ask_verdict", "redo", "overdue", "question", "returned", "listed",
    "digest",
    "whistle_blown", "whistle_to_sign", "whistle_silent", "whistle_silent_above", "whistle_overdue", "whistle_lead",
    "whistle_unanswered", "whistle_unit_silent", "whistle_unled",
    "whistle_support", "whistle_not_ours", "whistle_report", "whistle_task", "whistle_released", "whistle_ended",
    "whistle_late", "taskforce_proposed", "taskforce_formed", "taskforce_overdue", "taskforce_waits", "taskforce_task",
    "taskforce_late",
    "reminder", "urged", "supervised", "part_asked", "part_reported", "cancel_asked", "named", "consulted", "escalated",
    "part_catalogue", "part_carried", "stage_owed", "copied", "ruled_upheld", "ruled_rejected", "consultation_ended",
    "deferral_asked", "deferral_denied", "extended", "parked", "reviewed", "merged", "unmerged", "progress", "known",
    "moved", "closed", "appraisal", "promised", "promise_due",
    "lag_notice", "lag_overdue", "figures_waiting", "follow_confirm", "indicator_moved",
    "handoff_asked", "handoff_given", "handoff_late", "task_submitted", "task_returned",
    "review_called", "issue_asked", "issue_silent", "decision_due",
    "change_moved", "evaluation_invited", "finding_written", "finding_follow_up", "letter_issued", "letter_objected",
)  # fmt: skip


def check_rules(pack: Pack) -> Iterator[Finding]:
    yield from _check_categories(pack)
    yield from _check_dispatch(pack)
    yield from _check_overlaps(pack)
    yield from _check_tiers(pack)
    yield from _check_whistles(pack)
    yield from _check_ladder(pack)
    yield from _check_weights(pack)
    yield from _check_messages(pack)
    yield from _check_references(pack)
    for file in pack.tables:
        yield from _check_periods(pack.rows(file))


def _check_categories(pack: Pack) -> Iterator[Finding]:
    rows = {row.code: row for row in pack.rows("categories.csv")}
    tiers = pack.codes("tiers.csv")
    for row in rows.values():
        parent = rows.get(row.parent)
        above = parent.level if parent else 0
        if row.level != above + 1 and (parent or not row.parent):
            problem = f"level {row.level} of {row.code} stands below level {above}"
            yield Finding(row.file, row.line, problem, f"write level {above + 1}, or the right parent")
        if row.level == 3 and not row.tier:
            yield Finding(row.file, row.line, f"{row.code} has no tier", "write the code of a tier in tiers.csv")
        if row.tier and row.tier not in tiers:
            problem = f"tier {row.tier!r} of {row.code} is unknown"
            yield Finding(row.file, row.line, problem, f"write one of {', '.join(sorted(tiers)) or 'tiers.csv'}")


def _check_dispatch(pack: Pack) -> Iterator[Finding]:
    units, areas = pack.codes("units.csv"), pack.codes("areas.csv")
    kinds = {f"kind:{unit.kind}" for unit in pack.rows("units.csv") if unit.area}
    for row in pack.rows("dispatch.csv"):
        if row.category not in pack.codes("categories.csv"):
            problem = f"category {row.category!r} is unknown"
            yield Finding(row.file, row.line, problem, "write the code of a category in categories.csv")
        if row.area and row.area not in areas:
            problem = f"area {row.area!r} is unknown"
            yield Finding(row.file, row.line, problem, "write the code of an area in areas.csv; empty means everywhere")
        if row.unit in kinds and row.area:
            problem = f"{row.unit} means each in its own area, but the area {row.area} is written"
            yield Finding(row.file, row.line, problem, "leave the area empty, or write one unit")
        for unit in [row.unit, *row.assisting]:
            if unit not in units and not (unit == row.unit and unit in kinds):
                problem = f"unit {unit!r} is unknown"
                yield Finding(
                    row.file,
                    row.line,
                    problem,
                    "write the code of a unit in units.csv, or kind:KIND of those with an area",
                )
        if row.unit in row.assisting:
            problem = f"{row.unit} leads and assists at once"
            yield Finding(row.file, row.line, problem, "remove it from assisting")


def _check_overlaps(pack: Pack) -> Iterator[Finding]:
    """Two rows for one category and area must not hold on the same day."""
    seen: dict[tuple[str, str], list[Record]] = {}
    for row in pack.rows("dispatch.csv"):
        place = row.unit if row.unit.startswith("kind:") else row.area
        for other in seen.setdefault((row.category, place), []):
            if _starts(row) < _ends(other) and _starts(other) < _ends(row):
                problem = f"the row for {row.category} in {row.area or 'every area'} overlaps line {other.line}"
                yield Finding(row.file, row.line, problem, "end one (effective_until) before the other begins")
        seen[row.category, place].append(row)


def _starts(row: Record) -> date:
    return row.effective_from or date.min


def _ends(row: Record) -> date:
    return row.effective_until or date.max


def _check_periods(rows: list[Record]) -> Iterator[Finding]:
    for row in rows:
        if row.values.get("effective_until") and _starts(row) >= _ends(row):
            problem = f"it ends on {row.effective_until}, before it begins"
            yield Finding(row.file, row.line, problem, "write effective_until after effective_from")


def _check_tiers(pack: Pack) -> Iterator[Finding]:
    for row in pack.rows("tiers.csv"):
        yield from _check_limits(pack, row, "tier", LIMIT_NAMES)


def _check_whistles(pack: Pack) -> Iterator[Finding]:
    for row in pack.rows("whistles.csv"):
        yield from _check_limits(pack, row, "grade", WHISTLE_LIMITS)


def _check_limits(pack: Pack, row: Record, what: str, names: tuple[str, ...]) -> Iterator[Finding]:
    calendars = {c.code for c in pack.calendars}
    if row.calendar and row.calendar not in calendars:
        problem = f"calendar {row.calendar!r} of {what} {row.code} is unknown"
        yield Finding(row.file, row.line, problem, f"write one of {', '.join(sorted(calendars))}")
    for name in names:
        limit = row.values[name]
        if limit and limit["unit"].startswith("working_") and not row.calendar:
            problem = f"{name} of {what} {row.code} counts working time without a calendar"
            yield Finding(row.file, row.line, problem, "write the calendar, or count hours or days")


def _check_ladder(pack: Pack) -> Iterator[Finding]:
    """Rungs 1, 2, 3 ... without a gap; the first is the hotline body's (BJ-REG 12)."""
    rows, units = sorted(pack.rows("ladder.csv"), key=lambda row: row.level), pack.codes("units.csv")
    if not rows:
        yield Finding("ladder.csv", 0, "there is no rung", "add a row with level 1 and the hotline unit")
    for level, row in enumerate(rows, start=1):
        if row.level != level:
            problem = f"rung {row.code} has level {row.level} where {level} belongs"
            yield Finding(row.file, row.line, problem, "number the rungs 1, 2, 3 ... without a gap")
        if row.unit not in units:
            problem = f"unit {row.unit!r} of rung {row.code} is unknown"
            yield Finding(row.file, row.line, problem, "write the code of a unit in units.csv")
    if rows and rows[0].unit != pack.pack.hotline_unit:
        problem = f"the first rung is {rows[0].unit}'s"
        yield Finding(rows[0].file, rows[0].line, problem, f"write the hotline unit {pack.pack.hotline_unit}")


def _check_weights(pack: Pack) -> Iterator[Finding]:
    rows = pack.rows("weights.csv")
    for row in rows:
        total = row.response + row.solved + row.satisfied
        if total != 1:
            problem = f"weights of {row.code} sum to {total}"
            yield Finding(row.file, row.line, problem, "make response + solved + satisfied exactly 1")
    if not rows:
        yield Finding("weights.csv", 0, "there are no weights", "add a row such as default,0.10,0.50,0.40,0.90,basis")


def _check_messages(pack: Pack) -> Iterator[Finding]:
    rows = pack.rows("messages.toml")
    for wanted in MESSAGES:
        if wanted not in {row.code for row in rows}:
            problem = f"the message {wanted!r} is missing"
            yield Finding("messages.toml", 0, problem, f'add a [[message]] with code = "{wanted}"')
    for row in rows:
        for column, value in row.values.items():
            if column.startswith(("subject_", "body_")):
                for field in unknown_fields(value):
                    problem = f"{column} of {row.code} uses {field}, which is no field"
                    yield Finding(row.file, row.line, problem, "use a field of docs/reference/packs.md; {{ for a brace")


def _check_references(pack: Pack) -> Iterator[Finding]:
    """Articles and attributes name units and categories that are there."""
    units, categories = pack.codes("units.csv"), pack.codes("categories.csv")
    for row in [*pack.rows("articles.toml"), *pack.rows("attributes.toml")]:
        if row.category and row.category not in categories:
            problem = f"category {row.category!r} is unknown"
            yield Finding(row.file, row.line, problem, "write the code of a category in categories.csv")
        if "unit" in row.values and row.unit not in units:
            yield Finding(row.file, row.line, f"unit {row.unit!r} is unknown", "write the code of a unit in units.csv")
