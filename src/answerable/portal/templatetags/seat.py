"""Words for the pages of the leaders' seat, on both faces."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from answerable.cases.sentences import satisfied_label
from answerable.leaders import sentences
from answerable.portal.templatetags.answerable import _span, on_day

register = template.Library()


@register.filter
def shift_words(state: str) -> str:
    """How a shift stands."""
    return sentences.shift_words(state)


@register.filter
def promise_words(standing: str) -> str:
    """How a promise stands."""
    return sentences.promise_words(standing)


@register.filter
def story_words(state: str) -> str:
    """How a story stands."""
    return sentences.story_words(state)


@register.filter
def consent_words(answer: str) -> str:
    """What the citizen said when asked."""
    return sentences.consent_words(answer)


@register.filter
def way_words(how: str) -> str:
    """How the citizen was asked."""
    return sentences.way_words(how)


@register.filter
def satisfied_word(answer: str) -> str:
    """How satisfied the citizen is."""
    return satisfied_label(answer)


@register.filter
def took(span: timedelta) -> str:
    """How long something took: `3 days`."""
    return _span(span)


@register.simple_tag
def hours(starts_at: datetime, ends_at: datetime) -> str:
    """`Wed 10 Jun 10:00–12:00`: a day and the hours of it, in the reader's habit."""
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    day = on_day(starts_at)
    return f"{day}{'' if day.endswith('）') else ' '}{begins:%H:%M}–{ends:%H:%M}"


# What a word is worth to the eye: danger is for what was missed or broken, and nothing else.
LEVELS = {
    "absent": "overdue", "awaited": "overdue", "broken": "overdue", "overdue": "overdue", "kept_late": "soon",
    "kept": "done", "done": "done", "published": "done",
}  # fmt: skip


@register.filter
def seat_level(state: str) -> str:
    """The level of the sign before a word: see styles/_strip.scss."""
    return LEVELS.get(state, "calm")
