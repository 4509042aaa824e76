"""What the API says and takes, as types. Requests refuse what they do not know; answers name every field."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints


def _storable(text: str) -> str:
    """PostgreSQL has no place for the character NUL, and UTF-8 none for half a surrogate pair."""
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("contains a character that cannot be stored")
    return text


def _written_out(value: object) -> object:
    """A moment is written out with its zone; a bare number of seconds is not one."""
    if isinstance(value, datetime) or (isinstance(value, str) and "-" in value[1:]):
        return value
    raise ValueError("is not a date and time with its time zone, such as 2026-01-31T09:00:00Z")


When = Annotated[AwareDatetime, BeforeValidator(_written_out)]
Text = Annotated[str, AfterValidator(_storable)]
Words = Annotated[str, StringConstraints(max_length=100_000), AfterValidator(_storable)]
Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(_storable)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{0,120}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,39}$")]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]  # strict: true is no number
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Truth = Annotated[bool, Field(strict=True)]


class Wish(Schema):
    """A request body: unknown fields are refused, so that a slip of the pen is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    code: str
    field: str
    sentence: str


class Problems(Schema):
    problems: list[ProblemOut]


class Named(Schema):
    """A thing with a code and a name in the reader's language."""

    code: str
    name: str


class UnitOut(Named):
    kind: str
    parent: str | None
    area: str | None
    head_post: str
    served_by_hotline: str
    phone: str


class AreaOut(Named):
    kind: str
    parent: str | None
    population: int | None


class CategoryOut(Named):
    level: int
    parent: str | None
    usual_kind: str
    emergency: bool
    public: bool
    tier: str | None
    attributes: list[dict[str, Any]]


class CodeOut(Named):
    kind: str


class PersonOut(Schema):
    name: str
    phone: str
    email: str
    language: str


class CaseLine(Schema):
    """A case in a list."""

    number: str
    version: int
    title: str
    kind: str
    state: str
    state_words: str
    category: Named
    area: Named | None
    lead_unit: Named
    tier: Named
    emergency: bool
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    affected: int


class CaseOut(CaseLine):
    """A case as its handlers see it; `person` only for those who need it, `merged_into` the number it was joined to."""

    words: str
    language: str
    channel: str
    address: str
    latitude: float | None
    longitude: float | None
    public: bool
    designated: bool
    dispatches: int
    redos: int
    dispatch_rule: str
    pack_version: str
    closing: str
    route: str
    updated_at: datetime
    supervised_at: datetime | None
    listed_at: datetime | None
    merged_into: str | None
    person: PersonOut | None


class CasePage(Schema):
    """`next` is the cursor of the following page, null on the last one."""

    items: list[CaseLine]
    next: str | None


class PartOut(Schema):
    unit: Named
    post: Named | None
    holder: str | None
    role: str
    since: datetime
    rule: str
    why: str


class StripOut(Schema):
    """Who answers now, until when, by which rule. used: share of the time gone; level: calm, soon, overdue, ..."""

    answering: list[PartOut]
    since: datetime
    until: datetime | None
    rule_sentence: str
    used: float
    level: str
    next_sentence: str
    history: list[PartOut]


class MomentOut(Schema):
    at: datetime
    verb: str
    sentence: str
    unit: str
    who: str
    words: str
    entry_hash: str
    files: list[str]


class ActOut(Schema):
    """An act of this officer's post on this case now; `why` says what stands against it."""

    verb: str
    label: str
    allowed: bool
    why: str


class MeOut(Schema):
    jurisdiction: str
    unit: str | None
    post: str | None
    roles: list[str]


class CallbackOut(Schema):
    case: CaseLine
    round: int
    opened_at: datetime
    due_at: datetime
    attempts: int
    next_attempt_at: datetime
    answering_unit: Named
    person: PersonOut | None


class LeadersOut(Schema):
    overdue: list[CaseLine]
    stuck: list[CaseLine]
    disputed: list[CaseLine]
    listed: list[CaseLine]
    counts: dict[str, int]


class SuggestionOut(Schema):
    code: str
    name: str
    score: float
    matched: list[str]
    emergency: bool


class SimilarOut(Schema):
    case: CaseLine
    distance_m: float | None
    score: float


class RatesOut(Schema):
    """Shares between 0 and 1; null where there is no valid callback."""

    response: float | None
    solved: float | None
    satisfied: float | None
    valid_callbacks: int


class ContactOut(Schema):
    """`link` is the path of the citizen's own page; it holds a secret, hand it to nobody else."""

    contact: str
    disposition: str
    number: str | None
    link: str | None
    due_at: datetime | None
    lead_unit: Named | None
    repeated: bool
