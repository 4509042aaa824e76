"""The callback queue: whom to ask now, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.cases import queries
from answerable.cases.models import Callback
from answerable.rules.access import Actor


@dataclass(frozen=True)
class AskingPage:
    """`script` is in the language of the citizen, whatever the officer reads."""

    queue: list[Callback]
    callback: Callback | None
    language: str = ""
    script: str = ""
    asked: dict[str, str] = field(default_factory=dict)


def asking_page(actor: Actor, *, now: datetime, number: str = "") -> AskingPage:
    queue = queries.callback_queue(actor, now=now)
    chosen = next((c for c in queue if c.case.number == number), queue[0] if queue else None)
    if chosen is None:
        return AskingPage([], None)
    person = chosen.case.person
    language = (person.language if person else "") or chosen.case.language
    with override(language):
        asked = questions(chosen)
        script = render_to_string("desk/parts/script.html", {"callback": chosen, "case": chosen.case})
    return AskingPage(queue, chosen, language, script, asked)


def questions(callback: Callback) -> dict[str, str]:
    """The four questions as they are spoken, in the language in force."""
    return {
        "contacted": _("Did %(unit)s contact you?") % {"unit": callback.answering_unit.name},
        "solved": _("Is the matter solved?"),
        "satisfied": _("Are you satisfied, basically satisfied, or dissatisfied with how it was handled?"),
        "last": _("Did anybody ask you to rate it well? Is there anything you want to add? Thank you."),
    }
