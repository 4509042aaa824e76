"""More time: extensions, matters parked because they cannot be solved now, and waiting for the citizen's answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.cases.models.case import Case
from answerable.cases.models.handling import Step
from answerable.organisation.models import Post, Unit


class Deferral(models.Model):
    """A new date, asked for by the unit that leads and granted by somebody else (BJ-REG 15(2), JN 24).

    extension: more time for a reason. parking (掛賬): it cannot be solved now; measures, an explanation and a
    definite date stand in public until the date comes and it is reviewed.
    """

    KINDS = ("extension", "parking")

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deferrals")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who asked")
    reason = models.TextField(help_text="why; for a parked matter the explanation the public reads")
    measures = models.TextField(blank=True, help_text="what was done meanwhile (parking)")
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(null=True)
    decided_words = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, help_text="when a parked matter was looked at again at its date")
    reviewed_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at__isnull=True), name="one_open_deferral"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="parking", granted=True, reviewed_at__isnull=True), name="parked_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("post")), name="nobody_grants_their_own"
            ),
            models.CheckConstraint(condition=Q(kind__in=("extension", "parking")), name="deferral_kind_known"),
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="deferral_forwards"),
        ]


class Wait(models.Model):
    """While a recorded question to the citizen is open, the resolve clock waits, until `until` at the latest."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="waits")
    question = models.ForeignKey(Step, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    due_before = models.DateTimeField(help_text="when the resolve clock was due before it waited")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at__isnull=True), name="one_open_wait"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="wait_forwards"),
        ]
