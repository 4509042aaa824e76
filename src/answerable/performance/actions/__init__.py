"""Every write of comments, linked complaints, tasks made of problems, and appraisals (rules.appraisal: who may)."""

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
from answerable.performance.actions.preventing import make_task

__all__ = [
    "Change", "appeal", "comment", "decide", "finalise", "finalise_due", "issue", "link_category",
    "make_task", "moderate", "open_year", "put", "reply", "report", "unlink_category",
]  # fmt: skip
