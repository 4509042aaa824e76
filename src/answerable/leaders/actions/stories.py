"""Typical cases: choose one, write it, ask the citizen, publish it, take it back."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.cases import queries as cases
from answerable.leaders.actions.work import StoryWork, book_of, may_edit, on_story, post_of, words_of
from answerable.leaders.derived import answer_of
from answerable.leaders.models import Consent, Story, Telling
from answerable.ledger.actions.record import Record
from answerable.rules import publicity
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Problem, Refused

LANGUAGES = ("zh-hant", "en", "zh-hans")
TITLE_LENGTH, WORDS_LENGTH = 120, 2_000


def choose(*, actor: Actor, now: datetime, number: str) -> Story:
    """Choose a closed, public case to be told. Raises Refused for any other, or when it is being told already."""
    book = book_of(actor)
    may_edit("choose", actor, book)
    case = cases.get_case(actor, number.strip())
    if case.state != "closed":
        raise Refused(Problem("case_not_closed", "number", {"number": case.number}))
    if not case.public:
        raise Refused(Problem("case_not_public", "number", {"number": case.number}))
    line = publicity.LINES["choose"]
    with transaction.atomic():
        type(case).objects.select_for_update(of=("self",)).get(pk=case.pk)  # two who choose it wait for each other
        if Story.objects.filter(case=case, withdrawn_at=None).exists():
            raise Refused(Problem("told_as_a_story", "number", {"number": case.number}))
        story = Story(
            jurisdiction=book.jurisdiction, salt=secrets.token_bytes(16), case=case,
            chosen_by=post_of(actor, book), chosen_at=now,
        )  # fmt: skip
        record = Record(stream=story.pk, salt=story.salt, verb="choose", actor=actor, at=now, rule=line.rule)
        record.add(story)
        record.write(new_stream=True)
    return story


def write(*, actor: Actor, now: datetime, key: UUID, language: str, title: str, words: str, done: str) -> Telling:
    """Write the story in one language: what was wrong (`words`), who acted and what they did (`done`)."""
    with on_story("write", actor=actor, now=now, key=key) as work:
        if language not in LANGUAGES:
            raise Refused(
                Problem("unknown_language", "language", {"language": language, "known": ", ".join(LANGUAGES)})
            )
        told = {
            "title": words_of(title, "title", TITLE_LENGTH),
            "words": words_of(words, "words", WORDS_LENGTH),
            "done": words_of(done, "done", WORDS_LENGTH),
        }
        telling = work.story.tellings.filter(language=language).first()
        if telling is not None:
            work.record.set(telling, **told)
        else:
            telling = Telling(story=work.story, language=language, **told)
            work.record.add(telling)
    return telling


def record_consent(
    *, actor: Actor, now: datetime, key: UUID, given: str, how: str = "", asked_on: date | None = None,
    reason: str = "",
) -> Consent:  # fmt: skip
    """Write down what the citizen said when asked: how, on which day, and by whom they were asked.

    `unreachable` is for a citizen who left no way to be asked, with the reason; it is refused where one was left.
    Whoever says no after the story was published takes it back by that.
    """
    with on_story("record_consent", actor=actor, now=now, key=key) as work:
        consent = Consent(story=work.story, post=work.post, at=now, **_said(work, given, how, asked_on, reason))
        work.record.add(consent)
        if given == "refused" and work.story.published_at is not None:
            work.record.set(work.story, withdrawn_at=now, citizen_refused=True)
    return consent


def _said(work: StoryWork, given: str, how: str, asked_on: date | None, reason: str) -> dict[str, object]:
    if given not in publicity.ANSWERS:
        raise Refused(Problem("unknown_choice" if given else "required", "given", {"choice": given}))
    if given == "unreachable":
        person = work.story.case.person
        if person is not None and (person.phone or person.email):
            raise Refused(Problem("citizen_can_be_asked", "given"))
        return {"given": given, "reason": words_of(reason, "reason")}
    missing = [Problem("required", "how")] if how not in publicity.WAYS else []
    missing += [Problem("required", "asked_on")] if asked_on is None else []
    if missing:
        raise Refused(missing)
    if asked_on is not None and asked_on > work.now.astimezone(ZoneInfo(work.story.jurisdiction.timezone)).date():
        raise Refused(Problem("future_time", "asked_on"))
    return {"given": given, "how": how, "asked_on": asked_on, "reason": reason.strip()}


def publish(*, actor: Actor, now: datetime, key: UUID) -> Story:
    """Show the story to everybody. Refused without consent, without words, or when the case is not public."""
    with on_story("publish", actor=actor, now=now, key=key) as work:
        story = work.story
        against = publicity.against_publishing(
            written=story.tellings.exists(), answer=answer_of(story), public=story.case.public
        )
        if against:
            raise NotAllowed(Problem(against, "", {"number": story.case.number}))
        work.record.set(story, published_at=now)
    return story


def withdraw(*, actor: Actor, now: datetime, key: UUID, reason: str) -> Story:
    """Take the story back, with a reason. That it was told, and that it was taken back, stays on the record."""
    with on_story("withdraw", actor=actor, now=now, key=key) as work:
        work.record.set(work.story, withdrawn_at=now, reason=words_of(reason, "reason"))
    return work.story
