"""How a case about an indicator reads: its name, and its page."""

from __future__ import annotations

from answerable.cases.abouts import About, register
from answerable.organisation.models import Jurisdiction
from answerable.performance.queries.comments import NOUN
from answerable.plans import addresses
from answerable.plans.models import IndicatorVersion


def register_indicators() -> None:
    """Called once, when the program starts."""
    register(About(NOUN, label, page))


def page(key: str) -> str:
    """Where everybody reads about the indicator."""
    plan, _, code = key.partition("/")
    return addresses.public_indicator(plan, code)


def label(jurisdiction: Jurisdiction, key: str) -> str:
    """The name of the indicator and of its plan in the reader's language; empty when there is none."""
    plan, _, code = key.partition("/")
    meanings = IndicatorVersion.objects.filter(
        indicator__plan__jurisdiction=jurisdiction, indicator__plan__code=plan, indicator__code=code
    )  # fmt: skip
    meaning = meanings.select_related("indicator__plan").order_by("-number").first()
    return f"{meaning.name} ({meaning.indicator.plan.name})" if meaning else ""
