"""What was observed, when it became known, and how it came in. Nothing here is edited; later knowledge supersedes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Area, Post
from answerable.plans.models.indicators import Indicator, IndicatorVersion
from answerable.plans.models.plan import Plan


class Feed(models.Model):
    """An address from which an indicator's values are pulled on a schedule; what changed is shown before it counts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="feeds")
    address = models.CharField(max_length=500)
    form = models.CharField(max_length=10, help_text="csv, json or sdmx-json")
    mapping = models.JSONField(help_text="as plans.exchange.pulled takes it")
    every_hours = models.PositiveIntegerField()
    next_at = models.DateTimeField(null=True, help_text="null: switched off")
    last_error = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(form__in=("csv", "json", "sdmx-json")), name="feed_form_known"),
            models.CheckConstraint(condition=Q(every_hours__gte=1), name="feed_not_too_often"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="feed_due")]


class Evidence(models.Model):
    """A paper that shows something: kept by the digest of its bytes (organisation.files)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Batch(models.Model):
    """Observations that came together: typed, uploaded, pulled or computed. `state`: waiting, accepted, refused.

    Rows that wait for acceptance lie in `rows` as they were read; accepting makes observations of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="batches")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="batches")
    feed = models.ForeignKey(Feed, models.PROTECT, null=True, related_name="batches")
    way = models.CharField(max_length=10)
    filename = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="waiting")
    came_at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="null: by the clock")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, help_text="why it was refused")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=("typed", "upload", "pull", "computed", "import", "simulated")),
                name="batch_way_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | Q(state="accepted", settled_at__isnull=False)
                | Q(state="refused", settled_at__isnull=False) & ~Q(words=""),
                name="batch_settled_whole",
            ),
        ]


class Observation(models.Model):
    """A value of one period as known from a time on (its vintage). `state` as in rules.vintages.

    A value, or numerator and denominator; a missing one says why. `known_at` never moves, so that every figure
    can be shown as it was on any day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    meaning = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="observations")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    dimension = models.CharField(max_length=120, blank=True, help_text="empty: the whole")
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    state = models.CharField(max_length=12)
    words = models.TextField(blank=True, help_text="why it is missing, estimated or revised")
    source_address = models.CharField(max_length=500, blank=True)
    known_at = models.DateTimeField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="observations")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="observations")
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("provisional", "final", "revised", "estimated", "missing")),
                name="observation_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="missing", value__isnull=True, numerator__isnull=True) & ~Q(words="")
                | ~Q(state="missing")
                & (Q(value__isnull=False) | Q(numerator__isnull=False, denominator__isnull=False) & ~Q(denominator=0)),
                name="observation_has_a_value_or_says_why",
            ),
            models.UniqueConstraint(
                fields=["indicator", "area", "dimension", "period", "known_at"],
                nulls_distinct=False,
                name="observation_vintage_once",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(approved_by=F("entered_by")),
                name="observation_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "period", "-known_at"], name="observation_newest")]
