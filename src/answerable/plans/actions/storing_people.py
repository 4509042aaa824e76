"""Who answers, helps and keeps the data, as far as a document names them and they are known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from answerable.organisation.models import Post
from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.plan_document import Answering, PlanDocument
from answerable.plans.models import Accountability, Element, Indicator, Task
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR, STEWARD

Named = tuple[str, UUID, str, str, Answering]  # noun, subject, code, kind, who


def file_people(
    filing: Filing, document: PlanDocument, elements: Mapping[str, Element], indicators: Mapping[str, Indicator],
    tasks: Mapping[str, Task],
) -> None:  # fmt: skip
    """Appoint whom the document names. Where another post answers already, nothing changes and the report says so."""
    running = filing.plan.accountabilities.filter(until=None).select_related("post")
    held = {(row.subject, row.kind, row.post.code) for row in running}
    owners = {row.subject: row.post for row in running if row.kind == ACCOUNTABLE}
    for noun, subject, code, kind, who in _named(document, elements, indicators, tasks):
        post = filing.post(who, code, kind)
        if post is None:
            continue
        if (subject, kind, post.code) in held:
            filing.report.same["accountability"] += 1
        elif _fits(filing, code, kind, post, owners.get(subject)):
            held.add((subject, kind, post.code))
            if kind == ACCOUNTABLE:
                owners[subject] = post
            filing.add(Accountability(
                plan=filing.plan, noun=noun, subject=subject, post=post, kind=kind, since=filing.work.now,
                words=_source(who),
            ))  # fmt: skip


def _named(
    document: PlanDocument, elements: Mapping[str, Element], indicators: Mapping[str, Indicator],
    tasks: Mapping[str, Task],
) -> Iterator[Named]:  # fmt: skip
    """Owners first: whoever answers for a subject is no contributor to it."""
    for part in document.elements:
        if part.code in elements:
            yield "element", elements[part.code].pk, part.code, ACCOUNTABLE, part.owner
    for said in document.indicators:
        if said.code in indicators:
            key = indicators[said.code].pk
            yield "indicator", key, said.code, ACCOUNTABLE, said.owner
            yield "indicator", key, said.code, STEWARD, said.steward
            yield from (("indicator", key, said.code, CONTRIBUTOR, who) for who in said.contributors)
    for job in document.tasks:
        if job.code in tasks:
            key = tasks[job.code].pk
            yield "task", key, job.code, ACCOUNTABLE, job.owner
            yield from (("task", key, job.code, CONTRIBUTOR, who) for who in job.contributors)
        for node in job.milestones:
            if node.code in tasks:
                yield "milestone", tasks[node.code].pk, node.code, ACCOUNTABLE, node.owner


def _fits(filing: Filing, code: str, kind: str, post: Post, owner: Post | None) -> bool:
    """Invariants 1 and 2: one post answers, and it is no contributor to what it answers for."""
    if kind == ACCOUNTABLE and owner is not None:
        filing.report.say("store_answers_already", code, post=owner.code, other=post.code)
        return False
    if kind == CONTRIBUTOR and owner is not None and owner.pk == post.pk:
        filing.report.say("store_owner_as_contributor", code, post=post.code)
        return False
    return True


def _source(who: Answering) -> str:
    """What the source says of who answers, and whether it says it or it was inferred."""
    told = " ".join(filter(None, (who.stated.first(), f"({who.how_known})" if who.how_known else "", who.words)))
    return told[:500]
