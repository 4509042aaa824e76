"""Two lights: what the figures say about the goal, and how fresh the figures are (4.3; 4.2(10) to (14), (18)).

They are apart because two people answer for them: the owner for the outcome, the data steward for the figure. A
status names every number it was made of, the version of the rules and the instant whose knowledge it stands on.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from answerable.rules.measures import Measure, Nature, Rule
from answerable.rules.plan_periods import Period, due, periods_between
from answerable.rules.problems import Problem
from answerable.rules.trajectory import Aim
from answerable.rules.vintages import Observation, State

RULES_VERSION = "2026-11"
NUMBERS_OF_A_STEP = Fraction | int | str | date | Period


class Outcome(StrEnum):
    """What the figures say. The last four are said by people, and keep the last status beside them."""

    ACHIEVED = "achieved"
    MISSED = "missed"
    TARGET_REACHED = "target_reached"
    REGRESSING = "regressing"
    ON_TRACK = "on_track"
    SLIPPING = "slipping"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    SUSPENDED = "suspended"
    HALTED = "halted"


ENDINGS = frozenset({Outcome.WITHDRAWN, Outcome.MERGED, Outcome.SUSPENDED, Outcome.HALTED})
WORST_FIRST = (
    Outcome.MISSED, Outcome.REGRESSING, Outcome.FAR_BEHIND, Outcome.BEHIND, Outcome.SLIPPING, Outcome.NO_DATA,
    Outcome.NOT_DUE, Outcome.ON_TRACK, Outcome.TARGET_REACHED, Outcome.ACHIEVED,
)  # fmt: skip
GREEN = frozenset({Outcome.ACHIEVED, Outcome.TARGET_REACHED, Outcome.ON_TRACK})


_STANDING = ENDINGS | {Outcome.ACHIEVED, Outcome.MISSED, Outcome.NO_DATA}


class DataLight(StrEnum):
    """How fresh the figures are; MISSING: two periods or more are past their grace."""

    FRESH = "fresh"
    DUE = "due"
    LATE = "late"
    MISSING = "missing"
    NOT_YET_DUE = "not_yet_due"


@dataclass(frozen=True)
class Settings:
    """The numbers of the rules, shown on every page that shows a light. Only the first three stand in 4.3.

    `tolerance_of_expected` is a share of the distance to the target (8.7(73)); `breaches_allowed` are periods in
    which a cap, floor or band may be broken without missing it; `ahead` is the pace from which the four-class view
    says faster than expected (the source gives no number); `step_change` flags a catch-up factor (4.3).
    `recent_years` and `comparable_points` say how far back a trend looks: two years as in the example of 4.3 where
    figures are yearly, one year (all its seasons) where they are shorter; four points at least for a slope.
    """

    on_track: Fraction = Fraction(95, 100)
    slipping: Fraction = Fraction(80, 100)
    behind: Fraction = Fraction(60, 100)
    tolerance_of_expected: Fraction = Fraction(5, 100)
    breaches_allowed: int = 0
    ahead: Fraction = Fraction(105, 100)
    step_change: Fraction = Fraction(3, 2)
    recent_years: int = 2
    comparable_points: int = 4
    most_points: int = 8
    version: str = RULES_VERSION


SETTINGS = Settings()


@dataclass(frozen=True)
class Step:
    """One line of an explanation: a code that a page turns into a sentence, and the numbers it names, in order."""

    code: str
    numbers: tuple[tuple[str, NUMBERS_OF_A_STEP], ...] = ()

    @classmethod
    def of(cls, code: str, **numbers: NUMBERS_OF_A_STEP | None) -> Step:
        """A step; numbers that are None are left out."""
        return cls(code, tuple((name, value) for name, value in numbers.items() if value is not None))

    def __getitem__(self, name: str) -> NUMBERS_OF_A_STEP:
        return dict(self.numbers)[name]


@dataclass(frozen=True)
class Status:
    """The answer of `progress.judge`; everything in it follows from its inputs (4.2(10)).

    `reached` is r, the newest observed period, and `value` what counts at it (a level, a total, an index), `planned`
    what the path says there. `pace` decides flows and levels below their path; `progress` is A, the share of the way,
    and `expected` E, both beyond 0 and 1 where the figures are. `gap` is signed so that more is better. `observed` are
    the keys of the observations used. `last` is the light before an ending. `marks` are further words by the light.
    """

    outcome: Outcome
    data: DataLight
    as_of: datetime
    rules_version: str = RULES_VERSION
    valid_until: date | None = None
    reached: Period | None = None
    value: Fraction | None = None
    planned: Fraction | None = None
    pace: Fraction | None = None
    progress: Fraction | None = None
    expected: Fraction | None = None
    gap: Fraction | None = None
    marks: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    observed: tuple[str, ...] = ()
    last: Outcome | None = None

    @property
    def greyed(self) -> bool:
        """Whether the figures it stands on are late or missing."""
        return self.data in (DataLight.LATE, DataLight.MISSING)

    @property
    def stale(self) -> bool:
        """Shown as the last known, with its date, and counted under "no current data": a light that could still move
        and whose figures stopped coming. Verdicts and endings stand; where no figure is, nothing is there to grey."""
        return self.greyed and self.outcome not in _STANDING


def tolerance_of(measure: Measure, aim: Aim, settings: Settings = SETTINGS) -> Fraction:
    """The tolerance in units: as given; else, for an expected indicator, a share of the distance to the target.

    Else 0: for a binding one (8.7(73)), and where there is no distance: no baseline, or a kind judged every period.
    The distance of a total is its target.
    """
    if measure.tolerance is not None:
        return measure.tolerance
    distance = {Rule.TOTAL: aim.target, Rule.LEVEL: aim.distance}.get(measure.line.rule)
    if measure.nature is not Nature.EXPECTED or distance is None:
        return Fraction(0)
    return abs(distance) * settings.tolerance_of_expected


def target_step(measure: Measure, aim: Aim, sign: int, settings: Settings) -> Step:
    """The target with its day and tolerance; `share` and `distance` where the tolerance is the default of them."""
    tolerance = tolerance_of(measure, aim, settings)
    by_default = measure.tolerance is None and tolerance != 0
    share = settings.tolerance_of_expected if by_default else None
    distance = tolerance / settings.tolerance_of_expected if by_default else None
    return Step.of(
        "target_by", day=aim.until, target=aim.target, tolerance=tolerance, sign=sign, share=share, distance=distance
    )


def data_light(
    measure: Measure, aim: Aim, known: Iterable[Observation], today: date
) -> tuple[DataLight, date | None, Step]:
    """How fresh, until when a light may stand, and the step that says why.

    The next period after the newest observed one counts: FRESH until its due day, DUE within the grace, then LATE,
    and MISSING when the one after is past its grace too. The light may stand until that due day and grace have
    passed; when the last period of the aim is in, for good (None).
    """
    ends = (o.period.last_day for o in known if o.state is not State.MISSING)
    seen = [end for end in ends if end > aim.since]
    since = max([*seen, aim.since])
    waiting = periods_between(since, aim.until, measure.span, measure.year_starts_in)
    first, second = next(waiting, None), next(waiting, None)
    if first is None:
        return DataLight.FRESH, None, Step.of("data_complete", since=since)
    by, grace = due(first, measure.lag_days), timedelta(days=measure.grace_days)
    step = Step.of("data_next", period=first, due=by, lag_days=measure.lag_days, grace_days=measure.grace_days)
    return _freshness(measure, (by, grace), second, today, bool(seen)), by + grace, step


def _freshness(
    measure: Measure, limit: tuple[date, timedelta], second: Period | None, today: date, any_seen: bool
) -> DataLight:
    by, grace = limit
    if today <= by:
        return DataLight.FRESH if any_seen else DataLight.NOT_YET_DUE
    if today <= by + grace:
        return DataLight.DUE
    two = second is not None and today > due(second, measure.lag_days) + grace
    return DataLight.MISSING if two else DataLight.LATE


def by_pace(pace: Fraction, settings: Settings = SETTINGS) -> Outcome:
    """Line 4 of the rule: on track from 0.95, slipping from 0.80, behind from 0.60, far behind below."""
    if pace >= settings.on_track:
        return Outcome.ON_TRACK
    if pace >= settings.slipping:
        return Outcome.SLIPPING
    return Outcome.BEHIND if pace >= settings.behind else Outcome.FAR_BEHIND


def no_better_than(outcome: Outcome, cap: Outcome) -> Outcome:
    """The worse of the two."""
    return min(outcome, cap, key=WORST_FIRST.index)


def worst(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The worst of several, endings left out; None when none is left."""
    return min((o for o in outcomes if o not in ENDINGS), key=WORST_FIRST.index, default=None)


