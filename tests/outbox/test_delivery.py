"""Mail leaves through a real mail server, once; a failure is noted and tried again later."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from answerable.organisation.models import Jurisdiction
from answerable.outbox import actions
from answerable.outbox.models import Message

from .conftest import NOW
from .test_sending import write_to


def test_a_due_message_leaves_once(city, letterbox):
    write_to(city)
    assert actions.deliver_due(now=NOW) == (1, 0)
    assert actions.deliver_due(now=NOW + timedelta(days=1)) == (0, 0)
    (mail,) = letterbox.mails
    assert mail["To"] == "chan@example.org"
    assert mail["Subject"] == "Your report HB26-0000001-11"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_payload().strip() == "Works answers by 9 March. {nonsense}"
    message = Message.objects.get()
    assert (message.sent_at, message.attempts, message.failure) == (NOW, 1, "")


def test_chinese_arrives_as_written(city, letterbox):
    write_to(city, language="zh-hant")
    actions.deliver_due(now=NOW)
    (mail,) = letterbox.mails
    assert mail.get_payload(decode=True).decode().strip() == "Works於9 March前答覆。"


def test_a_refused_address_is_noted_and_does_not_hold_up_the_others(city, letterbox):
    write_to(city, email="refused@example.org")
    write_to(city)
    assert actions.deliver_due(now=NOW) == (1, 1)
    refused = Message.objects.get(address="refused@example.org")
    assert "550" in refused.failure
    assert "no such mailbox" in refused.failure
    assert refused.sent_at is None
    assert refused.due_at == NOW + timedelta(minutes=2)


def test_waiting_doubles_and_ends_after_the_last_attempt(city, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    write_to(city)
    waits, now = [], NOW
    for _ in range(actions.MAX_ATTEMPTS):
        assert actions.deliver_due(now=now) == (0, 1)
        due = Message.objects.get().due_at
        waits.append((due - now).total_seconds() / 60)
        now = due
    assert waits == [2**n for n in range(1, actions.MAX_ATTEMPTS + 1)]
    assert actions.deliver_due(now=now + timedelta(days=9)) == (0, 0)
    assert "ConnectionRefusedError" in Message.objects.get().failure


def test_an_address_that_is_no_address_is_a_failure_of_its_own_row(city, letterbox):
    write_to(city, email="chan@example.org\nBcc: x@example.org")
    write_to(city)
    assert actions.deliver_due(now=NOW) == (1, 1)
    assert len(letterbox.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_every_message_once(letterbox):
    harbour = Jurisdiction.objects.get(code="harbour")
    for n in range(20):
        write_to(harbour, email=f"c{n}@example.org")
    done = []

    def work() -> None:
        try:
            done.append(actions.deliver_due(now=NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(d.sent for d in done) == 20
    assert sorted(mail["To"] for mail in letterbox.mails) == sorted(f"c{n}@example.org" for n in range(20))
