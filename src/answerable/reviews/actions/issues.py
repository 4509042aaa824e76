"""Issues between departments: raised from data, asked about, answered within the limit or silent, settled in the room.

Source: PRAGATI (3.9): entered by a day, answered within three days, looked at in one room. Here the room looks at
stalled tasks of plans and at cases nobody decides, together; an issue comes back until it is settled.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID

from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Unit
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.plans.sentences.shown import InWords
from answerable.reviews.actions.work import Work, check, on_issue, today_in, words_of
from answerable.reviews.models import Issue, IssueAnswer, Review
from answerable.reviews.queries.stalls import Stall, Stalls, stalls
from answerable.reviews.sentences.matters import issue_title
from answerable.reviews.settings import limit_of
from answerable.rules import reviewing
from answerable.rules.access import Actor, system
from answerable.rules.clock import Limit, due
from answerable.rules.problems import Problem, Refused


def raise_stalls(review: Review, *, actor: Actor, now: datetime) -> Stalls:
    """Make an issue of everything that stalls and is none yet, and ask its unit. What stands is brought up to date and
    asked about again where an answer did not settle it. Inside the act that builds the agenda of a joint review."""
    found = stalls(review.jurisdiction, now=now, today=today_in(review.jurisdiction, now))
    book = organisation.rulebook(review.jurisdiction)
    standing = {(i.noun, i.key): i for i in Issue.objects.filter(jurisdiction=review.jurisdiction, settled_at=None)}
    known = {(stall.noun, stall.key): stall for stall in found.found}
    for key, stall in known.items():
        if key not in standing:
            _raise(review, book, stall, actor, now)
    clock = system(review.jurisdiction.code)
    for key, issue in standing.items():
        if not _followed(issue, known.get(key), key in found.keys, clock, now):
            last = issue.answers.order_by("-asked_at").first()
            if last is None or (last.answered_at is not None and last.asked_at < review.called_at):
                ask_again(actor=clock, now=now, key=issue.pk)
    return found


def _followed(issue: Issue, stall: Stall | None, stalls_still: bool, clock: Actor, now: datetime) -> bool:
    """Brings an issue up to date; True when nobody need be asked: another unit was just now, or its cause is gone.

    A unit named by the room goes on holding it until the data names another one than it did before.
    """
    moved = stall is not None and stall.unit.code != issue.found_in and stall.unit.pk != issue.unit_id
    changed = stall is not None and dict(stall.facts) != issue.facts
    if not (moved or changed) and stalls_still is (issue.gone_at is None):
        return not stalls_still
    with on_issue("follow_issue", actor=clock, now=now, key=issue.pk) as work:
        if stall is not None:
            work.set(work.root, facts=dict(stall.facts), found_in=stall.unit.code)
        work.set(work.root, gone_at=None if stalls_still else issue.gone_at or now)
        if moved and stall is not None:
            _end_question(work)
            work.set(work.root, unit=work.book.units[stall.unit.code])
            _ask(work)
    return moved or not stalls_still


def _raise(review: Review, book: Rulebook, stall: Stall, actor: Actor, now: datetime) -> None:
    check("raise_issue", actor, chair=review.unit.code, state="called")
    issue = Issue(
        jurisdiction=review.jurisdiction, noun=stall.noun, key=stall.key, unit=book.units[stall.unit.code],
        facts=dict(stall.facts), found_in=stall.unit.code, raised_at=now, salt=secrets.token_bytes(16),
    )  # fmt: skip
    rule = reviewing.LINES["raise_issue"].rule
    record = Record(stream=issue.pk, salt=issue.salt, verb="raise_issue", actor=actor, at=now, rule=rule)
    record.add(issue)
    _ask(Work(issue, actor, now, book, record))
    record.write(new_stream=True)


def ask_again(*, actor: Actor, now: datetime, key: UUID) -> None:
    """Ask the unit that holds an issue about it once more."""
    with on_issue("ask_issue", actor=actor, now=now, key=key) as work:
        _ask(work)


def answer_issue(
    *, actor: Actor, now: datetime, key: UUID, answer: str, promised_on: date | None = None, version: int | None = None
) -> IssueAnswer:
    """The unit that holds it says what holds it up, what it does and by when. A late answer is taken and stays late."""
    with on_issue("answer_issue", actor=actor, now=now, key=key, version=version) as work:
        asked = _open_question(work.root)
        if asked is None:
            raise Refused(Problem("issue_answered"))
        if promised_on is not None and promised_on < work.today:
            raise Refused(Problem("decision_in_the_past", "promised_on"))
        said = words_of(answer, "answer")
        late = asked.silent_at if asked.silent_at is not None or now <= asked.due_at else now
        work.set(asked, answer=said, answered_at=now, answered_by=work.post, promised_on=promised_on, silent_at=late)
    return asked


def hand_over_issue(*, actor: Actor, now: datetime, key: UUID, unit_code: str, version: int | None = None) -> Issue:
    """The room finds that another unit holds it: that one is asked now, with a limit of its own."""
    with on_issue("hand_over_issue", actor=actor, now=now, key=key, version=version) as work:
        unit = work.book.units.get(unit_code)
        if unit is None or unit.pk == work.root.unit_id:
            raise Refused(Problem("unknown_unit" if unit is None else "issue_held_there", "unit_code",
                                  {"unit": unit.name if unit else unit_code[:60]}))  # fmt: skip
        _end_question(work)
        work.set(work.root, unit=unit)
        _ask(work)
    issue: Issue = work.root
    return issue


def settle_issue(*, actor: Actor, now: datetime, key: UUID, words: str, version: int | None = None) -> Issue:
    """Settled, and how: it does not come back. Never by the unit that holds it."""
    with on_issue("settle_issue", actor=actor, now=now, key=key, version=version) as work:
        _end_question(work)
        work.set(work.root, settled_at=now, settled_by=work.post, settled_words=words_of(words, "words"))
    issue: Issue = work.root
    return issue


def note_silence(*, now: datetime) -> int:
    """By the clock: every question whose time has passed without a word is marked, and told to the unit above."""
    late = IssueAnswer.objects.filter(answered_at=None, ended_at=None, silent_at=None, due_at__lte=now)
    keys = list(late.values_list("issue", "issue__jurisdiction__code"))
    return sum(_note(key, code, now) for key, code in keys)


def _note(key: UUID, code: str, now: datetime) -> int:
    try:
        with on_issue("note_silence", actor=system(code), now=now, key=key) as work:
            asked = _open_question(work.root)
            if asked is None or asked.silent_at is not None or asked.due_at > now:
                raise Refused(Problem("issue_answered"))  # meanwhile: nothing is written
            work.set(asked, silent_at=now)
            above = next(iter(work.book.above(asked.unit.code)), "")
            if above and above != asked.unit.code:
                _tell(work, "issue_silent", work.book.units[above], asked)
    except Refused:
        return 0
    return 1


def _ask(work: Work) -> None:
    limit = Limit(limit_of(work.book.jurisdiction, "joint_answer_days"), "working_days")
    asked = IssueAnswer(
        issue=work.root, unit=work.root.unit, asked_at=work.now, due_at=due(limit, work.now, work.book.calendar())
    )
    work.add(asked)
    _tell(work, "issue_asked", work.root.unit, asked)


def _open_question(issue: Issue) -> IssueAnswer | None:
    return issue.answers.filter(answered_at=None, ended_at=None).select_related("unit").first()


def _end_question(work: Work) -> None:
    asked = _open_question(work.root)
    if asked is not None:
        work.set(asked, ended_at=work.now)


def _tell(work: Work, template: str, to: Unit, asked: IssueAnswer) -> None:
    issue: Issue = work.root
    outbox.send_to_post(
        now=work.now, post=work.book.units[to.code].head_post, template=template, about=issue.pk,
        number=issue.key, title=InWords(lambda: issue_title(issue.noun, issue.key, issue.facts)), unit=asked.unit,
        due=asked.due_at, link=f"/desk/issues/{issue.pk}",
    )  # fmt: skip
