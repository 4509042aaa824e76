"""Every read of reviews, already narrowed to what the reader may see."""

from answerable.reviews.queries.agenda import matters
from answerable.reviews.queries.calendar import EXPECTED, CalendarReview, reviews_between
from answerable.reviews.queries.report import Report, report
from answerable.reviews.queries.reviews import (
    DecisionShown,
    IssueShown,
    ReviewPage,
    decisions_of_post,
    get_issue,
    get_review,
    issues,
    reviews_of,
    upcoming,
    visible_reviews,
)
from answerable.reviews.queries.stalls import Stall, Stalls, stalls
from answerable.reviews.queries.work_matters import undone

__all__ = [
    "EXPECTED", "CalendarReview", "DecisionShown", "IssueShown", "Report", "ReviewPage", "Stall", "Stalls",
    "decisions_of_post", "get_issue", "get_review", "issues", "matters", "report", "reviews_between", "reviews_of",
    "stalls", "undone", "upcoming", "visible_reviews",
]  # fmt: skip
