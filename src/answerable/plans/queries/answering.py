"""Who answers for a subject of a plan at an instant: a post, the officer who held it then, or who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Officer, Post
from answerable.organisation.queries import Rulebook
from answerable.plans.models import Accountability
from answerable.plans.models.accountability import ACCOUNTABLE


@dataclass(frozen=True)
class Answers:
    """`post` was appointed; while it is vacant (`officer` None) `standin` answers: the head above (invariant 1)."""

    post: Post
    officer: Officer | None
    since: datetime
    standin: Post | None = None
    standin_officer: Officer | None = None

    @property
    def vacant(self) -> bool:
        return self.officer is None


def in_force(now: datetime) -> QuerySet[Accountability]:
    """The accountabilities that hold at an instant, with post and unit."""
    held = Accountability.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
    return held.select_related("post__unit__parent", "post__jurisdiction")


def answering(jurisdiction: Jurisdiction, subjects: Iterable[UUID], *, now: datetime) -> dict[UUID, Answers]:
    """Who answers for each of these subjects at an instant. Three queries, however many subjects."""
    book = organisation.rulebook(jurisdiction)
    rows = list(in_force(now).select_related(None).filter(subject__in=list(subjects), kind=ACCOUNTABLE))
    # The posts are in memory already; joined to every row they would be made anew a thousand times for a large plan.
    known = {post.pk: post for post in book.posts.values()}
    for row in rows:
        if row.post_id in known:
            row.post = known[row.post_id]
    holders = organisation.holders({row.post_id for row in rows}, now)
    chains = {row.post_id: heads_above(book, row.post) for row in rows if row.post_id not in holders}
    above = organisation.holders({post.pk for chain in chains.values() for post in chain}, now) if chains else {}
    return {row.subject: _answers(row, holders, chains.get(row.post_id, []), above) for row in rows}


def _answers(
    row: Accountability, holders: dict[int, Officer], chain: list[Post], above: dict[int, Officer]
) -> Answers:  # fmt: skip
    officer = holders.get(row.post_id)
    if officer is not None:
        return Answers(row.post, officer, row.since)
    standin = next((post for post in chain if post.pk in above), chain[-1] if chain else None)
    return Answers(row.post, None, row.since, standin, above.get(standin.pk) if standin else None)


def heads_above(book: Rulebook, post: Post) -> list[Post]:
    """The head of the post's own unit (unless it is that post), then the heads of the units above, upwards."""
    unit = book.units.get(post.unit.code)
    chain = []
    while unit is not None:
        if unit.head_post_id != post.pk:
            chain.append(unit.head_post)
        unit = unit.parent
    return chain


def posts_as(kind: str, subject: UUID, *, now: datetime) -> frozenset[str]:
    """The codes of the posts that stand to a subject as contributor, steward or reviewer."""
    return frozenset(in_force(now).filter(subject=subject, kind=kind).values_list("post__code", flat=True))
