"""Reads of the outbox, already narrowed to one post or one case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from answerable.organisation.models import Post
from answerable.organisation.queries import tenures_at
from answerable.outbox.models import AWAITS_DIGEST, Message


def inbox(post: Post, *, limit: int = 50) -> QuerySet[Message]:
    """What was sent to whoever holds this post, newest first; a message written to a successor is theirs too."""
    return Message.objects.filter(post=post, channel="in_app").order_by("-created_at", "-id")[:limit]


def unread(post: Post) -> int:
    """How many in-app messages of this post nobody has opened."""
    return Message.objects.filter(post=post, channel="in_app", read_at__isnull=True).count()


def about(case: UUID) -> QuerySet[Message]:
    """Every message about one case, oldest first, with its fate."""
    return Message.objects.filter(about=case).order_by("created_at", "id")


def digests_due(now: datetime) -> QuerySet[Post]:
    """Posts whose first waiting line has waited its time, and that are held by somebody with an e-mail address.

    An empty chair is left out, and its lines go on waiting for the next holder.
    """
    lines = Message.objects.filter(AWAITS_DIGEST, post=OuterRef("pk"), digest_at__lte=now)
    holders = tenures_at(now).filter(post=OuterRef("pk"), officer__email__gt="")
    return Post.objects.filter(Exists(lines), Exists(holders)).select_related("jurisdiction").order_by("pk")


def waiting(now: datetime, *, max_attempts: int) -> dict[str, int]:
    """How many e-mails wait, how many of them are late, and how many were given up: for the doctor and the metrics."""
    mail = Message.objects.filter(channel="email", sent_at__isnull=True)
    return mail.aggregate(
        waiting=Count("id", filter=Q(attempts__lt=max_attempts)),
        late=Count("id", filter=Q(attempts__lt=max_attempts, due_at__lt=now)),
        given_up=Count("id", filter=Q(attempts__gte=max_attempts)),
    )
