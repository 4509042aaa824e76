"""The kinds of indicators: what each compares, what it needs, how it adds up over time (4.3; 8.7(72), (73)).

A kind is not a matter of taste. A number of flats adds up, a waiting time does not; a cap is broken the first time it
is exceeded, a target for the end of the plan is not. Whoever defines an indicator picks one line of this table, and
the rule of the light follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from answerable.rules.plan_periods import Span


class Kind(StrEnum):
    """Kinds of indicators."""

    CUMULATIVE_FLOW = "cumulative_flow"
    PERIODIC_FLOW = "periodic_flow"
    LEVEL = "level"
    HOLD = "hold"
    CAP = "cap"
    FLOOR = "floor"
    BAND = "band"
    RATIO = "ratio"
    CUMULATIVE_REDUCTION = "cumulative_reduction"
    CUMULATIVE_CHANGE = "cumulative_change"
    GROWTH_EACH_YEAR = "growth_each_year"
    GROWTH_AVERAGE = "growth_average"
    MILESTONE = "milestone"
    INDIVISIBLE = "indivisible"
    ORDINAL = "ordinal"
    RELATIVE = "relative"
    SET_ANNUALLY = "set_annually"


class Direction(StrEnum):
    """Which way is better; `none` for bands and for keeping step with another figure."""

    UP = "up"
    DOWN = "down"
    NONE = "none"

    @property
    def sign(self) -> int:
        """+1 when more is better, -1 when less is, 0 when neither."""
        return {"up": 1, "down": -1, "none": 0}[self.value]


class Nature(StrEnum):
    """Binding (約束性): must be met, tolerance 0. Expected (預期性): hoped for, with a tolerance. Or neither."""

    BINDING = "binding"
    EXPECTED = "expected"
    OTHER = "other"


class Rule(StrEnum):
    """The way a kind is judged: which module of rules does it."""

    TOTAL = "total"  # a running total against the planned total
    LEVEL = "level"  # the newest value against the path
    EVERY_PERIOD = "every_period"  # each period by itself
    COMPOUND = "compound"  # yearly rates, compounded
    DELIVERY = "delivery"  # accepted or not, and when


class OverTime(StrEnum):
    """How figures of short periods make the figure of a long one; `unlike`: they do not."""

    SUM = "sum"
    LAST = "last"
    SUM_OF_PARTS = "sum_of_parts"  # numerators and denominators each, then the quotient
    COMPOUND = "compound"
    WORST = "worst"
    UNLIKE = "unlike"


@dataclass(frozen=True)
class Line:
    """One line of the table: `needs` are the fields without which no light can be given."""

    rule: Rule
    over_time: OverTime
    needs: tuple[str, ...]
    directed: bool = True


_DISTANCE = ("direction", "baseline", "target", "until", "path")
_FROM_NOTHING = ("direction", "target", "until", "path")  # its own start is the baseline: 0
KINDS: dict[Kind, Line] = {
    Kind.CUMULATIVE_FLOW: Line(Rule.TOTAL, OverTime.SUM, ("direction", "target", "until", "path")),
    Kind.PERIODIC_FLOW: Line(Rule.TOTAL, OverTime.SUM, ("direction", "target", "until", "path")),
    Kind.LEVEL: Line(Rule.LEVEL, OverTime.LAST, _DISTANCE),
    Kind.RATIO: Line(Rule.LEVEL, OverTime.SUM_OF_PARTS, (*_DISTANCE, "numerator", "denominator")),
    Kind.CUMULATIVE_REDUCTION: Line(Rule.LEVEL, OverTime.LAST, _FROM_NOTHING),
    Kind.CUMULATIVE_CHANGE: Line(Rule.LEVEL, OverTime.LAST, _FROM_NOTHING),
    Kind.ORDINAL: Line(Rule.LEVEL, OverTime.LAST, (*_DISTANCE, "ranks")),
    Kind.HOLD: Line(Rule.EVERY_PERIOD, OverTime.WORST, ("direction", "target", "until")),
    Kind.CAP: Line(Rule.EVERY_PERIOD, OverTime.WORST, ("target", "until"), directed=False),
    Kind.FLOOR: Line(Rule.EVERY_PERIOD, OverTime.WORST, ("target", "until"), directed=False),
    Kind.BAND: Line(Rule.EVERY_PERIOD, OverTime.WORST, ("band", "until"), directed=False),
    Kind.GROWTH_EACH_YEAR: Line(Rule.EVERY_PERIOD, OverTime.UNLIKE, ("direction", "target", "until")),
    Kind.RELATIVE: Line(Rule.EVERY_PERIOD, OverTime.UNLIKE, ("other", "until"), directed=False),
    Kind.SET_ANNUALLY: Line(Rule.EVERY_PERIOD, OverTime.UNLIKE, ("direction", "until")),
    Kind.GROWTH_AVERAGE: Line(Rule.COMPOUND, OverTime.COMPOUND, ("direction", "target", "until")),
    Kind.MILESTONE: Line(Rule.DELIVERY, OverTime.UNLIKE, ("until",), directed=False),
    Kind.INDIVISIBLE: Line(Rule.DELIVERY, OverTime.UNLIKE, ("until",), directed=False),
}
SINCE_BASELINE = frozenset({Kind.CUMULATIVE_REDUCTION, Kind.CUMULATIVE_CHANGE})
_FIXED_SIGNS = {Kind.CAP: -1, Kind.FLOOR: 1, Kind.BAND: 0}
FLOWS = frozenset({Kind.CUMULATIVE_FLOW, Kind.PERIODIC_FLOW})


class Window(StrEnum):
    """Over which periods a ratio sums its numerators and denominators before it divides."""

    PERIOD = "period"
    YEAR_TO_DATE = "year_to_date"
    SINCE_START = "since_start"


@dataclass(frozen=True)
class Measure:
    """The definition of an indicator as far as its light depends on it.

    `tolerance` is in the indicator's unit; None means the default of its nature: 0 when binding, a share of the
    distance from baseline to target when expected (8.7(73)). `span` is how often it is reported, `lag_days` how long
    after a period's end, `grace_days` how long a delay is only due, not late. `factor` multiplies a ratio (100 for per
    cent). `whole` is what one is in the unit of a rate: 100 when growth or reduction is given in per cent.
    """

    kind: Kind
    direction: Direction = Direction.UP
    nature: Nature = Nature.EXPECTED
    span: Span = Span.YEAR
    tolerance: Fraction | None = None
    lag_days: int = 0
    grace_days: int = 0
    factor: Fraction = Fraction(1)
    whole: Fraction = Fraction(100)
    window: Window = Window.PERIOD
    year_starts_in: int = 1

    @property
    def line(self) -> Line:
        """Its line of the table."""
        return KINDS[self.kind]

    @property
    def sign(self) -> int:
        """Which way is better: a cap is kept from above and a floor from below, whatever else was said."""
        return _FIXED_SIGNS.get(self.kind, self.direction.sign)
