"""Read a list of published indicators (JSON: `meta` and `indicators`, each with its set) into plans, one for each set.

Its rules: null is not found, never invented; what was recalled from memory and not verified is not loaded and is
counted; wording of the source is kept beside numbers. A year as a deadline is the last day of that year.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from answerable.plans.exchange.indicator_sets import NATURES, SETS, TYPES, Set
from answerable.plans.exchange.naming import NOBODY, Answering, Names
from answerable.plans.exchange.plan_document import (
    Baseline,
    ElementDocument,
    IndicatorDocument,
    ItemDocument,
    ObservationDocument,
    PlanDocument,
    TargetDocument,
)
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_words import CHOICES
from answerable.plans.exchange.spans import is_period
from answerable.rules.measures import Direction, Kind
from answerable.rules.problems import Problem, Refused

RECALLED = "recalled_not_verified"
UNCONFIRMED = re.compile(r"not confirmed", re.I)
NOT_FOUND = re.compile(r"not found", re.I)
SINCE_START = re.compile(r"(\d{4})-(\d{4}) cumulative")
CUMULATIVE = {Kind.CUMULATIVE_REDUCTION, Kind.CUMULATIVE_CHANGE}
HAN = re.compile(r"[\u3400-\u9fff]")

Item = Mapping[str, Any]


def read(body: bytes) -> tuple[tuple[PlanDocument, ...], Report]:
    """The plans in the order of their sets. Raises Refused: not_json, list_other_format."""
    try:
        found = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Refused(Problem("not_json", params={"why": str(error)})) from error
    if not isinstance(found, dict) or not isinstance(found.get("indicators"), list):
        raise Refused(Problem("list_other_format"))
    report = Report()
    recalled = found.get("meta", {}).get(RECALLED, {}).get("items", {})
    for what in recalled:
        report.say("list_recalled", what)
    sets: dict[str, list[Item]] = {}
    for item in found["indicators"]:
        if item.get(RECALLED):
            report.say("list_recalled", item["id"])
        else:
            sets.setdefault(item["set"], []).append(item)
    return tuple(_SetReader(code, items, report).plan() for code, items in sets.items()), report


@dataclass
class _SetReader:
    code: str
    items: list[Item]
    report: Report

    def plan(self) -> PlanDocument:
        about = self.about
        groups = list(dict.fromkeys(str(item["group"] or self.code) for item in self.items))
        elements = {group: f"{self.code}-{number}" for number, group in enumerate(groups, 1)}
        return PlanDocument(
            code=self.code,
            name=about.name or Names(en=self.code),
            starts_on=about.starts_on,
            ends_on=about.ends_on,
            elements=tuple(
                ElementDocument(code, level="domain", name=self.names(group)) for group, code in elements.items()
            ),
            indicators=tuple(self.indicator(item, elements[str(item["group"] or self.code)]) for item in self.items),
            items=tuple(self.roots()),
        )

    @property
    def about(self) -> Set:
        return SETS.get(self.code, Set())

    @property
    def chinese(self) -> str:
        """Lists of Hong Kong are in Traditional, those of the mainland in Simplified characters."""
        return "zh_hant" if self.code.startswith("HK") else "zh_hans"

    def names(self, text: str | None) -> Names:
        """A text in the language it is in; one of symbols alone (%) in all three."""
        written = (text or "").strip()
        if HAN.search(written):
            return Names(**{self.chinese: written})
        return Names(en=written) if re.search(r"[A-Za-z]", written) else Names(written, written, written)

    def both(self, item: Item) -> Names:
        return Names(**{self.chinese: item["name_zh"] or "", "en": item["name_en"] or ""})

    def indicator(self, item: Item, element: str) -> IndicatorDocument:
        kind = self.kind(item)
        observations, more = self.observations(item, kind)
        links = [link for link in item["source_urls"] or () if link]
        return IndicatorDocument(
            code=item["id"],
            element_code=element,
            name=self.both(item),
            unit=Names() if item["unit"] == "milestone" else self.names(item["unit"]),
            kind=kind,
            direction=self.direction(item),
            nature=self.nature(item),
            nature_source=" - ".join(filter(None, [item["nature"], item["nature_source"]])),
            data_source="; ".join(links),
            source_address=next((link for link in links if re.fullmatch(r"https?://\S+", link)), ""),
            baseline=_baseline(item["baseline"]),
            targets=tuple(self.targets(item)),
            observations=observations,
            owner=self.owner(item["responsible"]),
            reported_status=item["status_reported"] or "",
            notes="\n".join(filter(None, [item["note"], *more])),
        )

    def kind(self, item: Item) -> str:
        """The kind of a type of target; a standing pledge is a floor or a ceiling, as its operator says."""
        if item["target_type"] == "service_pledge":
            return Kind.CAP.value if (item["target"]["operator"] or "").startswith("<") else Kind.FLOOR.value
        if item["target_type"] not in TYPES:
            self.report.say("list_type_unknown", item["id"], found=item["target_type"])
        return TYPES.get(item["target_type"], "")

    def direction(self, item: Item) -> str:
        found = item["direction"]
        return found if found in {Direction.UP, Direction.DOWN} else Direction.NONE.value

    def nature(self, item: Item) -> str:
        """Binding, expected or other, where the source states it; a gap where it was only remembered."""
        if item["nature"] and UNCONFIRMED.search(item["nature_source"] or ""):
            self.report.say("list_nature_unconfirmed", item["id"], found=item["nature"])
            return ""
        return NATURES.get(item["nature"] or "", "")

    def targets(self, item: Item) -> Iterator[TargetDocument]:
        """The one target a row states: by its deadline, else by the end of its year, else undated."""
        target, deadline = item["target"], item["deadline"]
        words = target["text"] or ""
        if NOT_FOUND.search(words):
            self.report.say("list_target_not_found", item["id"], words=words)
            return
        if target["value"] is None and not words and not deadline:
            return
        operator = target["operator"] or ""
        if operator not in CHOICES["operator"]:
            words = " ".join(filter(None, [operator, words]))
            operator = ""
        year = target["year"]
        yield TargetDocument(
            on=date.fromisoformat(deadline) if deadline else date(year, 12, 31) if year else None,
            period="" if deadline else str(year or ""),
            value=_decimal(target["value"]),
            operator="" if operator == "range" else operator,
            words=words or (item["name_zh"] or item["name_en"] if target["value"] is None else ""),
        )

    def observations(self, item: Item, kind: str) -> tuple[tuple[ObservationDocument, ...], list[str]]:
        """What was observed in a period of a plan; everything else as lines for the notes."""
        kept, more = [], []
        for actual in item["actuals"]:
            period, value = self.period(str(actual["period"] or ""), kind), _decimal(actual["value"])
            words = [actual["note"] or ""]
            if period != actual["period"]:
                words.append(str(actual["period"]))
            if is_period(period) and value is not None:
                said = "; ".join(filter(None, words))
                kept.append(ObservationDocument(period, value, source_address=actual["source_url"] or "", words=said))
                continue
            code = "list_period_unclear" if value is not None else "list_observation_without_value"
            self.report.say(code, item["id"], period=period)
            more.append(f"{actual['period']}: {'' if value is None else value} {actual['note'] or ''}".strip())
        return tuple(kept), more

    def period(self, written: str, kind: str) -> str:
        """A change since the start of the plan is the figure of the year it runs to."""
        found = SINCE_START.fullmatch(written)
        start = self.about.starts_on
        if found and kind in CUMULATIVE and start and str(start.year) == found[1]:
            return found[2]
        return written

    def owner(self, responsible: Item | None) -> Answering:
        if responsible is None:
            return NOBODY
        words = responsible["source"] or ""
        known = next((word for word in ("stated", "inferred") if words.startswith(word)), "")
        stated = Names(**{self.chinese: responsible["zh"] or "", "en": responsible["en"] or ""})
        return Answering(stated=stated, how_known=known, words=words, abbreviation=responsible.get("abbr") or "")

    def roots(self) -> Iterator[ItemDocument]:
        """Each undertaking of a Policy Address as an item that its indicator is linked to."""
        if self.about.year is None:
            return
        for item in self.items:
            links = [link for link in item["source_urls"] or () if re.fullmatch(r"https?://\S+", link)]
            yield ItemDocument(
                code=f"item-{item['id']}",
                kind="policy_address",
                name=self.both(item),
                year=self.about.year,
                reference=item["kind"] or "",
                address=links[0] if links else "",
                links=(item["id"],),
            )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _baseline(found: Item) -> Baseline:
    return Baseline(str(found["year"] or ""), _decimal(found["value"]), found["text"] or "")
