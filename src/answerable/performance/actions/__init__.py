"""Every write of comments on indicators, of linked complaints and of appraisals."""

from answerable.performance.actions.commenting import comment, link_category, unlink_category

__all__ = ["comment", "link_category", "unlink_category"]
