"""A letter by e-mail becomes a case, once, whatever it looks like."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from answerable.cases.models import Case
from answerable.ops import mail
from answerable.rules.problems import Refused

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def letter(text: str = "A deep pothole in Mill Street", *, sender: str = "Ann <ann@example.org>", **headers) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "city@harbour.example", headers.get("subject", "Hole")
    message["Message-ID"] = headers.get("key", "<1@example.org>")
    message["Date"] = headers.get("date", "Wed, 10 Jun 2026 08:00:00 +0100")
    message.set_content(text)
    for name, content in headers.get("files", ()):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def take(raw: bytes, now) -> Case:
    return mail.receive(raw, jurisdiction="harbour", now=now)


def test_a_letter_becomes_a_case_with_its_sender_words_and_files(harbour, now):
    case = take(letter(files=[("hole.png", PNG)]), now)
    assert (case.channel, case.person.email, case.person.name) == ("email", "ann@example.org", "Ann")
    assert "pothole" in case.words
    assert case.title == "Hole"
    assert case.attachments.get().media_type == "image/png"


def test_the_same_letter_delivered_twice_makes_one_case(harbour, now):
    assert take(letter(), now) == take(letter(), now)


def test_a_letter_that_names_ones_own_case_adds_to_it(harbour, now):
    case = take(letter(), now)
    again = letter("It is deeper now\n> quoted old words", subject=f"Re: {case.number}", key="<2@example.org>")
    assert take(again, now) == case
    assert case.contacts.order_by("-received_at", "-id")[0].words == "It is deeper now"


def test_somebody_else_who_names_the_case_does_not_add_to_it(harbour, now):
    case = take(letter(), now)
    other = letter("me too", sender="bob@example.org", subject=case.number, key="<3@example.org>")
    assert take(other, now) != case


def test_html_only_is_read_as_text_without_scripts(harbour, now):
    message = EmailMessage()
    message["From"], message["Subject"] = "ann@example.org", "洞"
    message.set_content("<p>路面有<b>大洞</b></p><script>alert(1)</script>", subtype="html")
    case = take(message.as_bytes(), now)
    assert "路面有大洞" in case.words
    assert "alert" not in case.words


@pytest.mark.parametrize("charset", ["big5", "gb18030", "utf-8", "no-such-charset"])
def test_old_and_wrong_encodings_are_read_as_far_as_they_can(harbour, now, charset):
    body = "路燈壞了".encode(charset if charset != "no-such-charset" else "utf-8")
    head = f"From: ann@example.org\nSubject: lamp\nContent-Type: text/plain; charset={charset}\n\n".encode()
    assert "路燈壞了" in take(head + body, now).words


def test_a_letter_without_a_sender_or_words_is_refused(harbour, now):
    with pytest.raises(Refused):
        take(b"Subject: x\n\nwords", now)
    with pytest.raises(Refused):
        take(letter("", subject=""), now)
    assert not Case.objects.exists()


def test_a_file_that_is_not_what_it_claims_is_refused(harbour, now):
    with pytest.raises(Refused):
        take(letter(files=[("hole.png", b"MZ program")]), now)
