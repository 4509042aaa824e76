"""Words of reviews, issues, appraisals and evaluations for the staff templates."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from answerable.leaders.sentences import promise_words, shift_words
from answerable.performance.sentences import figures as figure_words
from answerable.performance.sentences import names as appraisal_words
from answerable.plans.sentences import evaluations as evaluation_words
from answerable.plans.sentences import steps
from answerable.reviews import sentences
from answerable.reviews.sentences import names as review_names

register = template.Library()
TABLES = {
    "review": review_names.STATE, "kind": review_names.KIND, "duty": review_names.DUTY,
    "decision": review_names.DECISION, "noun": review_names.NOUN, "appraisal": appraisal_words.STATE,
    "judgement": appraisal_words.JUDGEMENT, "consequence": appraisal_words.CONSEQUENCE,
    "evaluation": evaluation_words.KIND, "standing": evaluation_words.STANDING, "class": evaluation_words.CLASS,
    "figure": figure_words.LABEL, "note": figure_words.NOTE,
}  # fmt: skip
UNIT_KINDS = {
    "department": lazy("departments"), "bureau": lazy("bureaux"), "utility": lazy("utilities"),
    "enterprise": lazy("enterprises"), "district": lazy("districts"), "town": lazy("towns"),
    "street": lazy("streets"), "committee": lazy("committees"), "hotline": lazy("hotlines"),
    "government": lazy("the government"),
}  # fmt: skip
LEVELS = {"overdue": "overdue", "done": "waiting", "confirmed": "done", "confirmed_late": "done", "open": "calm"}
JUDGED = {"met": "done", "missed": "overdue", "unknown": "soon", "excused": "waiting"}


@register.filter
def told(code: Any, table: str) -> str:
    """A code of one of the tables above in the reader's language."""
    return str(TABLES[table].get(str(code), code))


@register.filter
def review_title(review: Any) -> str:
    return sentences.review_title(review)


@register.filter
def matter(item: Any) -> str:
    """A matter of an agenda in the reader's language."""
    return sentences.matter_words(item.matter, item.key, item.facts, item.words)


@register.filter
def issue_line(issue: Any) -> str:
    return sentences.issue_title(issue.noun, issue.key, issue.facts)


@register.filter
def issue_href(issue: Any) -> str:
    """The staff page of what an issue is about."""
    if issue.noun == "task":
        plan, _slash, code = issue.key.partition("/")
        return reverse("desk:plan-task", args=[plan, code])
    return reverse({"handoff": "desk:plan-handoff", "case": "desk:case", "whistle": "desk:whistle"}[issue.noun],
                   args=[issue.key])  # fmt: skip


@register.filter
def decision_level(state: str) -> str:
    """How the state of a decision is drawn."""
    return LEVELS.get(state, "calm")


@register.filter
def judged_level(judgement: str) -> str:
    """How a judgement of a line is drawn."""
    return JUDGED.get(judgement, "calm")


@register.filter
def named(names: Any) -> str:
    """A name kept in three languages, as a mapping by language or as [zh_hant, en, zh_hans]."""
    language = get_language() or "en"
    if isinstance(names, list):
        names = dict(zip(("zh-hant", "en", "zh-hans"), names, strict=True))
    return names.get(language) or names.get("en", "")


@register.filter
def exactly(text: str | None, decimals: int = 2) -> str:
    """A number kept as the text of a fraction, as the reader writes it; a dash for none."""
    return steps.number(Fraction(text), decimals) if text else "–"


@register.filter
def as_share(text: str | None) -> str:
    """A share kept as the text of a fraction, in percent; a dash for none."""
    return steps.share(Fraction(text)) if text else "–"


@register.filter
def unit_kind(kind: str) -> str:
    """Units of one kind, which are compared with each other only."""
    return str(UNIT_KINDS.get(kind, kind))


@register.filter
def seat_word(state: str, part: str) -> str:
    """How shifts on the telephone or the promises made there ended."""
    return shift_words(state) if part == "shifts" else promise_words(state)
