"""What a city's pack says of reviews, with the defaults for a pack that says nothing."""

from __future__ import annotations

from answerable.organisation.models import Jurisdiction
from answerable.organisation.packs.limits import LIMITS
from answerable.rules.reviewing import Kind

DAYS_AFTER = {
    Kind.MONTHLY: "review_month_days",
    Kind.QUARTERLY: "review_quarter_days",
    Kind.HALF_YEARLY: "review_half_days",
    Kind.ANNUAL: "review_year_days",
}


def limit_of(jurisdiction: Jurisdiction, name: str) -> int:
    """A whole number of [limits]; a city whose pack was loaded before the limit existed has the default."""
    return int(jurisdiction.settings.get(name, LIMITS[name].default))


def days_after(jurisdiction: Jurisdiction, kind: Kind) -> int:
    """How many days after a period's end its review is held; 0 when the clock calls none of this kind."""
    return limit_of(jurisdiction, DAYS_AFTER[kind]) if kind in DAYS_AFTER else 0
