"""What people say beside the computed status: overrides that expire, likelihood of delivery, when to step in,
mid-term evaluations by outsiders, and figures frozen at a vintage."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Jurisdiction, Officer, Post
from answerable.plans.models.changes import ChangeRequest
from answerable.plans.models.indicators import Indicator
from answerable.plans.models.plan import Plan
from answerable.plans.models.schedule import Task


class Override(models.Model):
    """Another light than the computed one: by whom, why, until when. The computed one stays in sight."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="overrides")
    light = models.CharField(max_length=16)
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    until = models.DateField(help_text="at the latest the next review")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="override_says_why"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(ended_at__isnull=True), name="one_override_at_a_time"
            ),
        ]


class Likelihood(models.Model):
    """Likelihood of delivery judged by somebody other than the owner: four criteria from 1 to 4, and a colour."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="likelihoods")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="likelihoods")
    challenge = models.PositiveSmallIntegerField()
    planning = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    colour = models.CharField(max_length=12, help_text="green, amber_green, amber_red or red")
    words = models.TextField()
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, task__isnull=True) | Q(indicator__isnull=True, task__isnull=False),
                name="likelihood_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(
                    challenge__range=(1, 4), planning__range=(1, 4), capacity__range=(1, 4), stage__range=(1, 4)
                ),
                name="likelihood_one_to_four",
            ),
            models.CheckConstraint(
                condition=Q(colour__in=("green", "amber_green", "amber_red", "red")), name="likelihood_colour_known"
            ),
        ]


class StepIn(models.Model):
    """Why government does this: a short assessment kept with a task (market, infrastructure, coordination, failure)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    task = models.ForeignKey(Task, models.PROTECT, related_name="step_ins")
    market_maturity = models.PositiveSmallIntegerField(help_text="1: none yet, 4: the market does it")
    infrastructure_gap = models.PositiveSmallIntegerField(help_text="1: none, 4: nobody but government can fill it")
    coordination_cost = models.PositiveSmallIntegerField(help_text="1: low, 4: too high for others to bear")
    failure_evidence = models.TextField(help_text="what shows that others do not or cannot do it")
    conclusion = models.CharField(max_length=12, help_text="step_in, support, wait or leave")
    words = models.TextField()
    exit_words = models.TextField(blank=True, help_text="when government steps back out")
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(market_maturity__range=(1, 4), infrastructure_gap__range=(1, 4))
                & Q(coordination_cost__range=(1, 4)),
                name="step_in_one_to_four",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=("step_in", "support", "wait", "leave")), name="step_in_conclusion_known"
            ),
        ]


class Evaluation(models.Model):
    """A mid-term (or other) evaluation by outsiders, from opening to its answered findings."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    kind = models.CharField(max_length=10, default="mid_term")
    title = models.CharField(max_length=200)
    terms = models.TextField(help_text="what is asked, of whom, by when")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    due_on = models.DateField()
    as_of = models.DateTimeField(help_text="the vintage whose figures are judged")
    closed_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("mid_term", "final", "other")), name="evaluation_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(summary=""), name="evaluation_ends_in_words"
            ),
        ]


class Contributor(models.Model):
    """An outsider invited to an evaluation: their account reads all of the plan, comments, and does nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="contributors")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    standing = models.CharField(max_length=12, help_text="think_tank, academia, industry, legislator or citizen")
    body = models.CharField(max_length=200, blank=True, help_text="whom they speak for")
    invited_at = models.DateTimeField()
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "officer"], name="contributor_once"),
            models.CheckConstraint(
                condition=Q(standing__in=("think_tank", "academia", "industry", "legislator", "citizen")),
                name="contributor_standing_known",
            ),
        ]


class Finding(models.Model):
    """What an evaluation finds about one indicator or the plan, what it proposes, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="findings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="findings")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="findings")
    official_class = models.CharField(
        max_length=12, blank=True, help_text="of rules.four_classes, as the finder sees it"
    )
    words = models.TextField()
    proposal = models.TextField(blank=True)
    found_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    follow_up_on = models.DateField(null=True)
    follow_up_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    change = models.ForeignKey(ChangeRequest, models.PROTECT, null=True, related_name="findings")
    done_at = models.DateTimeField(null=True)
    done_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="finding_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="finding_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_words="") | Q(done_at__isnull=False) & ~Q(done_words=""),
                name="finding_done_says_how",
            ),
        ]


class Freeze(models.Model):
    """All figures of a plan at a vintage, kept whole (canonical JSON): reviews and appraisals quote it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="freezes")
    as_of = models.DateTimeField()
    frozen_at = models.DateTimeField()
    purpose = models.CharField(max_length=40)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "as_of", "purpose"], name="freeze_once"),
            models.CheckConstraint(condition=Q(frozen_at__gte=F("as_of")), name="freeze_of_what_was_known"),
        ]


class Follower(models.Model):
    """Somebody who is told by e-mail when an indicator moves; confirmed by the link in the first mail."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="followers")
    email = models.EmailField()
    language = models.CharField(max_length=8)
    link_digest = models.CharField(max_length=64, unique=True, help_text="of the secret in the link that ends it")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict, help_text="light, value and target as last told, to see what moved")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "email"], condition=Q(ended_at__isnull=True), name="follower_once"
            )
        ]
