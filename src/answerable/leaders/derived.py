"""What follows from the rows and the time, and is therefore not stored."""

from __future__ import annotations

from datetime import datetime

from answerable.leaders.models import Promise, Shift, Story
from answerable.leaders.settings import margin_of
from answerable.rules import publicity, rota


def times_of(shift: Shift) -> rota.Times:
    """A shift as rules.rota reads it."""
    return rota.Times(shift.starts_at, shift.ends_at, shift.attended_at, shift.left_at, shift.cancelled_at)


def state_of_shift(shift: Shift, now: datetime) -> str:
    """How a shift stands: one of rules.rota.STATES."""
    return rota.state_of(times_of(shift), now, margin_of(shift.jurisdiction))


def standing_of(promise: Promise, now: datetime) -> str:
    """How a promise stands: one of rules.rota.STANDINGS."""
    return rota.standing(promise.due_at, promise.kept, promise.kept_at, now)


def state_of_story(story: Story) -> str:
    """How a story stands: one of rules.publicity.STATES."""
    return publicity.state_of(story.published_at, story.withdrawn_at)


def answer_of(story: Story) -> str:
    """What the citizen said last when asked: one of rules.publicity.ANSWERS, or empty."""
    return max(story.consents.all(), key=lambda consent: consent.at).given if story.consents.all() else ""
