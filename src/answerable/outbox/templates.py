"""The words of a message: the pack's current template in the reader's language, filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.conf import settings

from answerable.organisation.models import LANGUAGE_SUFFIX, Jurisdiction, MessageTemplate
from answerable.rules.messages import FIELDS, render

__all__ = ["FIELDS", "SUBJECT_LENGTH", "MissingTemplate", "compose"]

SUBJECT_LENGTH = 300
_DATES = {
    "zh-hant": ("zh_Hant_HK", "y年M月d日（EEEE）HH:mm"),
    "zh-hans": ("zh_Hans_CN", "y年M月d日（EEEE）HH:mm"),
    "en": ("en_GB", "EEEE d MMMM y, HH:mm"),
}

# Per jurisdiction: the digest of the pack the templates were read from, and the templates by code.
_cache: dict[int, tuple[str, dict[str, MessageTemplate]]] = {}


class MissingTemplate(LookupError):
    """The pack in force has no template of this code: a mistake of the pack, not of the person."""


class Composed(NamedTuple):
    subject: str
    body: str


def compose(jurisdiction: Jurisdiction, code: str, language: str, fields: Mapping[str, object]) -> Composed:
    """Subject (one line, at most SUBJECT_LENGTH characters) and body. Raises MissingTemplate."""
    template = _templates(jurisdiction).get(code)
    if template is None:
        raise MissingTemplate(f"pack {jurisdiction.code} {jurisdiction.pack_version} has no message template {code!r}")
    suffix = LANGUAGE_SUFFIX.get(language, "en")
    fields = {name: _worded(value, jurisdiction, language) for name, value in fields.items()}
    subject = render(getattr(template, f"subject_{suffix}"), fields)
    return Composed(" ".join(subject.split())[:SUBJECT_LENGTH], render(getattr(template, f"body_{suffix}"), fields))


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


def _templates(jurisdiction: Jurisdiction) -> dict[str, MessageTemplate]:
    digest, templates = _cache.get(jurisdiction.pk, ("", {}))
    if digest != jurisdiction.pack_digest or not templates:
        rows = MessageTemplate.objects.filter(jurisdiction=jurisdiction, effective_until__isnull=True)
        templates = {row.code: row for row in rows}
        _cache[jurisdiction.pk] = (jurisdiction.pack_digest, templates)
    return templates
