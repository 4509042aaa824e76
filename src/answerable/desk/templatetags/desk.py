"""Small words for the staff templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext

from answerable.cases.models import Assignment
from answerable.cases.sentences import clock_label, dispatch_reason, satisfied_label, stance_label, state_label
from answerable.cases.sentences import sentence as sentence_of
from answerable.cases.sentences import state_words as state_words_of
from answerable.cases.sentences import task_words as task_words_of
from answerable.desk import roles
from answerable.desk.call_form import TONGUES
from answerable.organisation import queries as organisation
from answerable.rules.parts import owes_stage
from answerable.rules.problems import Problem

register = template.Library()


@register.filter
def sentence(problem: Problem) -> str:
    """A problem in the reader's language."""
    return sentence_of(problem)


@register.filter
def role(code: str) -> str:
    return roles.label(code)


DRAFTS = "drafts_done"


@register.simple_tag(takes_context=True)
def drafts_done(context: dict[str, Any]) -> list[str]:
    """Names of the forms whose words have arrived: the browser may forget its copies of them."""
    request = context["request"]
    return request.session.pop(DRAFTS, []) if hasattr(request, "session") else []


@register.inclusion_tag("desk/parts/key.html")
def key(letters: str) -> dict[str, str]:
    """The key that does it, shown beside the words."""
    return {"letters": letters}


@register.filter
def state_words(case: Any) -> str:
    """Where the case stands, in words."""
    return state_words_of(case)


@register.filter
def clock_words(kind: str) -> str:
    """What a clock promises."""
    return clock_label(kind)


@register.filter
def satisfied_words(code: str) -> str:
    return satisfied_label(code)


@register.filter
def state_name(state: str) -> str:
    return state_label(state)


@register.filter
def tongue(language: str) -> str:
    """The spoken language of somebody who reads this one."""
    return str(dict(TONGUES).get(language, language))


@register.filter
def digit(keys: str, place: int) -> str:
    """The key at a place of "12", "567"."""
    return keys[place : place + 1]


@register.filter
def metres(distance: float) -> str:
    """A distance for people: to ten metres, or to a tenth of a kilometre."""
    if distance < 1000:
        return gettext("%(n)d m away") % {"n": round(distance, -1)}
    return gettext("%(n).1f km away") % {"n": distance / 1000}


@register.simple_tag(takes_context=True)
def post_now(context: dict[str, Any]) -> Any:
    """The post this officer acts in."""
    request = context["request"]
    if request.actor is None or request.actor.post is None:
        return None
    return organisation.rulebook(request.jurisdiction).posts.get(request.actor.post)


@register.filter
def rule_words(rule: str) -> str:
    """Why this unit: a key of rules.dispatch.REASONS in words."""
    return dispatch_reason(rule)


@register.filter
def task_words(part: Assignment) -> str:
    """What an assisting unit is asked to do."""
    return task_words_of(part)


@register.filter(name="owes_stage")
def stage_owed(part: Assignment, now: datetime) -> bool:
    """Whether a late part owes a stage report."""
    owed = part.due_at is not None and part.until is None
    return owed and owes_stage(part.due_at, part.reported_at, part.stage_at, now)


@register.filter
def stance_words(stance: str) -> str:
    """What a unit that may be the one says of itself."""
    return stance_label(stance)
