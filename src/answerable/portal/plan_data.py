"""A plan as files and feeds that everybody may take away: JSON, CSV, StratML, calendar, Atom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from answerable.organisation.models import Jurisdiction
from answerable.plans.exchange import ics, stratml
from answerable.plans.exchange.ics import Entry
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.models import Plan
from answerable.plans.queries import open_data
from answerable.plans.queries.calendar import nodes
from answerable.plans.queries.days import AsOf, as_of
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.figures import figure, figures
from answerable.plans.queries.history import history
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.plans import get_plan
from answerable.plans.queries.series import series
from answerable.plans.sentences.schedule import TASK_KIND
from answerable.portal.context import HTML_LANGUAGE
from answerable.portal.plan_changes import Change, indicator_url, quarter_of, quarters_changes
from answerable.portal.plan_history import told
from answerable.portal.plan_tree import figures_on
from answerable.portal.plan_words import finding
from answerable.reviews.queries import EXPECTED, reviews_between
from answerable.reviews.sentences.names import review_title
from answerable.rules.problems import NotFound, Problem, Refused

FEED_LENGTH = 50
SIMULATED = "Simulated: figures observed here are invented, to show how the system works."  # StratML's OtherInformation
COLUMNS = (
    "code", "name_zh_hant", "name_en", "name_zh_hans", "element", "nature", "unit", "light", "computed_light",
    "data_light", "current", "valid_until", "official_class", "period", "value", "planned", "target", "target_due_on",
    "original_target", "original_due_on", "target_changed", "leniency", "trend", "catch_up", "post", "answering_unit",
    "vacant", "next_due_on", "ended", "simulated",
)  # fmt: skip


class NoSuchDay(Refused):
    """`as_of` is no day that has been; data addresses say so and guess nothing."""


def opened(jurisdiction: Jurisdiction, code: str, wish: str, *, now: datetime) -> tuple[Plan, AsOf]:
    """The plan and the day. Raises NotFound, and NoSuchDay."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    day = as_of(jurisdiction, wish, now=now)
    if day.wrong:
        raise NoSuchDay(Problem("no_such_day", "as_of"))
    return plan, day


def plan_record(jurisdiction: Jurisdiction, code: str, wish: str, *, now: datetime) -> dict[str, Any]:
    """The whole plan with every indicator, as known on a day."""
    plan, day = opened(jurisdiction, code, wish, now=now)
    return open_data.whole_record(plan, figures_on(plan, day), as_of=day.at)


def indicator_record(jurisdiction: Jurisdiction, code: str, key: str, wish: str, *, now: datetime) -> dict[str, Any]:
    """One indicator with its series and every target it ever had."""
    plan, day = opened(jurisdiction, code, wish, now=now)
    found = series(plan, key, as_of=day.at)
    if found is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "indicator"}))
    return {
        "plan": plan.code, "as_of": day.at.isoformat(), **open_data.figure_record(found.figure),
        "targets": open_data.targets_of(found.figure, as_of=day.at), "series": open_data.series_records(found),
    }  # fmt: skip


def cell(value: object) -> str:
    """As text; a spreadsheet must not take it for a formula. A plain negative number stays a number."""
    text = "" if value is None else str(value)
    if text.startswith(("=", "+", "@", "\t", "\r")) or (text.startswith("-") and not _is_number(text)):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).replace("/", "", 1).isdigit()


def plan_rows(jurisdiction: Jurisdiction, code: str, wish: str, *, now: datetime) -> list[list[str]]:
    """One row per indicator, heading first."""
    plan, day = opened(jurisdiction, code, wish, now=now)
    return [list(COLUMNS), *(_row(figure) for figure in figures_on(plan, day).values())]


def _row(found: Any) -> list[str]:
    record = open_data.figure_record(found)
    name, target, first = (record[part] or {} for part in ("name", "target", "original_target"))
    answers, trend = record["answers"] or {}, record["trend"] or {}
    post = answers.get("post") or {}
    values = {
        **record, "name_zh_hant": name.get("zh-hant"), "name_en": name.get("en"), "name_zh_hans": name.get("zh-hans"),
        "unit": (record["unit"] or {}).get("en"), "target": _aim(target), "target_due_on": target.get("due_on"),
        "original_target": _aim(first), "original_due_on": first.get("due_on"), "trend": trend.get("value"),
        "catch_up": trend.get("catch_up"), "post": post.get("code"), "answering_unit": post.get("unit"),
        "vacant": answers.get("vacant"),
    }  # fmt: skip
    return [cell(values[column]) for column in COLUMNS]


def _aim(target: dict[str, Any]) -> str | None:
    if not target:
        return None
    if target["low"] is not None:
        return f"{target['low']}..{target['high']}"
    return target["value"] if target["value"] is not None else target["words"]


def observation_rows(jurisdiction: Jurisdiction, code: str, wish: str, *, now: datetime) -> Iterable[list[str]]:
    """Every figure with its vintages, heading first."""
    plan, day = opened(jurisdiction, code, wish, now=now)
    return _observations(plan, day)


def _observations(plan: Plan, day: AsOf) -> Iterator[list[str]]:
    yield list(open_data.OBSERVATION_COLUMNS)
    for record in open_data.observation_records(plan, as_of=day.at):
        yield [cell(value) for value in record.values()]


def stratml_file(jurisdiction: Jurisdiction, code: str, wish: str, *, now: datetime) -> bytes:
    """The plan as StratML, as known on a day."""
    plan, day = opened(jurisdiction, code, wish, now=now)
    found = {figure.code: figure.simulated or plan.simulated for figure in figures_on(plan, day).values()}
    document = document_of(plan, now=day.at)
    there = replace(document, indicators=tuple(row for row in document.indicators if row.code in found))
    return stratml.write(_marked(there, {code for code, simulated in found.items() if simulated}))


