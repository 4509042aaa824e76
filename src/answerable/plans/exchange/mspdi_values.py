"""How MSPDI spells its values, and what cannot be read noted with its place."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, time
from fractions import Fraction
from xml.etree.ElementTree import Element

from answerable.plans.exchange.report import Report
from answerable.plans.exchange.safe_xml import child, local, text

NAMESPACE = "http://schemas.microsoft.com/project"
PUBLISHED_NAMESPACE = f"{NAMESPACE}/2007"
KINDS = ("FF", "FS", "SF", "SS")  # by number
PERCENT_FORMATS = {19, 20, 51, 52}
ELAPSED_FORMATS = {4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52}
DAYS, ELAPSED_DAYS, PERCENT, ELAPSED_PERCENT = 7, 8, 19, 20
NO_CALENDAR = -1
_DURATION = re.compile(r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?", re.ASCII)
_LARGEST = 2**31  # a whole number of the format has four bytes


class Fields:
    """The children of one element, by name. Everything asked for counts as understood; `close` reports the rest."""

    def __init__(self, element: Element, where: str, report: Report, unkept: Counter[str]) -> None:
        self.element, self.where, self.report, self.unkept = element, where, report, unkept
        self.asked: set[str] = set()

    def text(self, name: str) -> str:
        """The trimmed text, "" when there is none."""
        self.asked.add(name)
        return text(self.element, name)

    def child(self, name: str) -> Element | None:
        """The first child of a name."""
        self.asked.add(name)
        return child(self.element, name)

    def children(self, name: str) -> list[Element]:
        """All children of a name."""
        self.asked.add(name)
        return [one for one in self.element if local(one) == name]

    def number(self, name: str) -> int | None:
        """A whole number."""
        found = self.text(name)
        if not found:
            return None
        try:
            number = int(found)
        except ValueError:
            number = _LARGEST
        if abs(number) < _LARGEST:
            return number
        self._unreadable(name, found)
        return None

    def truth(self, name: str) -> bool:
        """1 or true; absent is false."""
        return self.text(name).lower() in {"1", "true"}

    def moment(self, name: str) -> datetime | None:
        """A date and time on the wall. A zone is cut off and reported."""
        found = self.text(name)
        if not found or found.upper() == "NA":
            return None
        try:
            at = datetime.fromisoformat(found)
        except ValueError:
            self._unreadable(name, found)
            return None
        if at.tzinfo is not None:
            self.report.say("mspdi_zone_cut", f"{self.where}/{name}", value=found)
        return at.replace(tzinfo=None)

    def minutes(self, name: str) -> int | None:
        """A duration in whole minutes, half a minute up; anything less than a minute is reported."""
        found = self.text(name)
        if not found:
            return None
        match = _DURATION.fullmatch(found)
        if match is None or not any(match.groups()):
            self._unreadable(name, found)
            return None
        days, hours, minutes, seconds = (Fraction(part or 0) for part in match.groups())
        return self.whole(name, days * 1440 + hours * 60 + minutes + seconds / 60)

    def whole(self, name: str, minutes: Fraction) -> int:
        """Whole minutes, half a minute up, reported when that changes them."""
        found = int((minutes + Fraction(1, 2)) // 1)
        if found != minutes:
            self.report.say("mspdi_rounded", f"{self.where}/{name}", minutes=found)
        return found

    def close(self, known: set[str] | frozenset[str] = frozenset()) -> None:
        """Count what nobody asked for, but for names in `known`."""
        for one in self.element:
            name = local(one)
            if name and name not in self.asked and name not in known:
                self.unkept[f"{local(self.element)}/{name}"] += 1

    def _unreadable(self, name: str, found: str) -> None:
        self.report.say("mspdi_unreadable", f"{self.where}/{name}", value=found[:100])


def duration(minutes: int) -> str:
    """Minutes as MSPDI writes them: PT8H0M0S."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def moment(at: datetime) -> str:
    """A date and time as MSPDI writes it."""
    return at.replace(tzinfo=None).isoformat(timespec="seconds")


def hour(at: time) -> str:
    """A time of day as MSPDI writes it."""
    return at.isoformat(timespec="seconds")
