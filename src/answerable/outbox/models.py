"""What is sent: one row a message, kept with its fate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from answerable.organisation.models import Jurisdiction, Post

# A line of an inbox that nobody has read and no e-mail has told of.
AWAITS_DIGEST = Q(digest_at__isnull=False, digested_at=None, read_at=None)


class Message(models.Model):
    """A message to a citizen (by an address) or to whoever holds a post (in-app and e-mail)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    channel = models.CharField(max_length=8, choices=[("email", "email"), ("in_app", "in_app"), ("sms", "sms")])
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="messages")
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8)
    template = models.CharField(max_length=120)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    about = models.UUIDField(null=True, help_text="id of the case it is about")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    digest_at = models.DateTimeField(null=True, help_text="by when an e-mail that gathers lines is to tell of this one")
    digested_at = models.DateTimeField(null=True, help_text="when that e-mail was written")
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(post__isnull=False) | ~Q(address=""), name="message_has_a_recipient"),
            models.CheckConstraint(
                condition=Q(digest_at=None) | Q(channel="in_app", post__isnull=False),
                name="only_a_line_of_an_inbox_awaits_a_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="outbox_waiting"),
            models.Index(fields=["post", "-created_at"], name="outbox_of_a_post"),
            models.Index(fields=["post", "digest_at"], condition=AWAITS_DIGEST, name="outbox_awaits_digest"),
        ]
