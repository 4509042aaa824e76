"""To whom: the dispatch catalogue (派單目錄), and what holds when it is silent (BJ-REG 11, 12; 8.1(6) to (9)).

Narrower category wins, then narrower area. Where no row fits, the district of the place leads; where no place is
known either, the coordinator's unit leads until the joint consultation has found somebody. Nothing is ever nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

# Why a unit stands where it stands: key -> source of the rule.
REASONS: dict[str, str] = {
    "catalogue": "BJ-REG 11: within a unit's duty, at once by the dispatch catalogue",
    "district": "BJ-REG 12(2): no specific unit but the area known, to the district",
    "coordinator": "BJ-REG 12, seed B4: neither known, joint consultation led by the coordinator's unit",
    "dispatcher": "BJ-REG 11, 12: a dispatcher of the hotline body, or a coordinator, chose",
    "upheld": "BJ-REG 12: an objection was upheld",
    "designated": "WF 22: the hotline body designates; no objection any more",
    "named": "BJ-REG 12, seed B4: an objection names this unit; until it is ruled on, both answer",
    "consulted": "BJ-REG 12: asked in a joint consultation; until it ends, all who were asked answer",
    "passed_on": "8.1(9), seed B4: passed the case on; while nobody takes it and no rung decides, it answers again",
    "interest": "JN 32, XF 30: the unit below is complained about, so the unit above it leads",
    "copy": "BJ-REG 12(1): direct to a street or town, a copy to its district, which urges and coordinates",
    "asked": "BJ-REG 14: others concerned are asked to cooperate and report to the lead",
    "joined": "BJ-REG 14, 8.1(5): its part of a case that was joined to this one goes on here",
    "answered": "BJ-REG 11: a consultation answered at once by the hotline body",
    "routed": "BJ-REG 11: one of the six matters that are no unit's case; the hotline body answers",
    "owner": "8.7(95): about an indicator of a plan, to the unit of whoever answers for it",
    "import": "as the other system had it",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the catalogue; `area` empty means everywhere. Valid from `effective_from` until just before the end."""

    row_id: int
    category: str
    area: str
    unit: str
    assisting: tuple[str, ...] = ()
    effective_from: datetime | None = None
    effective_until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return (self.effective_from is None or self.effective_from <= at) and (
            self.effective_until is None or at < self.effective_until
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """Who leads, who assists, who gets a copy, and why. `certain` is false when only the coordinator was left."""

    unit: str
    assisting: tuple[str, ...]
    copies: tuple[str, ...]
    rule: str
    row_id: int | None
    certain: bool


class Catalogue:
    """Rows by (category, area), so that one decision costs a handful of look-ups however long the catalogue is.

    `district_of` maps the unit of each street or town to its district's unit, for the copy of BJ-REG 12(1).
    """

    def __init__(self, rows: Iterable[Row], district_of: Mapping[str, str] | None = None) -> None:
        self.district_of = district_of
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            self._rows.setdefault((row.category, row.area), []).append(row)
        for found in self._rows.values():  # the newest in force wins; a tie goes to the lower id
            found.sort(key=lambda r: (-(r.effective_from.timestamp() if r.effective_from else float("-inf")), r.row_id))

    def find(self, category_path: Sequence[str], area_path: Sequence[str], at: datetime) -> Row | None:
        for category in category_path:
            for area in (*area_path, ""):
                for row in self._rows.get((category, area), ()):
                    if row.holds(at):
                        return row
        return None


def resolve(
    category_path: Sequence[str],
    area_path: Sequence[str],
    rows: Sequence[Row] | Catalogue,
    at: datetime,
    district_unit: str | None,
    coordinator_unit: str,
    district_of: Mapping[str, str] | None = None,
) -> Decision:
    """Who answers for a category (leaf first) in an area (leaf first) at an instant. Always some unit.

    `district_unit` is the district's unit of the place, None when no place is known. `district_of` as in
    Catalogue; given here, it goes before the catalogue's own.
    """
    catalogue = rows if isinstance(rows, Catalogue) else Catalogue(rows)
    district_of = catalogue.district_of if district_of is None else district_of
    row = catalogue.find(category_path, area_path, at)
    if row is not None:
        assisting = tuple(dict.fromkeys(unit for unit in row.assisting if unit != row.unit))
        return Decision(row.unit, assisting, copies_of(row.unit, district_of), "catalogue", row.row_id, True)
    if district_unit:
        return Decision(district_unit, (), (), "district", None, True)
    return Decision(coordinator_unit, (), (), "coordinator", None, False)


def without(decision: Decision, out: str, above: Sequence[str]) -> Decision | None:
    """The same decision where the matter is a complaint about the unit `out`: it has no part in it (JN 32, XF 30).

    If it were to lead, the nearest of the units above it does. None when nobody there is free.
    """
    if decision.unit != out:
        assisting = tuple(unit for unit in decision.assisting if unit != out)
        return replace(decision, assisting=assisting, copies=tuple(unit for unit in decision.copies if unit != out))
    free = [unit for unit in above if unit != out]
    return Decision(free[0], (), (), "interest", None, decision.certain) if free else None


def copies_of(unit: str, district_of: Mapping[str, str] | None) -> tuple[str, ...]:
    """Who gets a copy when this unit leads: a street's or town's district, and nobody else (BJ-REG 12(1))."""
    district = (district_of or {}).get(unit)
    return (district,) if district and district != unit else ()
