"""Who acts in this request: the signed-in officer in the post chosen in the session."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from answerable.organisation import queries
from answerable.organisation.models import Post
from answerable.rules.access import Actor
from answerable.rules.problems import Refused

POST_KEY = "post"


class ActorMiddleware:
    """Sets `request.actor`: None when nobody is signed in or the officer holds no post now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor | None:
    """The officer in the chosen post, else in the first one held; only in the city this server runs."""
    if request.jurisdiction is None or not request.user.is_authenticated:
        return None
    chosen = request.session.get(POST_KEY)
    for post_code in (chosen, None) if chosen else (None,):
        try:
            actor = queries.actor_for(request.user, now=request.now, post_code=post_code)
        except Refused:
            continue  # the post was given up meanwhile: fall back to one still held
        if actor.jurisdiction == request.jurisdiction.code:
            return actor
    return None


def posts_here(request: HttpRequest) -> list[Post]:
    """The posts the officer holds now in the city this server runs."""
    city = request.jurisdiction
    return [post for post in queries.posts_of(request.user, request.now) if city and post.jurisdiction_id == city.pk]
