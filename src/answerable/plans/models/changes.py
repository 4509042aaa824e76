"""How what was published is changed: a proposal, the steps its class of change asks for, and only then the new."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Post
from answerable.plans.models.indicators import Indicator
from answerable.plans.models.observations import Evidence
from answerable.plans.models.plan import Plan


class ChangeRequest(models.Model):
    """`klass` (the class of change) fixes the organ (rules.adjustment). `state`: proposed, approved, effective,
    refused, withdrawn. Proposer, owner and approver are different posts. The old target is never touched.

    An editorial change has no indicator: `corrected` says which name it put right, and its reason is `necessity`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="changes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="changes")
    number = models.CharField(max_length=40, unique=True)
    klass = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="proposed")
    ground = models.CharField(max_length=20, help_text="a ground of rules.adjustment")
    evidence_words = models.TextField()
    necessity = models.TextField(help_text="why it cannot be met otherwise, and how the new one will be")
    effects = models.TextField(help_text="on other indicators")
    new_value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    new_low = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    new_high = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    new_due_on = models.DateField(null=True)
    new_path_kind = models.CharField(max_length=12, blank=True)
    new_path = models.JSONField(default=dict, help_text="{period: value as text}")
    new_meaning = models.JSONField(default=dict, help_text="{column of IndicatorVersion: value}, of a new definition")
    corrected = models.JSONField(default=dict, help_text="{noun, code, was, now}, of a name that was put right")
    leniency = models.CharField(max_length=60, blank=True, help_text="L of this change as an exact fraction")
    higher = models.BooleanField(default=False, help_text="asked for the final goal of a binding indicator (8.7(87))")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "approved", "effective", "refused", "withdrawn")),
                name="change_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(evidence_words="") & ~Q(necessity="") & ~Q(effects="") & Q(indicator__isnull=False)
                | Q(klass="editorial", indicator__isnull=True) & ~Q(necessity=""),
                name="change_says_why",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(state__in=("proposed", "approved")),
                name="one_open_change_of_an_indicator",
            ),
        ]


class ChangeStep(models.Model):
    """One step on the way: filed, committee, legislature, taking effect; what was decided, where and by which paper."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    change = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    outcome = models.CharField(max_length=10, help_text="done or refused")
    organ = models.CharField(max_length=200)
    document = models.CharField(max_length=500)
    decided_on = models.DateField()
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "step"], name="change_step_once")]


class ChangeEvidence(models.Model):
    """A paper on which a proposal rests."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    change = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="papers")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")


class LagNotice(models.Model):
    """An indicator lags: its owner answers with cause, measure and new date by `due_at` (ten working days)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="lag_notices")
    period = models.CharField(max_length=10)
    light = models.CharField(max_length=16)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="lag_notices")
    cause = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    new_date = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it overdue")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="one_lag_notice_a_period"),
            models.CheckConstraint(condition=Q(due_at__gt=F("sent_at")), name="lag_notice_due_after_sent"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, cause="", measure="")
                | Q(answered_at__isnull=False, new_date__isnull=False) & ~Q(cause="") & ~Q(measure=""),
                name="lag_notice_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(answered_at__isnull=True), name="lag_notice_open"),
        ]
