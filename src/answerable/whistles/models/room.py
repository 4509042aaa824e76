"""What happens in the room: who came, what was promised, said, decided, filed and rated."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Post, Unit
from answerable.whistles.models.taskforce import Taskforce
from answerable.whistles.models.whistle import Summons, Whistle

ONE_ROOM = Q(whistle__isnull=False, taskforce__isnull=True) | Q(whistle__isnull=True, taskforce__isnull=False)


class Attendance(models.Model):
    """Somebody of a unit called who came: by post, or by name where it was nobody with a post here."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    summons = models.ForeignKey(Summons, models.PROTECT, related_name="attendances")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    came_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(post__isnull=False) | ~Q(name=""), name="attendance_says_who")
        ]


class Commitment(models.Model):
    """What a unit promises, by a date, until it says what it did."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    summons = models.ForeignKey(Summons, models.PROTECT, related_name="commitments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    words = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    kept_words = models.TextField(blank=True)
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it late")
    raised_at = models.DateTimeField(null=True, help_text="when the authority above was told that it is late")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("made_at")), name="commitment_due_after_made"),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True, kept_words="") | Q(kept_at__isnull=False) & ~Q(kept_words=""),
                name="commitment_kept_says_how",
            ),
        ]


class Minute(models.Model):
    """One line of a room's minutes: a decision, or what a unit called said when it made contact or reported."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, null=True, related_name="minutes")
    taskforce = models.ForeignKey(Taskforce, models.PROTECT, null=True, related_name="minutes")
    summons = models.ForeignKey(Summons, models.PROTECT, null=True, related_name="minutes")
    kind = models.CharField(max_length=8)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="decision") | Q(kind__in=("contact", "report"), summons__isnull=False),
                name="minute_kind_known",
            ),
            models.CheckConstraint(condition=ONE_ROOM, name="minute_of_one_whistle_or_taskforce"),
        ]


class Document(models.Model):
    """A paper of a room: what it is was read from its bytes; the bytes lie in the file store under their digest."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, null=True, related_name="documents")
    taskforce = models.ForeignKey(Taskforce, models.PROTECT, null=True, related_name="documents")
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="also its name in the file store")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_ROOM, name="document_of_one_whistle_or_taskforce")]


class Rating(models.Model):
    """How a department that was called did, from 1 to 5. Streets and towns are never rated (BJ-STREET 43)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="ratings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="whistle_ratings", help_text="who is rated")
    unit_kind = models.CharField(max_length=16, help_text="its kind then")
    rater = models.CharField(max_length=10)
    name = models.CharField(max_length=200, blank=True, help_text="resident or local unit who said it")
    score = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_one_to_five"),
            models.CheckConstraint(condition=~Q(unit_kind__in=("street", "town")), name="streets_are_not_rated"),
            models.CheckConstraint(
                condition=Q(rater="blower", name="") | Q(rater__in=("resident", "local_unit")) & ~Q(name=""),
                name="rating_says_who",
            ),
            models.UniqueConstraint(
                fields=["whistle", "unit"], condition=Q(rater="blower"), name="blower_rates_a_unit_once"
            ),
        ]
