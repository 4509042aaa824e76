"""Tasks: of a whistle's room, or of a taskforce."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Post, Unit
from answerable.whistles.models.room import ONE_ROOM
from answerable.whistles.models.taskforce import Taskforce
from answerable.whistles.models.whistle import Whistle


class Task(models.Model):
    """Something a unit has to do by a date, perhaps after another task; done when it is reported."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    whistle = models.ForeignKey(Whistle, models.PROTECT, null=True, related_name="tasks")
    taskforce = models.ForeignKey(Taskforce, models.PROTECT, null=True, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="whistle_tasks")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who answers for it")
    title = models.CharField(max_length=200)
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    report = models.TextField(blank=True)
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it late")
    raised_at = models.DateTimeField(null=True, help_text="when the authority above was told that it is late")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_ROOM, name="task_of_one_whistle_or_taskforce"),
            models.CheckConstraint(condition=Q(due_at__gt=F("since")), name="task_due_after_since"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, report="") | Q(done_at__isnull=False) & ~Q(report=""),
                name="task_done_says_how",
            ),
            models.CheckConstraint(condition=~Q(after=F("id")), name="task_not_after_itself"),
        ]
        indexes = [models.Index(fields=["unit", "due_at"], condition=Q(done_at__isnull=True), name="task_of_unit_open")]
