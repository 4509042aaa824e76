"""The case itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.cases.models.people import Person
from answerable.organisation.models import Area, Category, DispatchRow, Jurisdiction, Tier, Unit


class Case(models.Model):
    """A matter somebody must answer for. `state` is one of rules.lifecycle.STATES; overdue and waiting are derived."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases")
    link_digest = models.BinaryField(max_length=32, help_text="SHA-256 of the secret in the citizen's link")
    title = models.CharField(max_length=200)
    words = models.TextField()
    public_words = models.TextField(help_text="the words with names, numbers and addresses of people masked")
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=12)
    category = models.ForeignKey(Category, models.PROTECT, related_name="cases")
    category_chosen_by = models.CharField(max_length=12, help_text="citizen, officer, machine or nobody")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="cases")
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    public = models.BooleanField(default=True)
    emergency = models.BooleanField(default=False)
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+")
    dispatch_row = models.ForeignKey(DispatchRow, models.PROTECT, null=True, related_name="+")
    dispatch_rule = models.CharField(max_length=40, help_text="why this unit: a key of rules.dispatch.REASONS")
    pack_version = models.CharField(max_length=40)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="led_cases")
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when the resolve clock rings; the clock row is the source")
    closed_at = models.DateTimeField(null=True)
    closing = models.CharField(
        max_length=12, blank=True, help_text="confirmed, unreached, answered, routed, concluded, merged or imported"
    )
    route = models.CharField(max_length=12, blank=True, help_text="R1..R6 when closed by a route")
    dispatches = models.PositiveSmallIntegerField(default=0)
    redos = models.PositiveSmallIntegerField(default=0)
    designated = models.BooleanField(default=False, help_text="no objection any more")
    listed_at = models.DateTimeField(null=True, help_text="since when it stands on the leaders' list")
    supervised_at = models.DateTimeField(null=True, help_text="since when it is supervised (督辦)")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    affected = models.PositiveIntegerField(default=1, help_text="people who told us or follow")
    about = models.CharField(max_length=150, blank=True, help_text="what it is about besides: noun:key of cases.abouts")
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "received",
                        "dispatched",
                        "accepted",
                        "in_hand",
                        "answered",
                        "verifying",
                        "redo",
                        "closed",
                    )
                ),
                name="case_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("consult", "help", "complaint", "report", "suggestion")), name="case_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closing="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, closing=""),
                name="case_closed_has_time_and_way",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="case_due_after_opening"),
            models.UniqueConstraint(
                fields=["jurisdiction", "source", "source_key"], condition=~Q(source_key=""), name="case_source_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["lead_unit", "due_at", "number"], include=["state"], condition=~Q(state="closed"),
                name="case_worklist",
            ),
            models.Index(fields=["jurisdiction", "state", "due_at"], condition=~Q(state="closed"), name="case_open"),
            models.Index(fields=["jurisdiction", "-opened_at"], name="case_newest"),
            models.Index(fields=["jurisdiction", "-updated_at"], name="case_touched"),
            models.Index(fields=["category", "-opened_at"], name="case_of_category"),
            models.Index(fields=["area", "-opened_at"], name="case_of_area"),
            models.Index(fields=["latitude", "longitude"], condition=~Q(state="closed"), name="case_open_place"),
            models.Index(fields=["person"], name="case_of_person"),
            models.Index(fields=["about", "-opened_at"], condition=~Q(about=""), name="case_about"),
        ]  # fmt: skip
