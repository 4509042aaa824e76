"""A message is stored with the act that caused it, in the words of the pack, in one statement."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from answerable.organisation.models import Officer, Tenure
from answerable.outbox import actions, queries
from answerable.outbox.models import Message
from answerable.rules.messages import render, unknown_fields

from .conftest import NOW

FIELDS = {"number": "HB26-0000001-11", "unit": "Works", "due": "9 March"}


def write_to(city, email="chan@example.org", language="en", template="receipt", **fields):
    return actions.send_to_person(
        now=NOW, jurisdiction=city, email=email, phone="", language=language, template=template,
        about=uuid.uuid4(), **(fields or FIELDS),
    )  # fmt: skip


def test_a_message_is_one_insert_once_the_templates_are_known(city, django_assert_num_queries):
    write_to(city)
    with django_assert_num_queries(1):
        write_to(city)


def test_a_message_speaks_the_language_of_its_reader(city):
    (message,) = write_to(city, language="zh-hant")
    assert message.subject == "你的個案 HB26-0000001-11"
    assert message.body == "Works於9 March前答覆。"


def test_a_time_a_unit_and_a_path_are_said_in_the_readers_way(city, head, settings):
    settings.SITE_URL = "https://city.example"
    (message,) = write_to(city, number="/receipt/1/abc", unit=head.unit, due=NOW)
    assert message.subject == "Your report https://city.example/receipt/1/abc"
    assert message.body == "Works answers by Monday 2 March 2026, 09:00. {nonsense}"
    (message,) = write_to(city, language="zh-hant", number="1", unit=head.unit, due=NOW)
    assert message.body == "Works於2026年3月2日（星期一）09:00前答覆。"


def test_an_unknown_field_stays_visible_and_stops_nothing(city):
    (message,) = write_to(city)
    assert message.body == "Works answers by 9 March. {nonsense}"


def test_a_value_that_looks_like_a_template_is_not_filled_again(city):
    (message,) = write_to(city, number="{unit.__class__} {due}", unit="Works", due="9 March")
    assert message.subject == "Your report {unit.__class__} {due}"


def test_a_line_break_cannot_enter_a_subject(city):
    (message,) = write_to(city, number="1\r\nBcc: all@example.org", unit="", due="")
    assert message.subject == "Your report 1 Bcc: all@example.org"


def test_somebody_without_an_address_gets_no_row(city):
    assert write_to(city, email="") == []
    assert not Message.objects.exists()


def test_a_missing_template_stops_no_act_and_says_what_it_knows(city):
    (message,) = write_to(city, template="nosuch", number="HB26-0000001-11", unit="Works")
    assert message.subject == "HB26-0000001-11"
    assert message.body == "Harbour\nHB26-0000001-11\nWorks"


def test_a_post_gets_a_line_in_its_inbox_and_its_holder_an_e_mail(city, head, holder, django_assert_num_queries):
    write_to(city)
    with django_assert_num_queries(2):
        line, mail = actions.send_to_post(now=NOW, post=head, template="receipt", about=None, **FIELDS)
    assert (line.channel, line.sent_at, line.post) == ("in_app", NOW, head)
    assert (mail.channel, mail.sent_at, mail.address) == ("email", None, "lam@example.org")
    assert line.subject == mail.subject == "你的個案 HB26-0000001-11"


def test_an_empty_chair_keeps_the_line_for_the_next_holder(city, head):
    (line,) = actions.send_to_post(now=NOW, post=head, template="receipt", about=None, **FIELDS)
    assert list(queries.inbox(head)) == [line]
    assert queries.unread(head) == 1
    assert actions.mark_read(now=NOW, post=head, ids=[line.pk]) == 1
    assert queries.unread(head) == 0


def test_the_holder_of_today_is_written_to_not_the_one_who_left(city, head, holder):
    Tenure.objects.filter(officer=holder).update(until=NOW - timedelta(days=1))
    successor = Officer.objects.create(username="ng", email="ng@example.org", language="en", name_en="Ng")
    Tenure.objects.create(officer=successor, post=head, since=NOW - timedelta(days=1))
    _, mail = actions.send_to_post(now=NOW, post=head, template="receipt", about=None, **FIELDS)
    assert mail.address == "ng@example.org"


def test_one_who_came_back_is_the_holder_again(city, head, holder):
    Tenure.objects.filter(officer=holder).update(until=NOW - timedelta(days=2))
    Tenure.objects.create(officer=holder, post=head, since=NOW - timedelta(days=1))
    _, mail = actions.send_to_post(now=NOW, post=head, template="receipt", about=None, **FIELDS)
    assert mail.address == "lam@example.org"


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("{number} {due}", []),
        ("no fields", []),
        ("{nonsense}", ["{nonsense}"]),
        ("{number.__class__}", ["{number.__class__}"]),
        ("{number!r:>9}", ["{number!r:>9}"]),
        ("{0}{}", ["{0}", "{}"]),
        ("{number", ["{"]),
        ("{{number}}", []),
    ],
)
def test_what_a_template_cannot_have_is_found_when_the_pack_is_checked(text, findings):
    assert unknown_fields(text) == findings


@pytest.mark.parametrize("text", ["{", "}", "{0}", "{number.real}", "{number!x}", "{number:%%}", "{a[b]}"])
def test_a_bad_template_is_shown_as_it_is(text):
    assert render(text, {"number": "1"}) == text
