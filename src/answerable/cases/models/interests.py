"""People with an interest: cases that are one case, those complained about, and who looked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.cases.models.case import Case
from answerable.organisation.models import Post, Unit


class Merge(models.Model):
    """并單: this case was joined to another. Both numbers stay, and it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Case, models.PROTECT, related_name="merged")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(condition=~Q(case=F("into")), name="not_merged_into_itself"),
        ]


class Interest(models.Model):
    """Somebody the case is a complaint about: a unit, or whoever held one post of it at `since` (JN 32, XF 30).

    It stays with that person in whatever post they sit later. They never see who complained, are not offered the
    case, and neither call back nor verify.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="interests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="empty: the whole unit")
    officer = models.CharField(max_length=100, blank=True, help_text="account of who held the post at `since`")
    reason = models.TextField()
    flagged_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit", "post", "officer"], name="interest_once", nulls_distinct=False
            ),
        ]


class Look(models.Model):
    """An officer opened a case in which somebody has an interest, or was refused it. Kept beside the ledger."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="looks")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    officer = models.CharField(max_length=100, help_text="account")
    refused = models.BooleanField(default=False)
    saw_person = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="looks_at_case")]
