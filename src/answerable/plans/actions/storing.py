"""A plan document becomes rows: all of it in one transaction, by its codes, and again without doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from answerable.plans.actions.plans import plan_of
from answerable.plans.actions.storing_elements import file_elements
from answerable.plans.actions.storing_indicators import file_indicators
from answerable.plans.actions.storing_items import file_items
from answerable.plans.actions.storing_observations import file_observations
from answerable.plans.actions.storing_people import file_people
from answerable.plans.actions.storing_relations import file_relations
from answerable.plans.actions.storing_report import StoreReport
from answerable.plans.actions.storing_tasks import file_tasks
from answerable.plans.actions.storing_work import Filing
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.exchange.plan_document import IndicatorDocument, ObservationDocument, PlanDocument
from answerable.plans.queries.around import around_plan
from answerable.rules.access import Actor


def store(
    *, actor: Actor, now: datetime, plan_code: str, document: PlanDocument, decision: str,
    decided_on: date | None = None, version: int | None = None, simulated: bool = False, history: bool = False,
) -> StoreReport:  # fmt: skip
    """Bring a document into a plan. The same again changes nothing.

    Into a draft: what is new is added, what differs is changed. Into a published plan: only observations and additions;
    what differs stands in the report as refused, because a target changes only through its change (invariants 7, 8).
    `decision` (organ, date, document) stands behind every target; `decided_on` is its day (else the document's day of
    publication, else the plan's first day). Bodies named as answering are matched to units by their names in three
    languages; who is not found is a gap, never a guess. Raises Refused for tasks that wait for each other in a ring.
    `history`: figures keep the day on which they became known in a published plan too (storing_observations).
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        day = decided_on or document.published_on or plan.starts_on
        report = StoreReport()
        with act_on(
            "import_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
            version=version,
        ) as work:  # fmt: skip
            filing = Filing(work, plan, report, day, words_of(decision, "decision", longest=500))
            file_document(filing, document, simulated=simulated, history=history)
    return report


def file_document(
    filing: Filing, document: PlanDocument, *, simulated: bool = False, history: bool = False
) -> None:  # fmt: skip
    """File every part of a document, in the order in which they point at each other."""
    filing.left_out(
        document.code, notes=document.notes, bodies=document.bodies, vision=document.vision.description,
        mission=document.mission.description, values=document.values,
    )  # fmt: skip
    elements = file_elements(filing, document.elements)
    indicators = file_indicators(filing, document.indicators, elements)
    file_relations(filing, document.indicators, indicators)
    tasks = file_tasks(filing, document.tasks, elements, indicators)
    filing.flush()
    file_people(filing, document, elements, indicators, tasks)
    file_items(filing, document.items, elements, indicators, tasks)
    file_observations(filing, document.indicators, indicators, simulated=simulated, history=history)
    filing.flush()


def store_observations(
    *, actor: Actor, now: datetime, plan_code: str, series: Mapping[str, Sequence[ObservationDocument]], source: str,
    simulated: bool = False, history: bool = False,
) -> StoreReport:  # fmt: skip
    """Bring figures alone into a plan, by the code of their indicator; `source` says where they come from.

    Nothing else of the plan changes. A code that is not there is told in the report. `history` as in `store`.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        report = StoreReport()
        with act_on(
            "import_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            filing = Filing(work, plan, report, plan.starts_on, words_of(source, "source", longest=500))
            indicators = {row.code: row for row in plan.indicators.all()}
            for code in series.keys() - indicators.keys():
                report.say("store_nowhere", code, field="indicator", target=code)
            documents = [IndicatorDocument(code, observations=tuple(seen)) for code, seen in series.items()]
            file_observations(filing, documents, indicators, simulated=simulated, history=history)
            filing.flush()
    return report
