"""The leaders' seat: who sits when, which calls they took, what they promised; and typical cases told to all."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from uuid_utils.compat import uuid7

from answerable.cases.models import Case
from answerable.organisation.models import Jurisdiction, Post, TsTzRange, Unit

# Free text: the ledger keeps a salted digest of these, never the words.
DIGESTED = frozenset({"words", "reason", "outcome_words", "title", "done"})


class Shift(models.Model):
    """A leader's hours on the telephone. How it stands (awaited, absent ...) is derived: rules.rota.state_of."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")
    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True, help_text="where the leader sits, and for what")
    planned_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True, help_text="when the leader came")
    left_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was called off, or why nobody came")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_shift_of_a_post_at_a_time",
                expressions=[
                    (Func(F("post_id"), F("post_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (TsTzRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_forwards"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(attended_at__isnull=False, left_at__gte=F("attended_at")),
                name="shift_left_after_coming",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(attended_at__isnull=True) & ~Q(reason=""),
                name="shift_cancelled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "starts_at"], name="shift_in_order")]


class TakenCall(models.Model):
    """A call the leader took, and the case it is about."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="calls")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["shift", "at"], name="call_in_order")]


class Promise(models.Model):
    """What a leader promised, who is to keep it and by when. Kept or not is said by somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="promises")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    words = models.TextField(help_text="what was promised, in words the public can read")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="who is to keep it")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    kept = models.BooleanField(null=True)
    kept_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="when somebody else said whether it was kept")
    settled_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    outcome_words = models.TextField(blank=True, help_text="what shows that it was kept, or why it was not")
    reminded_at = models.DateTimeField(null=True, help_text="when its unit was reminded that its date comes near")
    rang_at = models.DateTimeField(null=True, help_text="when its unit was told that its date has passed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("made_at")), name="promise_due_after_it_was_made"),
            models.CheckConstraint(
                condition=Q(
                    kept__isnull=True, kept_at__isnull=True, settled_at__isnull=True, settled_by__isnull=True
                )
                | Q(kept=True, kept_at__isnull=False, settled_at__isnull=False, settled_by__isnull=False)
                | Q(kept=False, kept_at__isnull=True, settled_at__isnull=False, settled_by__isnull=False),
                name="promise_settled_whole",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_at"], condition=Q(kept__isnull=True), name="promise_open")]


class Story(models.Model):
    """A typical case chosen to be told. How long it took and what the citizen said are read from the case."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    citizen_refused = models.BooleanField(default=False, help_text="taken back because the citizen said no")
    reason = models.TextField(blank=True, help_text="why it was taken back")

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at__isnull=True), name="one_story_of_a_case_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason="") | Q(citizen_refused=True),
                name="story_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-published_at"], name="story_newest")]


class Telling(models.Model):
    """The story in one language."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    story = models.ForeignKey(Story, models.PROTECT, related_name="tellings")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    words = models.TextField(help_text="what was wrong")
    done = models.TextField(help_text="who acted, and what they did")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "language"], name="one_telling_a_language"),
            models.CheckConstraint(
                condition=Q(language__in=("zh-hant", "en", "zh-hans")), name="telling_language_known"
            ),
        ]


class Consent(models.Model):
    """What the citizen said when asked whether the story may be told; the latest word counts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    story = models.ForeignKey(Story, models.PROTECT, related_name="consents")
    given = models.CharField(max_length=12, help_text="given, refused, or unreachable: no way to ask was left")
    how = models.CharField(max_length=8, blank=True, help_text="one of rules.publicity.WAYS")
    asked_on = models.DateField(null=True)
    reason = models.TextField(blank=True, help_text="why the citizen could not be asked")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who asked, or who says that nobody can")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given__in=("given", "refused"), asked_on__isnull=False) & ~Q(how="")
                | Q(given="unreachable") & ~Q(reason=""),
                name="consent_says_how_or_why_not",
            )
        ]
        indexes = [models.Index(fields=["story", "-at"], name="consent_latest")]
