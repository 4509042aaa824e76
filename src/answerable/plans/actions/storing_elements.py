"""Domains, goals and objectives of a document."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.naming import LANGUAGES, Names
from answerable.plans.exchange.plan_document import ElementDocument
from answerable.plans.models import Element

CODE_LENGTH = 64
LEVELS = ("domain", "goal", "objective")


def file_elements(filing: Filing, documents: Sequence[ElementDocument]) -> dict[str, Element]:
    """Every element of the plan by code, those of the document among them, parents before children."""
    rows = {row.code: row for row in filing.plan.elements.select_related("parent")}
    start = len(rows)
    for sequence, said in enumerate(parents_first(documents), start):
        if not code_fits(filing, said.code):
            continue
        parent = rows.get(said.parent_code)
        if said.parent_code and parent is None:
            filing.report.say("store_nowhere", said.code, field="parent_code", target=said.parent_code)
        level = said.level if said.level in LEVELS else "goal"
        values = {
            "parent": None if level == "domain" else parent,
            "level": level,
            **filing.names(said.name, said.code),
            **full_text(said.description, said.name),
        }
        fresh = Element(plan=filing.plan, code=said.code, sequence=sequence, **values)
        rows[said.code] = filing.put(rows.get(said.code), values, fresh, said.code)
        filing.left_out(said.code, notes=said.notes, stakeholders=said.stakeholders)
    return rows


def parents_first(documents: Sequence[ElementDocument]) -> list[ElementDocument]:
    """The elements so that each stands after its parent; a ring of parents stands last, as written."""
    placed: dict[str, ElementDocument] = {}
    waiting = list(documents)
    codes = {said.code for said in documents}
    while waiting:
        ready = [said for said in waiting if said.parent_code not in codes or said.parent_code in placed]
        if not ready:
            break
        placed |= {said.code: said for said in ready}
        waiting = [said for said in waiting if said.code not in placed]
    return [*placed.values(), *waiting]


def code_fits(filing: Filing, code: str) -> bool:
    """Whether a code has a place in its column; a line where it has none."""
    if code and len(code) <= CODE_LENGTH:
        return True
    filing.report.say("store_no_code", code[:CODE_LENGTH], limit=CODE_LENGTH)
    return False


def full_text(description: Names, name: Names) -> dict[str, str]:
    """The columns of a description; a name too long for its own column is told whole there, if nothing else is."""
    texts = {language: getattr(description, language).strip() for language in LANGUAGES}
    long = {language: getattr(name, language).strip() for language in LANGUAGES}
    return {
        f"description_{language}": texts[language] or (long[language] if len(long[language]) > 200 else "")
        for language in LANGUAGES
    }
