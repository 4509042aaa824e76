"""Reminders gather in the inbox and leave as one e-mail a post: a digest, not a flood."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from procrastinate.contrib.django import app

from answerable.organisation.models import Jurisdiction, MessageTemplate, Officer, Post, Tenure
from answerable.outbox import actions, jobs, queries
from answerable.outbox.models import Message
from answerable.outbox.templates import FIRST_WORDS, Composed, listing

from .conftest import NOW

DAY = timedelta(hours=24)


@pytest.fixture
def city(city) -> Jurisdiction:
    words = {"subject": "{count} matters", "body": "{post}:\n{lines}"}
    chinese = {"subject": "有{count}項事宜待你處理", "body": "{post}：\n{lines}"}
    MessageTemplate.objects.create(
        jurisdiction=city, code="digest", approver="tests", reason="tests", effective_from=NOW,
        **{f"{part}_en": text for part, text in words.items()},
        **{f"{part}_{script}": text for part, text in chinese.items() for script in ("zh_hant", "zh_hans")},
    )  # fmt: skip
    return city


def remind(post: Post, number: str, *, now=NOW, **fields) -> Message:
    (line,) = actions.send_to_post(
        now=now, post=post, template="receipt", about=uuid.uuid4(), digest=True,
        number=number, **{"unit": "Works", "due": "9 March", **fields},
    )  # fmt: skip
    return line


def digests() -> list[Message]:
    return list(Message.objects.filter(template="digest").order_by("id"))


def test_a_reminder_is_a_line_at_once_and_no_e_mail(head, holder, django_assert_num_queries):
    remind(head, "1")
    with django_assert_num_queries(2):
        line = remind(head, "2")
    assert (line.channel, line.sent_at, line.digest_at) == ("in_app", NOW, NOW + DAY)
    assert queries.unread(head) == 2
    assert not Message.objects.filter(channel="email").exists()


def test_all_that_gathered_is_one_e_mail_in_order_in_the_holders_language(head, holder):
    remind(head, "1")
    remind(head, "2", now=NOW + timedelta(hours=1))
    remind(head, "3", now=NOW + timedelta(hours=23))
    assert actions.send_digests(now=NOW + DAY) == 1
    (digest,) = digests()
    assert (digest.channel, digest.address, digest.post) == ("email", "lam@example.org", head)
    assert (digest.subject, digest.language) == ("有3項事宜待你處理", "zh-hant")
    lines = "\n\n".join(f"{n}. 你的個案 {n}\nWorks於9 March前答覆。" for n in (1, 2, 3))
    assert digest.body == f"Head of works：\n{lines}"
    assert not Message.objects.filter(channel="in_app", digested_at=None).exists()


def test_nothing_leaves_before_the_first_line_has_waited_its_time(head, holder):
    remind(head, "1")
    assert actions.send_digests(now=NOW + DAY - timedelta(seconds=1)) == 0
    assert digests() == []


def test_a_quiet_inbox_gets_nothing(head, holder):
    assert actions.send_digests(now=NOW + DAY) == 0
    actions.send_to_post(now=NOW, post=head, template="receipt", about=None, number="1", unit="Works", due="")
    assert actions.send_digests(now=NOW + 9 * DAY) == 0


def test_no_line_is_told_of_twice_and_a_later_one_waits_its_own_time(head, holder):
    remind(head, "1")
    assert actions.send_digests(now=NOW + DAY) == 1
    remind(head, "2", now=NOW + DAY)
    assert actions.send_digests(now=NOW + DAY) == 0
    assert actions.send_digests(now=NOW + 2 * DAY) == 1
    assert [digest.subject for digest in digests()] == ["有1項事宜待你處理"] * 2
    assert "你的個案 1" not in digests()[1].body


def test_what_was_read_in_the_inbox_is_not_mailed(head, holder):
    seen, unseen = remind(head, "1"), remind(head, "2")
    actions.mark_read(now=NOW, post=head, ids=[seen.pk])
    assert actions.send_digests(now=NOW + DAY) == 1
    unseen.refresh_from_db()
    assert unseen.digested_at == NOW + DAY
    assert "你的個案 1" not in digests()[0].body
    remind(head, "3", now=NOW + DAY)
    actions.mark_read(now=NOW + DAY, post=head)
    assert actions.send_digests(now=NOW + 9 * DAY) == 0


def test_the_city_says_how_long_a_reminder_waits(city, head, holder):
    city.settings["digest_hours"] = 4
    assert remind(head, "1").digest_at == NOW + timedelta(hours=4)


def test_lines_of_an_empty_chair_wait_for_the_next_holder(head):
    remind(head, "1")
    assert actions.send_digests(now=NOW + DAY) == 0
    ng = Officer.objects.create(username="ng", email="ng@example.org", language="en", name_en="Ng")
    Tenure.objects.create(officer=ng, post=head, since=NOW + 2 * DAY)
    assert actions.send_digests(now=NOW + 2 * DAY) == 1
    assert (digests()[0].address, digests()[0].subject) == ("ng@example.org", "1 matters")


def test_one_who_left_is_not_written_to(head, holder):
    remind(head, "1")
    Tenure.objects.filter(officer=holder).update(until=NOW + timedelta(hours=1))
    assert actions.send_digests(now=NOW + DAY) == 0


def test_a_crash_loses_no_line_and_a_pack_without_the_template_neither(city, head, holder):
    line = remind(head, "1")

    class Power(Exception):
        pass

    def fail(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "digested_at" in sql:
            raise Power
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(Power):
        actions.send_digests(now=NOW + DAY)
    line.refresh_from_db()
    assert (line.digested_at, digests()) == (None, [])
    MessageTemplate.objects.filter(code="digest").delete()
    assert actions.send_digests(now=NOW + DAY) == 1
    assert "你的個案 1" in digests()[0].body


def test_only_a_line_of_an_inbox_can_wait(head, holder):
    _, letter = actions.send_to_post(now=NOW, post=head, template="receipt", about=None, number="1", unit="", due="")
    letter.digest_at = NOW
    with pytest.raises(IntegrityError, match="only_a_line_of_an_inbox_awaits_a_digest"):
        letter.save()


def test_a_line_shows_its_first_words_and_tears_none():
    long = "word " * 60
    assert listing([Composed("Case 1", "One\n line")]) == "1. Case 1\nOne line"
    body = listing([Composed("Case 1", long)]).split("\n")[1]
    assert body.endswith("word…")
    assert len(body) <= FIRST_WORDS + 1
    assert listing([Composed("個案", "漢" * 500)]) == "1. 個案\n" + "漢" * FIRST_WORDS + "…"


def test_what_a_reminder_quotes_is_not_filled_again(head, holder):
    remind(head, "{count} {lines}")
    actions.send_digests(now=NOW + DAY)
    assert "1. 你的個案 {count} {lines}\n" in digests()[0].body


def test_the_digest_leaves_like_any_letter(head, holder):
    remind(head, "1")
    actions.send_digests(now=NOW + DAY)
    assert actions.deliver_due(now=NOW + DAY) == (1, 0)
    assert [(m.subject, m.to) for m in mail.outbox] == [("有1項事宜待你處理", ["lam@example.org"])]


def test_the_job_writes_what_is_due_and_runs_by_the_clock(head, holder, letterbox):
    remind(head, "1")
    remind(head, "2")
    jobs.digest(timestamp=0)
    jobs.deliver(timestamp=0)
    (arrived,) = letterbox.mails
    assert arrived["To"] == "lam@example.org"
    text = arrived.get_payload(decode=True).decode()
    assert text.index("你的個案 1") < text.index("你的個案 2")
    assert ("outbox.digest", "digests") in app.periodic_registry.periodic_tasks


@pytest.fixture
def addresses(transactional_db):
    """Eight holders of Harbour with an address each. The city's own rows stay after a test that commits, so it ends."""
    held = Tenure.objects.filter(post__jurisdiction__code="harbour").select_related("post__jurisdiction", "officer")
    posts = {tenure.post: tenure.officer for tenure in held.order_by("pk")[:8]}
    for post, officer in posts.items():
        Officer.objects.filter(pk=officer.pk).update(email=f"{post.code}@example.org", language="en")
    yield {post: f"{post.code}@example.org" for post in posts}
    for officer in posts.values():
        Officer.objects.filter(pk=officer.pk).update(email=officer.email, language=officer.language)


def test_two_workers_at_once_write_every_digest_once(addresses):
    for post in addresses:
        for number in range(5):
            remind(post, str(number))
    written, begin = [], threading.Barrier(3)

    def work() -> None:
        begin.wait()
        try:
            written.append(actions.send_digests(now=NOW + DAY))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(written) == 8
    assert sorted(digest.address for digest in digests()) == sorted(addresses.values())
    assert {digest.subject for digest in digests()} == {"Matters that need you: 5"}
    assert not Message.objects.filter(channel="in_app", digested_at=None).exists()
