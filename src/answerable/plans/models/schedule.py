"""Tasks and milestones, what waits for what, hand-offs between posts, and pictures of the schedule that stay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Named, Post
from answerable.plans.models.indicators import Indicator
from answerable.plans.models.observations import Evidence
from answerable.plans.models.plan import Element, Plan


class Task(Named):
    """A task or deliverable. `state`: planned, started, submitted, accepted, cancelled; late is read off the dates.

    Duration is in working days of the plan's calendar, three estimates where somebody gave them. A task that is a
    milestone has duration 0. Done only by acceptance of a post other than the owner's (invariant 17).
    """

    KINDS = ("task", "deliverable", "milestone")
    STATES = ("planned", "started", "submitted", "accepted", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    element = models.ForeignKey(Element, models.PROTECT, null=True, related_name="tasks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="tasks", help_text="it serves")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    description_zh_hant = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    description_zh_hans = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="planned")
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True, help_text="as first published; it never moves")
    moved_words = models.TextField(blank=True, help_text="why its date, standard or acceptor were last changed")
    duration_days = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="working days")
    optimistic_days = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    pessimistic_days = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    started_on = models.DateField(null=True)
    finished_on = models.DateField(null=True, help_text="when what was accepted had been handed in")
    remaining_days = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    standard = models.TextField(blank=True, help_text="what counts as done")
    acceptor = models.ForeignKey(Post, models.PROTECT, null=True, related_name="accepts_tasks")
    adds = models.DecimalField(
        max_digits=24, decimal_places=8, null=True, help_text="what it adds to its indicator once accepted"
    )
    cancelled_words = models.TextField(blank=True)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="plan_task_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("task", "deliverable", "milestone")), name="plan_task_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "started", "submitted"), cancelled_words="")
                | Q(state="accepted", finished_on__isnull=False, cancelled_words="")
                | Q(state="cancelled") & ~Q(cancelled_words=""),
                name="plan_task_state_whole",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="plan_task_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(finished_on__isnull=True)
                | Q(finished_on__gte=F("started_on")),
                name="plan_task_finished_after_start",
            ),
        ]
        indexes = [models.Index(fields=["plan", "due_on"], name="plan_task_in_order")]
        ordering = ["sequence", "code"]


class TaskHistory(models.Model):
    """What figures read of a task as it was before `until`, kept when it changed: so that a day that is past reads the
    same for good (invariant 6). The task itself is as it is now."""

    FIELDS = ("indicator", "kind", "state", "starts_on", "due_on", "adds")

    id = models.UUIDField(primary_key=True, default=uuid7)
    task = models.ForeignKey(Task, models.PROTECT, related_name="history")
    until = models.DateTimeField()
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    adds = models.DecimalField(max_digits=24, decimal_places=8, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "until"], name="task_history_once")]


class Submission(models.Model):
    """What an owner hands in with evidence, and what the acceptor says: accepted, or sent back with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    task = models.ForeignKey(Task, models.PROTECT, related_name="submissions")
    words = models.TextField(help_text="what was done")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, blank=True, help_text="accepted or returned")
    verdict_at = models.DateTimeField(null=True)
    verdict_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    verdict_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at__isnull=True, verdict_by__isnull=True)
                | Q(verdict="accepted", verdict_at__isnull=False, verdict_by__isnull=False)
                | Q(verdict="returned", verdict_at__isnull=False, verdict_by__isnull=False) & ~Q(verdict_words=""),
                name="submission_verdict_whole",
            ),
            models.CheckConstraint(
                condition=Q(verdict_by__isnull=True) | ~Q(verdict_by=F("submitted_by")),
                name="submission_accepted_by_another",
            ),
            models.UniqueConstraint(fields=["task"], condition=Q(verdict=""), name="one_open_submission_of_a_task"),
        ]


class SubmissionEvidence(models.Model):
    """A paper that shows what was handed in."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="papers")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")


class Dependency(models.Model):
    """`after` waits for `before`: FS, SS, FF or SF, with a lag in working days (negative: a lead)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="dependencies")
    before = models.ForeignKey(Task, models.PROTECT, related_name="followers")
    after = models.ForeignKey(Task, models.PROTECT, related_name="waits_for")
    kind = models.CharField(max_length=2, default="FS")
    lag_days = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    removed_at = models.DateTimeField(null=True, help_text="when it was made parallel, or found to be none")
    removed_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after", "kind"], condition=Q(removed_at__isnull=True), name="dependency_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=("FS", "SS", "FF", "SF")), name="dependency_kind_known"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="dependency_on_another"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_words="")
                | Q(removed_at__isnull=False) & ~Q(removed_words=""),
                name="dependency_removed_with_words",
            ),
        ]


class HandOff(models.Model):
    """What one post gives another by a date. `baseline_on` is the date first promised and never moves."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="handoffs")
    dependency = models.ForeignKey(Dependency, models.PROTECT, null=True, related_name="handoffs")
    task = models.ForeignKey(Task, models.PROTECT, related_name="handoffs", help_text="for which it is needed")
    giver = models.ForeignKey(Post, models.PROTECT, related_name="handoffs_owed")
    taker = models.ForeignKey(Post, models.PROTECT, related_name="handoffs_awaited")
    number = models.CharField(max_length=40, unique=True)
    what = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    baseline_on = models.DateField(null=True)
    promised_on = models.DateField(null=True, help_text="null: the giver has not promised yet")
    given_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    returned_words = models.TextField(blank=True, help_text="why the taker sent it back last")
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it late")
    version = models.PositiveIntegerField(default=1)
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handoff_between_two_posts"),
            models.CheckConstraint(
                condition=Q(promised_on__isnull=True, baseline_on__isnull=True)
                | Q(promised_on__isnull=False, baseline_on__isnull=False),
                name="handoff_promised_from_a_baseline",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(given_at__isnull=False, accepted_at__gte=F("given_at")),
                name="handoff_accepted_after_given",
            ),
        ]


class ScheduleBaseline(models.Model):
    """A picture of all dates, kept for good: `number` 1 is the first. `dates` is {task code: [start, finish]}."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="baselines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    dates = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="schedule_baseline_once")]


class ScheduleRun(models.Model):
    """A computation of the schedule: from what (digest of its input), with which seed, and what came out."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="runs")
    status_on = models.DateField()
    ran_at = models.DateTimeField()
    input_sha256 = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    runs = models.PositiveIntegerField()
    results = models.JSONField(help_text="finish, critical tasks, floats, P50, P80 and criticality by task code")

    class Meta:
        indexes = [models.Index(fields=["plan", "-ran_at"], name="schedule_run_newest")]


class BudgetPeriod(models.Model):
    """Planned value and actual cost of one task in one period, as known from a time on."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    task = models.ForeignKey(Task, models.PROTECT, related_name="budget")
    period = models.CharField(max_length=10)
    planned = models.DecimalField(max_digits=18, decimal_places=2)
    earned = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    spent = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    known_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "period", "known_at"], name="budget_vintage_once")]
