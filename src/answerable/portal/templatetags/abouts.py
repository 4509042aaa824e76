"""What a case is about besides its own matter, in words and as a link."""

from __future__ import annotations

from django import template

from answerable.cases import abouts
from answerable.cases.models import Case

register = template.Library()


@register.filter
def about_words(case: Case) -> str:
    """As "Homes built, of the plan of Harbour"; empty for most cases."""
    return abouts.label(case)


@register.filter
def about_link(case: Case) -> str:
    return abouts.link(case)
