"""A meeting: what stands on its agenda and why, who was there, what was decided, and the report."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Jurisdiction, Post, Unit
from answerable.plans.models import Evaluation, Freeze, Plan
from answerable.reviews.models.issue import Issue


class Review(models.Model):
    """A review of a period of a plan; a joint one is about all plans and cases and has no plan.

    `state` is one of rules.reviewing.STATES. The figures looked at are frozen when it is held; the report is kept as
    the values it was made of, so that it reads the same in any language and on any day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="reviews")
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="reviews")
    number = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12)
    period = models.CharField(max_length=10, blank=True, help_text="what it looks back on, as in rules.plan_periods")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reviews", help_text="that chairs")
    state = models.CharField(max_length=10, default="called")
    due_on = models.DateField(help_text="the day it is to be held")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="null: by the clock")
    gathered_at = models.DateTimeField(null=True, help_text="when the agenda was built last")
    held_at = models.DateTimeField(null=True, help_text="when it was opened and its figures were frozen")
    held_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    freeze = models.ForeignKey(Freeze, models.PROTECT, null=True, related_name="reviews")
    environment = models.TextField(blank=True, help_text="a look around: what changed outside the plan")
    minutes = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    report = models.TextField(blank=True, help_text="the report as values, canonical JSON")
    report_sha256 = models.CharField(max_length=64, blank=True)
    called_off_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("monthly", "quarterly", "half_yearly", "annual", "joint", "mid_term")),
                name="review_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="joint", plan__isnull=True) | ~Q(kind="joint") & Q(plan__isnull=False),
                name="review_of_a_plan_or_joint",
            ),
            models.CheckConstraint(
                condition=Q(state="called", held_at__isnull=True, reported_at__isnull=True, called_off_words="")
                | Q(state="held", held_at__isnull=False, held_by__isnull=False, reported_at__isnull=True)
                | Q(state="reported", held_at__isnull=False, reported_at__isnull=False, reported_by__isnull=False)
                & ~Q(report="") & ~Q(environment="") & ~Q(minutes="")
                | Q(state="called_off", held_at__isnull=True) & ~Q(called_off_words=""),
                name="review_state_whole",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(kind="joint") | Q(freeze__isnull=False),
                name="review_held_on_frozen_figures",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "plan", "kind", "period", "unit"],
                condition=~Q(state="called_off") & ~Q(period=""),
                nulls_distinct=False,
                name="one_review_of_a_period",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["jurisdiction", "-due_on"], name="review_newest")]


class Attendance(models.Model):
    """A post that was asked to the meeting, and whether somebody sat there for it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    review = models.ForeignKey(Review, models.PROTECT, related_name="attendances")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    present = models.BooleanField()
    remark = models.CharField(max_length=200, blank=True, help_text="who came in its place, or why nobody did")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "post"], name="attendance_once")]


class ReviewDecision(models.Model):
    """What was decided: by whom to be done, until when. Done is said by its owner and confirmed by the chair's unit."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    words = models.TextField(help_text="what is to be done, in words the public can read")
    owner = models.ForeignKey(Post, models.PROTECT, related_name="review_decisions")
    due_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_words = models.TextField(blank=True, help_text="what was done, as its owner says")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    returned_words = models.TextField(blank=True, help_text="why the chair's unit sent it back last")
    reminded_at = models.DateTimeField(null=True, help_text="before its date")
    urged_at = models.DateTimeField(null=True, help_text="after it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="review_decision_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="review_decision_says_what"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_words="") | Q(done_at__isnull=False) & ~Q(done_words=""),
                name="review_decision_done_says_how",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, done_at__isnull=False),
                name="review_decision_confirmed_once_done",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("owner")),
                name="review_decision_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(confirmed_at__isnull=True), name="review_decision_open")]
        ordering = ["number"]


class AgendaItem(models.Model):
    """One matter on an agenda, as the data stood when it was built: a code of rules.reviewing.MATTERS and its facts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    review = models.ForeignKey(Review, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    matter = models.CharField(max_length=20)
    key = models.CharField(max_length=150, help_text="what it is about: a code, a number")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="that answers for it")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict, help_text="what its sentence names, as text")
    words = models.TextField(blank=True, help_text="of an item added by hand")
    said = models.TextField(blank=True, help_text="what was said about it at the meeting")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="items")
    undone = models.ForeignKey(ReviewDecision, models.PROTECT, null=True, related_name="comes_back_as")
    decision = models.ForeignKey(ReviewDecision, models.PROTECT, null=True, related_name="items")
    dropped_at = models.DateTimeField(null=True, help_text="when a later look at the data no longer found it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "matter", "key"], condition=Q(dropped_at__isnull=True), name="agenda_item_once"
            ),
            models.CheckConstraint(condition=~Q(matter="other") | ~Q(words=""), name="agenda_item_by_hand_has_words"),
        ]
        ordering = ["number"]
