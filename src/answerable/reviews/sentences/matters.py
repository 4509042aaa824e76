"""Matters of an agenda as sentences, from the facts that were kept with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from answerable.organisation.models import LANGUAGE_SUFFIX
from answerable.organisation.sentences import local_date
from answerable.plans.sentences import changes, figures
from answerable.reviews.sentences.names import NOUN

Facts = Mapping[str, str]
Words = Mapping[str, str | Promise]

MATTERS: Words = {
    "undone_decision": lazy("Decided before and not done: %(words)s (%(review)s, due %(due)s)"),
    "behind": lazy("%(name)s: %(light)s. %(value)s where the path asks %(planned)s (%(period)s)"),
    "forecast_short": lazy(
        "%(name)s will fall short: the target is %(target)s, the trend gives %(trend)s, the schedule %(bottom_up)s"
    ),
    "status_revised": lazy("%(name)s: revised figures change its status of %(on)s from %(before)s to %(after)s"),
    "judgement_differs": lazy("%(name)s: computed %(light)s, but its delivery was judged %(colour)s"),
    "override_ends": lazy("%(name)s: shown as %(light)s by hand (computed: %(computed)s) until %(until)s"),
    "issue": lazy("%(issue)s"),
    "late_handoff": lazy("%(what)s for %(to)s is %(late)s days late (%(name)s; promised for %(due)s)"),
    "hidden_cases": lazy(
        "Cases that stall and are not shown: %(hidden)s not public, %(more)s beyond the length of this list"
    ),
    "late_milestone": lazy("The milestone “%(name)s” is %(late)s days late (due %(due)s)"),
    "late_task": lazy("The task “%(name)s” is %(late)s days late (due %(due)s)"),
    "phantom_owner": lazy("%(name)s: neither owner nor steward has acted for %(days)s days"),
    "no_current_data": lazy("%(name)s: no current figures (%(data)s; last: %(period)s)"),
    "at_risk": lazy("%(name)s: %(count)s of %(total)s indicators lag, the worst is %(light)s"),
    "lag_unanswered": lazy("%(name)s: the lag notice of %(sent)s was not answered (%(late)s days overdue)"),
    "step_change": lazy("%(name)s must go %(times)s times as fast as it does to reach its target"),
    "proposed_change": lazy("A change is proposed: %(name)s to be %(change)s (%(state)s)"),
    "open_finding": lazy("A finding of an evaluation is open: %(name)s: %(words)s"),
    "other": lazy("%(words)s"),
}
ISSUES: Words = {
    "task": lazy("%(name)s (%(plan)s) is %(late)s days late"),
    "waiting": lazy("%(name)s (%(plan)s) is %(late)s days late and waits for: %(waits_for)s"),
    "handoff": lazy("%(waits_for)s, for %(name)s (%(plan)s), is %(late)s days late"),
    "disputed": lazy("%(name)s, %(area)s: whose it is has been in dispute for %(days)s days"),
    "overdue": lazy("%(name)s, %(area)s: overdue for %(days)s days with several units"),
    "silent": lazy("%(from)s called for help with %(name)s and has not been answered for %(days)s days"),
}


def _light(code: str) -> str:
    return str(figures.LIGHTS.get(code, code))


def _day(text: str) -> str:
    try:
        return local_date(date.fromisoformat(text))
    except ValueError:
        return text


# How the facts that are codes are read.
READ: Mapping[str, Callable[[str], str]] = {
    "light": _light, "before": _light, "after": _light, "computed": _light, "override": _light,
    "data": lambda code: str(figures.DATA_LIGHTS.get(code, code)),
    "colour": lambda code: str(figures.COLOURS.get(code, code)),
    "change": changes.class_words, "state": changes.change_state_words,
    "due": _day, "until": _day, "on": _day, "sent": _day, "raised": _day,
}  # fmt: skip
NAMES = ("name", "plan", "area", "to", "from", "rung")


def in_language(facts: Facts) -> dict[str, str]:
    """The facts as the reader reads them: names in their language, codes as words, days as they write them."""
    suffix = LANGUAGE_SUFFIX.get(get_language() or "en", "en")
    read: dict[str, str] = defaultdict(lambda: _("not known"))
    for name in NAMES:
        if f"{name}_{suffix}" in facts:
            read[name] = facts[f"{name}_{suffix}"]
    for name, value in facts.items():
        read[name] = READ[name](value) if name in READ else value
    return read


def matter_words(matter: str, key: str, facts: Facts, words: str = "") -> str:
    """One matter of an agenda as a sentence in the language of the reader."""
    read = in_language(facts)
    read["key"] = key
    if words:
        read["words"] = words
    if matter == "issue":
        return issue_title(facts.get("noun", ""), facts.get("key", key), facts)
    return str(MATTERS.get(matter, "%(key)s")) % read


def issue_title(noun: str, key: str, facts: Facts) -> str:
    """An issue as a line: what it is, its number, and what holds it up."""
    read = in_language(facts)
    code = facts.get("why") or ("waiting" if noun == "task" and facts.get("waits_for") else noun)
    said = str(ISSUES.get(code, "%(name)s")) % read
    if facts.get("gone"):
        said = _("%(said)s – the data no longer finds this") % {"said": said}
    return _("%(noun)s %(key)s: %(said)s") % {"noun": NOUN.get(noun, noun), "key": key, "said": said}
