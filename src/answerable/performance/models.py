"""The year's appraisal of a head, and which complaints an indicator is read beside."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Officer, Post, Unit
from answerable.plans.models import Freeze, Indicator, Plan, Task

# What is said about a person's year stands in the ledger as digests; the scorecard has a digest of its own.
DIGESTED = frozenset(
    {"attainment", "unmet", "measures", "reply", "conclusion", "appeal", "decision_words", "words", "body"}
)


class LinkedCategory(models.Model):
    """A category whose complaints are shown beside an indicator, from a time until a time. Never taken out of sight:
    an ended link says why."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="linked_categories")
    category = models.CharField(max_length=120, help_text="code; all categories below it count too")
    since = models.DateTimeField()
    linked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    words = models.TextField(blank=True, help_text="why it was ended")

    class Meta:
        verbose_name_plural = "linked categories"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "category"], condition=Q(until__isnull=True), name="category_linked_once"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | ~Q(words=""), name="category_unlinked_with_words"),
        ]


class Appraisal(models.Model):
    """One year of one head's post under one plan. `state` is one of rules.appraisal.STATES.

    `body` is the scorecard (queries.scorecard) as it stood at `as_of`, canonical JSON, written once; what later
    revisions would make of it is computed beside it (invariant 19). `holder` held the post for most of the year:
    the year counts for that person, and whoever else held the post in it reads it too.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="appraisals")
    year = models.CharField(max_length=10, help_text="period code of a year of the plan")
    year_starts_on = models.DateField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="appraisals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appraisals")
    holder = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="appraisals")
    state = models.CharField(max_length=10, default="open")
    as_of = models.DateTimeField()
    freeze = models.ForeignKey(Freeze, models.PROTECT, null=True, related_name="appraisals")
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    report_by = models.DateTimeField()
    attainment = models.TextField(blank=True)
    unmet = models.TextField(blank=True, help_text="what was not met, and why")
    measures = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField(null=True, help_text="when the draft was put to the head")
    reply_by = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    conclusion = models.TextField(blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    appeal_by = models.DateTimeField(null=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decide_by = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True, help_text="whether the appeal was")
    decision_words = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    final_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "year", "post"], name="one_appraisal_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "reported", "put", "replied", "issued", "appealed", "final")),
                name="appraisal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True)
                | Q(reported_by__isnull=False) & ~Q(attainment="") & ~Q(measures=""),
                name="self_report_whole",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by__isnull=True, conclusion="")
                | Q(issued_at__isnull=False, issued_by__isnull=False, appeal_by__isnull=False) & ~Q(conclusion=""),
                name="appraisal_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(appealed_at__isnull=True, appeal="")
                | Q(appealed_at__isnull=False, appealed_by__isnull=False, decide_by__isnull=False) & ~Q(appeal=""),
                name="appeal_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, upheld__isnull=True)
                | Q(decided_at__isnull=False, appealed_at__isnull=False, decided_by__isnull=False, upheld__isnull=False)
                & ~Q(decision_words=""),
                name="appeal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("issued_by")) & ~Q(decided_by=F("post")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("post")), name="appraisal_issued_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="final", final_at__isnull=False) | ~Q(state="final") & Q(final_at__isnull=True),
                name="appraisal_final_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["appeal_by"], condition=Q(state="issued"), name="appraisal_to_finalise"),
            models.Index(fields=["holder", "year_starts_on"], name="appraisal_of_person"),
            models.Index(fields=["post", "year_starts_on"], name="appraisal_of_post"),
        ]


class Moderation(models.Model):
    """Another judgement of one line of the scorecard: which, from what to what, by whom and why. The line stays."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="moderations")
    code = models.CharField(max_length=64, help_text="of the indicator")
    before = models.CharField(max_length=8)
    after = models.CharField(max_length=8)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="moderation_says_why"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="moderation_changes_something"),
            models.CheckConstraint(condition=Q(after__in=("met", "missed", "excused")), name="moderation_known"),
        ]


class TaskProblem(models.Model):
    """Out of which trouble in the case stream a task was made: a category, and perhaps an area. Only counts cross."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    task = models.OneToOneField(Task, models.PROTECT, related_name="problem")
    category = models.CharField(max_length=120, help_text="code; all categories below it count too")
    area = models.CharField(max_length=64, blank=True, help_text="code; empty: the whole city")
    complaints = models.PositiveIntegerField(help_text="in the window before the task was made")
    window_days = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
