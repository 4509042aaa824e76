"""The calendar feed of a plan (RFC 5545): its nodes, targets and reviews as whole days that people can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from answerable.plans.exchange.plan_document import PlanDocument

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Answerable//Plans//EN"
REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Entry:
    """One thing on a day, or on every day up to `last_day`.

    `key` names it for good: the same key is the same event in a reader's calendar, however its day moves. `changed_at`
    is an aware instant, `version` grows with every change; `category` is a word readers may filter by.
    """

    key: str
    day: date
    title: str
    changed_at: datetime
    last_day: date | None = None
    description: str = ""
    address: str = ""
    category: str = ""
    version: int = 0
    cancelled: bool = False
    tentative: bool = False  # its day is not settled yet


def write(name: str, entries: Iterable[Entry], domain: str, description: str = "") -> bytes:
    """The calendar in UTF-8, in the order of days and then keys; the same entries give the same bytes.

    `domain` completes the keys to identifiers unlike any others in the world. Raises ValueError for an instant
    without a zone and for a last day before the first.
    """
    from icalendar import Calendar  # here, since loading it takes half a second

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if description:
        calendar.add("description", description)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in sorted(entries, key=lambda one: (one.day, one.key)):
        calendar.add_component(_event(entry, domain))
    return calendar.to_ical(sorted=False)


def _event(entry: Entry, domain: str) -> Event:
    from icalendar import Event

    if entry.changed_at.tzinfo is None:
        raise ValueError(f"{entry.key}: an instant without a zone")
    if entry.last_day is not None and entry.last_day < entry.day:
        raise ValueError(f"{entry.key}: ends before it starts")
    event = Event()
    event.add("uid", f"{quote(entry.key, safe='-._')}@{domain}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.day)
    event.add("dtend", (entry.last_day or entry.day) + timedelta(days=1))  # the first day after it
    event.add("summary", entry.title)
    event.add("transp", "TRANSPARENT")  # nobody is busy because a target is due
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED")
    for name, text in (("description", entry.description), ("url", entry.address)):
        if text:
            event.add(name, text)
    if entry.category:
        event.add("categories", [entry.category])
    return event


def entries_of(plan: PlanDocument, changed_at: datetime, language: str = "zh_hant") -> Iterator[Entry]:
    """The dated targets and milestones of a plan document; its reviews come from whoever plans them."""
    for indicator in plan.indicators:
        for number, target in enumerate(indicator.targets, 1):
            if target.on:
                key = f"{plan.code}-target-{indicator.code}-{number}"
                yield Entry(key, target.on, indicator.name.first(language), changed_at, description=target.words)
    for task in plan.tasks:
        for milestone in task.milestones:
            if milestone.due_on:
                title, key = milestone.name.first(language), f"{plan.code}-milestone-{milestone.code}"
                yield Entry(key, milestone.due_on, title, changed_at, description=milestone.acceptance)
