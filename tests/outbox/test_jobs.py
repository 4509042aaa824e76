"""Delivery runs every minute, and at once when asked; asking twice queues one round."""

from __future__ import annotations

from procrastinate.contrib.django.models import ProcrastinateJob

from answerable.outbox import jobs
from answerable.outbox.models import Message

from .test_sending import write_to


def test_asking_twice_queues_one_round_and_breaks_no_transaction(db):
    jobs.deliver_soon()
    jobs.deliver_soon()
    assert ProcrastinateJob.objects.filter(task_name="outbox.deliver", status="todo").count() == 1


def test_a_round_sends_what_is_due(city, letterbox):
    write_to(city)
    jobs.deliver(timestamp=0)
    assert Message.objects.get().sent_at is not None
    assert len(letterbox.mails) == 1
