"""What a city's pack says of changes of targets, with the defaults for a pack that says nothing."""

from __future__ import annotations

from answerable.organisation.models import Jurisdiction
from answerable.organisation.packs.limits import LIMITS
from answerable.rules.adjustment import Gates


def limit_of(jurisdiction: Jurisdiction, name: str) -> int:
    """A whole number of [limits]; a city whose pack was loaded before the limit existed has the default."""
    return int(jurisdiction.settings.get(name, LIMITS[name].default))


def gates_of(jurisdiction: Jurisdiction) -> Gates:
    """Until when a change may be proposed, and how long a draft lies before it is decided."""
    return Gates(
        annual_quarter=limit_of(jurisdiction, "change_annual_quarter"),
        plan_year=limit_of(jurisdiction, "change_plan_year"),
        plan_quarter=limit_of(jurisdiction, "change_plan_quarter"),
        filed_days=limit_of(jurisdiction, "change_filed_days"),
        tabled_days=limit_of(jurisdiction, "change_tabled_days"),
    )
