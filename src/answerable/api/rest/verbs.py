"""The acts of the desk, each with the inputs it takes. Names are those of rules.lifecycle.

Inputs are all optional in form: which of them an act cannot do without, the rulebook says, in a sentence.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from pydantic import BaseModel, Field, field_validator

from answerable.api.rest.schemas import Code, Line, Number, Text, When, Wish, Words
from answerable.organisation.files import Upload


class FileIn(Wish):
    """A file, base64 in `content`."""

    filename: Annotated[Line, Field(min_length=1)]
    content: str

    @field_validator("content")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("is not base64") from None
        return value

    def upload(self) -> Upload:
        return Upload(filename=self.filename, content=base64.b64decode(self.content))


class Act(Wish):
    """`version` is the version of the case that was read; the header If-Match says the same. One of them guards
    against acting on what somebody has changed meanwhile (409)."""

    version: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = None


class Dispatch(Act):
    unit_code: Code
    reason: Words = ""


class Route(Act):
    route: Literal["R1", "R2", "R3", "R4", "R5", "R6"]
    answer: Words


class Recategorise(Act):
    category_code: Code
    reason: Words


class Object(Act):
    """`interim`: what was done at once about what could not wait; emergencies and the most urgent tier need it."""

    reason_code: Code
    basis: Words
    proposed_unit: Code
    interim: Words = ""


class Consult(Act):
    unit_codes: Annotated[list[Code], Field(min_length=1, max_length=20)]
    question: Words


class StateView(Act):
    """A unit that may be the one says whether it is, and by which rule."""

    stance: Literal["lead", "support", "not_ours"]
    basis: Words


class Rule(Act):
    """Who upholds names the unit (else the one proposed leads); where a row of the catalogue had sent the case,
    also what becomes of that row: corrected everywhere, only `here`, or kept, with words."""

    upheld: bool
    outcome_words: Words
    unit_code: Code = ""
    catalogue: Literal["", "corrected", "here", "kept"] = ""
    catalogue_words: Words = ""


class Promote(Act):
    """`ruling`: the key of one of GET /cases/NUMBER/rulings."""

    ruling: Code
    scope: Literal["corrected", "here"]
    reason: Words


class AddAssistant(Act):
    """`after`: the code of the unit whose part must be done first."""

    unit_code: Code
    task: Words
    after: Code = ""


class ReportPart(Act):
    """A part that is late owes `late_reason`, once."""

    words: Words
    late_reason: Words = ""


class AskCancel(Act):
    unit_code: Code
    reason: Words


class RuleCancel(Act):
    unit_code: Code
    outcome_words: Words


class AskExtension(Act):
    reason: Words
    until: When


class AskParking(AskExtension):
    """`reason` is what the public reads."""

    measures: Words


class Decide(Act):
    granted: bool
    words: Words


class Merge(Act):
    """`into`: the number of the other case, which is open."""

    into: Number
    reason: Words


class FlagInterest(Act):
    """Who is complained about: a unit, or one post of it."""

    unit_code: Code
    reason: Words
    post_code: Code = ""


class Follow(Act):
    """`session` tells one follower from another: the same twice is counted once."""

    session: Annotated[Line, Field(min_length=1)]
    email: Line = ""
    language: Literal["", "zh-hant", "en", "zh-hans"] = ""


class WithWords(Act):
    words: Words


class ReviewParking(WithWords):
    """`until`: a nearer date, while the one it was put off to has not come."""

    until: When | None = None


class DidSomething(WithWords):
    public: bool = True


class AskCitizen(WithWords):
    """With `wait` the time to resolve stands still until the answer, as often and as long as the pack allows."""

    wait: bool = False


class Answer(WithWords):
    outcome_code: Code
    done: Words
    basis: Words
    evidence: Words
    uploads: Annotated[list[FileIn], Field(max_length=10)] = []


class TellCitizen(Act):
    how: Literal["phone", "email", "sms", "letter", "visit"]


class WithReason(Act):
    reason: Words


class Attempt(Act):
    reason_code: Code


class RecordVerdict(Act):
    contacted: bool
    solved: bool
    satisfied: Literal["satisfied", "basically", "dissatisfied"]
    comment: Words = ""
    pressed: bool = False
    channel: Literal["phone", "link"] = "phone"


class Attach(Act):
    uploads: Annotated[list[FileIn], Field(min_length=1, max_length=10)]


BODIES: dict[str, type[Act]] = {
    "dispatch": Dispatch,
    "consult": Consult,
    "route": Route,
    "recategorise": Recategorise,
    "merge": Merge,
    "unmerge": WithReason,
    "flag_interest": FlagInterest,
    "object": Object,
    "state_view": StateView,
    "rule": Rule,
    "promote": Promote,
    "add_assistant": AddAssistant,
    "report_part": ReportPart,
    "report_stage": ReportPart,
    "ask_cancel": AskCancel,
    "agree_cancel": Act,
    "rule_cancel": RuleCancel,
    "accept": Act,
    "act": DidSomething,
    "contact_citizen": WithWords,
    "ask_citizen": AskCitizen,
    "ask_extension": AskExtension,
    "ask_parking": AskParking,
    "decide": Decide,
    "review_parking": ReviewParking,
    "answer": Answer,
    "tell_citizen": TellCitizen,
    "tell_hotline": Act,
    "return_reply": WithReason,
    "note": WithWords,
    "attempt": Attempt,
    "record_verdict": RecordVerdict,
    "give_up": Act,
    "conclude": WithReason,
    "repeat": WithWords,
    "follow": Follow,
    "add_words": WithWords,
    "attach": Attach,
}

__all__ = ["BODIES", "Act", "FileIn", "Text"]


def inputs(body: BaseModel) -> dict[str, object]:
    """What the action takes: the body without the version, files as bytes."""
    values = {name: getattr(body, name) for name in type(body).model_fields if name != "version"}
    if "uploads" in values:
        values["uploads"] = [file.upload() for file in values["uploads"]]
    return values
