"""Words of whistles and taskforces for the templates of both faces, and the whistles about a case."""

from __future__ import annotations

from typing import Any

from django import template

from answerable.whistles import queries, sentences

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    return sentences.kind_label(kind)


@register.filter
def whistle_state(state: str) -> str:
    return sentences.state_label(state)


@register.filter
def taskforce_state(state: str) -> str:
    return sentences.taskforce_state_label(state)


@register.filter
def direction_words(direction: str) -> str:
    return sentences.direction_label(direction)


@register.filter
def noun_words(noun: str) -> str:
    return sentences.noun_label(noun)


@register.filter
def rater_words(rater: str) -> str:
    return sentences.rater_label(rater)


@register.filter
def end_words(how: str) -> str:
    return sentences.end_label(how)


@register.filter
def unit_stance(stance: str) -> str:
    return sentences.stance_label(stance)


@register.inclusion_tag("desk/parts/case_whistles.html", takes_context=True)
def case_whistles(context: dict[str, Any], case: Any) -> dict[str, Any]:
    """The whistles about a case that this reader may see, and whether the reader's unit may blow one."""
    actor = context["request"].actor
    return {
        "case": case,
        "found": queries.whistles_about(actor, "case", case.number),
        "may_blow": queries.may_blow(actor, case),
    }
