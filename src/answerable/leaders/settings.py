"""What a city's pack says about the rota, with the defaults for a pack that says nothing."""

from __future__ import annotations

from datetime import timedelta

from answerable.organisation.models import Jurisdiction
from answerable.organisation.packs.limits import LIMITS
from answerable.organisation.packs.publicity import PUBLICITY


def margin_of(jurisdiction: Jurisdiction) -> timedelta:
    """How long before a shift its leader may come, and after it may still finish a call."""
    return timedelta(minutes=jurisdiction.settings.get("shift_margin_minutes", LIMITS["shift_margin_minutes"].default))


def rota_is_public(jurisdiction: Jurisdiction) -> bool:
    """Whether everybody may see who sits when and what was promised."""
    return bool(jurisdiction.settings.get("rota_public", PUBLICITY["rota_public"].default))


def rota_shows_names(jurisdiction: Jurisdiction) -> bool:
    """Whether the public rota names who holds the post, beside the post."""
    return bool(jurisdiction.settings.get("rota_shows_names", PUBLICITY["rota_shows_names"].default))
