"""What an indicator means now, how it may be ended, and what a proposed definition would change, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from answerable.plans.models import ChangeRequest, Indicator, IndicatorVersion, Plan
from answerable.rules.measures import Nature
from answerable.rules.redefinition import ends_of


@dataclass(frozen=True)
class MeaningLine:
    """One field of a definition: a column of IndicatorVersion, as it was when the change was proposed, and as proposed.
    Another indicator stands there by its code."""

    column: str
    was: Any
    now: Any


def meaning_of(row: Indicator) -> IndicatorVersion | None:
    """What it means now."""
    return row.versions.filter(until=None).first()


def meaning_at(indicator: UUID, at: datetime) -> IndicatorVersion | None:
    """What it meant at an instant."""
    return IndicatorVersion.objects.filter(indicator=indicator, since__lte=at).order_by("-number").first()


def ways_to_end(row: Indicator) -> tuple[str, ...]:
    """How this indicator may be ended by one act; anything else is a change of class drop."""
    meaning = meaning_of(row)
    nature = Nature(meaning.nature or "other") if meaning is not None else Nature.OTHER
    return ends_of(nature, published=row.plan.state != "draft")


def meaning_lines(change: ChangeRequest) -> tuple[MeaningLine, ...]:
    """What a change of a definition changes; nothing for another change."""
    if not change.new_meaning or change.indicator_id is None:
        return ()
    held = meaning_at(change.indicator_id, change.proposed_at)
    return tuple(MeaningLine(name, _shown(held, name), value) for name, value in change.new_meaning.items())


def _shown(held: IndicatorVersion | None, name: str) -> Any:
    value = getattr(held, name, None)
    return value.code if isinstance(value, Indicator) else value


def indicator_names(plan: Plan) -> dict[UUID, str]:
    """The name every indicator of a plan has now, by its key; one statement."""
    held = IndicatorVersion.objects.filter(indicator__plan=plan, until=None)
    return {row.indicator_id: row.name for row in held}
