"""A plan, its published versions, its tree of domains, goals and objectives, and what it was made from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Jurisdiction, Named, Post, Unit


class Plan(Named):
    """A plan over several years, or one year's plan made from it (`parent`). `state`: draft, published, closed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="plans")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", help_text="a year's plan")
    code = models.CharField(max_length=64)
    description_zh_hant = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    description_zh_hans = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    year_starts_in = models.PositiveSmallIntegerField(default=1, help_text="month its years start in; 4: from April")
    committee = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="whose reviews change its targets")
    state = models.CharField(max_length=10, default="draft")
    simulated = models.BooleanField(default=False, help_text="true: observations here are invented and say so")
    source = models.CharField(max_length=500, blank=True)
    pilot = ArrayField(
        models.CharField(max_length=64),
        default=list,
        help_text="codes on which the rule of one head starts; empty: all",
    )
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="plan_code_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_runs_forwards"),
            models.CheckConstraint(condition=Q(state__in=("draft", "published", "closed")), name="plan_state_known"),
            models.CheckConstraint(
                condition=Q(year_starts_in__gte=1, year_starts_in__lte=12), name="plan_year_starts_in_a_month"
            ),
        ]


class PlanVersion(models.Model):
    """What was published, whole, as JSON (plans.exchange.plan_json), with the decision it rests on. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=500, help_text="organ, date and document")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    body = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class Element(Named):
    """A domain, goal or objective. Withdrawn ones stay and are counted (invariant 14)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="elements")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=10)
    code = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    description_zh_hant = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    description_zh_hans = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="element_code_once"),
            models.CheckConstraint(
                condition=Q(level="domain", parent__isnull=True) | Q(level__in=("goal", "objective")),
                name="element_level_known",
            ),
        ]
        ordering = ["sequence", "code"]


class Item(Named):
    """What the plan is linked to: an item of the Policy Address, a budget line, another plan's indicator."""

    KINDS = ("policy_address", "budget_line", "other")

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField(null=True)
    reference = models.CharField(max_length=200, blank=True, help_text="paragraph, head or subhead")
    address = models.CharField(max_length=500, blank=True, help_text="where it can be read")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="item_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("policy_address", "budget_line", "other")), name="item_kind_known"
            ),
        ]
