"""Who answers for what, from when to when, and the letter in which it was accepted."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from uuid_utils.compat import uuid7

from answerable.organisation.models import Officer, Post, TsTzRange
from answerable.plans.models.plan import Plan

ACCOUNTABLE, CONTRIBUTOR, STEWARD, REVIEWER = "accountable", "contributor", "steward", "reviewer"


class Accountability(models.Model):
    """A post answers for, helps with, keeps the data of, or reviews one subject (by its id) in a time.

    At any instant a subject has at most one accountable post, and that post is no contributor to it (the database
    holds both; that it has one is plans.queries.answering). The post answers; who held it then stands in its tenures.
    """

    KINDS = (ACCOUNTABLE, CONTRIBUTOR, STEWARD, REVIEWER)
    NOUNS = ("element", "indicator", "task", "milestone")

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="accountabilities")
    noun = models.CharField(max_length=10)
    subject = models.UUIDField(help_text="id of the element, indicator, task or milestone")
    post = models.ForeignKey(Post, models.PROTECT, related_name="accountabilities")
    kind = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True, help_text="what the source says, or why it changed")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_accountable_post_at_a_time",
                expressions=[
                    (Func(F("subject"), F("subject"), Value("[]"), function="uuidrange"), RangeOperators.OVERLAPS),
                    (TsTzRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="accountable"),
            ),
            ExclusionConstraint(
                name="owner_is_no_contributor",
                expressions=[
                    (Func(F("subject"), F("subject"), Value("[]"), function="uuidrange"), RangeOperators.OVERLAPS),
                    (Func(F("post_id"), F("post_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (TsTzRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind__in=("accountable", "contributor")),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("accountable", "contributor", "steward", "reviewer")),
                name="accountability_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(noun__in=("element", "indicator", "task", "milestone")), name="accountability_noun_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="accountability_forwards"
            ),
            models.UniqueConstraint(
                fields=["subject", "post", "kind"],
                condition=Q(until__isnull=True),
                name="accountability_once",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "kind"], name="accountability_of"),
            models.Index(fields=["post", "kind"], name="accountability_of_post"),
        ]


class Letter(models.Model):
    """A letter of responsibility: duty, deadline, standard and limits, accepted by whoever holds the post."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    accountability = models.ForeignKey(Accountability, models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField(default=1)
    duty = models.TextField()
    deadline = models.DateField()
    standard = models.TextField(help_text="what counts as done, and who says so")
    limits = models.TextField(blank=True, help_text="what the post does not answer for")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    objection = models.TextField(blank=True, help_text="what the head says against it; the letter waits for an answer")
    objected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accountability", "number"], name="letter_number_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="letter_accepted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(duty="") & ~Q(standard=""), name="letter_says_duty_and_standard"),
        ]
