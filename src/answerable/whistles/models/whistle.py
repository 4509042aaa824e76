"""The whistle itself: what it is about, who signed it, who was called, and what each said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Area, Category, Code, Jurisdiction, Post, Unit, WhistleGrade


class Whistle(models.Model):
    """A call to other units. `state` is one of rules.whistle.STATES; silent and overdue units are read off the calls.

    precise, complete and needless are the judgement of the authority above on the whistle itself (8.5(55)).
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="whistles")
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")
    kind = models.CharField(max_length=10)
    direction = models.CharField(max_length=4)
    grade = models.ForeignKey(WhistleGrade, models.PROTECT, related_name="+")
    reason_code = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="blown_whistles", help_text="the unit that blows")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who wrote it")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="whistles")
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    title = models.CharField(max_length=200)
    words = models.TextField(help_text="what is the matter")
    demand = models.TextField(help_text="what the units called are to do")
    drafted_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    blown_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True, help_text="when the limit passed and not one unit had signed")
    unanswered_at = models.DateTimeField(null=True, help_text="when the limit to answer passed and nobody led")
    ended_at = models.DateTimeField(null=True, help_text="when it was ended, or withdrawn")
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    ended_words = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    precise = models.BooleanField(null=True, help_text="the right units were called")
    complete = models.BooleanField(null=True, help_text="it said what they had to know")
    needless = models.BooleanField(null=True, help_text="the blower could have done it alone")
    judged_words = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=100, blank=True, help_text="of the form it came by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "idempotency_key"], condition=~Q(idempotency_key=""), name="whistle_idempotent"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("drafted", "blown", "ended", "withdrawn")), name="whistle_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=("problem", "joint", "emergency")), name="whistle_kind_known"),
            models.CheckConstraint(
                condition=Q(direction="up") | Q(direction="down", reason_code__isnull=False),
                name="whistle_down_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="drafted", blown_at__isnull=True)
                | Q(state__in=("blown", "ended"), blown_at__isnull=False)
                | Q(state="withdrawn"),
                name="whistle_blown_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ended", "withdrawn"), ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(ended_words="")
                | Q(state__in=("drafted", "blown"), ended_at__isnull=True, ended_by__isnull=True, ended_words=""),
                name="whistle_ended_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, judged_by__isnull=True, precise__isnull=True)
                | Q(
                    state="ended", judged_at__isnull=False, judged_by__isnull=False, precise__isnull=False,
                    complete__isnull=False, needless__isnull=False,
                ),
                name="whistle_judged_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(silent_at__isnull=True, unanswered_at__isnull=True),
                name="silence_is_not_withdrawn",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["jurisdiction", "-drafted_at"], name="whistle_newest"),
            models.Index(fields=["unit", "-drafted_at"], name="whistle_of_unit"),
        ]


class Signature(models.Model):
    """A head who signed for the whistle, once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="signatures")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whistle", "post"], name="whistle_signed_once_by_a_post")]


class Subject(models.Model):
    """What a whistle is about: a noun of whistles.subjects and its key there; `label` is how it read then."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="subjects")
    noun = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whistle", "noun", "key"], name="whistle_subject_once")]
        indexes = [models.Index(fields=["noun", "key"], name="whistles_about")]


class Summons(models.Model):
    """A unit called. It is released by the blower or above, never by itself; its silence stays on the record."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="summonses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="summonses")
    summoned_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    stance = models.CharField(max_length=8, blank=True, help_text="what it said last; the answers say when")
    answered_at = models.DateTimeField(null=True, help_text="when it first said lead, support or not ours")
    silent_at = models.DateTimeField(null=True, help_text="when the limit to sign passed without a word")
    unanswered_at = models.DateTimeField(null=True, help_text="when the limit to answer passed without a stance")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    released_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["whistle", "unit"], condition=Q(released_at__isnull=True), name="unit_called_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["whistle"],
                condition=Q(stance="lead", released_at__isnull=True),
                name="one_unit_leads_a_whistle",
            ),
            models.CheckConstraint(
                condition=Q(stance="", answered_at__isnull=True)
                | Q(stance__in=("lead", "support", "not_ours"), answered_at__isnull=False),
                name="summons_answered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_words=""),
                name="summons_released_says_who_and_why",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-summoned_at"], name="summons_of_unit")]


class Answer(models.Model):
    """What a unit said to its summons. Another answer adds a row; the last one stands."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    summons = models.ForeignKey(Summons, models.PROTECT, related_name="answers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=8)
    support_with = models.TextField(blank=True, help_text="people, machines, powers, money")
    basis = models.TextField(blank=True, help_text="not ours: the rule it rests on")
    proposed_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="not ours: who then")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stance="lead")
                | Q(stance="support") & ~Q(support_with="")
                | Q(stance="not_ours", proposed_unit__isnull=False) & ~Q(basis=""),
                name="answer_says_with_what_or_why",
            )
        ]


class WhistleClock(models.Model):
    """A limit that runs for one unit called: one of rules.whistle.CLOCKS. Swept by compare-and-set."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    summons = models.ForeignKey(Summons, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, help_text="when it was done, or nothing was owed any more")
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it overdue")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summons", "kind"], name="whistle_clock_of_a_kind_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("sign", "answer", "contact", "on_site", "report")),
                name="whistle_clock_kind_known",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="whistle_clock_forwards"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(stopped_at__isnull=True, rang_at__isnull=True),
                name="whistle_clock_to_ring",
            )
        ]
