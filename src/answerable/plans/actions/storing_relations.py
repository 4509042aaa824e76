"""How the indicators of a document stand to each other, as far as both are in the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.plan_document import IndicatorDocument
from answerable.plans.models import Indicator, IndicatorLink


def file_relations(
    filing: Filing, documents: Sequence[IndicatorDocument], indicators: Mapping[str, Indicator]
) -> None:  # fmt: skip
    """Add what is new. Two that are related already stay as they are; one that is not there has its line."""
    rows = IndicatorLink.objects.filter(indicator__plan=filing.plan, removed_at=None)
    held = {frozenset(pair) for pair in rows.values_list("indicator__code", "other__code")}
    for said in documents:
        row = indicators.get(said.code)
        for relation in said.relations if row is not None else ():
            other, pair = indicators.get(relation.other), frozenset({said.code, relation.other})
            if other is None or other is row:
                filing.report.say("store_nowhere", said.code, field="relations", target=relation.other)
            elif pair in held:
                filing.report.same["indicatorlink"] += 1
            else:
                held.add(pair)
                filing.add(IndicatorLink(
                    indicator=row, other=other, kind=relation.kind or "contributes", words=relation.description,
                    linked_by=filing.work.post, linked_at=filing.work.now,
                ))  # fmt: skip
