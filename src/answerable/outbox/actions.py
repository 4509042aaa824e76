"""Every write of the outbox: a message is a row first, stored with the act that caused it, and leaves later.

Sending is one INSERT, so an act on a case does not wait for a mail server and a message is never sent about an act
that was rolled back. Delivery claims one row at a time (compare-and-set), so two workers never send the same row;
only a crash between the mail server's yes and our own note of it can make a second copy, and both then carry the
same Message-ID.

What is no news but a reminder is sent with `digest=True`: the line stands in the inbox at once, and one e-mail tells
of all lines that gathered since the first of them (pack limit `digest_hours`). An inbox without lines gets none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F

from answerable.organisation.models import Jurisdiction, Post
from answerable.organisation.packs.limits import LIMITS
from answerable.outbox import queries
from answerable.outbox.models import AWAITS_DIGEST, Message
from answerable.outbox.templates import Composed, compose, listing

MAX_ATTEMPTS = 10  # the last one about 17 hours after the first
SMTP_TIMEOUT_SECONDS = 20
_FIRST_WAIT = timedelta(minutes=2)  # longer than SMTP_TIMEOUT_SECONDS: the wait is also the claim

log = structlog.get_logger(__name__)


class Delivery(NamedTuple):
    """What one round of delivery did."""

    sent: int
    failed: int


def send_to_person(**letter: Any) -> list[Message]:
    """Write to a citizen, if they left an e-mail address: `to_person` and `store`. One INSERT, or none."""
    return store(to_person(**letter))


def send_to_post(**letter: Any) -> list[Message]:
    """Write to whoever holds a post: `to_post` and `store`. One SELECT and one INSERT."""
    return store(to_post(**letter))


def store(letters: list[Message]) -> list[Message]:
    """Keep letters with the act that caused them: one INSERT for all, none for none."""
    return Message.objects.bulk_create(letters) if letters else []


def to_person(
    *,
    now: datetime,
    jurisdiction: Jurisdiction,
    email: str,
    phone: str,
    language: str,
    template: str,
    about: UUID | None,
    **fields: object,
) -> list[Message]:
    """The letter to a citizen, not stored yet; none without an e-mail address.

    Somebody who left only a telephone number is called by the hotline; no SMS gateway is part of this release, and a
    message that can never leave is not stored.
    """
    if not email:
        return []
    language = language or str(jurisdiction.settings.get("default_language", "zh-hant"))
    row = _message(now, jurisdiction, "email", language, template, about, fields)
    row.address = email
    return [row]


def to_post(
    *,
    now: datetime,
    post: Post,
    template: str,
    about: UUID | None,
    digest: bool = False,
    wait: timedelta | None = None,
    **fields: object,
) -> list[Message]:
    """The line in a post's inbox, and an e-mail if the holder has an address; not stored yet.

    With `digest` no e-mail of its own: the line waits for the next one that gathers them (`send_digests`), at most
    `wait`, or the pack's `digest_hours` where nothing is said. One SELECT (the holder), and one for the city of a post
    that was read without it. An empty chair still gets the line, in the city's language, for the next holder to find.
    """
    city = post.jurisdiction
    email, language = _holder(post, now)
    language = language or str(city.settings.get("default_language", "zh-hant"))
    line = _message(now, city, "in_app", language, template, about, fields)
    line.post, line.sent_at = post, now
    line.digest_at = now + (_digest_wait(city) if wait is None else wait) if digest else None
    rows = [line]
    if email and not digest:
        mail = Message(**{name: getattr(line, name) for name in _SHARED}, channel="email", address=email)
        rows.append(mail)
    return rows


def mark_read(*, now: datetime, post: Post, ids: list[int] | None = None) -> int:
    """The holder has seen these lines of the inbox (None: all of them). Returns how many were new to them."""
    lines = Message.objects.filter(post=post, channel="in_app", read_at__isnull=True)
    return (lines if ids is None else lines.filter(id__in=ids)).update(read_at=now)


def send_digests(*, now: datetime) -> int:
    """Write one e-mail to each holder whose first waiting line has waited its time; returns how many were written.

    It tells of every line of the post that waits and is unread, the oldest first. E-mail and marks are one
    transaction a post, so a crash loses no line and repeats none; a second worker finds the lines locked or marked.
    """
    written = 0
    for post in queries.digests_due(now):
        with transaction.atomic():
            written += _write_digest(post, now)
    return written


def deliver_due(*, now: datetime, limit: int = 200) -> Delivery:
    """Send what is due, at most `limit` messages, over one connection. A failure is noted on its row and tried again
    later: after 2, 4, 8 ... minutes, MAX_ATTEMPTS times. Never raises for one bad message."""
    sent = failed = 0
    mail: BaseEmailBackend = get_connection(timeout=SMTP_TIMEOUT_SECONDS)
    try:
        for message in _claims(now, limit):
            failure = _try_to_send(mail, message)
            _record(message, failure, now)
            sent, failed = sent + (not failure), failed + bool(failure)
    finally:
        mail.close()
    return Delivery(sent, failed)


_HOLDER = """
SELECT o.email, o.language FROM organisation_tenure t JOIN organisation_officer o ON o.id = t.officer_id
 WHERE t.post_id = %(post)s AND t.since <= %(now)s AND (t.until IS NULL OR t.until > %(now)s)
