"""事不完人不撤: the end, which is the blower's alone, and the judgement on the whistle itself."""

from __future__ import annotations

from answerable.cases.actions.inputs import words_of
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.text import clean
from answerable.whistles.actions import blowing, clocks
from answerable.whistles.actions.notices import tell_called
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Commitment, Task


def open_matters(work: Work) -> int:
    """Promises and tasks that are not done."""
    promises = Commitment.objects.filter(summons__in=work.summonses, kept_at=None).count()
    return promises + Task.objects.filter(whistle=work.whistle, done_at=None).count()


def end(work: Work, *, words: str, despite: str = "") -> None:
    """The blower says the matter is done. With promises or tasks open only when `despite` says why (PG1)."""
    still_open = open_matters(work)
    if still_open and not clean(despite):
        raise Refused(Problem("matters_still_open", "despite", {"count": still_open}))
    if still_open:
        blowing.note(work, despite)
        work.facts |= {"open": still_open}
    words = words_of(words, "words")
    tell_called(work, "whistle_ended", words=words)
    clocks.stop_all(work)
    work.change(ended_at=work.now, ended_by=work.post, ended_words=words)


def judge(work: Work, *, precise: bool, complete: bool, needless: bool, words: str = "") -> None:
    """The authority above the blower judges the whistle: right units, complete, needed (8.5(55)). Once."""
    if work.actor.unit not in work.book.above(work.whistle.unit.code):
        raise NotAllowed(Problem("not_above_the_blower"))
    if work.whistle.judged_at is not None:
        raise NotAllowed(Problem("judged_already"))
    work.change(
        judged_at=work.now, judged_by=work.post, precise=precise, complete=complete, needless=needless,
        judged_words=clean(words)[:4000],
    )  # fmt: skip
