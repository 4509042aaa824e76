"""What a form brings, turned into rows and clean words, or into a problem at its input."""

from __future__ import annotations

from answerable.cases.actions.work import Work
from answerable.cases.models import Step
from answerable.organisation.models import Code
from answerable.rules.intake import MAX_WORDS
from answerable.rules.problems import Problem, Refused
from answerable.rules.text import clean


def words_of(text: str, field: str) -> str:
    """Words that must be there, cleaned; at most rules.intake.MAX_WORDS characters."""
    words = clean(text or "")
    if not words:
        raise Refused(Problem("required", field))
    if len(words) > MAX_WORDS:
        raise Refused(Problem("too_long", field, {"limit": MAX_WORDS, "length": len(words)}))
    return words


def code_row(work: Work, kind: str, code: str, field: str) -> Code:
    """The version of a code in force now."""
    row = work.book.codes.get(code)
    if row is None or row.kind != kind:
        raise Refused(Problem("unknown_code", field, {"code": code}))
    return row


def choice(value: str, allowed: tuple[str, ...], field: str) -> str:
    if value not in allowed:
        raise Refused(Problem("required" if not value else "unknown_choice", field, {"choice": value}))
    return value


def step(work: Work, kind: str, words: str, *, public: bool, field: str = "words") -> Step:
    """Write what an officer did or said about the case."""
    post = work.post
    words = words_of(words, field)
    row = Step(case=work.case, unit=post.unit, post=post, kind=kind, words=words, public=public, at=work.now)
    work.record.add(row)
    return row


def remark(work: Work, words: str, field: str) -> None:
    """The words that go with an act, kept as a note for colleagues."""
    step(work, "note", words, public=False, field=field)
