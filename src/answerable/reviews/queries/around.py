"""Who stands around an issue, as rules.reviewing asks it."""

from __future__ import annotations

from typing import TypedDict

from answerable.organisation import queries as organisation
from answerable.reviews.models import Issue


class AroundIssue(TypedDict):
    """Codes: of the unit that chairs the room, of the unit that holds the issue, of the post that answered last."""

    chair: str
    holder: str
    answerer: str


def around_issue(issue: Issue) -> AroundIssue:
    """The room is the newest joint review the issue came to; before there was one, the coordinator's unit."""
    rooms = sorted(issue.items.all(), key=lambda item: item.review.due_on)
    chair = rooms[-1].review.unit if rooms else organisation.rulebook(issue.jurisdiction).coordinator_unit
    answered = [row.answered_by.code for row in issue.answers.all() if row.answered_by is not None]
    return {"chair": chair.code, "holder": issue.unit.code, "answerer": answered[-1] if answered else ""}