def ended(status: Status, how: Outcome) -> Status:
    """Withdrawn, merged, suspended (擱置) or halted (停止): the last light stays beside it, and counts (4.2(14))."""
    if how not in ENDINGS:
        raise ValueError(f"{how} is no ending")
    return dataclasses.replace(status, outcome=how, last=status.last or status.outcome)


@dataclass(frozen=True)
class Override:
    """Somebody's word against the computed light, with a reason and an end (4.2(18))."""

    outcome: Outcome
    by: str
    reason: str
    given: datetime
    until: date


def check_override(override: Override, next_review: date | None) -> Problem | None:
    """Why it cannot stand: no reason, no later end, or an end after the next review, at which it must be renewed."""
    if not override.by or not override.reason.strip():
        return Problem("override_needs_a_reason", "reason")
    if override.until < override.given.date():
        return Problem("date_in_the_past", "until")
    if next_review is not None and override.until > next_review:
        return Problem("override_beyond_review", "until", {"until": next_review})
    return None


def override_in_force(overrides: Iterable[Override], as_of: datetime) -> Override | None:
    """The newest one given by then and not yet over. The computed status is shown beside it, always."""
    standing = [o for o in overrides if o.given <= as_of and as_of.date() <= o.until]
    return max(standing, key=lambda o: (o.given, o.by), default=None)


def shown(status: Status, said: Outcome | None) -> Outcome:
    """The light to show: somebody's word while it holds. An ending is hidden by nobody's word, and no word is green
    where there are no current figures, also when they stopped coming after it was given (invariants 13 and 18)."""
    without = status.greyed or status.outcome is Outcome.NO_DATA
    if said is None or status.outcome in ENDINGS or (said in GREEN and without):
        return status.outcome
    return said


def as_json(status: Status) -> str:
    """The whole status as canonical JSON: the same inputs give the same bytes. Fractions are "22/25"."""
    return json.dumps(_plain(status), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(thing: object) -> object:
    if isinstance(thing, Step):
        return {"code": thing.code, "numbers": {name: _plain(value) for name, value in thing.numbers}}
    if isinstance(thing, Period):
        return thing.code
    if isinstance(thing, date | datetime):
        return thing.isoformat()
    if isinstance(thing, Fraction):
        return str(thing)
    if isinstance(thing, tuple):
        return [_plain(item) for item in thing]
    if dataclasses.is_dataclass(thing):
        return {field.name: _plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    return thing