def _marked(document: PlanDocument, invented: set[str]) -> PlanDocument:
    """With a line at the plan and at each indicator some of whose figures are invented."""
    if not invented:
        return document
    rows = tuple(
        replace(row, notes="\n".join(filter(None, [row.notes, SIMULATED]))) if row.code in invented else row
        for row in document.indicators
    )
    return replace(document, notes="\n".join(filter(None, [document.notes, SIMULATED])), indicators=rows)


def calendar(jurisdiction: Jurisdiction, code: str, address: str, *, now: datetime) -> bytes:
    """The nodes of the plan and its reviews of a year to both sides, as whole days. `address` is this server's."""
    plan = get_plan(None, code, now=now, jurisdiction=jurisdiction.code)
    entries = [*_nodes(plan, address, now), *_reviews(plan, address, now)]
    return ics.write(plan.name, entries, urlsplit(address).hostname or "localhost")


def _nodes(plan: Plan, address: str, now: datetime) -> Iterator[Entry]:
    tasks = address + reverse("portal:plan-tasks", args=[plan.code])
    for node in nodes(plan, today=today_of(plan, now), now=now, handoffs=False, back=31):
        who = {"post": node.post.name, "unit": node.post.unit.name} if node.post else None
        said = _("%(post)s of %(unit)s answers for it.") % who if who else ""
        target = node.noun == "target"
        yield Entry(
            f"{plan.code}-{node.noun}-{node.uid}", node.due_on,
            _("Target due: %(name)s") % {"name": node.name} if target else node.name, node.changed_at,
            description=said, address=address + indicator_url(plan, node.key) if target else tasks,
            category=_("Target") if target else str(TASK_KIND.get(node.noun, node.noun)), version=node.version,
        )  # fmt: skip


def _reviews(plan: Plan, address: str, now: datetime) -> Iterator[Entry]:
    today, year = today_of(plan, now), timedelta(days=366)
    for one in reviews_between(plan, since=today - year, until=today + year):
        expected = one.state == EXPECTED
        yield Entry(
            f"{plan.code}-review-{one.key}", one.on, review_title(one.review), one.changed_at,
            description=_("Expected by the calendar of reviews; its day may still move.") if expected else "",
            address=address + reverse("portal:plan-reviews", args=[plan.code]), category=_("Review"),
            version=one.version, cancelled=one.state == "called_off", tentative=expected,
        )  # fmt: skip


def plan_feed(jurisdiction: Jurisdiction, code: str, address: str, *, now: datetime) -> str:
    """What changed in the plan this quarter, as Atom."""
    plan, day = opened(jurisdiction, code, "", now=now)
    found = figures(plan, as_of=day.at)
    changes = quarters_changes(plan, found, quarter_of(plan, day.day), day)
    simulated = plan.simulated or any(figure.simulated for figure in found.values())
    feed = _feed(_titled(plan.name, simulated), address + reverse("portal:plan", args=[plan.code]))
    for change in changes[:FEED_LENGTH]:
        feed.add_item(
            title=f"{change.name}: {change.words}", link=address + change.url, description=change.words,
            unique_id=_identity(plan, change, day), updateddate=_instant(plan, change, day),
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


def _identity(plan: Plan, change: Change, day: AsOf) -> str:
    what = f"{change.kind}:{change.url}:{change.before}:{change.after}:{change.on or quarter_of(plan, day.day).since}"
    return f"tag:answerable,{plan.starts_on:%Y}:{plan.code}:{what}"


def _instant(plan: Plan, change: Change, day: AsOf) -> datetime:
    on = change.on or quarter_of(plan, day.day).since
    return datetime.combine(on, time.min, ZoneInfo(plan.jurisdiction.timezone))


def indicator_feed(jurisdiction: Jurisdiction, code: str, key: str, address: str, *, now: datetime) -> str:
    """Everything that happened to an indicator and every new figure, as Atom."""
    plan, day = opened(jurisdiction, code, "", now=now)
    found = figure(plan, key, as_of=day.at)
    if found is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "indicator"}))
    shown, link = found[0], address + indicator_url(plan, key)
    feed = _feed(_titled(f"{shown.name} ({plan.name})", shown.simulated or plan.simulated), link)
    known_at = shown.assessment.newest_known_at
    if known_at is not None and shown.assessment.newest is not None:
        identity = f"tag:answerable,{plan.starts_on:%Y}:{plan.code}:{key}:{shown.assessment.newest.code}"
        feed.add_item(title=finding(shown), link=link, description=finding(shown), unique_id=identity,
                      updateddate=known_at)  # fmt: skip
    for event in told(history(plan, shown.indicator, as_of=day.at), shown)[:FEED_LENGTH]:
        identity = f"tag:answerable,{plan.starts_on:%Y}:{plan.code}:{key}:{event.key}"
        feed.add_item(title=event.say, link=link, description=event.words or event.say, unique_id=identity,
                      updateddate=event.at)  # fmt: skip
    return str(feed.writeString("utf-8"))


def _titled(name: str, simulated: bool) -> str:
    """The title of a feed; invented figures say so in it."""
    return _("%(name)s (invented figures)") % {"name": name} if simulated else name


def _feed(title: str, link: str) -> Atom1Feed:
    language = HTML_LANGUAGE.get(get_language() or "en", "en")
    return Atom1Feed(title=title, link=link, description="", language=language, feed_guid=link)
