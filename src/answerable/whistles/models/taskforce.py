"""專班: one lead, members, a mandate, an end condition."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Area, Category, Jurisdiction, Post, Unit
from answerable.whistles.models.whistle import Whistle


class Taskforce(models.Model):
    """`state` is one of rules.taskforce.STATES. It ends only by meeting or failing its end condition, in writing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="taskforces")
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)
    salt = models.BinaryField(max_length=16)
    title = models.CharField(max_length=200, help_text="the problem")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="taskforces")
    proposed_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    reason = models.TextField(help_text="why it was proposed")
    formed_at = models.DateTimeField(null=True)
    lead_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="led_taskforces")
    mandate = models.TextField(blank=True)
    end_condition = models.TextField(blank=True)
    next_report_at = models.DateTimeField(null=True)
    proposal_rang_at = models.DateTimeField(null=True, help_text="when it was last recalled that the proposal waits")
    report_rang_at = models.DateTimeField(null=True, help_text="when the sweep saw the report overdue")
    dissolved_at = models.DateTimeField(null=True, help_text="when it was dissolved, or the proposal declined")
    how = models.CharField(max_length=6, blank=True, help_text="met or failed")
    dissolved_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "declined"), formed_at__isnull=True)
                | Q(state__in=("formed", "dissolved"), formed_at__isnull=False, lead_post__isnull=False)
                & ~Q(mandate="")
                & ~Q(end_condition=""),
                name="taskforce_formed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "formed"), dissolved_at__isnull=True, how="", dissolved_words="")
                | Q(state="declined", dissolved_at__isnull=False, how="") & ~Q(dissolved_words="")
                | Q(state="dissolved", dissolved_at__isnull=False, how__in=("met", "failed")) & ~Q(dissolved_words=""),
                name="taskforce_dissolves_in_writing",
            ),
            models.CheckConstraint(
                condition=~Q(state="formed") | Q(next_report_at__isnull=False), name="taskforce_reports_by_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["next_report_at"], condition=Q(state="formed"), name="taskforce_to_report"),
            models.Index(fields=["jurisdiction", "-proposed_at"], name="taskforce_newest"),
        ]


class TaskforceMember(models.Model):
    """A unit that works in a taskforce, and the post that stands for it there."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    taskforce = models.ForeignKey(Taskforce, models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="taskforce_parts")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taskforce", "unit"], name="taskforce_member_once")]


class TaskforceWhistle(models.Model):
    """A whistle for which the taskforce was proposed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    taskforce = models.ForeignKey(Taskforce, models.PROTECT, related_name="whistle_links")
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="taskforce_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taskforce", "whistle"], name="taskforce_whistle_once")]


class TaskforceReport(models.Model):
    """What a taskforce reported, and when the next report is due."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    taskforce = models.ForeignKey(Taskforce, models.PROTECT, related_name="reports")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
