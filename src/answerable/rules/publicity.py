"""Typical cases told to the public: from choosing a closed case to taking the story back.

Source: 媒體板塊報道典型案例. No published rule says how; so what is written here follows from BJ-REG 8 (privacy is
protected): the citizen is asked first, and a citizen who cannot be asked is not quoted.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from answerable.rules.access import Actor

STATES = ("draft", "published", "withdrawn")
ANSWERS = ("given", "refused", "unreachable")
WAYS = ("phone", "email", "letter", "visit", "page")


class Line(NamedTuple):
    """One verb: in which states of the story, who may, and the rule behind it. No states: there is no story yet."""

    verb: str
    states: tuple[str, ...]
    who: tuple[str, ...]
    rule: str


_EDITORS = ("any.coordinator", "any.reviewer")

TABLE: tuple[Line, ...] = (
    Line("choose", (), _EDITORS, "typical cases are told, from closed cases only"),
    Line("write", ("draft",), _EDITORS, "in the words of the public, without anybody's data"),
    Line(
        "record_consent", ("draft", "published"), (*_EDITORS, "hotline.callback_officer"),
        "BJ-REG 8: the citizen is asked; a citizen who says no later takes the story back",
    ),
    Line("publish", ("draft",), _EDITORS, "BJ-REG 8: not without the citizen's consent"),
    Line("withdraw", ("draft", "published"), _EDITORS, "taken back with a reason; it stays on the record"),
)  # fmt: skip
LINES = {line.verb: line for line in TABLE}


def state_of(published_at: datetime | None, withdrawn_at: datetime | None) -> str:
    """How a story stands."""
    if withdrawn_at is not None:
        return "withdrawn"
    return "draft" if published_at is None else "published"


def relations(actor: Actor, *, hotline: str) -> frozenset[str]:
    """How an actor stands to a story."""
    if actor.kind != "officer":
        return frozenset()
    stands = {"any", "hotline"} if actor.unit == hotline else {"any"}
    return frozenset(f"{stand}.{role}" for stand in stands for role in actor.roles)


def against_publishing(*, written: bool, answer: str, public: bool) -> str:
    """The code of what stands against publishing, or nothing. `answer` is the latest of ANSWERS, empty before."""
    if not public:
        return "case_not_public"
    if not written:
        return "story_not_written"
    if not answer:
        return "consent_missing"
    return "consent_refused" if answer == "refused" else ""


def may_quote(answer: str) -> bool:
    """Whether the citizen's own words may be shown: only with their consent."""
    return answer == "given"
