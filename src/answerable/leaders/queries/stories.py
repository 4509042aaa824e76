"""Typical cases: for those who write them, and for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from answerable.cases.models import Callback, Case
from answerable.cases.queries import Moment, timeline
from answerable.leaders.derived import answer_of, state_of_story
from answerable.leaders.models import Consent, Story, Telling
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.rules import publicity
from answerable.rules.access import Actor
from answerable.rules.masking import mask
from answerable.rules.problems import NotFound, Problem

MOST = 200
ORDER = tuple(line.verb for line in publicity.TABLE if line.states)


@dataclass(frozen=True)
class Told:
    """A story as the public reads it: masked words, and beside them what the case itself says.

    `took` is from the first word to the closing; `verdict` what the citizen answered; `quote` their own words, only
    with their consent. A story that was taken back has no words at all.
    """

    key: UUID
    case: Case
    state: str
    language: str
    title: str
    words: str
    done: str
    units: list[Unit]
    took: timedelta
    verdict: Callback | None
    quote: str
    published_at: datetime | None
    withdrawn_at: datetime | None
    steps: list[Moment]


@dataclass(frozen=True)
class StoryLine:
    """A story in the editor's list."""

    story: Story
    state: str
    title: str
    answer: str


@dataclass(frozen=True)
class StoryPage:
    """The editor's page: every telling by language, what the citizen said, the acts allowed now, and the preview."""

    story: Story
    state: str
    tellings: dict[str, Telling]
    consents: list[Consent]
    answer: str
    can_be_asked: bool
    against: str
    acts: tuple[str, ...]
    preview: Told


def _stories(jurisdiction: Jurisdiction) -> QuerySet[Story]:
    related = ("jurisdiction", "chosen_by", "case__person", "case__category", "case__area", "case__lead_unit")
    return (
        Story.objects.filter(jurisdiction=jurisdiction)
        .select_related(*related)
        .defer("case__area__boundary")
        .prefetch_related("tellings", "consents__post", "case__callbacks", "case__assignments__unit")
    )


def told(story: Story, *, steps: bool = False) -> Told:
    """What everybody may read of a story, in the reader's language, or else in the first one it was written in."""
    telling = _telling(story)
    verdict = _verdict(story.case)
    quoted = verdict is not None and publicity.may_quote(answer_of(story))
    state = state_of_story(story)
    shown = telling if telling is not None and state != "withdrawn" else Telling(language=get_language() or "en")
    return Told(
        key=story.pk,
        case=story.case,
        state=state,
        language=shown.language,
        title=mask(shown.title),
        words=mask(shown.words),
        done=mask(shown.done),
        units=_units(story.case),
        took=(story.case.closed_at or story.case.updated_at) - story.case.opened_at,
        verdict=verdict,
        quote=mask(verdict.comment) if quoted and verdict is not None and state != "withdrawn" else "",
        published_at=story.published_at,
        withdrawn_at=story.withdrawn_at,
        steps=timeline(story.case, audience="public") if steps else [],
    )


def _telling(story: Story) -> Telling | None:
    written = {telling.language: telling for telling in story.tellings.all()}
    default = str(story.jurisdiction.settings.get("default_language", "en"))
    order = (get_language() or "en", default, "zh-hant", "en", "zh-hans")
    return next((written[language] for language in order if language in written), None)


def _verdict(case: Case) -> Callback | None:
    """The citizen's last answer."""
    said = [callback for callback in case.callbacks.all() if callback.valid]
    return max(said, key=lambda callback: callback.round, default=None)


def _units(case: Case) -> list[Unit]:
    """Who acted, from the record: every unit that led or assisted, in that order, once."""
    parts = sorted(
        (a for a in case.assignments.all() if a.role in ("lead", "assist")), key=lambda a: (a.role != "lead", a.since)
    )
    return list({part.unit_id: part.unit for part in parts}.values())


def public_stories(jurisdiction: Jurisdiction) -> list[Told]:
    """What is published now, the newest first."""
    found = (
        _stories(jurisdiction)
        .filter(published_at__isnull=False, withdrawn_at=None, case__public=True)
        .order_by("-published_at")
    )
    return [told(story) for story in found[:MOST]]


def public_story(jurisdiction: Jurisdiction, key: UUID) -> Told:
    """One published story with the steps from the record; one taken back says so. NotFound for a draft."""
    story = _stories(jurisdiction).filter(pk=key, published_at__isnull=False, case__public=True).first()
    if story is None:
        raise NotFound(Problem("no_such_story"))
    return told(story, steps=story.withdrawn_at is None)


def stories_page(actor: Actor) -> list[StoryLine]:
    """Every story of the city: drafts first, then published, then taken back, the newest first."""
    found = _stories(organisation.jurisdiction(actor.jurisdiction)).order_by("-chosen_at")[:MOST]
    lines = []
    for story in found:
        telling = _telling(story)
        title = telling.title if telling is not None else story.case.title
        lines.append(StoryLine(story, state_of_story(story), title, answer_of(story)))
    return sorted(lines, key=lambda line: publicity.STATES.index(line.state))


def story_page(actor: Actor, key: UUID) -> StoryPage:
    """One story for those who write and publish it; NotFound for another city's."""
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    story = _stories(book.jurisdiction).filter(pk=key).first()
    if story is None:
        raise NotFound(Problem("no_such_story"))
    stands = publicity.relations(actor, hotline=book.hotline_unit.code)
    state, answer, person = state_of_story(story), answer_of(story), story.case.person
    lines = publicity.LINES
    return StoryPage(
        story=story,
        state=state,
        tellings={telling.language: telling for telling in story.tellings.all()},
        consents=sorted(story.consents.all(), key=lambda consent: consent.at, reverse=True),
        answer=answer,
        can_be_asked=person is not None and bool(person.phone or person.email),
        against=publicity.against_publishing(
            written=bool(story.tellings.all()), answer=answer, public=story.case.public
        ),
        acts=tuple(verb for verb in ORDER if state in lines[verb].states and stands & set(lines[verb].who)),
        preview=told(story),
    )
