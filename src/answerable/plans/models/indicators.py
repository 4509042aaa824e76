"""Indicators, what they mean at any time, where they started and what they are to reach."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Named, Post
from answerable.plans.models.plan import Element, Item, Plan


class Indicator(models.Model):
    """What is measured. Its meaning stands in versions; `ended` keeps why it is no longer followed, and it stays."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    element = models.ForeignKey(Element, models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, help_text="of the plan this year's is made from")
    ended = models.CharField(max_length=10, blank=True, help_text="withdrawn, merged, suspended or halted")
    ended_at = models.DateTimeField(null=True)
    ended_words = models.TextField(blank=True)
    ended_decision = models.CharField(max_length=500, blank=True, help_text="organ, date and document")
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True)
                | Q(ended__in=("withdrawn", "merged", "suspended", "halted"), ended_at__isnull=False)
                & ~Q(ended_words=""),
                name="indicator_ends_with_words",
            ),
        ]
        ordering = ["sequence", "code"]


class IndicatorVersion(Named):
    """What an indicator means from a time on: the fields of a technical description. A new meaning is a new version.

    `kind` is a code of rules.measures; `source` names where values come from (plans.sources) and `source_params` pins
    its definition. An empty field is a gap, and the gap list shows it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    kind = models.CharField(max_length=24, blank=True)
    direction = models.CharField(max_length=4, blank=True, help_text="up, down or none")
    nature = models.CharField(max_length=10, blank=True, help_text="binding, expected or other")
    unit_zh_hant = models.CharField(max_length=80, blank=True)
    unit_en = models.CharField(max_length=80, blank=True)
    unit_zh_hans = models.CharField(max_length=80, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1, help_text="shown; values are kept as they came")
    tolerance = models.DecimalField(max_digits=24, decimal_places=8, null=True, help_text="in units of the indicator")
    period = models.CharField(max_length=8, blank=True, help_text="month, quarter, half or year")
    lag_days = models.PositiveIntegerField(null=True, help_text="from the end of a period to its publication")
    grace_days = models.PositiveIntegerField(default=0)
    definition = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    calculation = models.TextField(blank=True)
    limitations = models.TextField(blank=True)
    data_source = models.TextField(blank=True)
    source_address = models.CharField(max_length=500, blank=True)
    over_time = models.CharField(max_length=16, blank=True, help_text="sum, last, mean, min, max, none")
    over_areas = models.CharField(max_length=16, blank=True)
    dimensions = ArrayField(models.CharField(max_length=64), default=list)
    ranks = models.JSONField(default=list, help_text="of an ordinal indicator: its words from worst to best")
    factor = models.DecimalField(max_digits=24, decimal_places=8, default=1, help_text="of a ratio: 100 for per cent")
    relative_to = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=40, blank=True, help_text="a name registered in plans.sources; empty: by hand")
    source_params = models.JSONField(default=dict)
    reason = models.TextField(blank=True, help_text="why the meaning changed")
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(until__isnull=True), name="indicator_means_one_thing"
            ),
            models.CheckConstraint(condition=Q(direction__in=("", "up", "down", "none")), name="direction_known"),
            models.CheckConstraint(condition=Q(nature__in=("", "binding", "expected", "other")), name="nature_known"),
            models.CheckConstraint(
                condition=Q(period__in=("", "month", "quarter", "half", "year")), name="period_known"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="meaning_forwards"),
        ]


class Baseline(models.Model):
    """Where an indicator starts. A later one (a change of definition) supersedes and does not erase."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="baselines")
    number = models.PositiveIntegerField()
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=8)
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "number"], name="baseline_number_once")]


class Target(models.Model):
    """What is to be reached and by when, as decided once; never edited. Number 1 is the original and stays in sight.

    One value, or low and high. `decided_on` <= `effective_on`; a change carries its ChangeRequest.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    number = models.PositiveIntegerField()
    due_on = models.DateField(null=True, help_text="null: the source gives no date, which the gap list shows")
    value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    operator = models.CharField(max_length=6, blank=True)
    words = models.TextField(blank=True, help_text="the wording of its source")
    decided_on = models.DateField()
    effective_on = models.DateField()
    decision = models.CharField(max_length=500, help_text="organ, date and document")
    change = models.ForeignKey("ChangeRequest", models.PROTECT, null=True, related_name="targets")
    path_kind = models.CharField(max_length=12, default="linear", help_text="as in rules.trajectory")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="target_number_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, low__isnull=True, high__isnull=True)
                | Q(value__isnull=True, low__isnull=False, high__isnull=False, high__gte=F("low"))
                | Q(value__isnull=True, low__isnull=True, high__isnull=True) & ~Q(words=""),
                name="target_is_a_value_a_band_or_words",
            ),
            models.CheckConstraint(condition=Q(effective_on__gte=F("decided_on")), name="target_decided_before_effect"),
            models.CheckConstraint(
                condition=Q(number=1, change__isnull=True) | Q(number__gt=1, change__isnull=False),
                name="later_targets_have_a_change",
            ),
        ]


class PathPoint(models.Model):
    """What a target asks of one year, half, quarter or month; `stretch` says why children do not add up to it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    target = models.ForeignKey(Target, models.PROTECT, related_name="points")
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=8)
    stretch = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "period"], name="path_point_once")]


class Link(models.Model):
    """What an item of the Policy Address or a budget line is carried out by: exactly one of the three. A wrong one is
    taken away with the reason, and stays."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    item = models.ForeignKey(Item, models.PROTECT, related_name="links")
    element = models.ForeignKey(Element, models.PROTECT, null=True, related_name="links")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="links")
    task = models.ForeignKey("Task", models.PROTECT, null=True, related_name="links")
    linked_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_words="")
                | Q(removed_at__isnull=False) & ~Q(removed_words=""),
                name="link_removed_with_words",
            ),
            models.CheckConstraint(
                condition=Q(element__isnull=False, indicator__isnull=True, task__isnull=True)
                | Q(element__isnull=True, indicator__isnull=False, task__isnull=True)
                | Q(element__isnull=True, indicator__isnull=True, task__isnull=False),
                name="link_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["item", "element", "indicator", "task"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="link_once",
            ),
        ]


class IndicatorLink(models.Model):
    """How an indicator stands to another of its plan: narrower (a part of it), broader, peer, or contributes to it. A
    wrong one is taken away with the reason, and stays."""

    KINDS = ("narrower", "broader", "peer", "contributes")

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Indicator, models.PROTECT, related_name="related")
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    linked_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "other"], condition=Q(removed_at__isnull=True), name="indicator_link_once"
            ),
            models.CheckConstraint(condition=~Q(indicator=F("other")), name="indicator_link_to_another"),
            models.CheckConstraint(
                condition=Q(kind__in=("narrower", "broader", "peer", "contributes")), name="indicator_link_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_words="")
                | Q(removed_at__isnull=False) & ~Q(removed_words=""),
                name="indicator_link_removed_with_words",
            ),
        ]
