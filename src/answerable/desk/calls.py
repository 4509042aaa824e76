"""What the console thinks while a call goes on, and what becomes of the call.

Nothing here decides: the place of a case is found by the very function that will place it when it is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.cases.actions.birth import place
from answerable.cases.actions.intake import Said
from answerable.organisation import queries as organisation
from answerable.organisation.models import Area, Category, Jurisdiction, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules.access import Actor
from answerable.rules.ids import normalise_number
from answerable.rules.problems import Problem, Refused
from answerable.triage import queries as knowledge
from answerable.triage.suggest import emergency_words, suggest

MOST_EACH = 3
MOST_EARLIER = 4
LONGEST_CALL = timedelta(hours=4)


@dataclass(frozen=True)
class Thought:
    """One category the words may be about, and who would answer for it there."""

    category: Category
    path: str
    unit: Unit
    rule: str
    sure: bool
    matched: tuple[str, ...] = ()
    chosen: bool = False
    key: int = 0


@dataclass(frozen=True)
class Thoughts:
    """The right column: each line carries the digit that takes it."""

    emergency: bool = False
    area: Area | None = None
    thoughts: list[Thought] = field(default_factory=list)
    similar: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.thoughts or self.similar or self.answers)


def think(
    heard: Mapping[str, Any], *, actor: Actor, jurisdiction: Jurisdiction, language: str, now: datetime
) -> Thoughts:
    """What the words so far suggest: kinds of trouble with their units, similar open cases, known answers."""
    words = str(heard.get("words") or "").strip()
    if len(words) < 2:
        return Thoughts()
    book = organisation.rulebook(jurisdiction)
    suggestions = suggest(words, book, n=MOST_EACH)
    chosen = str(heard.get("category_code") or "")
    said = _said(heard, book=book, actor=actor, now=now)
    codes = [s.code for s in suggestions]
    if chosen and chosen not in codes and chosen in book.categories:
        codes = [chosen, *codes][:MOST_EACH]
    matched = {s.code: tuple(s.matched) for s in suggestions}
    danger = any(s.emergency for s in suggestions[:1]) or bool(emergency_words(words))
    emergency = danger or (chosen in book.categories and book.categories[chosen].emergency)
    thoughts = [_thought(code, said, book, matched.get(code, ()), code == chosen, n) for n, code in enumerate(codes, 1)]
    best = chosen or (codes[0] if codes else "")
    similar = queries.similar_open(
        jurisdiction, words=words, category_code=best, latitude=said.latitude, longitude=said.longitude,
        now=now, n=MOST_EACH,
    )  # fmt: skip
    answers = knowledge.answers(words, jurisdiction, language, MOST_EACH)
    first = len(thoughts) + 1
    return Thoughts(
        emergency=emergency,
        area=place(said, book).area,
        thoughts=thoughts,
        similar=[(n, found) for n, found in enumerate(similar, first)],
        answers=[(n, found) for n, found in enumerate(answers, first + len(similar))],
    )


def _said(heard: Mapping[str, Any], *, book: Rulebook, actor: Actor, now: datetime) -> Said:
    return Said(
        book=book, actor=actor, now=now, words=str(heard.get("words") or ""), channel="phone",
        latitude=heard.get("latitude"), longitude=heard.get("longitude"),
        area_code=str(heard.get("area_code") or ""), address=str(heard.get("address") or ""),
        complained_about=_known_unit(heard, book),
    )  # fmt: skip


def _known_unit(heard: Mapping[str, Any], book: Rulebook) -> str:
    code = str(heard.get("complained_about") or "")
    return code if code in book.units else ""


def _thought(code: str, said: Said, book: Rulebook, matched: Sequence[str], chosen: bool, key: int) -> Thought:
    placed = place(replace(said, category_code=code), book)
    names = [book.categories[c].name for c in reversed(book.category_path(code))]
    return Thought(
        category=placed.category,
        path=" › ".join(names),
        unit=book.units[placed.decision.unit],
        rule=placed.decision.rule,
        sure=placed.sure,
        matched=tuple(matched),
        chosen=chosen,
        key=key,
    )


def caller(actor: Actor, *, phone: str, email: str) -> list[Any]:
    """Earlier cases of this caller that the actor may see, newest first; none when there is too little to look for."""
    phone, email = phone.strip(), email.strip()
    if len(phone) < 4 and "@" not in email:
        return []
    return list(queries.earlier_cases(actor, phone=phone, email=email))[:MOST_EARLIER]


@dataclass(frozen=True)
class Ended:
    """What came of a call: shown, and read out, while wrapping up."""

    outcome: str
    number: str = ""
    repeated: bool = False


def settle(heard: Mapping[str, Any], *, actor: Actor, now: datetime) -> Ended:
    """Do what the call-taker chose: open, join, answer at once, or one of the six routes."""
    outcome = str(heard.get("outcome") or "open")
    said: dict[str, Any] = {
        "actor": actor,
        "now": now,
        "words": heard["words"],
        "channel": "phone",
        "kind": heard["kind"],
        "latitude": heard["latitude"],
        "longitude": heard["longitude"],
        "address": heard["address"],
        "said_at": began(heard.get("began"), now),
        "idempotency_key": heard["key"],
        "person": PersonDetails(heard["name"], heard["phone"], heard["email"], heard["language"]),
    }
    joins = normalise_number(heard["joins"]) or heard["joins"]
    if outcome == "answer":
        actions.answer_at_once(answer=heard["answer"], **(said | {"kind": "consult"}))
        return Ended("answer")
    if outcome == "route":
        actions.route_contact(route=heard["route"], answer=heard["answer"], joins=joins, **said)
        return Ended("route")
    if outcome == "join" and not joins:
        raise Refused(Problem("required", "joins"))
    receipt = actions.receive(
        joins=joins if outcome == "join" else "",
        category_code=heard["category_code"],
        category_chosen_by="officer" if heard["category_code"] else "",
        area_code=heard["area_code"],
        complained_about=heard["complained_about"],
        **said,
    )
    return Ended(outcome, receipt.case.number, receipt.repeated)


def began(stamp: Any, now: datetime) -> datetime | None:
    """When the call began, as the browser's clock saw it; not believed when it is odd."""
    try:
        start = datetime.fromisoformat(str(stamp).replace("Z", "+00:00"))
    except ValueError:
        return None
    if start.tzinfo is None or not now - LONGEST_CALL < start <= now:
        return None
    return start
