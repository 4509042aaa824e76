"""Tasks, deliverables and milestones of a document, and what waits for what."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from answerable.organisation.models import Post
from answerable.plans.actions.storing_elements import code_fits, full_text
from answerable.plans.actions.storing_work import Filing
from answerable.plans.actions.task_inputs import is_under
from answerable.plans.exchange.naming import Answering
from answerable.plans.exchange.plan_document import DependencyDocument, MilestoneDocument, TaskDocument
from answerable.plans.models import Dependency, Element, Indicator, Task
from answerable.rules.network_order import Cycle, ordered
from answerable.rules.problems import Problem, Refused

LONGEST = Decimal(999_999)


def file_tasks(
    filing: Filing, documents: Sequence[TaskDocument], elements: Mapping[str, Element],
    indicators: Mapping[str, Indicator],
) -> dict[str, Task]:  # fmt: skip
    """Every task and milestone of the plan by code, those of the document among them."""
    related = ("element", "indicator", "parent", "acceptor")
    rows = {row.code: row for row in filing.plan.tasks.select_related(*related)}
    sequence = len(rows)
    for said in documents:
        if not code_fits(filing, said.code) or filing.unowned(rows.get(said.code), said.owner, said.code):
            continue
        row = _put(filing, rows, said.code, sequence, _task(filing, said, elements, indicators))
        filing.left_out(said.code, notes=said.notes)
        for node in said.milestones:
            sequence += 1
            if code_fits(filing, node.code):
                _put(filing, rows, node.code, sequence, _milestone(filing, node, row))
                filing.left_out(node.code, notes=node.notes)
        sequence += 1
    filing.flush()
    _file_dependencies(filing, documents, rows)
    return rows


def _put(filing: Filing, rows: dict[str, Task], code: str, sequence: int, values: dict[str, Any]) -> Task:
    fresh = Task(
        plan=filing.plan, code=code, sequence=sequence, salt=secrets.token_bytes(16), added_at=filing.work.now, **values
    )  # fmt: skip
    row: Task = filing.put(rows.get(code), values, fresh, code)
    rows[code] = row
    return row


def _task(
    filing: Filing, said: TaskDocument, elements: Mapping[str, Element], indicators: Mapping[str, Indicator]
) -> dict[str, Any]:  # fmt: skip
    indicator, element = indicators.get(said.indicator_code), elements.get(said.element_code)
    for field, code, found in (("indicator_code", said.indicator_code, indicator),
                               ("element_code", said.element_code, element)):  # fmt: skip
        if code and found is None:
            filing.report.say("store_nowhere", said.code, field=field, target=code)
    starts_on, due_on = said.starts_on, said.ends_on
    if starts_on and due_on and due_on < starts_on:
        filing.report.say("store_runs_backwards", said.code, starts_on=starts_on, due_on=due_on)
        starts_on = None
    return {
        **filing.names(said.name, said.code),
        **full_text(said.description, said.name),
        "kind": said.kind if said.kind in ("task", "deliverable") else "task",
        "element": element or (indicator.element if indicator else None),
        "indicator": indicator,
        "starts_on": starts_on,
        "due_on": due_on,
        "duration_days": _days(filing, said.duration_days, said.code),
        "optimistic_days": _days(filing, said.optimistic_days, said.code),
        "pessimistic_days": _days(filing, said.pessimistic_days, said.code),
        "adds": filing.number(said.adds, said.code),
        "standard": said.acceptance,
        "acceptor": _acceptor(filing, said.acceptor, said.owner, said.code),
    }


def _acceptor(filing: Filing, who: Answering, owner: Answering, code: str) -> Post | None:
    """The post that accepts; none, with a line, when it is under the one that answers."""
    found, head = filing.post(who, code, "acceptor"), filing.work.book.post(owner.post_code)
    if found is not None and head is not None and is_under(found, head):
        filing.report.say("store_acceptor_under", code, post=found.code, other=head.code)
        return None
    return found


def _milestone(filing: Filing, said: MilestoneDocument, task: Task) -> dict[str, Any]:
    return {
        **filing.names(said.name, said.code),
        "kind": "milestone",
        "parent": task,
        "element": task.element,
        "indicator": task.indicator,
        "due_on": said.due_on,
        "duration_days": Decimal(0),
        "standard": said.acceptance,
        "acceptor": _acceptor(filing, said.acceptor, said.owner, said.code),
    }


def _days(filing: Filing, days: Decimal | None, where: str) -> Decimal | None:
    if days is not None and not 0 <= days <= LONGEST:
        filing.report.say("store_no_number", where, value=str(days)[:40])
        return None
    return days if days is None else days.quantize(Decimal("0.01"))


def _wanted(documents: Sequence[TaskDocument]) -> Iterator[tuple[str, DependencyDocument]]:
    for said in documents:
        yield from ((said.code, link) for link in said.depends_on)
        for node in said.milestones:
            yield from ((node.code, link) for link in node.depends_on)


def _file_dependencies(filing: Filing, documents: Sequence[TaskDocument], rows: Mapping[str, Task]) -> None:
    links = list(filing.plan.dependencies.filter(removed_at=None).select_related("before", "after"))
    known = {(link.before.code, link.after.code, link.kind): link for link in links}
    for code, said in _wanted(documents):
        before, after = rows.get(said.predecessor_code), rows.get(code)
        if before is None or after is None or before is after:
            filing.report.say("store_nowhere", code, field="depends_on", target=said.predecessor_code)
            continue
        kind = said.kind if said.kind in ("FS", "SS", "FF", "SF") else "FS"
        lag = said.lag_days.quantize(Decimal("0.01"))
        fresh = Dependency(plan=filing.plan, before=before, after=after, kind=kind, lag_days=lag)
        key = (before.code, after.code, kind)
        known[key] = filing.put(known.get(key), {"lag_days": lag}, fresh, code)
    _refuse_rings(list(known.values()))


def _refuse_rings(links: Sequence[Dependency]) -> None:
    """Invariant 16: tasks that wait for each other in a ring could never begin; the ring is named."""
    codes = sorted({link.before.code for link in links} | {link.after.code for link in links})
    places = {code: place for place, code in enumerate(codes)}
    before = np.array([places[link.before.code] for link in links], dtype=np.int64)
    after = np.array([places[link.after.code] for link in links], dtype=np.int64)
    try:
        ordered(len(codes), before, after)
    except Cycle as ring:
        named = " → ".join(codes[place] for place in ring.places)
        raise Refused(Problem("tasks_in_a_ring", "depends_on", {"ring": named})) from None
