"""The rows of a plan's sheets put together to a plan; what does not fit together has its line by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from answerable.plans.exchange.naming import LANGUAGES, NOBODY, Answering, Names
from answerable.plans.exchange.plan_document import (
    Baseline,
    DependencyDocument,
    ElementDocument,
    IndicatorDocument,
    ItemDocument,
    MilestoneDocument,
    ObservationDocument,
    PathPoint,
    PlanDocument,
    TargetDocument,
    TaskDocument,
)
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_checks import (
    drop_circles,
    fitting_observations,
    fitting_path,
    fitting_targets,
    forwards,
    known_references,
    unique,
)
from answerable.plans.exchange.sheet_columns import SHEETS
from answerable.plans.exchange.sheet_rows import Row
from answerable.rules.problems import Problem, Refused

Rows = Mapping[str, list[Row]]
ROLES = {"owner": "owner", "steward": "steward", "acceptor": "acceptor"}


def plan_of(found: Rows, report: Report) -> PlanDocument:
    """The plan in the rows of each sheet. Raises Refused (sheet_plan_missing) when none says which plan it is."""
    head = next((row for row in found.get("plan", []) if row.get("code")), None)
    if head is None:
        raise Refused([Problem("sheet_plan_missing"), *report])
    rows = _checked(found, report)
    forwards(head, report)
    made = _Maker(rows, report)
    return made_of(
        PlanDocument,
        head,
        elements=tuple(made.elements()),
        indicators=tuple(made.indicators()),
        tasks=tuple(made.tasks()),
        items=tuple(made_of(ItemDocument, row, links=row.get("links") or ()) for row in rows["items"]),
    )


def _checked(found: Rows, report: Report) -> Rows:
    """Rows that can stand: codes once, references to what is there, values that fit together."""
    rows = {sheet.name: list(found.get(sheet.name, [])) for sheet in SHEETS}
    for name in ("elements", "indicators", "items"):
        rows[name] = unique(rows[name], report)
    taken: set[str] = set()
    for name in ("tasks", "milestones"):  # both are waited for, so that they share their codes
        rows[name] = unique(rows[name], report, taken)
    known = {
        name: {row.text("code") for row in rows[name]} for name in ("elements", "indicators", "tasks", "milestones")
    }
    for sheet in SHEETS:
        rows[sheet.name] = known_references(rows[sheet.name], sheet, known, report)
    drop_circles(rows["elements"], report)
    for row in rows["tasks"]:
        forwards(row, report)
    rows["targets"] = fitting_targets(rows["targets"], report)
    rows["path"] = fitting_path(rows["path"], report)
    rows["observations"] = fitting_observations(rows["observations"], report)
    return rows


def made_of(kind: type, row: Row, **given: Any) -> Any:
    """A value of a kind from the columns that bear the names of its fields, the three languages put together."""
    made: dict[str, Any] = dict(given)
    for field in fields(kind):
        if field.name in made:
            continue
        if isinstance(field.default, Names):
            texts = {language: row.text(f"{field.name}_{language}") for language in LANGUAGES}
            made[field.name] = Names(**texts)
        elif (value := row.get(field.name)) is not None:
            made[field.name] = value
    return kind(**made)


def _by(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.text(name)].append(row)
    return found


class _Maker:
    def __init__(self, rows: Rows, report: Report) -> None:
        self.rows, self.report = rows, report
        self.named = {noun: _by(found, "subject_code") for noun, found in _by(rows["answering"], "noun").items()}
        self.waiting = _by(rows["dependencies"], "code")
        self.milestone_rows = _by(rows["milestones"], "task_code")
        self.parts = {name: _by(rows[name], "indicator_code") for name in ("targets", "path", "observations")}

    def of(self, noun: str, row: Row) -> list[Row]:
        """The rows about who answers for a subject."""
        return self.named.get(noun, {}).get(row.text("code"), [])

    def answering(self, noun: str, row: Row, role: str) -> Answering:
        """The body named for a role, with the post that stands beside the subject."""
        post = Answering(post_code=row.text(f"{role}_post")) if row.get(f"{role}_post") else NOBODY
        found = [one for one in self.of(noun, row) if one.get("role") == role]
        for again in found[1:]:
            again.say(self.report, "answering_twice", "role", role=role)
        if not found:
            return post
        named: Answering = made_of(Answering, found[0])
        if post and named.post_code and named.post_code != post.post_code:
            found[0].say(self.report, "answering_differs", "post_code", post=post.post_code)
        return replace(named, post_code=post.post_code or named.post_code)

    def contributors(self, noun: str, row: Row) -> tuple[Answering, ...]:
        return tuple(made_of(Answering, one) for one in self.of(noun, row) if one.get("role") == "contributor")

    def elements(self) -> Iterable[ElementDocument]:
        for row in self.rows["elements"]:
            yield made_of(ElementDocument, row, owner=self.answering("element", row, "owner"))

    def indicators(self) -> Iterable[IndicatorDocument]:
        for row in self.rows["indicators"]:
            code = row.text("code")
            baseline = {"period": row.text("baseline_period"), "words": row.text("baseline_words")}
            yield made_of(
                IndicatorDocument,
                row,
                owner=self.answering("indicator", row, "owner"),
                steward=self.answering("indicator", row, "steward"),
                contributors=self.contributors("indicator", row),
                baseline=Baseline(value=row.values.get("baseline_value"), **baseline),  # type: ignore[arg-type]
                targets=self.part(TargetDocument, "targets", code),
                path=self.part(PathPoint, "path", code),
                observations=self.part(ObservationDocument, "observations", code),
            )

    def part(self, kind: type, name: str, code: str) -> tuple[Any, ...]:
        return tuple(made_of(kind, row) for row in self.parts[name].get(code, []))

    def tasks(self) -> Iterable[TaskDocument]:
        for row in self.rows["tasks"]:
            milestones = self.milestone_rows.get(row.text("code"), [])
            yield self.step(
                TaskDocument,
                row,
                contributors=self.contributors("task", row),
                milestones=tuple(self.step(MilestoneDocument, one) for one in milestones),
            )

    def step(self, kind: type, row: Row, **given: Any) -> Any:
        """A task or a milestone, with who answers, who accepts and what it waits for."""
        links = self.waiting.get(row.text("code"), [])
        return made_of(
            kind,
            row,
            owner=self.answering("task", row, "owner"),
            acceptor=self.answering("task", row, "acceptor"),
            depends_on=tuple(made_of(DependencyDocument, link) for link in links),
            **given,
        )
