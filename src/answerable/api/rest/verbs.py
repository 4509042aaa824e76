"""The acts of the desk, each with the inputs it takes. Names are those of rules.lifecycle.

Inputs are all optional in form: which of them an act cannot do without, the rulebook says, in a sentence.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from pydantic import BaseModel, Field, field_validator

from answerable.api.rest.schemas import Code, Line, Text, Wish, Words
from answerable.cases.actions import Upload


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
    reason_code: Code
    basis: Words
    proposed_unit: Code


class Rule(Act):
    upheld: bool
    outcome_words: Words


class AddAssistant(Act):
    unit_code: Code
    task: Words


class WithWords(Act):
    words: Words


class DidSomething(WithWords):
    public: bool = True


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
    "route": Route,
    "recategorise": Recategorise,
    "object": Object,
    "rule": Rule,
    "add_assistant": AddAssistant,
    "report_part": WithWords,
    "accept": Act,
    "act": DidSomething,
    "contact_citizen": WithWords,
    "ask_citizen": WithWords,
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
