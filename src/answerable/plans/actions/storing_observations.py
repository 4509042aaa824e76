"""What a document says was observed: only ever added, and a figure that differs is a later vintage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.plan_document import IndicatorDocument, ObservationDocument
from answerable.plans.models import Batch, Indicator, IndicatorVersion, Observation
from answerable.rules.vintages import State

STATES = frozenset(state.value for state in State)
FIGURES = ("value", "numerator", "denominator")
Key = tuple[str, str, str]  # indicator, period, dimension


def file_observations(
    filing: Filing, documents: Sequence[IndicatorDocument], indicators: Mapping[str, Indicator], *, simulated: bool
) -> None:  # fmt: skip
    """Observations as one accepted batch. A state the source does not give is provisional: nobody said it is final."""
    newest: dict[Key, Observation] = {}
    rows = Observation.objects.filter(indicator__plan=filing.plan, area=None).select_related("indicator")
    for row in rows.order_by("known_at"):
        newest[row.indicator.code, row.period, row.dimension] = row
    versions = IndicatorVersion.objects.filter(indicator__plan=filing.plan, until=None)
    meanings = {meaning.indicator_id: meaning for meaning in versions}
    batch = _batch(filing, simulated)
    for said in documents:
        indicator = indicators.get(said.code)
        for seen in sorted(said.observations, key=lambda s: s.known_at or filing.work.now):
            if indicator is None:
                break
            values = _values(filing, said.code, seen)
            if values:
                about = {"indicator": indicator, "meaning": meanings[indicator.pk], "batch": batch}
                _file(filing, newest, (said.code, seen.period, seen.dimension), values | about, simulated)


def _batch(filing: Filing, simulated: bool) -> Batch:
    return Batch(
        plan=filing.plan, way="simulated" if simulated else "import", state="accepted", came_at=filing.work.now,
        by=filing.work.post, settled_at=filing.work.now, settled_by=filing.work.post, filename=filing.decision[:200],
    )  # fmt: skip


def _values(filing: Filing, code: str, seen: ObservationDocument) -> dict[str, Any]:
    where = f"{code} {seen.period}"
    figures = {name: filing.number(getattr(seen, name), where) for name in FIGURES}
    whole = figures["value"] is not None or (figures["numerator"] is not None and bool(figures["denominator"]))
    state = seen.state if seen.state in STATES else "provisional"
    if not filing.period(seen.period, where):
        return {}
    if not whole and state != "missing":
        filing.left_out(where, words=seen.words or seen.grade or "no figure")
        return {}
    if figures["value"] is not None and figures["denominator"]:
        filing.left_out(where, value_beside_its_parts=True)
        figures["value"] = None
    if state == "missing":
        figures = dict.fromkeys(FIGURES)
    words = seen.words or seen.grade or ("Nothing was reported." if state == "missing" else "")
    return {**figures, "state": state, "words": words, "source_address": seen.source_address[:500],
            "known_at": seen.known_at or filing.work.now}  # fmt: skip


def _file(filing: Filing, newest: dict[Key, Observation], key: Key, values: dict[str, Any], simulated: bool) -> None:
    """A figure equal to the newest known one is there already; another is a later vintage, marked as revised."""
    before = newest.get(key)
    if before is not None and all(getattr(before, name) == values[name] for name in FIGURES):
        filing.report.same["observation"] += 1
        return
    if before is not None and values["known_at"] <= before.known_at:
        filing.report.say("store_not_later", f"{key[0]} {key[1]}")
        return
    if before is not None and values["state"] in ("provisional", "final"):
        values |= {"state": "revised"}
    if not filing.waiting[Batch]:
        filing.waiting[Batch].append(values["batch"])
    row = Observation(
        period=key[1], dimension=key[2], entered_by=filing.work.post, simulated=simulated or filing.plan.simulated,
        **values,
    )  # fmt: skip
    newest[key] = row
    filing.add(row)
