"""The posts that stand around an appraisal, as rules.appraisal takes them."""

from __future__ import annotations

from datetime import datetime

from answerable.organisation import queries as organisation
from answerable.performance.models import Appraisal
from answerable.plans.queries.answering import heads_above
from answerable.rules.appraisal import Around


def around_appraisal(row: Appraisal, *, now: datetime) -> Around:
    """While the appraised post is vacant, the first head above it that is held speaks for it (invariant 1)."""
    around = Around(row.post.code, row.plan.committee.code, issuer=row.issued_by.code if row.issued_by else "")
    if organisation.holder(row.post, now) is not None:
        return around
    chain = heads_above(organisation.rulebook(row.plan.jurisdiction), row.post)
    held = organisation.holders([post.pk for post in chain], now)
    return around._replace(standin=next((post.code for post in chain if post.pk in held), ""))
