"""One indicator as of an instant, as every page, review and report takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from django.utils.translation import get_language

from answerable.organisation.models import LANGUAGE_SUFFIX
from answerable.plans.models import Indicator, IndicatorVersion, LagNotice, Likelihood, Override, Target, Task
from answerable.plans.queries.answering import Answers
from answerable.plans.queries.assessing import Assessment
from answerable.plans.sentences.shown import InWords
from answerable.rules.disagreement import disagrees
from answerable.rules.forecasts import Forecast
from answerable.rules.lights import ENDINGS, DataLight, Outcome, Status, shown
from answerable.rules.measures import KINDS, Kind, Nature, Rule
from answerable.rules.rollup import Item, Standing, is_current, standing


@dataclass(frozen=True)
class Figure:
    """One indicator as of an instant. `meaning` is None before it means anything, `target` before one is in force.

    The light shown is the override's while one holds and may be shown; `assessment.status` is the computed one and
    always there.
    `original` is target number 1. `next_node` is today's. `simulated`: some of its observations are invented.
    """

    indicator: Indicator
    meaning: IndicatorVersion | None
    assessment: Assessment
    target: Target | None
    original: Target | None
    bottom_up: Forecast | None
    override: Override | None
    likelihood: Likelihood | None
    notice: LagNotice | None
    answers: Answers | None
    next_node: Task | None
    simulated: bool

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        """In the language of the reader; the code before it has a name."""
        return self.meaning.name if self.meaning is not None else self.indicator.code

    @property
    def unit(self) -> str:
        """In the language of the reader."""
        suffix = LANGUAGE_SUFFIX.get(get_language() or "en", "en")
        return str(getattr(self.meaning, f"unit_{suffix}", ""))

    @property
    def name_in_words(self) -> InWords:
        """For messages: in the language of whoever reads them."""
        return InWords(lambda: self.name)

    @property
    def status(self) -> Status:
        return self.assessment.status

    @property
    def light(self) -> Outcome:
        """The light that is shown."""
        return shown(self.status, Outcome(self.override.light) if self.override is not None else None)

    @property
    def by_hand(self) -> bool:
        """Whether the light that is shown is somebody's word."""
        return self.override is not None and self.override.light == self.light

    @cached_property
    def item(self) -> Item:
        """As it is counted among others."""
        status = self.status if self.light is self.status.outcome else replace(self.status, outcome=self.light)
        nature = Nature(self.meaning.nature) if self.meaning is not None and self.meaning.nature else Nature.OTHER
        return Item(self.code, status, nature, figure=self.assessment.newest is not None)

    @cached_property
    def standing(self) -> Standing:
        """Under what it is counted."""
        return standing(self.item)

    @property
    def ended(self) -> str:
        """How it had ended by then; empty while it is followed."""
        return str(self.status.outcome) if self.status.outcome in ENDINGS else ""

    @property
    def stale(self) -> bool:
        """Whether its light is the last known one, because its figures stopped coming."""
        return self.standing is Standing.STALE

    @property
    def current(self) -> bool:
        """Whether its figures are there and neither late nor missing."""
        return is_current(self.item)

    @property
    def word(self) -> str:
        """The code of the word for its light: `unjudged` where figures are there and nothing to judge them by."""
        return str(Standing.UNJUDGED if self.standing is Standing.UNJUDGED else self.light)

    @property
    def data(self) -> DataLight:
        return self.status.data

    @property
    def binding(self) -> bool:
        return self.meaning is not None and self.meaning.nature == Nature.BINDING

    @property
    def is_total(self) -> bool:
        """Whether its way to the target is a running total."""
        kind = self.meaning.kind if self.meaning is not None else ""
        return bool(kind) and KINDS[Kind(kind)].rule is Rule.TOTAL

    @property
    def changed(self) -> bool:
        """Whether its target was ever changed: the badge that never goes away."""
        return bool(self.assessment.changes)

    @property
    def disagrees(self) -> bool:
        """Whether the likelihood judged by a person lies far from the computed light."""
        return self.likelihood is not None and disagrees(self.status.outcome, self.likelihood.colour)

    @property
    def catch_up(self) -> Fraction | None:
        """Needed rate / recent rate."""
        return self.assessment.trend.catch_up if self.assessment.trend else None

    @property
    def forecast_short(self) -> bool:
        """Whether the trend, or what the schedule delivers, falls short of the target by more than the tolerance."""
        both = (self.assessment.trend, self.bottom_up)
        return any(forecast is not None and "forecast_short" in forecast.marks for forecast in both)
