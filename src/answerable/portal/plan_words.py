"""Plans in the words of a citizen: lights with their shapes, targets, periods, and one sentence on how it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from answerable.organisation.sentences import local_date
from answerable.plans.models import IndicatorVersion, Target
from answerable.plans.queries.figures import Figure
from answerable.plans.sentences.figures import LIGHTS
from answerable.plans.sentences.steps import MISSING, number, period_words
from answerable.rules.lights import Outcome

Words = dict[str, str | Promise]

# A light is told by a shape and a word; danger (red) is for what was missed or is far off, and nothing else.
SHAPES = {
    "achieved": "tick", "target_reached": "tick", "on_track": "full", "slipping": "half", "behind": "down",
    "far_behind": "fardown", "regressing": "fardown", "missed": "cross", "not_due": "hollow", "no_data": "gap",
    "unjudged": "gap",
}  # fmt: skip
GROUP_WORDS: Words = {
    "good": lazy("On track or reached"),
    "slipping": lazy("Slipping"),
    "behind": lazy("Behind or missed"),
    "stale": lazy("No current data"),
    "unjudged": lazy("Cannot be judged"),
    "unknown": lazy("No data"),
    "later": lazy("Not due yet"),
    "ended": lazy("No longer followed"),
}
GROUP_SHAPES = {
    "good": "full", "slipping": "half", "behind": "down", "stale": "stale", "unjudged": "gap", "unknown": "gap",
    "later": "hollow", "ended": "ended",
}  # fmt: skip
CHANGED: Words = {
    "lowered": lazy("lowered"),
    "raised": lazy("raised"),
    "postponed": pgettext_lazy("change of a target", "put off"),
    "brought_forward": lazy("brought forward"),
    "path": lazy("another path"),
}
LEVELS: Words = {
    "goal": pgettext_lazy("level of a plan", "Goal"),
    "objective": pgettext_lazy("level of a plan", "Objective"),
}
NATURES: Words = {"binding": lazy("Binding"), "expected": lazy("Expected")}


def light_words(code: str) -> str:
    return str(LIGHTS.get(code, code))


def shape(code: str) -> str:
    """The class that draws a light: see styles/_plan.scss."""
    return SHAPES.get(code, "ended")


def measured(value: Fraction | Decimal | None, meaning: IndicatorVersion | None, unit: str = "") -> str:
    """A figure with its unit, as many decimals as the indicator shows."""
    if value is None:
        return ""
    return f"{number(value, meaning.decimals if meaning is not None else 2)} {unit}".strip()


def target_words(target: Target | None, figure: Figure) -> str:
    """What is to be reached, without its day; a band, a limit or the words of the source where there is no number."""
    if target is None:
        return ""
    if target.value is not None:
        said = measured(target.value, _finer(figure.meaning, target.value), figure.unit)
        limits = {"<=": _("at most %(value)s"), ">=": _("at least %(value)s"), "~=": _("about %(value)s")}
        return limits.get(target.operator, "%(value)s") % {"value": said}
    if target.low is not None and target.high is not None:
        low, high = (number(value, 2) for value in (target.low, target.high))
        return _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": figure.unit}
    return target.words


def _finer(meaning: IndicatorVersion | None, value: Decimal) -> IndicatorVersion | None:
    """A target is never shown rounder than it was decided."""
    decimals = -int(value.normalize().as_tuple().exponent)
    return None if meaning is not None and decimals > meaning.decimals else meaning


def changed_words(figure: Figure) -> str:
    """The badge of a changed target: in which way, and how much easier or harder it became."""
    if not figure.changed:
        return ""
    kinds = dict.fromkeys(kind for change in figure.assessment.changes for kind in change.kinds)
    said = _(", ").join(str(CHANGED.get(kind, kind)) for kind in kinds)
    eased = eased_words(figure.assessment.leniency)
    return _("Target changed: %(how)s") % {"how": f"{said}{eased and _('; ')}{eased}"}


def eased_words(leniency: Fraction | None) -> str:
    """How much easier the promise became, as a share of the first distance; nothing where it did not."""
    if not leniency:
        return ""
    part = number(abs(leniency) * 100, 1)
    return (
        _("%(part)s %% less to be done than before") if leniency > 0 else _("%(part)s %% more to be done than before")
    ) % {"part": part}


def day(on: date | None) -> str:
    return local_date(on) if on else ""


def standing_words(figure: Figure) -> str:
    """Its light; the last known one is called so."""
    said = light_words(figure.word)
    return _("%(light)s (last known)") % {"light": said} if figure.stale else said


def finding(figure: Figure) -> str:
    """How it stands in one sentence that begins with the light."""
    return _("%(light)s. %(words)s") % {"light": standing_words(figure), "words": finding_words(figure)}


def finding_words(figure: Figure) -> str:
    """The newest figure beside what the path asks for by then; what lacks, where nothing can be said."""
    found, status, meaning = figure.assessment, figure.status, figure.meaning
    if found.newest is None or (figure.light == Outcome.NO_DATA and status.planned is None):
        return " ".join(why_unknown(figure))
    said = {
        "value": measured(found.newest_value, meaning, figure.unit), "period": period_words(found.newest),
        "planned": measured(status.planned, meaning, figure.unit),
        "total": measured(total_of(figure), meaning, figure.unit),
    }  # fmt: skip
    if status.planned is None:
        return _("%(value)s in %(period)s.") % said
    if total_of(figure) is not None:
        return _("%(total)s in all up to %(period)s; the path asks for %(planned)s.") % said
    return _("%(value)s in %(period)s; the path asks for %(planned)s.") % said


def total_of(figure: Figure) -> Fraction | None:
    """The running total that was judged; None for what is no total."""
    return figure.status.value if figure.is_total else None


def why_unknown(figure: Figure) -> list[str]:
    """Why nothing can be said."""
    why = [str(MISSING.get(gap, gap)) for gap in figure.assessment.gaps]
    if figure.assessment.newest is None and not why:
        why = [_("No figure is known yet.")]
    return why or [_("The figures there are do not allow a judgement.")]


def within_words(limit: tuple[int, str] | None) -> str:
    """A limit of the pack as a citizen reads it; empty for none."""
    if limit is None:
        return ""
    amount, unit = limit
    said = {
        "working_days": ngettext("%(n)s working day", "%(n)s working days", amount),
        "days": ngettext("%(n)s day", "%(n)s days", amount),
        "working_hours": ngettext("%(n)s working hour", "%(n)s working hours", amount),
        "hours": ngettext("%(n)s hour", "%(n)s hours", amount),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", amount),
    }
    return said[unit] % {"n": amount}
