"""Everything that happened to an indicator, as sentences a reader understands without the office's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from answerable.plans.queries.figures import Figure
from answerable.plans.queries.history import Event
from answerable.plans.sentences.figures import COLOURS
from answerable.plans.sentences.steps import period_words
from answerable.portal.plan_words import CHANGED, day, eased_words, light_words, measured, target_words
from answerable.rules.plan_periods import parse

ROLES: dict[str, str | Promise] = {
    "accountable": lazy("answers for it"),
    "contributor": lazy("helps with it"),
    "steward": lazy("keeps its data"),
    "reviewer": lazy("reviews it"),
}


@dataclass(frozen=True)
class Told:
    """One event: what happened, and the words somebody gave for it."""

    at: datetime
    say: str
    words: str = ""
    paper: str = ""
    key: str = ""  # names the event for good, whatever language it is told in


def told(events: Iterable[Event], figure: Figure) -> list[Told]:
    """The events as sentences, in their order."""
    return [Told(event.at, *SAY[event.kind](event, figure), _key(event)) for event in events if event.kind in SAY]


def _key(event: Event) -> str:
    return f"{event.kind}:{getattr(event.row, 'pk', '')}:{event.params.get('period', '')}:{event.at.isoformat()}"


Said = tuple[str, str, str]


def _target(event: Event, figure: Figure) -> Said:
    row = event.row
    said = {"target": target_words(row, figure), "day": day(row.due_on)}
    if row.number == 1:
        dated, open_ended = _("First target: %(target)s by %(day)s."), _("First target: %(target)s, without a date.")
        return (dated if row.due_on else open_ended) % said, row.words if row.value is not None else "", row.decision
    kinds: Iterable[str] = event.params.get("kinds") or ()  # type: ignore[assignment]
    how = _(", ").join(str(CHANGED.get(kind, kind)) for kind in kinds)
    leniency = event.params.get("leniency")
    eased = eased_words(leniency) if isinstance(leniency, Fraction) else ""
    words = _("Target changed to %(target)s by %(day)s: %(how)s.") % (said | {"how": how})
    stop = _(".")
    return f"{words} {eased and eased + stop}".strip(), _reason(row), row.decision


def _reason(row: object) -> str:
    change = getattr(row, "change", None)
    return str(change.necessity) if change is not None else ""


def _meaning(event: Event, figure: Figure) -> Said:
    row = event.row
    if row.number == 1:
        return _("Its meaning was set down."), "", row.decision
    return _("It means something else from here on; figures before are not comparable."), row.reason, row.decision


def _appointed(event: Event, figure: Figure) -> Said:
    post = event.row.post
    said = {"post": post.name, "unit": post.unit.name, "role": ROLES.get(event.row.kind, event.row.kind)}
    return _("%(post)s of %(unit)s %(role)s from now on.") % said, event.row.words, ""


def _relieved(event: Event, figure: Figure) -> Said:
    post = event.row.post
    said = {"post": post.name, "unit": post.unit.name, "role": ROLES.get(event.row.kind, event.row.kind)}
    return _("%(post)s of %(unit)s no longer %(role)s.") % said, "", ""


def _revision(event: Event, figure: Figure) -> Said:
    params = event.params
    unit, plan = figure.unit, figure.indicator.plan
    said = {
        "period": period_words(parse(str(params["period"]), plan.year_starts_in)),
        "before": _number(params["before"], figure, unit), "after": _number(params["after"], figure, unit),
        "old": light_words(str(params["light_before"])), "new": light_words(str(params["light_after"])),
    }  # fmt: skip
    say = _("The figure of %(period)s was revised from %(before)s to %(after)s.") % said
    moved = _("Status changed by revision: from %(old)s to %(new)s.") % said
    return f"{say} {moved}" if params["moved"] else say, "", ""


def _number(value: object, figure: Figure, unit: str) -> str:
    return measured(value, figure.meaning, unit) if isinstance(value, Fraction) else "–"


def _override(event: Event, figure: Figure) -> Said:
    said = {"light": light_words(event.row.light), "post": event.row.made_by.name, "day": day(event.row.until)}
    say = _("%(post)s shows it as “%(light)s” until %(day)s; the computed status stays in sight.") % said
    return say, event.row.words, ""


def _override_ended(event: Event, figure: Figure) -> Said:
    return _("The status set by hand ended."), "", ""


def _likelihood(event: Event, figure: Figure) -> Said:
    said = {"post": event.row.judged_by.name, "colour": COLOURS.get(event.row.colour, event.row.colour)}
    return _("%(post)s judged how likely it is to be delivered: %(colour)s.") % said, event.row.words, ""


def _lag_notice(event: Event, figure: Figure) -> Said:
    said = {"post": event.row.post.name, "light": light_words(event.row.light)}
    return _("%(post)s was asked to explain, because it is “%(light)s”.") % said, "", ""


def _lag_answer(event: Event, figure: Figure) -> Said:
    said = {"post": event.row.post.name, "day": day(event.row.new_date)}
    late = _("Late: ") if event.params.get("late") else ""
    words = _("%(cause)s\nWhat is done: %(measure)s") % {"cause": event.row.cause, "measure": event.row.measure}
    return late + _("%(post)s gave the reason, and %(day)s as the new date.") % said, words, ""


def _ended(event: Event, figure: Figure) -> Said:
    return _("No longer followed: %(how)s.") % {"how": light_words(event.row.ended)}, event.row.ended_words, ""


SAY: dict[str, Callable[[Event, Figure], Said]] = {
    "target": _target, "meaning": _meaning, "appointed": _appointed, "relieved": _relieved, "revision": _revision,
    "override": _override, "override_ended": _override_ended, "likelihood": _likelihood, "lag_notice": _lag_notice,
    "lag_answer": _lag_answer, "ended": _ended,
}  # fmt: skip
