"""What units do about a case: their parts, clocks, steps, replies, and the citizen's verdict on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.cases.models.case import Case
from answerable.organisation.models import Code, Post, Unit


class Assignment(models.Model):
    """A unit and its part in a case, from a time until a time. Lead assignments leave no gap (a trigger sees to it)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    ROLES = ("lead", "assist", "copy", "candidate")

    role = models.CharField(max_length=10, choices=[(role, role) for role in ROLES])
    rule = models.CharField(max_length=40, help_text="a key of rules.dispatch.REASONS")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    task = models.TextField(blank=True, help_text="what an assisting unit is asked to do")
    report = models.TextField(blank=True, help_text="what an assisting unit says it did, or a candidate its view")
    reported_at = models.DateTimeField(null=True)
    stance = models.CharField(max_length=8, blank=True, help_text="a candidate's view: lead, support or not_ours")
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="a part that comes first")
    stage = models.TextField(blank=True, help_text="how far a late part is, and until when it will be done")
    stage_at = models.DateTimeField(null=True)
    late_reason = models.TextField(blank=True, help_text="why a part was late (BJ-REG 14)")
    cancel_reason = models.TextField(blank=True, help_text="why the lead wants to do without this part")
    cancel_asked_at = models.DateTimeField(null=True)
    carried_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="carried", help_text="the part it is while its case is joined"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="lead", until__isnull=True), name="one_lead_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(role="assist", until__isnull=True), name="assist_once"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(role="candidate", until__isnull=True), name="candidate_once"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="part_forwards"),
            models.CheckConstraint(condition=Q(stance__in=("", "lead", "support", "not_ours")), name="stance_known"),
            models.CheckConstraint(condition=~Q(role="assist") | Q(due_at__isnull=False), name="assist_has_due"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at"],
                condition=Q(role="assist", until__isnull=True, reported_at__isnull=True),
                name="part_worklist",
            ),
            models.Index(fields=["unit"], condition=Q(role="candidate", until__isnull=True), name="candidate_worklist"),
        ]


class Clock(models.Model):
    """A deadline that runs: sign, contact, update, resolve, part, callback, ruling or review.

    Swept by compare-and-set: `next_at` is when the next step of its chain is due (rules.overdue), `step` how many
    were taken. A clock of kind ruling belongs to the unit of the rung a dispute stands on.
    """

    KINDS = ("sign", "contact", "update", "resolve", "part", "callback", "ruling", "review")

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, help_text="when the promise was kept, or the clock was replaced")
    rang_at = models.DateTimeField(null=True, help_text="when the sweep saw it overdue")
    step = models.PositiveSmallIntegerField(default=0, help_text="steps of rules.overdue taken so far")
    next_at = models.DateTimeField(null=True, help_text="when the next step is due; empty when none is left")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stopped_at__isnull=True) & ~Q(kind="part"),
                name="one_running_clock_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("sign", "contact", "update", "resolve", "part", "callback", "ruling", "review")),
                name="clock_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(stopped_at__isnull=True, next_at__isnull=False),
                name="clock_to_ring",
            )
        ]


class Step(models.Model):
    """Something an officer did about a case, in words (an action taken, a contact with the citizen, a note)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("action", "contacted", "asked", "note")])
    words = models.TextField()
    public = models.BooleanField(default=True)
    at = models.DateTimeField()


class Reply(models.Model):
    """What the unit says it did and what it claims came of it. Confirmed by somebody else or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    outcome = models.ForeignKey(Code, models.PROTECT, related_name="+")
    words = models.TextField(help_text="to the citizen")
    done = models.TextField(help_text="what was done")
    basis = models.TextField(help_text="the rule it rests on")
    evidence = models.TextField(help_text="what shows it")
    at = models.DateTimeField()
    told_citizen_at = models.DateTimeField(null=True)
    told_citizen_how = models.CharField(max_length=10, blank=True)
    told_hotline_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True, help_text="when the hotline sent it back as no answer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"], condition=Q(returned_at__isnull=True), name="one_standing_reply_a_round"
            )
        ]


class Callback(models.Model):
    """The hotline body asks the citizen: reached? contacted? solved? satisfied? One a round."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="callbacks", help_text="the hotline body")
    round = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, blank=True, help_text="link or phone")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    valid = models.BooleanField(null=True)
    invalid_reason = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    contacted = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.CharField(max_length=12, blank=True, help_text="satisfied, basically or dissatisfied")
    comment = models.TextField(blank=True)
    pressed = models.BooleanField(default=False, help_text="the citizen was asked to rate well")
    answering_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="whose work is judged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="callback_once_a_round"),
            models.CheckConstraint(condition=~Q(unit=F("answering_unit")), name="nobody_confirms_their_own"),
            models.CheckConstraint(
                condition=~Q(valid=True)
                | Q(contacted__isnull=False, solved__isnull=False)
                & Q(satisfied__in=("satisfied", "basically", "dissatisfied")),
                name="valid_callback_is_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "next_attempt_at"], condition=Q(done_at__isnull=True), name="callback_queue"),
            models.Index(fields=["answering_unit", "done_at"], condition=Q(valid=True), name="callback_verdicts"),
        ]
