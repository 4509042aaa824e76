"""What the unit that leads does: accept, act, ask, answer, and tell both sides."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.cases.actions import clocks, parts, waiting
from answerable.cases.actions.files import keep
from answerable.cases.actions.inputs import choice, code_row, remark, step, words_of
from answerable.cases.actions.notices import tell_affected, tell_lead, tell_others, tell_person
from answerable.cases.actions.work import Work, open_dispute
from answerable.cases.models import Callback, Reply, Step
from answerable.organisation.files import Upload
from answerable.organisation.models import Unit
from answerable.rules.masking import mask
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.reply import check_reply

WAYS_TO_TELL = ("email", "phone", "visit", "letter", "page")


def accept(work: Work) -> None:
    """Sign for the case: the first receiver is responsible (BJ-REG 14)."""
    clocks.stop(work, "sign")


def _step(work: Work, kind: str, words: str, *, public: bool) -> Step:
    row = step(work, kind, words, public=public)
    if kind != "note":
        clocks.stop(work, "sign")
    return row


def act(work: Work, *, words: str, public: bool = True) -> None:
    """Record what was done; in public words it restarts the clock for news."""
    _step(work, "action", words, public=public)
    if public:
        clocks.start(work, "update", clocks.due_at(work.book, work.case.tier, "update", work.now))
        tell_affected(work, "progress", words=words)


def contact_citizen(work: Work, *, words: str) -> None:
    """Record that the citizen was contacted (BJ-REG 15(1)): who was reached and what was said."""
    _step(work, "contacted", words, public=False)
    clocks.stop(work, "contact")


def ask_citizen(work: Work, *, words: str, wait: bool = False) -> None:
    """Put a question to the citizen, on the record; with `wait` the resolve clock waits for the answer."""
    question = _step(work, "asked", words, public=False)
    if wait:
        waiting.begin(work, question)
    tell_person(work, "question", question=words)


def note(work: Work, *, words: str) -> None:
    """A note for colleagues; never public."""
    _step(work, "note", words, public=False)


def answer(
    work: Work, *, outcome_code: str, words: str, done: str, basis: str, evidence: str, uploads: Sequence[Upload] = ()
) -> None:
    """File the reply and claim an outcome. The claim is confirmed by the citizen, never by the unit.

    Refused while the reply does not say what was done, by which rule, and what shows it (rules.reply),
    while a dispute is open, or while a part of another unit is not reported.
    """
    problems = check_reply(words, done, basis, evidence, work.case.words)
    if problems:
        raise Refused(problems)
    outcome = code_row(work, "outcome", outcome_code, "outcome_code")
    if open_dispute(work.case) is not None:
        raise NotAllowed(Problem("objection_open"))
    parts.must_be_done(work)
    reply = Reply(
        case=work.case, unit=work.case.lead_unit, post=work.post, round=work.case.redos + 1, outcome=outcome,
        words=words_of(words, "words"), done=words_of(done, "done"), basis=words_of(basis, "basis"),
        evidence=words_of(evidence, "evidence"), at=work.now,
    )  # fmt: skip
    how = _told_by_itself(work, words)
    if how:
        reply.told_citizen_at, reply.told_citizen_how = work.now, how
    work.record.add(reply)
    work.record.add_all(keep(uploads, at=work.now, by=work.actor.key, case=work.case, reply=reply))
    tell_others(work, "progress", words=mask(words))


def _told_by_itself(work: Work, words: str) -> str:
    """E-mail goes out with the reply; who left no way to be reached finds it on their page."""
    if tell_person(work, "answered", reply=words):
        return "email"
    person = work.case.person
    return "" if person is not None and person.phone else "page"


def standing_reply(work: Work) -> Reply:
    return work.case.replies.filter(returned_at=None).order_by("-round")[0]


def tell_citizen(work: Work, *, how: str) -> None:
    """Record how the citizen was told (BJ-REG 15(3))."""
    reply = standing_reply(work)
    if reply.told_citizen_at is not None:
        raise NotAllowed(Problem("told_already"))
    work.record.set(reply, told_citizen_at=work.now, told_citizen_how=choice(how, WAYS_TO_TELL, "how"))
    clocks.stop(work, "contact")


def tell_hotline(work: Work) -> None:
    """Report to the hotline body; with the citizen told too, the callback opens (BJ-REG 15(3), 23)."""
    reply = standing_reply(work)
    if reply.told_citizen_at is None:
        raise NotAllowed(Problem("tell_citizen_first"))
    work.record.set(reply, told_hotline_at=work.now)
    for kind in ("contact", "update", "resolve", "sign"):
        clocks.stop(work, kind)
    asker = asking_body(work, work.case.lead_unit)
    reachable = work.case.person is not None and work.case.person.phone
    due = clocks.limit_due(work.book, "callback_days" if reachable else "verdict_days", work.now)
    callback = Callback(
        case=work.case, unit=asker, round=work.case.callbacks.count() + 1, opened_at=work.now,
        due_at=due, next_attempt_at=work.now,
        answering_unit=work.case.lead_unit,
    )  # fmt: skip
    work.record.add(callback)
    work.record.add(clocks.new_clock(work.book, work.case, asker, "callback", work.now, callback.due_at))
    tell_person(work, "ask_verdict")


def asking_body(work: Work, answering: Unit) -> Unit:
    """The hotline body asks; where it answered itself, or it or a post of it is complained about, the coordinator's.

    Where that one is out for the same reason a unit above it asks. Raises NotAllowed when nobody is left.
    """
    out = {answering.code, work.case.lead_unit.code, *(one.unit for one in work.about)}
    coordinator = work.book.coordinator_unit.code
    bodies = (work.book.hotline_unit.code, coordinator, *work.book.above(coordinator))
    free = [code for code in bodies if code not in out]
    if not free:
        raise NotAllowed(Problem("nobody_to_ask"))
    return work.book.units[free[0]]


def return_reply(work: Work, *, reason: str) -> None:
    """The hotline body sends back a reply that is no answer (JN 27); the clock runs on from where it was."""
    reply = standing_reply(work)
    work.record.set(reply, returned_at=work.now)
    for callback in work.case.callbacks.filter(done_at=None):
        work.record.set(callback, done_at=work.now, valid=False)
    clocks.stop(work, "callback")
    if clocks.running(work, "resolve") is None:
        last = work.case.clocks.filter(kind="resolve").order_by("-stopped_at", "-pk")[0]
        work.record.add(clocks.renewed(last, work.case.lead_unit))
    remark(work, reason, "reason")
    tell_lead(work, "returned", reason=reason)
