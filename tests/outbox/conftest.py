"""A city with two posts and its message templates, and a mail server that really listens."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email.message import Message as Mail

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler
from django.db import connection

from answerable.organisation.models import Jurisdiction, MessageTemplate, Officer, Post, Tenure, Unit

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def names(text: str) -> dict[str, str]:
    return {"name_zh_hant": text, "name_en": text, "name_zh_hans": text}


@pytest.fixture
def city(db) -> Jurisdiction:
    jurisdiction = Jurisdiction.objects.create(
        code="harbour-mail", timezone="Asia/Hong_Kong", number_prefix="HB", pack_version="1", pack_digest="a" * 64,
        settings={"default_language": "en"}, loaded_at=NOW, **names("Harbour"),
    )  # fmt: skip
    MessageTemplate.objects.create(
        jurisdiction=jurisdiction, code="receipt", approver="tests", reason="tests", effective_from=NOW,
        subject_en="Your report {number}", subject_zh_hant="你的個案 {number}", subject_zh_hans="你的个案 {number}",
        body_en="{unit} answers by {due}. {nonsense}", body_zh_hant="{unit}於{due}前答覆。", body_zh_hans="{unit}",
    )  # fmt: skip
    return jurisdiction


@pytest.fixture
def head(city) -> Post:
    post = Post(jurisdiction=city, code="works-head", roles=["unit_head"], **names("Head of works"))
    unit = Unit(jurisdiction=city, code="works", kind="department", head_post=post, **names("Works"))
    with connection.constraint_checks_disabled():
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
        post.pk = unit.pk = 990_001
        post.unit, unit.head_post = unit, post
        post.save(force_insert=True)
        unit.save(force_insert=True)
    return post


@pytest.fixture
def holder(head) -> Officer:
    officer = Officer.objects.create(
        username="lam", email="lam@example.org", language="zh-hant",
        name_zh_hant="林", name_en="Lam", name_zh_hans="林",
    )  # fmt: skip
    Tenure.objects.create(officer=officer, post=head, since=NOW - timedelta(days=30))
    return officer


class Letterbox(MailHandler):
    """Keeps what was delivered; refuses addresses that begin with `refused`."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Mail] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message: Mail) -> None:
        self.mails.append(message)


@pytest.fixture
def letterbox(settings):
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield box
    server.stop()
