"""Invented figures of a plan, marked as such: some keep to their path, some fall behind, some are revised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from answerable.ops.simulation.planning_stage import OFFICE, STATISTICIAN, Stage
from answerable.plans.actions.computing import compute
from answerable.plans.actions.pinning import pin_source
from answerable.plans.actions.storing import store_observations
from answerable.plans.exchange.plan_document import IndicatorDocument, ObservationDocument, TargetDocument
from answerable.rules.plan_periods import Period, Span, due, parse, periods_between

# What comes from the case stream of the same city; the rest of its figures are real or invented.
COMPUTED = {"solved": "solved_rate", "passed-on": "refused_twice_share"}
# How much of the way a figure has come for every part of its time; indicators that are not here come as CHANCE has it.
PACE = {"electric-buses": 0.55, "beds": 1.06, "care-places": 0.8, "enterprises": 1.3, "blackspots": 1.06}
SILENT = frozenset({"medicine-wait", "land-time"})  # nobody publishes them by the definition of the target
CHANCE = (0.82, 0.93, 0.98, 1.0, 1.03, 1.1)
FLOWS = frozenset({"cumulative_flow", "periodic_flow"})
LATE = 0.1  # share of figures that come some weeks after their time
REVISED = 0.06  # share that is revised three months later


def record(stage: Stage) -> int:
    """File the figures of the document and the invented ones as they become known, month by month; returns how many
    were invented."""
    known = {indicator.code: indicator.observations for indicator in stage.document.indicators}
    _record(stage, known, stage.document.source or stage.code, simulated=False)
    return _record(stage, invented(stage), stage.say("simulated"), simulated=True)


def _record(
    stage: Stage, known: Mapping[str, Sequence[ObservationDocument]], source: str, *, simulated: bool
) -> int:  # fmt: skip
    begin, filed = stage.at(459), 0
    last = datetime.min.replace(tzinfo=begin.tzinfo)
    for now in _months(begin, stage.until):
        series = {code: [row for row in rows if row.known_at and last < row.known_at <= now]
                  for code, rows in known.items()}  # fmt: skip
        series = {code: rows for code, rows in series.items() if rows}
        if series:
            store_observations(
                actor=stage.by(OFFICE), now=now, plan_code=stage.code, series=series, source=source,
                simulated=simulated, history=True,
            )  # fmt: skip
        filed += sum(len(rows) for rows in series.values())
        last = now
    return filed


def invented(stage: Stage) -> dict[str, list[ObservationDocument]]:
    """Every invented figure by the code of its indicator; always the same ones for the same plan and end."""
    seen = {indicator.code: list(_seen(stage, indicator)) for indicator in stage.document.indicators}
    return {code: rows for code, rows in seen.items() if rows}


def compute_figures(stage: Stage) -> int:
    """Pin the case stream as the source of what comes from it, and compute the months there are cases of."""
    made = 0
    for code, source in COMPUTED.items():
        if not stage.able(STATISTICIAN) or code not in {row.code for row in stage.document.indicators}:
            continue
        pin_source(
            actor=stage.by(STATISTICIAN), now=stage.at(450), plan_code=stage.code, code=code, source=source, params={},
            reason=stage.say("source_reason"), decision=stage.say("document", number=1),
        )  # fmt: skip
        months = [
            period.code
            for period in periods_between(
                stage.day(stage.at(92)), stage.day(stage.until), Span.MONTH, stage.document.year_starts_in
            )
        ]
        made += compute(
            actor=stage.by(STATISTICIAN), now=stage.until, plan_code=stage.code, code=code, periods=months
        )  # fmt: skip
    return made


def _months(begin: datetime, until: datetime) -> Iterator[datetime]:
    now = begin
    while now < until:
        yield now
        now += timedelta(days=30)
    yield until


def _seen(stage: Stage, said: IndicatorDocument) -> Iterator[ObservationDocument]:
    """Every figure of one indicator that was known by the end, in its time, and the revisions of some."""
    target = said.targets[0] if said.targets else None
    if said.code in COMPUTED or said.code in SILENT or said.observations or target is None or target.value is None:
        return
    rng = Random(f"{stage.code} {said.code}")
    pace = PACE.get(said.code) or CHANCE[int(rng.random() * len(CHANCE))]
    first, last = stage.document.starts_on, stage.day(stage.until)
    if first is None:
        return
    for period in periods_between(
        first - timedelta(days=1), last, Span(said.period or "year"), stage.document.year_starts_in
    ):
        value = _value(stage, said, target, period, pace, rng)
        late = rng.random() < LATE
        known_at = stage.on(due(period, said.lag_days or 30)) + timedelta(days=rng.randrange(20, 50) if late else 0)
        if value is None or known_at > stage.until:
            continue
        row = ObservationDocument(period.code, value=value, state="final", known_at=known_at)
        yield row
        again = known_at + timedelta(days=91)
        if rng.random() < REVISED and again < stage.until:
            words = stage.text("revised", 0)
            yield replace(row, value=_rounded(value, float(value) * 0.97), known_at=again, words=words)


def _value(
    stage: Stage, said: IndicatorDocument, target: TargetDocument, period: Period, pace: float, rng: Random
) -> Decimal | None:  # fmt: skip
    aim = float(target.value or 0)
    noise = rng.uniform(0.97, 1.03)
    begins, ends = _span(stage, said, target)
    if said.kind == "floor":
        return _rounded(Decimal(str(target.value)), aim * (1 + 0.03 * (pace - 0.93)) * noise)
    if period.last_day <= begins:
        return None
    share = min((period.last_day - begins).days / max((ends - begins).days, 1), 1.0)
    if said.kind in FLOWS:
        wanted = _stage_of_path(said, period) or aim * _length(period) / max((ends - begins).days, 1)
        return _rounded(target.value, wanted * pace * noise)
    base = float(said.baseline.value or 0)
    return _rounded(target.value, base + (aim - base) * share * pace * noise)


def _span(stage: Stage, said: IndicatorDocument, target: TargetDocument) -> tuple[date, date]:
    begins = stage.document.starts_on or date(2022, 4, 1)
    if said.baseline.period:
        begins = max(begins, parse(said.baseline.period, stage.document.year_starts_in).last_day)
    if said.path:
        begins = parse(said.path[0].period, stage.document.year_starts_in).first_day - timedelta(days=1)
    return begins, target.on or stage.document.ends_on or begins + timedelta(days=365)


def _stage_of_path(said: IndicatorDocument, period: Period) -> float | None:
    """The part of a year's stage that falls on a period, for a flow whose path says it year by year."""
    stages = {point.period: float(point.value or 0) for point in said.path}
    wanted = stages.get(period.within(Span.YEAR).code)
    return None if wanted is None else wanted * _length(period) / 365


def _length(period: Period) -> int:
    return (period.last_day - period.first_day).days + 1


def _rounded(like: Decimal | None, value: float) -> Decimal:
    """Whole numbers for what is counted in large numbers, else one or two places."""
    size = abs(float(like or 0))
    return Decimal(str(round(value, 0 if size >= 50 else 1 if size >= 5 else 2)))
