"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.cases.models import Assignment, Callback, Case
from answerable.organisation.models import Unit

pytestmark = pytest.mark.django_db


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refuse(change) -> None:
    """The change is refused at once or, at the latest, when the transaction would be committed."""

    def attempt() -> None:
        with transaction.atomic():
            change()
            check_now()

    with pytest.raises(IntegrityError):
        attempt()


def test_a_case_with_nobody_answerable_cannot_be_stored(report):
    case = report()
    refuse(lambda: Case.objects.filter(pk=case.pk).update(lead_unit=None))


def test_the_lead_cannot_end_without_another_beginning(report, now):
    case = report()
    refuse(lambda: case.assignments.filter(role="lead").update(until=now + timedelta(hours=1)))


def test_the_case_and_its_lead_assignment_name_the_same_unit(report):
    case = report()
    refuse(lambda: Case.objects.filter(pk=case.pk).update(lead_unit=Unit.objects.get(code="transport")))


def test_no_gap_between_one_lead_and_the_next(report, now):
    case = report()
    lead = case.assignments.get(role="lead")

    def leave_an_hour() -> None:
        Assignment.objects.filter(pk=lead.pk).update(until=now + timedelta(hours=1))
        Assignment.objects.create(
            case=case, unit=lead.unit, role="lead", rule="dispatcher", since=now + timedelta(hours=2)
        )

    refuse(leave_an_hour)


def test_two_leads_at_once(report, now):
    case = report()
    unit = Unit.objects.get(code="transport")
    refuse(lambda: Assignment.objects.create(case=case, unit=unit, role="lead", rule="dispatcher", since=now))


def test_an_assignment_is_never_deleted(report):
    case = report()
    refuse(lambda: case.assignments.all().delete())


def test_a_callback_by_the_unit_that_answered(report, now):
    case = report()
    refuse(
        lambda: Callback.objects.create(
            case=case, unit=case.lead_unit, answering_unit=case.lead_unit, round=1, opened_at=now,
            due_at=now + timedelta(days=1), next_attempt_at=now,
        )
    )  # fmt: skip


def test_a_closed_case_without_time_and_way(report):
    case = report()
    refuse(lambda: Case.objects.filter(pk=case.pk).update(state="closed"))
