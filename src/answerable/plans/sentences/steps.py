"""How a status was computed, step by step: every number the rules used, in a sentence of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from answerable.organisation.sentences import Words, local_date
from answerable.plans.sentences.figures import LIGHTS
from answerable.plans.sentences.shown import note
from answerable.rules.lights import NUMBERS_OF_A_STEP, Step
from answerable.rules.plan_periods import Period, Span

STEPS: Words = {
    "target_by": lazy("The target is %(target)s by %(day)s; a difference of %(tolerance)s counts as none."),
    "baseline_at": lazy("It started from %(baseline)s on %(day)s."),
    "value_at": lazy("The newest figure is %(value)s, of %(period)s."),
    "parts_of_value": lazy("%(period)s: %(numerator)s divided by %(denominator)s, times %(factor)s."),
    "planned_at": lazy("The path (%(path)s) asks for %(planned)s by the end of %(period)s."),
    "gap": lazy("The figure differs from the path by %(gap)s (plus: better)."),
    "way_gone": lazy("Of the way to the target %(progress)s is gone; by now it should be %(expected)s."),
    "pace": lazy(
        "The pace is %(pace)s. On track from %(on_track)s, slipping from %(slipping)s, behind from %(behind)s,"
        " far behind below."
    ),
    "amount_in": lazy("%(period)s: %(amount)s."),
    "total_through": lazy("In all %(total)s up to %(period)s, from %(observed)s periods."),
    "planned_total": lazy("The path (%(path)s) asks for %(planned)s in all by the end of %(period)s."),
    "period_without_figure": lazy("There is no figure of %(period)s; nothing is put in its place."),
    "planned_matched": lazy(
        "So the total is held against what the same periods should have brought: %(planned)s."
        " (Against the whole path it would be %(naive)s.)"
    ),
    "year_result": lazy("%(year)s: %(total)s, %(result)s."),
    "rate_of": lazy("%(period)s: a growth of %(rate)s."),
    "index": lazy("Put together that makes an index of %(index)s where the path asks for %(planned)s."),
    "mean_growth": lazy("The mean growth so far is %(mean)s a year; the target is %(target)s."),
    "needed_growth": lazy("From now on %(needed)s a year would be needed."),
    "period_judged": lazy("%(period)s: %(value)s; allowed is %(low)s to %(high)s. %(kept)s"),
    "periods_kept": lazy("It was kept in %(kept)s of %(judged)s periods; %(allowed)s breaches are allowed."),
    "worst_period": lazy("The worst period is %(period)s, outside by %(outside)s."),
    "streak": lazy("The last %(periods)s periods in a row: %(kept)s"),
    "in_tolerances": lazy("That is %(in_tolerances)s times the tolerance."),
    "data_complete": lazy("All figures up to %(since)s are in."),
    "data_next": lazy(
        "The next figure, of %(period)s, is due by %(due)s (%(lag_days)s days after the period);"
        " from %(grace_days)s days later it is late."
    ),
    "field_missing": "%(field)s",
    "no_figure_yet": lazy("There is no figure yet."),
    "no_figure_of_this_length": lazy("There is no figure by %(span)s yet."),
    "no_limit_for_these_periods": lazy("No limit is set for the periods that have figures."),
    "target_missing": lazy("There is no target in numbers, so nothing can be judged."),
    "baseline_missing": lazy("There is no baseline, so the way to the target cannot be judged."),
    "direction_missing": lazy("It is not said whether more or less is better, so nothing can be judged."),
    "denominator_zero": lazy("The denominator is nought, so there is no ratio."),
    "path_impossible": lazy("No such path (%(path)s) leads to the target: %(words)s."),
    "declared_missing": lazy("%(period)s: declared missing. %(reason)s"),
    "estimate_caps": lazy(
        "The newest figure is an estimate: the light is no better than slipping (else %(uncapped)s)."
    ),
    "delivery_due": lazy("It is due on %(day)s."),
    "submitted": lazy("Handed in on %(day)s; that alone does not count."),
    "accepted": lazy("Accepted on %(day)s (days late: %(days_late)s)."),
    "forecast": lazy("The schedule expects it on %(day)s (days late: %(days_late)s)."),
    "recent_mean": lazy("The mean of the last %(periods)s periods is %(mean)s."),
    "periods_left": lazy("%(left)s periods are left."),
    "comparable_value": lazy("%(period)s: %(value)s."),
    "slope_a_year": lazy("The usual step is %(slope)s a year (median of the slopes between %(points)s points)."),
    "trend_range": lazy(
        "If all that is left goes as the lower half of what was seen lately (%(lower)s a year), %(low)s comes out;"
        " as the upper half (%(upper)s a year), %(high)s."
    ),
    "years_left": lazy("%(left)s years are left."),
    "catch_up": lazy("Needed %(needed)s, recently %(recent)s: %(factor)s times as much."),
    "done_so_far": lazy("So far %(total)s."),
    "deliverable": lazy("%(key)s adds %(amount)s (even chance by %(p50)s, four in five by %(p80)s)."),
    "expected_by": lazy("By %(day)s %(p50)s is expected, %(p80)s with a chance of four in five."),
}
MARKS: Words = {
    "estimated": lazy("from an estimate"),
    "partial_coverage": lazy("some periods have no figure"),
    "dip_was_planned": lazy("the path planned this dip"),
    "budget_passed": lazy("the whole amount is used up"),
    "period_not_ended": lazy("the newest figure is of a period that has not ended"),
    "done_late": lazy("done, but late"),
    "submitted_not_accepted": lazy("handed in, not accepted yet"),
    "forecast_short": lazy("the forecast falls short of the target"),
    "needs_a_step_change": lazy("needs a step change"),
}
MISSING: Words = {
    "kind": lazy("It is not said what kind of figure this is."),
    "direction": lazy("It is not said whether more or less is better."),
    "target": lazy("There is no target in numbers."),
    "until": lazy("The target has no date."),
}
PATHS: Words = {
    "linear": lazy("a straight line"),
    "step": lazy("steps"),
    "points": lazy("points set at the start"),
    "seasonal": lazy("by season"),
    "geometric": lazy("the same rate each year"),
}
KEPT = {0: lazy("Not kept."), 1: lazy("Kept.")}
_AS_SHARE = frozenset({"progress", "expected"})
_PLAIN = frozenset({"pace", "on_track", "slipping", "behind", "naive", "factor", "in_tolerances", "index"})


def period_words(period: Period) -> str:
    """A period as one writes it: 2026, half 1 of 2026, quarter 2 of 2026, 2026-05; a year from April is 2026/27."""
    if period.span is Span.MONTH:
        return period.code
    start, _sep, part = period.code.partition("-")
    year = start if period.year_starts_in == 1 else f"{start}/{(int(start) + 1) % 100:02d}"
    if period.span is Span.YEAR:
        return pgettext("a year", "%(year)s") % {"year": year}
    words = _("half %(n)s of %(year)s") if period.span is Span.HALF else _("quarter %(n)s of %(year)s")
    return words % {"n": part[1:], "year": year}


def number(value: Fraction | Decimal | int | None, decimals: int = 2) -> str:
    """A number as the reader writes it, rounded half to even for showing only; trailing noughts are left out."""
    if value is None:
        return "–"
    exact = Fraction(value)
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN
    )  # fmt: skip
    text = f"{shown:,}"  # all three languages write numbers alike
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(value: Fraction | None) -> str:
    """A share as per cent."""
    return "–" if value is None else f"{number(value * 100, 1)} %"


def _said(step: Step, name: str, value: NUMBERS_OF_A_STEP) -> str:
    if isinstance(value, Period):
        return period_words(value)
    if isinstance(value, date):
        return local_date(value)
    if name == "reason":
        return note(str(value))
    if isinstance(value, str):
        return str({**PATHS, **MISSING, **LIGHTS}.get(value, value))
    if name == "kept" and step.code != "periods_kept":
        return str(KEPT[int(value)])
    if name in _AS_SHARE and isinstance(value, Fraction):
        return share(value)
    return number(value, 3 if name in _PLAIN else 2)


def step_sentence(step: Step) -> str:
    """One step as a sentence with its numbers; a code without words is given as it is."""
    said = _Dashes({name: _said(step, name, value) for name, value in step.numbers})
    template = STEPS.get(step.code)
    if template is None:
        return f"{step.code}: " + ", ".join(f"{name} {value}" for name, value in said.items())
    return str(template) % said


class _Dashes(dict[str, str]):
    """Numbers a step does not have read as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def explanation(steps: Iterable[Step]) -> list[str]:
    """All steps as sentences, in order."""
    return [step_sentence(step) for step in steps]
