"""Items of the Policy Address and budget lines of a document, and what they are carried out by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answerable.plans.actions.storing_elements import code_fits
from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.plan_document import ItemDocument
from answerable.plans.models import Element, Indicator, Item, Link, Task

Made = tuple[str | None, ...]  # codes of item, element, indicator and task


def file_items(
    filing: Filing, documents: Sequence[ItemDocument], elements: Mapping[str, Element],
    indicators: Mapping[str, Indicator], tasks: Mapping[str, Task],
) -> None:  # fmt: skip
    """Items with their links; a link to what is not there is told and not made."""
    rows = {row.code: row for row in filing.plan.items.all()}
    made: set[Made] = set(Link.objects.filter(item__plan=filing.plan, removed_at=None).values_list(
        "item__code", "element__code", "indicator__code", "task__code"
    ))  # fmt: skip
    for said in documents:
        if not code_fits(filing, said.code):
            continue
        values = {
            **filing.names(said.name, said.code),
            "kind": said.kind if said.kind in Item.KINDS else "other",
            "year": said.year if said.year and 0 < said.year < 10_000 else None,
            "reference": said.reference[:200],
            "address": said.address[:500],
            "amount": said.amount,
            "currency": said.currency[:3],
        }
        item = filing.put(rows.get(said.code), values, Item(plan=filing.plan, code=said.code, **values), said.code)
        for code in said.links:
            ends = (elements.get(code), indicators.get(code), tasks.get(code))
            _link(filing, item, code, ends, made)


def _link(
    filing: Filing, item: Item, code: str, ends: tuple[Element | None, Indicator | None, Task | None],
    made: set[Made],
) -> None:  # fmt: skip
    """One code is one thing: an indicator before a task before an element of the same code."""
    element, indicator, task = ends
    if indicator is not None:
        element = task = None
    elif task is not None:
        element = None
    if element is None and indicator is None and task is None:
        filing.report.say("store_nowhere", item.code, field="links", target=code)
        return
    key = (item.code, *(end.code if end else None for end in (element, indicator, task)))
    if key in made:
        filing.report.same["link"] += 1
        return
    made.add(key)
    filing.add(Link(
        item=item, element=element, indicator=indicator, task=task, linked_by=filing.work.post,
        linked_at=filing.work.now,
    ))  # fmt: skip
