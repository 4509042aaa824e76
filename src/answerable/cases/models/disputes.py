"""Whose is it? Objections and joint consultations, and what was ruled."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from answerable.cases.models.case import Case
from answerable.organisation.models import Code, Post, Unit

CATALOGUE = ("", "corrected", "here", "kept")  # nothing to say; everywhere; in this area; as it was


class Dispute(models.Model):
    """What an objection and a consultation share: the rung it stands on, and the ruling that ends it.

    A ruling is a precedent: it is found again by category and area, and may be promoted into the catalogue.
    """

    rung = models.PositiveSmallIntegerField(default=1, help_text="level of the ladder that must rule now")
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    outcome_words = models.TextField(blank=True)
    named_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="who leads by it")
    catalogue = models.CharField(max_length=10, blank=True, help_text="what became of the row that had named a unit")
    catalogue_words = models.TextField(blank=True, help_text="why the row was kept")
    promoted_at = models.DateTimeField(null=True, help_text="when the ruling became a row of the catalogue")

    class Meta:
        abstract = True


class Objection(Dispute):
    """派單異議: a unit says the case is not its own. It stays answerable until the hotline body upholds."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="objections")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason_code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    basis = models.TextField()
    interim = models.TextField(blank=True, help_text="what was done at once about what could not wait")
    proposed_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ruled_at__isnull=True), name="one_open_objection"),
            models.CheckConstraint(condition=Q(catalogue__in=CATALOGUE), name="objection_catalogue"),
        ]
        indexes = [models.Index(fields=["rung"], condition=Q(ruled_at__isnull=True), name="objection_on_rung")]

    @property
    def began_at(self) -> datetime:
        return self.filed_at


class Consultation(Dispute):
    """會商: before dispatch, the units a matter may belong to are asked; until it ends all of them answer."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="who convenes")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    question = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ruled_at__isnull=True), name="one_open_consultation"),
            models.CheckConstraint(condition=Q(catalogue__in=CATALOGUE), name="consultation_catalogue"),
        ]
        indexes = [models.Index(fields=["rung"], condition=Q(ruled_at__isnull=True), name="consultation_on_rung")]

    @property
    def began_at(self) -> datetime:
        return self.opened_at
