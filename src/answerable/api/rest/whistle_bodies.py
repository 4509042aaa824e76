"""What each act on a whistle takes. Names are those of rules.whistle; `version` guards as on cases."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from answerable.api.rest.schemas import Code, Latitude, Line, Longitude, When, Wish, Words
from answerable.api.rest.verbs import Act, FileIn, WithWords

Units = Annotated[list[Code], Field(min_length=1, max_length=30)]
Key = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$", description="key of the row, a UUID")]


class About(Wish):
    """What it is about: a case by its number, a place by its area, a problem by its category."""

    noun: Line
    key: Line


class Blow(Wish):
    """`kind`, `direction` and the grade must fit each other; a whistle blown down needs a `reason_code`."""

    grade_code: Code
    kind: Literal["problem", "joint", "emergency"]
    title: Line
    words: Words
    demand: Words
    units: Units
    direction: Literal["up", "down"] = "up"
    reason_code: Code = ""
    about: Annotated[list[About], Field(max_length=50)] = []
    category_code: Code = ""
    area_code: Code = ""
    address: Line = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class AnswerSummons(Act):
    """Support says with what; not ours says by which rule and who then."""

    stance: Literal["lead", "support", "not_ours"]
    support_with: Words = ""
    basis: Words = ""
    proposed_unit: Code = ""


class Attend(Act):
    """By post or by name. The blower names the unit, a unit called records its own people."""

    unit_code: Code = ""
    post_code: Code = ""
    name: Line = ""
    came_at: When | None = None


class Commit(WithWords):
    due_at: When


class Fulfil(WithWords):
    commitment: Key


class SummonMore(WithWords):
    units: Units


class Release(WithWords):
    unit_code: Code


class AddTask(Act):
    """`after`: the key of the task that must be done first."""

    unit_code: Code
    title: Line
    due_at: When
    post_code: Code = ""
    after: Key | Literal[""] = ""
    since: When | None = None


class Decide(WithWords):
    """With an owner and a date the decision is a task too; one of the two alone is refused."""

    unit_code: Code = ""
    due_at: When | None = None


class ReportTask(WithWords):
    task: Key


class AddDocument(Act):
    title: Line
    upload: FileIn


class Rate(Act):
    """Departments never rate streets; who is no blower is named."""

    unit_code: Code
    rater: Literal["blower", "resident", "local_unit"]
    score: Annotated[int, Field(ge=1, le=5)]
    name: Line = ""
    words: Words = ""


class End(WithWords):
    """With promises or tasks open, `despite` says why it ends all the same."""

    despite: Words = ""


class Judge(Act):
    precise: bool
    complete: bool
    needless: bool
    words: Words = ""


BODIES: dict[str, type[Act]] = {
    "cosign": Act,
    "withdraw": WithWords,
    "sign": Act,
    "answer_summons": AnswerSummons,
    "contact": WithWords,
    "attend": Attend,
    "commit": Commit,
    "fulfil": Fulfil,
    "report": WithWords,
    "summon_more": SummonMore,
    "release": Release,
    "add_task": AddTask,
    "report_task": ReportTask,
    "decide": Decide,
    "add_document": AddDocument,
    "rate": Rate,
    "end": End,
    "judge": Judge,
}


def inputs(body: Wish) -> dict[str, object]:
    """What the action takes: the body without the version, a file as bytes, subjects as pairs."""
    values = {name: getattr(body, name) for name in type(body).model_fields if name != "version"}
    if "upload" in values:
        values["upload"] = values["upload"].upload()
    if "about" in values:
        values["about"] = [(row.noun, row.key) for row in values["about"]]
    return values
