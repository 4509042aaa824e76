"""What whistles say in a scorecard: how the unit answered them, how it was rated, and how it blew its own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.performance.queries.year import Year
from answerable.rules.whistle import band
from answerable.whistles.queries.appraisal import appraisal_entries, rates_of_kind

Json = dict[str, Any]
COUNTS = (
    "called", "answered_in_time", "silent", "unanswered", "attended", "led", "not_ours", "on_site_due", "on_site_late",
    "blown", "silent_whistles", "unanswered_whistles", "judged", "precise", "complete", "needless", "ratings",
)  # fmt: skip


def whistles(year: Year, post: Post) -> Json:
    """How the unit answered whistles, and how it blew its own (BJ-STREET 44, 8.5(54), 8.5(55)).

    `score` is the mean mark, `per_thousand` the whistles blown for 1,000 cases led, beside `peers`, the middle half of
    the units of its kind; each is null where it would rest on fewer than the pack's `smallest_count`.
    """
    found = appraisal_entries(post.unit, year.since, year.until)
    least = int(organisation.rulebook(year.plan.jurisdiction).limit("smallest_count"))
    score = found.score if found.ratings >= least else None
    rate = found.per_thousand if found.cases >= least else None
    peers = band(rates_of_kind(post.unit, year.since, year.until, least=least)) if rate is not None else None
    return {
        **{name: getattr(found, name) for name in COUNTS},
        "score": _exact(score),
        "per_thousand": _exact(rate),
        "peers": [str(end) for end in peers] if peers else None,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
