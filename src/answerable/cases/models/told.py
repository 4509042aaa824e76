"""What reached us about a case: contacts, files, and those who follow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from answerable.cases.models.case import Case
from answerable.cases.models.handling import Reply
from answerable.cases.models.people import Person
from answerable.organisation.models import Jurisdiction, Post


class Contact(models.Model):
    """One time somebody told us something, on any channel."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="contacts")
    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    disposition = models.CharField(max_length=10, help_text="case, repeat, answered or routed")
    route = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True, help_text="what was answered at once, or the act the route requires")
    words = models.TextField()
    language = models.CharField(max_length=8)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    said_at = models.DateTimeField(help_text="when it was said")
    received_at = models.DateTimeField(help_text="when it reached this system")
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=100, blank=True)
    fingerprint = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition__in=("case", "repeat"), case__isnull=False)
                | Q(disposition__in=("answered", "routed")),
                name="contact_case_where_promised",
            ),
            models.CheckConstraint(
                condition=~Q(disposition="routed") | Q(route__in=("R1", "R2", "R3", "R4", "R5", "R6")),
                name="contact_route_known",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="contact_idempotent",
            ),
        ]
        indexes = [
            models.Index(fields=["fingerprint", "-received_at"], name="contact_same_words"),
            models.Index(fields=["jurisdiction", "-received_at"], name="contact_newest"),
        ]


class Attachment(models.Model):
    """A file somebody gave us: what it is was read from its bytes, not from its name."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="attachments")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="attachments")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, related_name="attachments")
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="also its name in the file store")
    by = models.CharField(max_length=240, help_text="actor key")
    public = models.BooleanField(default=False)
    at = models.DateTimeField()


class Follower(models.Model):
    """Somebody with the same trouble who follows a case instead of telling it again."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="followers")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    session_digest = models.BinaryField(max_length=32)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "session_digest"], name="follow_once")]
