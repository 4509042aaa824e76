"""Growth on average over the plan: yearly rates are compounded, never averaged (4.3).

I(r) = product of (1 + g); the mean is I^(1/n) - 1, and what is still needed is (I_T / I(r))^(1/left) - 1 a year. The
light compares the index with the planned index, which is exact; only the two rates shown may be rounded roots.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from answerable.rules.exact import power
from answerable.rules.findings import Finding, Reading, figure, firm, gaps_before
from answerable.rules.lights import Outcome, Settings, Step, by_pace, tolerance_of
from answerable.rules.plan_periods import position
from answerable.rules.trajectory import PathImpossible
from answerable.rules.vintages import Observation


def judge_growth(reading: Reading) -> Finding:
    """The light of an average growth rate; values and target are yearly rates in the unit that `whole` is one of."""
    whole, target = reading.measure.whole, reading.aim.target
    rates = [(o, figure(o, reading.measure.factor)) for o in reading.known if o.period.span.months == 12]
    known = [(o, rate / whole) for o, rate in rates if rate is not None]
    if target is None or not known:
        code = "target_missing" if target is None else "no_figure_of_this_length"
        return Finding(Outcome.NO_DATA, reading.newest.period, steps=(Step.of(code),))
    if 1 + target / whole <= 0:
        raise PathImpossible(f"a growth of {target} leaves nothing")
    observed, index = tuple(o for o, _ in known), Fraction(1)
    for _, rate in known:
        index *= 1 + rate
    aim_years = (position(reading.aim.until) - position(reading.aim.since)) / 12
    planned = (1 + target / whole) ** len(known)
    at_end, exact_end = power(1 + target / whole, aim_years)
    finding = _with_numbers(reading, observed, (index, planned, at_end), int(exact_end))
    ended = reading.over(reading.aim) and observed[-1].period.last_day >= reading.aim.until
    full = ended and not gaps_before(reading, reading.aim, observed)
    return _settled(reading, finding, (index, planned, at_end), full)


def _with_numbers(
    reading: Reading, observed: tuple[Observation, ...], indices: tuple[Fraction, Fraction, Fraction], exact_end: int
) -> Finding:
    index, planned, at_end = indices
    whole, years = reading.measure.whole, len(observed)
    left = (position(reading.aim.until) - position(observed[-1].period.last_day)) / 12
    mean = (power(index, Fraction(1, years))[0] - 1) * whole if index > 0 else None
    needed = (power(at_end / index, 1 / left)[0] - 1) * whole if left > 0 and index > 0 else None
    gaps = gaps_before(reading, reading.aim, observed)
    steps = (
        *(Step.of("rate_of", period=o.period, rate=figure(o, reading.measure.factor)) for o in observed),
        Step.of("index", index=index, planned=planned, at_end=at_end, exact=exact_end, years=years, left=left),
        Step.of("mean_growth", mean=mean, target=reading.aim.target, tolerance=_tolerance(reading), whole=whole),
        Step.of("needed_growth", needed=needed) if needed is not None else None,
    )
    return Finding(
        Outcome.NOT_DUE, observed[-1].period, mean, reading.aim.target,
        progress=(index - 1) / (at_end - 1) if at_end != 1 else None,
        expected=(planned - 1) / (at_end - 1) if at_end != 1 else None,
        gap=reading.sign * (index - planned), marks=("partial_coverage",) if gaps else (),
        steps=tuple(s for s in steps if s is not None), observed=observed,
    )  # fmt: skip


def _tolerance(reading: Reading) -> Fraction:
    return tolerance_of(reading.measure, reading.aim, reading.settings)


def _settled(reading: Reading, finding: Finding, indices: tuple[Fraction, Fraction, Fraction], full: bool) -> Finding:
    """The mean within the tolerance is kept; shrunk where growth was wanted, regressing; else by the pace."""
    index, planned, at_end = indices
    sign, years, settings = reading.sign, len(finding.observed), reading.settings
    tolerance, target = _tolerance(reading) / reading.measure.whole, (reading.aim.target or Fraction(0))
    enough = sign * (index - (1 + target / reading.measure.whole - sign * tolerance) ** years) >= 0
    wanted = sign * (at_end - 1) > 0
    finding = _paced(finding, (index - 1, planned - 1) if wanted else (planned - 1, index - 1), settings)
    if full and firm(finding.observed):
        return dataclasses.replace(finding, outcome=Outcome.ACHIEVED if enough else Outcome.MISSED)
    if wanted and sign * (index - at_end) >= 0:
        return dataclasses.replace(finding, outcome=Outcome.TARGET_REACHED)
    if wanted and sign * (index - (1 - sign * tolerance) ** years) < 0:
        return dataclasses.replace(finding, outcome=Outcome.REGRESSING)
    if enough or finding.pace is None:
        return dataclasses.replace(finding, outcome=Outcome.ON_TRACK if enough else Outcome.FAR_BEHIND)
    return dataclasses.replace(finding, outcome=by_pace(finding.pace, settings))


def _paced(finding: Finding, gains: tuple[Fraction, Fraction], settings: Settings) -> Finding:
    if not gains[1]:
        return finding
    pace = gains[0] / gains[1]
    step = Step.of("pace", pace=pace, on_track=settings.on_track, slipping=settings.slipping, behind=settings.behind)
    return dataclasses.replace(finding, pace=pace, steps=(*finding.steps, step))
