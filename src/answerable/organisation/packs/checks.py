"""Checks across the files of a pack. Each yields findings; none stops the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from answerable.organisation.models import Code
from answerable.organisation.packs.checks_rules import check_rules
from answerable.organisation.packs.geo import FILE as SHAPES
from answerable.organisation.packs.geo import box
from answerable.organisation.packs.patterns import posts_of
from answerable.organisation.packs.trees import check_trees
from answerable.organisation.packs.values import LANGUAGES, Finding, Pack

HOTLINE_ROLES = ("call_taker", "dispatcher", "callback_officer")
LEVELS_WITH_GROUND = ("district", "street", "town")


def check(pack: Pack) -> Iterator[Finding]:
    """Every finding about a pack whose files could all be read."""
    yield from check_trees(pack)
    yield from _check_pack(pack)
    yield from _check_areas(pack)
    yield from _check_units(pack)
    yield from _check_posts(pack)
    yield from _check_codes(pack)
    yield from _check_calendars(pack)
    yield from _check_people(pack)
    yield from check_rules(pack)


def _check_pack(pack: Pack) -> Iterator[Finding]:
    row = pack.pack
    units, categories = pack.codes("units.csv"), {c.code: c for c in pack.rows("categories.csv")}
    for key in ("hotline_unit", "coordinator_unit"):
        if row.values[key] not in units:
            problem = f"{key} {row.values[key]!r} is no unit"
            yield Finding(row.file, row.line_of[key], problem, "write the code of a unit in units.csv")
    for key in ("fallback_category", "plan_comment_category"):
        named = categories.get(row.values[key])
        if (named is None or named.level != 3) and (row.values[key] or key == "fallback_category"):
            problem = f"{key} {row.values[key]!r} is no category of level 3"
            yield Finding(row.file, row.line_of[key], problem, "write the code of one in categories.csv")
    try:
        ZoneInfo(row.timezone)
    except (KeyError, ValueError, OSError):
        problem = f"timezone {row.timezone!r} is unknown"
        yield Finding(row.file, row.line_of["timezone"], problem, "write an IANA name such as Asia/Hong_Kong")
    if row.default_calendar not in {c.code for c in pack.calendars}:
        problem = f"default_calendar {row.default_calendar!r} is not there"
        yield Finding(row.file, row.line_of["default_calendar"], problem, "write the NAME of a [calendars.NAME]")


def _check_areas(pack: Pack) -> Iterator[Finding]:
    areas = {area.code: area for area in pack.rows("areas.csv")}
    leading = Counter(u.area for u in pack.rows("units.csv") if u.kind == "district")
    for area in areas.values():
        if area.kind == "district" and leading[area.code] != 1:
            problem = f"district {area.code} has {leading[area.code]} leading units of kind district"
            remedy = f"give exactly one unit in units.csv kind=district and area={area.code}"
            yield Finding(area.file, area.line, problem, remedy)
    west, south, east, north = pack.pack.bounds
    for code, shape in pack.shapes.items():
        if code not in areas:
            yield Finding(SHAPES, shape["line"], f"shape of unknown area {code!r}", "add the area to areas.csv")
        a, b, c, d = box(shape)
        if not (west <= a and south <= b and c <= east and d <= north):
            problem = f"shape of {code!r} leaves the bounds of the pack"
            yield Finding(SHAPES, shape["line"], problem, "widen bounds in pack.toml, or swap latitude and longitude")


def _check_units(pack: Pack) -> Iterator[Finding]:
    areas = {area.code: area for area in pack.rows("areas.csv")}
    for unit in pack.rows("units.csv"):
        if unit.area and unit.area not in areas:
            problem = f"area {unit.area!r} of unit {unit.code} is unknown"
            yield Finding(unit.file, unit.line, problem, "write the code of an area in areas.csv, or leave it empty")
        if unit.kind in LEVELS_WITH_GROUND and not unit.area:
            problem = f"{unit.kind} {unit.code} has no area"
            yield Finding(unit.file, unit.line, problem, "write the code of the area it answers for")


def _check_posts(pack: Pack) -> Iterator[Finding]:
    units = {unit.code: unit for unit in pack.rows("units.csv")}
    kinds = {f"kind:{unit.kind}" for unit in units.values()}
    for row in pack.rows("posts.csv"):
        if row.unit not in units and row.unit not in kinds:
            problem = f"post {row.code} is in unknown unit {row.unit!r}"
            yield Finding(row.file, row.line, problem, "write the code of a unit, or kind:KIND of one")
        if row.unit in kinds and "{unit}" not in row.code:
            problem = f"post {row.code} of {row.unit} would have the same code in every unit"
            yield Finding(row.file, row.line, problem, "write {unit} in the code, as in {unit}-head")
    posts = list(posts_of(pack))
    heads = Counter(post.unit for post in posts if post.head)
    for unit in units.values():
        if heads[unit.code] != 1:
            problem = f"unit {unit.code} has {heads[unit.code]} head posts"
            yield Finding(
                unit.file, unit.line, problem, f"add one post with unit={unit.code} and head=yes to posts.csv"
            )
    yield from _check_desk_roles(pack, {(p.unit, role) for p in posts for role in p.roles})


def _check_desk_roles(pack: Pack, held: set[tuple[str, str]]) -> Iterator[Finding]:
    """The hotline must be able to take, dispatch and call back; the coordinator to coordinate and handle."""
    row = pack.pack
    wanted = [("hotline_unit", role) for role in HOTLINE_ROLES]
    wanted += [("coordinator_unit", role) for role in ("coordinator", "handler")]
    for key, role in wanted:
        unit = row.values[key]
        if unit in pack.codes("units.csv") and (unit, role) not in held:
            problem = f"{key} {unit} has no post with the role {role}"
            yield Finding(row.file, row.line_of[key], problem, f"add such a post to posts.csv with unit={unit}")


def _check_codes(pack: Pack) -> Iterator[Finding]:
    rows = pack.rows("codes.csv")
    for kind in Code.KINDS:
        if not any(row.kind == kind for row in rows):
            yield Finding("codes.csv", 0, f"there is no code of kind {kind}", f"add at least one row with kind={kind}")


def _check_calendars(pack: Pack) -> Iterator[Finding]:
    calendars = {c.code: c for c in pack.calendars}
    for row in pack.rows("calendar_days.csv"):
        calendar = calendars.get(row.calendar)
        if calendar is None:
            problem = f"calendar {row.calendar!r} is unknown"
            yield Finding(row.file, row.line, problem, f"write one of {', '.join(calendars)}")
        elif not calendar.first_day <= (row.date or date.min) <= calendar.last_day:
            problem = f"{row.date} lies outside {calendar.first_day} to {calendar.last_day}"
            yield Finding(row.file, row.line, problem, "widen the calendar in pack.toml, or remove the day")
        if row.kind == "work" and calendar and not _has_hours(calendar.weekly_hours, row):
            problem = f"nobody works on {row.date}: its weekday has no hours"
            yield Finding(row.file, row.line, problem, "write in works_as the weekday (0 is Monday) whose hours hold")


def _has_hours(weekly_hours: dict[str, object], row: object) -> bool:
    weekday = row.date.weekday() if row.works_as is None else row.works_as  # type: ignore[attr-defined]
    return str(weekday) in weekly_hours


def _check_people(pack: Pack) -> Iterator[Finding]:
    """people.toml is optional; where it stands it needs enough names in three scripts."""
    for key in ("surnames", "given_names"):
        entries = pack.people.get(key, []) if pack.people else None
        if entries is None:
            continue
        if len(entries) < 5 or not all(_is_name(entry) for entry in entries):
            problem = f"{key} has too few names, or one not in three scripts"
            remedy = f"write at least five as {{{', '.join(f'{lang} = ...' for lang in LANGUAGES)}}}"
            yield Finding("people.toml", 0, problem, remedy)


def _is_name(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(lang), str) and entry[lang] for lang in LANGUAGES)