"""
_SHARED = ("jurisdiction", "post", "language", "template", "subject", "body", "about", "created_at", "due_at")


def _holder(post: Post, now: datetime) -> tuple[str, str]:
    """E-mail address and language of whoever holds a post now (empty: nobody, or none given)."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER, {"post": post.pk, "now": now})
        email, language = cursor.fetchone() or ("", "")
    return email, language


def _digest_wait(city: Jurisdiction) -> timedelta:
    """A city whose pack was loaded before the limit existed has the default."""
    return timedelta(hours=float(city.settings.get("digest_hours", LIMITS["digest_hours"].default)))


def _write_digest(post: Post, now: datetime) -> int:
    """Lines that another worker has in hand are passed over; those that came meanwhile have not waited their time."""
    waiting = Message.objects.select_for_update(skip_locked=True).filter(AWAITS_DIGEST, post=post)
    lines = list(waiting.order_by("created_at", "id"))
    email, language = _holder(post, now)
    if not email or not any(line.digest_at and line.digest_at <= now for line in lines):
        return 0
    listed = listing(Composed(line.subject, line.body) for line in lines)
    fields: dict[str, object] = {"post": post, "count": len(lines), "lines": listed}
    city = post.jurisdiction
    language = language or str(city.settings.get("default_language", "zh-hant"))
    mail = _message(now, city, "email", language, "digest", None, fields)
    mail.post, mail.address = post, email
    mail.save(force_insert=True)
    Message.objects.filter(AWAITS_DIGEST, pk__in=[line.pk for line in lines]).update(digested_at=now)
    return 1


def _message(
    now: datetime,
    jurisdiction: Jurisdiction,
    channel: str,
    language: str,
    template: str,
    about: UUID | None,
    fields: dict[str, object],
) -> Message:
    words = compose(jurisdiction, template, language, {"city": jurisdiction, **fields}, now=now)
    return Message(
        jurisdiction=jurisdiction,
        channel=channel,
        language=language,
        template=template,
        subject=words.subject,
        body=words.body,
        about=about,
        created_at=now,
        due_at=now,
    )


def _claims(now: datetime, limit: int) -> Iterator[Message]:
    """Rows due, each claimed for this worker: its next attempt is already put off, so nobody else takes it up."""
    for _ in range(limit):
        with transaction.atomic():
            row = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(channel="email", sent_at__isnull=True, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
                .order_by("due_at", "id")
                .first()
            )
            if row is None:
                return
            row.due_at = now + _FIRST_WAIT * 2**row.attempts
            row.attempts += 1
            Message.objects.filter(pk=row.pk).update(due_at=row.due_at, attempts=F("attempts") + 1)
        yield row


def _try_to_send(connection: BaseEmailBackend, message: Message) -> str:
    """Empty when the mail server took it, else what it or the network said."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[message.address],
        connection=connection,
        headers={
            "Message-ID": f"<outbox-{message.pk}-{message.created_at:%Y%m%dT%H%M%S}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    try:
        connection.open()
        mail.send()
    except (SMTPException, OSError, ValueError) as error:
        connection.close()
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def _record(message: Message, failure: str, now: datetime) -> None:
    """The fate of one attempt. Guarded by the attempt's own count: a later attempt is not overwritten."""
    row = Message.objects.filter(pk=message.pk, attempts=message.attempts)
    if failure:
        log.warning("message not delivered", message=message.pk, attempt=message.attempts, failure=failure)
        row.update(failure=failure)
    else:
        row.update(failure="", sent_at=now)
