"""What a document says was observed: only ever added, and a figure that differs is a later vintage.

In a published plan a figure counts from the day it is brought in. Only what is marked as history keeps the day on which
the document says it became known, and only where no freeze of that day or a later one would change (invariant 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.plan_document import IndicatorDocument, ObservationDocument
from answerable.plans.models import Batch, Freeze, Indicator, IndicatorVersion, Observation
from answerable.plans.queries.inputs import period_of, today_of
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import State

STATES = frozenset(state.value for state in State)
FIGURES = ("value", "numerator", "denominator")
Key = tuple[str, str, str]  # indicator, period, dimension


def file_observations(
    filing: Filing, documents: Sequence[IndicatorDocument], indicators: Mapping[str, Indicator], *, simulated: bool,
    history: bool,
) -> None:  # fmt: skip
    """Observations as one accepted batch. A state the source does not give is provisional: nobody said it is final.

    Raises Refused, with the freeze, for `history` that would change one.
    """
    newest: dict[Key, Observation] = {}
    rows = Observation.objects.filter(indicator__plan=filing.plan, area=None).select_related("indicator")
    for row in rows.order_by("known_at"):
        newest[row.indicator.code, row.period, row.dimension] = row
    versions = IndicatorVersion.objects.filter(indicator__plan=filing.plan, until=None)
    meanings = {meaning.indicator_id: meaning for meaning in versions}
    batch = _batch(filing, simulated)
    keeps = history or filing.plan.state == "draft"  # the day on which a figure became known
    for said in documents:
        indicator = indicators.get(said.code)
        for seen in _wanted(filing, said, keeps) if indicator is not None else ():
            values = _values(filing, said.code, seen)
            if indicator is not None and values:
                about = {"indicator": indicator, "meaning": meanings[indicator.pk], "batch": batch}
                _file(filing, newest, (said.code, seen.period, seen.dimension), values | about, keeps, simulated)
    if history and filing.plan.state != "draft":
        _refuse_what_was_frozen(filing)


def _wanted(filing: Filing, said: IndicatorDocument, keeps: bool) -> Iterable[ObservationDocument]:
    """The figures in the order in which they became known; of those of one period that count from now, the last."""
    ordered = sorted(said.observations, key=lambda seen: seen.known_at or filing.work.now)
    return ordered if keeps else {(seen.period, seen.dimension): seen for seen in ordered}.values()


def _refuse_what_was_frozen(filing: Filing) -> None:
    """Raises Refused when a figure that waits to be written was known before a freeze, of this plan or of a year of
    it."""
    rows = [row for row in filing.waiting[Observation] if isinstance(row, Observation)]
    earliest = min((row.known_at for row in rows), default=None)
    if earliest is None:
        return
    frozen = Freeze.objects.filter(Q(plan=filing.plan) | Q(plan__parent=filing.plan), as_of__gte=earliest)
    first = frozen.select_related("plan").order_by("as_of").first()
    if first is not None:
        raise Refused(Problem("history_was_frozen", "history", {
            "plan": first.plan.code, "at": first.as_of, "purpose": first.purpose,
        }))  # fmt: skip


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
    if not filing.period(seen.period, where) or not _over(filing, seen, where):
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
            "known_at": min(seen.known_at or filing.work.now, filing.work.now)}  # fmt: skip


def _over(filing: Filing, seen: ObservationDocument, where: str) -> bool:
    """Whether there can be a figure yet, as for one that is typed: the period is over, or has begun for an estimate."""
    period = period_of(filing.plan, seen.period)
    today = today_of(filing.plan, filing.work.now)
    if period is None or (period.first_day if seen.state == State.ESTIMATED else period.last_day) <= today:
        return True
    filing.report.say("period_in_the_future", where, found=period.code, until=period.last_day)
    return False


def _file(
    filing: Filing, newest: dict[Key, Observation], key: Key, values: dict[str, Any], keeps: bool, simulated: bool
) -> None:  # fmt: skip
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
    if not keeps and values["known_at"] < filing.work.now:
        filing.report.say("store_known_from_now", f"{key[0]} {key[1]}")
        values |= {"known_at": filing.work.now}
    if not filing.waiting[Batch]:
        filing.waiting[Batch].append(values["batch"])
    row = Observation(
        period=key[1], dimension=key[2], entered_by=filing.work.post, simulated=simulated or filing.plan.simulated,
        **values,
    )  # fmt: skip
    newest[key] = row
    filing.add(row)
