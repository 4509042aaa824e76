"""Every write of comments on indicators, of linked complaints and of appraisals (who may what: rules.appraisal)."""

from answerable.performance.actions.appraising import (
    Change,
    appeal,
    decide,
    finalise,
    finalise_due,
    issue,
    moderate,
    put,
    reply,
    report,
)
from answerable.performance.actions.commenting import comment, link_category, unlink_category
from answerable.performance.actions.opening import open_year

__all__ = [
    "Change", "appeal", "comment", "decide", "finalise", "finalise_due", "issue", "link_category", "moderate",
    "open_year", "put", "reply", "report", "unlink_category",
]  # fmt: skip
