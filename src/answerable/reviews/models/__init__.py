"""Meetings that bind: agenda from data, figures frozen at a vintage, decisions with owners and dates, and reports."""

from answerable.reviews.models.issue import Issue, IssueAnswer
from answerable.reviews.models.review import AgendaItem, Attendance, Review, ReviewDecision

__all__ = ["DIGESTED", "AgendaItem", "Attendance", "Issue", "IssueAnswer", "Review", "ReviewDecision"]

# What units say about issues may touch on people; the ledger keeps a salted digest of it. Decisions are public.
DIGESTED = frozenset({"answer", "settled_words"})
