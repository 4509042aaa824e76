"""The one way a shift or a story is changed: lock it, ask the table, do the work, write one entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from answerable.leaders.derived import state_of_shift, state_of_story
from answerable.leaders.models import Shift, Story
from answerable.leaders.settings import margin_of
from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules import publicity, rota
from answerable.rules.access import Actor
from answerable.rules.intake import MAX_WORDS
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused
from answerable.rules.text import clean


@dataclass(frozen=True)
class ShiftWork:
    """An act under way on a locked shift, which stands in `state`."""

    shift: Shift
    state: str
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record

    @property
    def margin(self) -> timedelta:
        return margin_of(self.book.jurisdiction)

    @property
    def post(self) -> Post:
        """The post of whoever acts."""
        return post_of(self.actor, self.book)


@dataclass(frozen=True)
class StoryWork:
    """An act under way on a locked story."""

    story: Story
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record

    @property
    def post(self) -> Post:
        """The post of whoever acts."""
        return post_of(self.actor, self.book)


def book_of(actor: Actor) -> Rulebook:
    """The rules of the city the actor acts in."""
    return organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))


def post_of(actor: Actor, book: Rulebook) -> Post:
    """The post of an actor; NotAllowed for whoever has none."""
    if actor.post is None:
        raise NotAllowed(Problem("needs_a_post"))
    return book.posts[actor.post]


def words_of(text: str, field: str, most: int = MAX_WORDS) -> str:
    """Words that must be there, cleaned; at most `most` characters."""
    words = clean(text or "")
    if not words:
        raise Refused(Problem("required", field))
    if len(words) > most:
        raise Refused(Problem("too_long", field, {"limit": most, "length": len(words)}))
    return words


def unit_of(book: Rulebook, code: str, field: str) -> Unit:
    """An open unit named in a form."""
    unit = book.units.get(code)
    if unit is None:
        raise Refused(Problem("unknown_unit" if code else "required", field, {"unit": code}))
    return unit


def _locked_shift(actor: Actor, key: UUID) -> Shift:
    shifts = Shift.objects.select_for_update(of=("self",)).select_related("jurisdiction", "post__unit")
    shift = shifts.filter(pk=key, jurisdiction__code=actor.jurisdiction).first()
    if shift is None:
        raise NotFound(Problem("no_such_shift"))
    return shift


@contextmanager
def on_shift(verb: str, *, actor: Actor, now: datetime, key: UUID, owner: str = "") -> Iterator[ShiftWork]:
    """Run one act on one shift in one transaction; `owner` as in rules.rota.relations.

    Raises NotFound, and NotAllowed when the table has no such act for this actor or not now. On any error nothing is
    changed.
    """
    line = rota.LINES[verb]
    with transaction.atomic():
        shift = _locked_shift(actor, key)
        book = organisation.rulebook(shift.jurisdiction)
        state = state_of_shift(shift, now)
        stands = rota.relations(actor, sitting=shift.post.code, hotline=book.hotline_unit.code, owner=owner)
        if not stands & set(line.who):
            raise NotAllowed(Problem("not_your_shift_act" if not owner else "not_yours_to_settle", "", {"act": verb}))
        if state not in line.states:
            raise NotAllowed(Problem("shift_not_so", "", {"act": verb, "standing": state}))
        record = Record(stream=shift.pk, salt=shift.salt, verb=verb, actor=actor, at=now, rule=line.rule)
        yield ShiftWork(shift, state, actor, now, book, record)
        record.write()


def _locked_story(actor: Actor, key: UUID) -> Story:
    stories = Story.objects.select_for_update(of=("self",)).select_related("jurisdiction", "case__person")
    story = stories.filter(pk=key, jurisdiction__code=actor.jurisdiction).first()
    if story is None:
        raise NotFound(Problem("no_such_story"))
    return story


@contextmanager
def on_story(verb: str, *, actor: Actor, now: datetime, key: UUID) -> Iterator[StoryWork]:
    """Run one act on one story in one transaction. Raises as `on_shift` does."""
    line = publicity.LINES[verb]
    with transaction.atomic():
        story = _locked_story(actor, key)
        book = organisation.rulebook(story.jurisdiction)
        may_edit(verb, actor, book)
        state = state_of_story(story)
        if state not in line.states:
            raise NotAllowed(Problem("story_not_so", "", {"act": verb, "standing": state}))
        record = Record(stream=story.pk, salt=story.salt, verb=verb, actor=actor, at=now, rule=line.rule)
        yield StoryWork(story, actor, now, book, record)
        record.write()


def may_edit(verb: str, actor: Actor, book: Rulebook) -> None:
    """NotAllowed for whoever the table does not name for this act on a story."""
    if not publicity.relations(actor, hotline=book.hotline_unit.code) & set(publicity.LINES[verb].who):
        raise NotAllowed(Problem("not_your_story_act", "", {"act": verb}))
