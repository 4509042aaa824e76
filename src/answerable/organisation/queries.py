"""Every read of who exists that is more than one line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.organisation.models import Area, Jurisdiction, Officer, Post, Tenure, Unit
from answerable.organisation.rulebook import Rulebook, forget, rulebook, rulebook_of
from answerable.rules.access import Actor
from answerable.rules.clock import Calendar
from answerable.rules.problems import NotAllowed, NotFound, Problem

__all__ = [
    "Rulebook", "actor_for", "calendar", "coordinator_unit", "district_unit", "forget", "holder", "holders",
    "hotline_unit", "jurisdiction", "posts_of", "rulebook", "rulebook_of", "tenures_of",
]  # fmt: skip


def jurisdiction(code: str) -> Jurisdiction:
    """The jurisdiction of a code; NotFound before its pack is loaded."""
    try:
        return Jurisdiction.objects.get(code=code)
    except Jurisdiction.DoesNotExist:
        raise NotFound(Problem("no_such_jurisdiction", "", {"code": code})) from None


def actor_for(officer: Officer, *, now: datetime, post_code: str | None = None) -> Actor:
    """The officer as one who acts, in the post named or, without a name, in the first one held (by code).

    Raises NotAllowed when the officer may not sign in, holds no post now, or not the one named.
    """
    posts = posts_of(officer, now) if officer.is_active else []
    if post_code is not None:
        posts = [post for post in posts if post.code == post_code]
    if not posts:
        raise NotAllowed(Problem("holds_no_post", "post", {"officer": officer.username, "post": post_code or ""}))
    post = posts[0]
    return Actor(
        kind="officer",
        jurisdiction=post.jurisdiction.code,
        roles=frozenset(post.roles),
        unit=post.unit.code,
        post=post.code,
        officer=officer.username,
    )


def posts_of(officer: Officer, now: datetime) -> list[Post]:
    """The posts an officer holds now, by code, with unit and jurisdiction."""
    held = tenures_at(now).filter(officer=officer).select_related("post__unit", "post__jurisdiction")
    return [tenure.post for tenure in held.order_by("post__code")]


def posts_in(jurisdiction: Jurisdiction) -> QuerySet[Post]:
    """Every post of a jurisdiction's open units, by code."""
    posts = Post.objects.filter(jurisdiction=jurisdiction, unit__closed_on=None)
    return posts.select_related("unit", "jurisdiction").order_by("code")


def tenures_at(now: datetime) -> QuerySet[Tenure]:
    """The tenures that run at an instant."""
    return Tenure.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


def tenures_of(post: Post) -> QuerySet[Tenure]:
    """Who held a post and when, the newest first."""
    return Tenure.objects.filter(post=post).select_related("officer").order_by("-since")


def holder(post: Post, now: datetime) -> Officer | None:
    """Who holds a post now; None when it is vacant."""
    return holders([post.pk], now).get(post.pk)


def holders(posts: Iterable[int], now: datetime) -> dict[int, Officer]:
    """Holder by key of post, for all these posts in one query; vacant posts are left out."""
    held = tenures_at(now).filter(post__in=list(posts)).select_related("officer")
    return {tenure.post_id: tenure.officer for tenure in held}


def calendar(jurisdiction: Jurisdiction, code: str = "") -> Calendar:
    """A working calendar as a value, kept with the rulebook; the default one for no code."""
    return rulebook(jurisdiction).calendar(code)


def hotline_unit(jurisdiction: Jurisdiction) -> Unit:
    """The body that takes contacts, dispatches and calls back."""
    return rulebook(jurisdiction).hotline_unit


def coordinator_unit(jurisdiction: Jurisdiction) -> Unit:
    """The unit that leads when neither unit nor area is known."""
    return rulebook(jurisdiction).coordinator_unit


def district_unit(area: Area) -> Unit | None:
    """The unit that leads for the district an area lies in; None when it lies in none."""
    return rulebook(area.jurisdiction).district_unit(area.code)
