"""What stalls between departments, brought into one room until it is settled: a task, a hand-off, a case, a whistle."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Jurisdiction, Post, Unit


class Issue(models.Model):
    """An issue and the unit that holds it now. It comes back at every joint review until it is settled with words.

    Of a case it knows the number and public facts only (invariant 20): no words, no person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="issues")
    noun = models.CharField(max_length=10, help_text="task, handoff, case or whistle")
    key = models.CharField(max_length=140, help_text="PLAN/CODE of a task, or the number of the other three")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="issues", help_text="that holds it now")
    facts = models.JSONField(default=dict, help_text="what its sentence names, as text")
    found_in = models.CharField(max_length=64, help_text="code of the unit that the data last said holds it")
    raised_at = models.DateTimeField()
    gone_at = models.DateTimeField(
        null=True, help_text="since when the data no longer finds it; it waits to be settled"
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    settled_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with every act; guards against two at once")
    salt = models.BinaryField(max_length=16, help_text="of the digests that stand for free text in the ledger")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(noun__in=("task", "handoff", "case", "whistle")), name="issue_noun_known"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, settled_words="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_words=""),
                name="issue_settled_with_words",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "noun", "key"],
                condition=Q(settled_at__isnull=True),
                name="one_open_issue_of_a_thing",
            ),
        ]


class IssueAnswer(models.Model):
    """What a unit is asked before one joint review, by when, and what it said. `silent_at`: the limit passed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    silent_at = models.DateTimeField(null=True, help_text="when nobody had answered by the limit; an answer stays late")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True, help_text="what holds it up, what the unit does, and by when")
    promised_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when it went to another unit, or was settled, unanswered")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="issue_answer_due_after_asked"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="issue_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                name="one_open_question_of_an_issue",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at__isnull=True, silent_at__isnull=True, ended_at__isnull=True),
                name="issue_answer_awaited",
            )
        ]
        ordering = ["asked_at"]
