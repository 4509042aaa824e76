"""Targets, actual results and relations of a StratML indicator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from answerable.plans.exchange.plan_document import ObservationDocument, Relation, TargetDocument
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.safe_xml import child, children, local, text
from answerable.plans.exchange.spans import months_between, period_code
from answerable.plans.exchange.stratml_deviations import NUMBER, PLACEHOLDER
from answerable.plans.exchange.stratml_identifiers import Codes
from answerable.plans.exchange.stratml_shape import RELATIONS


def date_of(written: str) -> date | None:
    """The day a date says, without its time zone; None for none, or for what is no date."""
    try:
        return date.fromisoformat(written[:10]) if re.match(r"\d{4}-\d\d-\d\d", written) else None
    except ValueError:
        return None


def number_of(written: str) -> Decimal | None:
    """The exact number written; None for none, or for what is no decimal."""
    return Decimal(written) if NUMBER.fullmatch(written) else None


def year_start(root: Element, starts_on: date | None, ends_on: date | None) -> int:
    """The month in which the years of a document start.

    Counted from its results that last twelve whole months; else that of a plan which lasts whole years; else 1.
    """
    results = [element for element in root.iter() if local(element) in {"TargetResult", "ActualResult"}]
    spans = [(date_of(text(one, "StartDate")), date_of(text(one, "EndDate"))) for one in results]
    starts = Counter(a.month for a, b in spans if a and b and months_between(a, b) == 12)
    if starts:
        return min(starts, key=lambda month: (-starts[month], month))
    whole = starts_on and ends_on and months_between(starts_on, ends_on)
    return starts_on.month if starts_on and whole and whole % 12 == 0 else 1


class ResultReader:
    """Reads what was to be reached and what was; what only says "to be determined" makes neither."""

    def __init__(self, year_starts_in: int, report: Report) -> None:
        self.year_starts_in, self.report = year_starts_in, report

    def targets(self, indicator: Element, code: str) -> Iterator[TargetDocument]:
        for result in self._said(indicator, "TargetResult", code):
            ends_on = date_of(text(result, "EndDate"))
            yield TargetDocument(
                on=ends_on,
                value=number_of(text(result, "NumberOfUnits")),
                words=text(result, "Description"),
                quality=text(result, "Descriptor", "DescriptorName"),
                grade=text(result, "Descriptor", "DescriptorValue"),
                starts_on=date_of(text(result, "StartDate")),
            )

    def observations(self, indicator: Element, code: str) -> Iterator[ObservationDocument]:
        for result in self._said(indicator, "ActualResult", code):
            starts_on, ends_on = date_of(text(result, "StartDate")), date_of(text(result, "EndDate"))
            yield ObservationDocument(
                period=self._period(starts_on, ends_on, code),
                value=number_of(text(result, "NumberOfUnits")),
                words=text(result, "Description"),
                quality=text(result, "Descriptor", "DescriptorName"),
                grade=text(result, "Descriptor", "DescriptorValue"),
                starts_on=starts_on,
                ends_on=ends_on,
            )

    def _said(self, indicator: Element, name: str, code: str) -> Iterator[Element]:
        """The results that say something, in their order."""
        for instance in children(indicator, "MeasurementInstance"):
            for result in children(instance, name):
                words = (text(result, "Description"), text(result, "Descriptor", "DescriptorValue"))
                units = text(result, "NumberOfUnits")
                if any(PLACEHOLDER.fullmatch(word) for word in words) and number_of(units) in (None, Decimal(0)):
                    self.report.say("stratml_to_be_determined", code, result=name, units=units)
                elif number_of(units) is None and not any(words):
                    self.report.say("stratml_says_nothing", code, result=name, by=text(result, "EndDate"))
                else:
                    yield result

    def _period(self, starts_on: date | None, ends_on: date | None, code: str) -> str:
        if starts_on and ends_on and starts_on <= ends_on:
            return period_code(starts_on, ends_on, self.year_starts_in)
        if ends_on is None and starts_on is None:
            self.report.say("stratml_undated", code)
        return str(ends_on or starts_on or "")


def relations(indicator: Element, codes: Codes) -> Iterator[Relation]:
    """The relations that name another part; the placeholders of forms name none."""
    for found in children(indicator, "Relationship"):
        for referent in children(found, "ReferentIdentifier"):
            if other := text(referent):
                kind = RELATIONS.get(found.get("RelationshipType", ""), "")
                yield Relation(kind, other, text(child(found, "Name")), text(child(found, "Description")))
