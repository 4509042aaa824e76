"""What is done with an open appraisal: the head's report, moderation, reply, conclusion, appeal, decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from answerable.performance.actions.work import Work, on_appraisal
from answerable.performance.models import Appraisal, Moderation
from answerable.performance.queries.judged import judged_now
from answerable.plans.actions.work import words_of
from answerable.rules.access import Actor, system
from answerable.rules.appraisal import BY_PERSON
from answerable.rules.problems import NotAllowed, Problem, Refused


class Change(NamedTuple):
    """One line of a scorecard judged otherwise: by the code of its indicator, to one of BY_PERSON, and why."""

    code: str
    judgement: str
    words: str


def report(
    *, actor: Actor, now: datetime, key: UUID, attainment: str, measures: str, unmet: str = "",
    version: int | None = None,
) -> Appraisal:  # fmt: skip
    """The head's own report: what was attained, what was not and why, and what is done about it (HZ-PERF 23).

    Where a line says "missed", `unmet` must be said.
    """
    with on_appraisal("report", actor=actor, now=now, key=key, version=version) as work:
        missed = "missed" in judged_now(work.appraisal).values()
        work.set(
            attainment=words_of(attainment, "attainment"), unmet=words_of(unmet, "unmet", required=missed),
            measures=words_of(measures, "measures"), reported_at=now, reported_by=work.post,
        )  # fmt: skip
    return work.appraisal


def moderate(
    *, actor: Actor, now: datetime, key: UUID, code: str, judgement: str, words: str, version: int | None = None
) -> Appraisal:  # fmt: skip
    """Judge one line otherwise than it was computed, with the reason. What was computed stays in sight."""
    with on_appraisal("moderate", actor=actor, now=now, key=key, version=version) as work:
        _judge(work, Change(code, judgement, words))
    return work.appraisal


def _judge(work: Work, change: Change) -> None:
    stands = judged_now(work.appraisal)
    if change.code not in stands:
        raise Refused(Problem("no_such_line", "code", {"code": change.code[:60]}))
    if change.judgement not in BY_PERSON:
        raise Refused(Problem("unknown_choice", "judgement", {"choice": change.judgement[:20]}))
    before = stands[change.code]
    if before == change.judgement:
        raise Refused(Problem("judged_so_already", "judgement", {"judgement": before}))
    words = words_of(change.words, "words")
    work.add(
        Moderation(
            appraisal=work.appraisal, code=change.code, before=before, after=change.judgement, words=words, at=work.now,
            by=work.post,
        )
    )  # fmt: skip


def put(*, actor: Actor, now: datetime, key: UUID, version: int | None = None) -> Appraisal:
    """Put the draft to the head, who may reply. Without a report only when the time for it has passed."""
    with on_appraisal("put", actor=actor, now=now, key=key, version=version) as work:
        row = work.appraisal
        if row.reported_at is None and now < row.report_by:
            raise NotAllowed(Problem("time_for_report", "", {"until": row.report_by}))
        until = work.due("appraisal_reply_days")
        work.set(put_at=now, reply_by=until)
        work.tell_head(until)
    return work.appraisal


def reply(*, actor: Actor, now: datetime, key: UUID, words: str, version: int | None = None) -> Appraisal:
    """What the head says to the draft; it stands beside it for good."""
    with on_appraisal("reply", actor=actor, now=now, key=key, version=version) as work:
        work.set(reply=words_of(words, "words"), replied_at=now, replied_by=work.post)
    return work.appraisal


def issue(*, actor: Actor, now: datetime, key: UUID, conclusion: str, version: int | None = None) -> Appraisal:
    """Conclude; before the head has replied only when the time for the reply has passed."""
    with on_appraisal("issue", actor=actor, now=now, key=key, version=version) as work:
        row = work.appraisal
        if row.replied_at is None and row.reply_by is not None and now < row.reply_by:
            raise NotAllowed(Problem("time_for_reply", "", {"until": row.reply_by}))
        until = work.due("appraisal_appeal_days")
        said = words_of(conclusion, "conclusion")
        work.set(conclusion=said, issued_at=now, issued_by=work.post, appeal_by=until)
        work.tell_head(until)
    return work.appraisal


def appeal(*, actor: Actor, now: datetime, key: UUID, words: str, version: int | None = None) -> Appraisal:
    """Ask another post to decide, within the time of the pack (JN-PERF 26: 15 working days)."""
    with on_appraisal("appeal", actor=actor, now=now, key=key, version=version) as work:
        until = work.appraisal.appeal_by
        if until is not None and now > until:
            raise NotAllowed(Problem("too_late_to_appeal", "", {"until": until}))
        decide_by = work.due("appraisal_decision_days")
        work.set(appeal=words_of(words, "words"), appealed_at=now, appealed_by=work.post, decide_by=decide_by)
        work.tell_deciders(decide_by)
    return work.appraisal


def decide(
    *, actor: Actor, now: datetime, key: UUID, upheld: bool, words: str, changes: Sequence[Change] = (),
    version: int | None = None,
) -> Appraisal:  # fmt: skip
    """Decide an appeal, by another post than issued the appraisal; it is final then.

    Lines are judged otherwise (`changes`) only when the appeal is upheld.
    """
    with on_appraisal("decide", actor=actor, now=now, key=key, version=version) as work:
        if changes and not upheld:
            raise Refused(Problem("changes_need_an_upheld_appeal", "changes"))
        for change in changes:
            _judge(work, change)
        said = words_of(words, "words")
        work.set(upheld=upheld, decision_words=said, decided_at=now, decided_by=work.post, final_at=now)
        work.tell_head(now)
    return work.appraisal


def finalise(*, actor: Actor, now: datetime, key: UUID, version: int | None = None) -> Appraisal:
    """Nobody appealed in time: it is final."""
    with on_appraisal("finalise", actor=actor, now=now, key=key, version=version) as work:
        until = work.appraisal.appeal_by
        if until is not None and now <= until:
            raise NotAllowed(Problem("time_to_appeal", "", {"until": until}))
        work.set(final_at=now)
    return work.appraisal


def finalise_due(*, now: datetime, limit: int = 200) -> int:
    """Make final what nobody appealed against in time; returns how many. Run by the clock."""
    due = Appraisal.objects.filter(state="issued", appeal_by__lt=now).order_by("appeal_by")
    found = due.values_list("pk", "plan__jurisdiction__code")[:limit]
    for key, jurisdiction in found:
        finalise(actor=system(jurisdiction), now=now, key=key)
    return len(found)
