"""Words, shapes and figures of plans for templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from answerable.organisation.models import LANGUAGE_SUFFIX
from answerable.plans.models import ChangeRequest, Plan, Target
from answerable.plans.queries.figures import Figure
from answerable.plans.queries.meanings import MeaningLine
from answerable.plans.sentences import changes, evaluations, steps
from answerable.plans.sentences.figures import CLASSES, COLOURS, DATA_LIGHTS, STATES
from answerable.plans.sentences.meanings import SaidLine, said_line
from answerable.plans.sentences.plans import GAPS
from answerable.plans.sentences.schedule import CONCLUSION, MARK, RISK, TASK_KIND, why_marks
from answerable.plans.sentences.shown import note
from answerable.portal import plan_words as words
from answerable.reviews.sentences.names import kind_words
from answerable.rules.plan_periods import Period

register = template.Library()

TABLES = {
    "data": DATA_LIGHTS, "state": STATES, "colour": COLOURS, "class": CLASSES, "group": words.GROUP_WORDS,
    "nature": words.NATURES, "level": words.LEVELS, "mark": MARK, "risk": RISK, "task": TASK_KIND, "gap": GAPS,
    "standing": evaluations.STANDING, "evaluation": evaluations.KIND, "marks": steps.MARKS,
    "conclusion": CONCLUSION, "ground": changes.GROUND, "organ": changes.ORGAN, "change": changes.STATE,
}  # fmt: skip
register.filter("why_marks", why_marks)
MARK_LEVELS = {"late": "overdue", "at_risk": "soon", "done": "done", "done_late": "done", "cancelled": "done",
               "waits_for_acceptance": "waiting"}  # fmt: skip


@register.filter
def figure_note(said: str) -> str:
    """What stands beside a figure, in the reader's language."""
    return note(said)


@register.filter
def in_words(code: object, table: str) -> str:
    """The words of a code of one of TABLES."""
    return str(TABLES[table].get(str(code), code))


@register.filter
def light_words(code: object) -> str:
    return words.light_words(str(code))


@register.filter
def standing_words(figure: Figure) -> str:
    """Its light in words, as the last known where its figures stopped coming."""
    return words.standing_words(figure)


@register.filter
def light_shape(code: object) -> str:
    return words.shape(str(code))


@register.filter
def group_shape(group: str) -> str:
    return words.GROUP_SHAPES.get(group, "ended")


@register.filter
def day(on: date | None) -> str:
    """`30 Jun 2026`, `2026年6月30日`."""
    return words.day(on)


@register.filter
def period(of: Period | None) -> str:
    return steps.period_words(of) if of is not None else ""


@register.filter
def figured(value: Fraction | Decimal | None, figure: Figure) -> str:
    """A number of an indicator with its unit; a dash for none."""
    return words.measured(value, figure.meaning, figure.unit) or "–"


@register.filter
def bare(value: Fraction | Decimal | None, figure: Figure) -> str:
    """As `figured`, without the unit."""
    return words.measured(value, figure.meaning) or "–"


@register.filter
def in_all(figure: Figure) -> str:
    """The running total that was judged; empty for what is no total."""
    return words.measured(words.total_of(figure), figure.meaning, figure.unit)


@register.filter
def plain_number(value: Fraction | Decimal | None) -> str:
    return steps.number(value)


@register.filter
def aim(figure: Figure, target: Target | None) -> str:
    """What a target asks for."""
    return words.target_words(target, figure)


@register.filter
def badge(figure: Figure) -> str:
    """How its target was changed; empty where it was not."""
    return words.changed_words(figure)


@register.filter
def change_words(change: ChangeRequest) -> str:
    """The classes of a change request, the strictest first."""
    return changes.change_words(change)


@register.filter
def field_words(line: MeaningLine) -> SaidLine:
    """One field of a definition, with what stood in it and what is proposed."""
    return said_line(line.column, line.was, line.now)


@register.filter
def eased(leniency: Fraction | None) -> str:
    return words.eased_words(leniency)


@register.filter
def described(plan: Plan) -> str:
    """The description in the reader's language."""
    return str(getattr(plan, f"description_{LANGUAGE_SUFFIX.get(get_language() or 'en', 'en')}"))


@register.filter
def mark_level(mark: str) -> str:
    """The level of the sign before the words: see styles/_strip.scss."""
    return MARK_LEVELS.get(mark, "calm")


@register.filter
def review_kind(code: str) -> str:
    return kind_words(code)


@register.filter
def drawn(svg: str) -> SafeString:
    """A picture this program drew itself: every text in it was escaped by what drew it."""
    return mark_safe(svg)
