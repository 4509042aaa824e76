"""The words of a message: the pack's current template in the reader's language, filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_datetime
from django.conf import settings

from answerable.organisation.models import LANGUAGE_SUFFIX, Jurisdiction
from answerable.organisation.rulebook import rulebook
from answerable.rules.messages import FIELDS, render

__all__ = ["FIELDS", "SUBJECT_LENGTH", "Composed", "compose", "listing"]

SUBJECT_LENGTH = 300
FIRST_WORDS = 120  # characters of each body in a digest
_LONGEST_WORD = 20  # a cut goes back to the last space this near, so that no English word is torn
log = structlog.get_logger(__name__)
_DATES = {
    "zh-hant": ("zh_Hant_HK", "y年M月d日（EEEE）HH:mm"),
    "zh-hans": ("zh_Hans_CN", "y年M月d日（EEEE）HH:mm"),
    "en": ("en_GB", "EEEE d MMMM y, HH:mm"),
}


class Composed(NamedTuple):
    subject: str
    body: str


def compose(
    jurisdiction: Jurisdiction, code: str, language: str, fields: Mapping[str, object], *, now: datetime
) -> Composed:
    """Subject (one line, at most SUBJECT_LENGTH characters) and body.

    A pack without this template is a mistake `answerable pack check` finds; here it is logged and the fields are sent
    as they are, since no act on a case may fail for want of a letter.
    """
    template = rulebook(jurisdiction, now=now).messages.get(code)
    suffix = LANGUAGE_SUFFIX.get(language, "en")
    words = {name: _worded(value, jurisdiction, language) for name, value in fields.items()}
    if template is None:
        log.error("message template missing", pack=jurisdiction.code, version=jurisdiction.pack_version, template=code)
        return Composed(str(words.get("number", code)), "\n".join(words.values()))
    subject = render(getattr(template, f"subject_{suffix}"), words)
    return Composed(" ".join(subject.split())[:SUBJECT_LENGTH], render(getattr(template, f"body_{suffix}"), words))


def listing(letters: Iterable[Composed]) -> str:
    """The lines of a digest, numbered in the order given: each subject, and below it the first words of the body."""
    return "\n\n".join(f"{n}. {subject}\n{_first_words(body)}" for n, (subject, body) in enumerate(letters, start=1))


def _first_words(text: str) -> str:
    """One line of at most FIRST_WORDS characters, and an ellipsis when there is more."""
    words = " ".join(text.split())
    if len(words) <= FIRST_WORDS:
        return words
    space = words.rfind(" ", FIRST_WORDS - _LONGEST_WORD, FIRST_WORDS + 1)
    return words[: space if space > 0 else FIRST_WORDS] + "…"


def _worded(value: object, jurisdiction: Jurisdiction, language: str) -> str:
    """A time in the city's zone and the reader's habit, a unit or category by its name, a path as a whole address."""
    if isinstance(value, datetime):
        locale, pattern = _DATES.get(language, _DATES["en"])
        return format_datetime(value, pattern, tzinfo=ZoneInfo(jurisdiction.timezone), locale=locale)
    if hasattr(value, "name_in"):
        return str(value.name_in(language))
    if isinstance(value, str) and value.startswith("/") and " " not in value:
        return settings.SITE_URL + value
    return str(value)
