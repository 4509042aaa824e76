"""A letter by e-mail becomes a contact: what a mail server hands over, taken apart.

The address it came from is the way back, its Message-ID keeps a letter delivered twice from making two
cases, and a letter that names a case of the same person adds to that case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.organisation.files import Upload
from answerable.rules.access import citizen
from answerable.rules.ids import normalise_number
from answerable.rules.problems import Problem, Refused

NUMBER = re.compile(r"[A-Z]{2,4}\d{2}[-\s]?\d{7,}[-\s]?\d{2}")
QUOTED = re.compile(r"^(>.*|On .+ wrote:|在.+寫道[：:]|在.+写道[：:]|-{2,} ?Original Message ?-{2,})$", re.MULTILINE)
MAX_BYTES = 30 * 1024 * 1024


class _Text(HTMLParser):
    """The text of a letter that came as HTML only."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("script", "style")
        if tag in ("br", "p", "div", "li", "tr"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def receive(raw: bytes, *, jurisdiction: str, now: datetime) -> Case:
    """Take in one letter (RFC 5322 bytes); raises Refused when it cannot be a contact."""
    if len(raw) > MAX_BYTES:
        raise Refused(Problem("letter_too_large", "", {"megabytes": MAX_BYTES // 1024 // 1024}))
    letter = message_from_bytes(raw, policy=policy.default)
    name, address = _sender(letter)
    body = _without_quotes(_body(letter))
    subject = str(letter.get("Subject", "")).strip()
    uploads = list(_uploads(letter))
    earlier = _earlier_case(f"{subject}\n{body}", address, jurisdiction)
    if earlier is not None:
        who = citizen(jurisdiction, str(earlier.pk))
        return actions.perform("add_words", actor=who, now=now, number=earlier.number, words=body or subject)
    receipt = actions.receive(
        actor=citizen(jurisdiction),
        now=now,
        channel="email",
        words="\n".join(part for part in (subject, body) if part),
        title=subject[:200],
        person=actions.PersonDetails(name=name, email=address),
        uploads=uploads,
        idempotency_key=f"mail:{letter.get('Message-ID', '')}"[:100] if letter.get("Message-ID") else "",
        said_at=_said_at(letter, now),
    )
    return receipt.case


def _sender(letter: EmailMessage) -> tuple[str, str]:
    found = getaddresses([str(letter.get("Reply-To") or letter.get("From") or "")])
    if not found or "@" not in found[0][1]:
        raise Refused(Problem("letter_without_sender"))
    return found[0]


def _body(letter: EmailMessage) -> str:
    part = letter.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError):  # a charset nobody knows, or bytes that are not in it
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    if part.get_content_type() != "text/html":
        return text
    reader = _Text()
    reader.feed(text)
    return "".join(reader.parts)


def _without_quotes(text: str) -> str:
    """The sender's own words, without the letter they answer to."""
    return QUOTED.sub("", text).strip()


def _uploads(letter: EmailMessage) -> Iterator[Upload]:
    for part in letter.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield Upload(part.get_filename() or "attachment", content)


def _said_at(letter: EmailMessage, now: datetime) -> datetime | None:
    """When the letter was written, if it says so with a zone and not in the future."""
    try:
        said = parsedate_to_datetime(str(letter["Date"]))
    except (TypeError, ValueError):
        return None
    return said if said.tzinfo is not None and said <= now else None


def _earlier_case(text: str, address: str, jurisdiction: str) -> Case | None:
    """The open case a letter names, if the same address told us about it."""
    numbers = {normalise_number(found) for found in NUMBER.findall(text.upper())} - {None}
    cases = Case.objects.filter(number__in=numbers, jurisdiction__code=jurisdiction, person__email__iexact=address)
    return cases.exclude(state="closed").order_by("-opened_at").first()
