"""What was recorded stays: the database itself refuses to change or delete it (invariants 5, 8 and 17)."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from answerable.organisation.models import Post
from answerable.plans.actions.freezing import freeze
from answerable.plans.actions.letters import accept_letter
from answerable.plans.actions.observing import observe
from answerable.plans.models import (
    Accountability,
    Baseline,
    BudgetPeriod,
    Evidence,
    Freeze,
    IndicatorVersion,
    Letter,
    Observation,
    ScheduleRun,
    Submission,
    SubmissionEvidence,
    Task,
)
from answerable.rules.adjustment import ChangeClass, route_of
from answerable.rules.measures import Nature
from answerable.rules.observing import Reported
from tests.plans.standing import plan, standing_plan

__all__ = ["plan", "standing_plan"]
pytestmark = pytest.mark.django_db


def refused(change) -> bool:
    """Whether the database refuses a change."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_what_is_recorded_is_neither_edited_nor_deleted(plan, actor, now) -> None:
    freeze(actor=actor("planning-secretary"), now=now, plan_code=plan.code, as_of=now, purpose="kept")
    ScheduleRun.objects.create(
        plan=plan, status_on=now.date(), ran_at=now, input_sha256="0" * 64, seed=1, runs=1, results={}
    )  # fmt: skip
    BudgetPeriod.objects.create(task=plan.tasks.first(), period="2026-Q1", planned=1, currency="EUR", known_at=now)
    edits = {
        Observation: {"value": 1}, Baseline: {"value": 0}, IndicatorVersion: {"nature": "expected"},
        Freeze: {"body": "{}"}, ScheduleRun: {"seed": 2}, BudgetPeriod: {"spent": 1}, Letter: {"duty": "less"},
        Accountability: {"since": now},
    }  # fmt: skip
    for model, edit in edits.items():
        assert model.objects.exists()
        assert refused(lambda model=model, edit=edit: model.objects.update(**edit)), model
        assert refused(lambda model=model: model.objects.all()._raw_delete("default")), model


def test_a_row_takes_its_one_step_once(plan, actor, now) -> None:
    """A figure is approved, a meaning and an appointment end, a letter is accepted: and that stays too."""
    letter = Letter.objects.filter(accountability__post__code="works-head").first()
    checker = Post.objects.get(jurisdiction=plan.jurisdiction, code="planning-reviewer")
    accept_letter(actor=actor("works-head"), now=now, key=letter.pk)
    steps = {
        Observation: {"approved_at": now, "approved_by": checker},
        Accountability: {"until": now}, IndicatorVersion: {"until": now},
    }  # fmt: skip
    for model, step in steps.items():
        row = model.objects.first()
        assert not refused(lambda row=row, step=step: type(row).objects.filter(pk=row.pk).update(**step)), model
        again = dict.fromkeys(step)
        assert refused(lambda row=row, step=again: type(row).objects.filter(pk=row.pk).update(**step)), model
    assert refused(lambda: Letter.objects.filter(pk=letter.pk).update(accepted_at=now + timedelta(days=1)))


def test_in_a_draft_meanings_and_baselines_may_be_put_right(draft, now) -> None:
    assert not refused(lambda: Baseline.objects.filter(indicator__plan=draft).update(value=0))
    assert not refused(lambda: IndicatorVersion.objects.filter(indicator__plan=draft).update(nature="expected"))
    assert refused(lambda: Observation.objects.filter(indicator__plan=draft).update(value=1))


@pytest.fixture
def handed_in(plan, task, now):
    """handed_in("works-head") -> T-01 handed in with a paper by the planning chair, with that post's verdict."""

    def act(post):
        posts = {row.code: row for row in Post.objects.filter(jurisdiction=plan.jurisdiction)}
        handed = Submission.objects.create(
            task=task("T-01"), words="The site is ready.", submitted_at=now, submitted_by=posts["planning-chair"],
            verdict="accepted", verdict_at=now, verdict_by=posts[post],
        )  # fmt: skip
        paper = Evidence.objects.create(
            plan=plan, title="a paper", filename="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64,
            by=posts[post], at=now,
        )  # fmt: skip
        SubmissionEvidence.objects.create(submission=handed, evidence=paper)
        return handed

    return act


def test_a_verdict_and_its_evidence_stay(handed_in) -> None:
    handed = handed_in("planning-reviewer")
    assert refused(lambda: Submission.objects.filter(pk=handed.pk).update(verdict_words="and well"))
    assert refused(lambda: handed.papers.all().delete())
    assert refused(lambda: Evidence.objects.update(title="another paper"))


def test_nobody_accepts_what_they_answer_for(handed_in, task, now) -> None:
    def accept():
        Task.objects.filter(pk=task("T-01").pk).update(state="accepted", finished_on=now.date())
        settle()

    handed_in("works-head")
    assert refused(accept)
    handed_in("planning-reviewer")
    assert not refused(accept)


def test_a_task_that_is_new_is_accepted_only_with_evidence(task, now) -> None:
    def add():
        row = task("T-01")
        row.pk, row.code, row.state, row.finished_on = uuid7(), "T-77", "accepted", now.date()
        Task.objects.bulk_create([row])
        settle()

    assert refused(add)


def settle() -> None:
    """Let the database check now what it checks at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_database_asks_for_the_same_organs_as_the_rules(db) -> None:
    with connection.cursor() as cursor:
        for klass, nature, more in product(ChangeClass, Nature, ([], [ChangeClass.DEFINITION])):
            cursor.execute("SELECT plans_route_of(%s, %s, %s)", [klass, nature, bool(more)])
            assert cursor.fetchone()[0] == [str(step) for step in route_of([klass, *more], nature).steps]


def test_a_figure_is_still_revised_by_another_one(plan, actor, now) -> None:
    observe(
        actor=actor("works-handler"), now=now, plan_code=plan.code, code="H-01", confirmed=True,
        reported=Reported("2026-Q1", "195", words="fifteen were forgotten"),
    )  # fmt: skip
    assert Observation.objects.filter(indicator__code="H-01").count() == 2
