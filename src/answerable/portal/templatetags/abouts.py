"""What a case is about besides its own matter, in words and as a link."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from answerable.cases import abouts
from answerable.cases.models import Case
from answerable.organisation.models import Tier
from answerable.whistles.sentences.limits import limit_words

register = template.Library()


@register.filter
def about_words(case: Case) -> str:
    """As "Homes built, of the plan of Harbour"; empty for most cases."""
    return abouts.label(case)


@register.filter
def about_link(case: Case) -> str:
    return abouts.link(case)


@register.filter
def allowed(tier: Tier) -> str:
    """The time a tier gives to resolve a matter, and what the tier is called: `3 working days (normal)`."""
    limit = tier.limits.get("resolve")
    if not limit:
        return tier.name
    return gettext("%(time)s (%(tier)s)") % {"time": limit_words(limit["amount"], limit["unit"]), "tier": tier.name}
