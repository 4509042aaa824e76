"""What happened to a whistle or a taskforce, a sentence a moment; and what happens next."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from answerable.whistles.models import Whistle
from answerable.whistles.sentences.names import Words, verb_label

MOMENT: Words = {
    "draft": lazy("%(unit)s wrote a whistle; it waits for signatures."),
    "blow": lazy("%(unit)s blew the whistle."),
    "countersign": lazy("%(unit)s signed; another signature still lacks."),
    "cosign": lazy("%(unit)s signed. The whistle was blown."),
    "withdraw": lazy("%(unit)s took the whistle back before anybody answered."),
    "sign": lazy("%(unit)s signed for it."),
    "answer_summons": lazy("%(unit)s said what it does."),
    "contact": lazy("%(unit)s made contact."),
    "attend": lazy("%(unit)s recorded who is on the spot."),
    "commit": lazy("%(unit)s made a promise."),
    "fulfil": lazy("%(unit)s kept a promise."),
    "report": lazy("%(unit)s reported what it did."),
    "summon_more": lazy("%(unit)s called more units."),
    "release": lazy("%(unit)s let a unit go."),
    "add_task": lazy("%(unit)s added a task."),
    "report_task": lazy("%(unit)s reported a task."),
    "decide": lazy("%(unit)s recorded a decision."),
    "add_document": lazy("%(unit)s added a document."),
    "rate": lazy("%(unit)s recorded a rating."),
    "judge": lazy("%(unit)s judged the whistle."),
    "end": lazy("%(unit)s ended it: the matter is done."),
    "ring": lazy("A limit passed and was not kept."),
}
TASKFORCE_MOMENT: Words = {
    "propose": lazy("A taskforce was proposed."),
    "form": lazy("%(unit)s formed the taskforce."),
    "decline": lazy("%(unit)s declined the proposal."),
    "report": lazy("%(unit)s reported for the taskforce."),
    "add_member": lazy("%(unit)s added a member."),
    "add_whistle": lazy("The same problem was whistled for again."),
    "dissolve": lazy("%(unit)s dissolved the taskforce."),
    "ring": lazy("The taskforce waits for something that is overdue."),
}
NEXT: Words = {
    "drafted": lazy("Next: a head signs. Nobody is called before that."),
    "blown": lazy(
        "Next: the units called say what they do and come. Only the blower ends it, when the matter is done."
    ),
    "ended": lazy("Ended. The authority above may judge the whistle; residents may be asked to rate the departments."),
    "withdrawn": lazy("Withdrawn. Nothing is due."),
}


def moment(verb: str, *, unit: str, silent: Sequence[str], unanswered: Sequence[str], of_taskforce: bool) -> str:
    """One sentence; where units let the limit to sign or to answer pass, a further one that names them."""
    words = TASKFORCE_MOMENT if of_taskforce and verb in TASKFORCE_MOMENT else MOMENT
    said = str(words.get(verb, verb_label(verb))) % {"unit": unit}
    if silent:
        given = {"said": said, "units": _(", ").join(silent)}
        said = _("%(said)s Without a word until the limit: %(units)s.") % given
    if unanswered:
        given = {"said": said, "units": _(", ").join(unanswered)}
        said = _("%(said)s Without an answer until the limit: %(units)s.") % given
    return said


def what_next(whistle: Whistle) -> str:
    return str(NEXT[whistle.state])
