"""Every act an officer may do on a case, as a form: what it asks and what its button says.

Those about whose it is, parts, time, and joined cases have modules of their own; here are the others, and the list.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.cases import queries
from answerable.cases.models import Case
from answerable.desk.acts_disputes import Consult, Object, Promote, Rule, StateView
from answerable.desk.acts_joins import FlagInterest, Merge, Unmerge
from answerable.desk.acts_parts import AddAssistant, AgreeCancel, AskCancel, ReportPart, ReportStage, RuleCancel
from answerable.desk.acts_time import AskExtension, AskParking, Decide, ReviewParking
from answerable.desk.forms import ROUTES, SATISFIED, TELLING, ActForm, Files, Pick, Seen, Tick, Words, YesNo


class Accept(ActForm):
    key = "a"
    verb, title, button = "accept", _("Accept"), _("Accept this case")
    explain = _("You take it up. The time already runs; accepting says that you know.")


class Act(ActForm):
    key = "s"
    verb, title, button = "act", _("Record what was done"), _("Record this step")
    words = Words(_("What was done"), hint=_("One step in plain words: who did what, where."))
    public = Tick(_("Show this step on the public page"), initial=True)


class ContactCitizen(ActForm):
    key = "c"
    verb, title, button = "contact_citizen", _("Record a talk with the citizen"), _("Record this talk")
    words = Words(_("What was said"), hint=_("What you told them and what they told you."))


class AskCitizen(ActForm):
    key = "q"
    verb, title, button = "ask_citizen", _("Ask the citizen"), _("Send this question")
    words = Words(_("Your question"), hint=_("It goes to the citizen and stands on the record."))
    wait = Tick(
        _("The time waits for the answer"), hint=_("As often and as long as the rules allow; the page says it.")
    )


class Answer(ActForm):
    key = "r"
    verb, title, button = "answer", _("Reply"), _("Give this reply")
    explain = _("Say what was done, the rule it rests on, and what shows it. Then tell the citizen and the hotline.")
    outcome_code = Pick(_("What came of it"), "codes:outcome")
    words = Words(_("Reply to the citizen"), rows=5)
    done = Words(_("What was done"), rows=2)
    basis = Words(_("The rule it rests on"), rows=2, hint=_("Name the law, rule or standard."))
    evidence = Words(_("What shows it"), rows=2, hint=_("Name the photo, the record, the date of the visit."))
    uploads = Files(_("Photos or papers"), hint=_("PNG, JPEG or PDF, up to 10 MB each."))


class TellCitizen(ActForm):
    key = "t"
    verb, title, button = "tell_citizen", _("Tell the citizen"), _("I have told the citizen")
    how = Pick(_("How"), options=TELLING)


class TellHotline(ActForm):
    key = "h"
    verb, title, button = "tell_hotline", _("Tell the hotline"), _("Hand to the hotline for the callback")
    explain = _("The hotline then asks the citizen whether it is solved. Nobody of your unit takes part in that.")


class Dispatch(ActForm):
    key = "d"
    verb, title, button = "dispatch", _("Dispatch"), _("Dispatch to this unit")
    unit_code = Pick(_("Unit"), "units")
    reason = Words(_("Why this unit"), rows=2)


class Route(ActForm):
    key = "w"
    verb, title, button = "route", _("Close by one of the six routes"), _("Close by this route")
    route = Pick(_("Route"), options=ROUTES)
    answer = Words(_("What you told the citizen"), hint=_("The act the route requires."))


class Recategorise(ActForm):
    key = "m"
    verb, title, button = "recategorise", _("Change what it is about"), _("Change")
    category_code = Pick(_("What it is about"), "categories")
    reason = Words(_("Why"), rows=2)


class ReturnReply(ActForm):
    key = "b"
    verb, title, button = "return_reply", _("Send the reply back"), _("Send back")
    reason = Words(_("Why it is no answer"), rows=2)


class Attempt(ActForm):
    key = "x"
    verb, title, button = "attempt", _("Not reached"), _("Record the attempt")
    reason_code = Pick(_("Why not reached"), "codes:unreached")


class Verdict(ActForm):
    key = "v"
    verb, title, button = "record_verdict", _("Record the citizen's verdict"), _("Record these answers")
    channel = forms.CharField(widget=forms.HiddenInput, initial="phone", required=False)
    contacted = YesNo(_("Did the unit contact you?"))
    solved = YesNo(_("Is it solved?"))
    satisfied = forms.ChoiceField(
        label=_("Are you satisfied?"), choices=SATISFIED, required=False, widget=forms.RadioSelect
    )
    comment = Words(_("In their own words"), rows=2)
    pressed = Tick(_("The citizen says somebody asked them to rate well"))


class GiveUp(ActForm):
    key = "z"
    verb, title, button = "give_up", _("Close: nobody reached"), _("Close without a verdict")


class Conclude(ActForm):
    key = "e"
    verb, title, button = "conclude", _("End this listed case"), _("End with these reasons")
    reason = Words(_("Reasons"), hint=_("They are public."))


class Repeat(ActForm):
    key = "y"
    verb, title, button, quiet = "repeat", _("Told again"), _("Add as a repeat"), True
    words = Words(_("What was said this time"))


class AddWords(ActForm):
    key = "+"
    verb, title, button, quiet = "add_words", _("Add what the citizen says"), _("Add"), True
    words = Words(_("In their words"))


class Attach(ActForm):
    key = "f"
    verb, title, button, quiet = "attach", _("Add photos or papers"), _("Add these files"), True
    uploads = Files(_("Files"), hint=_("PNG, JPEG or PDF, up to 10 MB each."))


class Note(ActForm):
    key = "n"
    verb, title, button, quiet = "note", _("Write a note"), _("Keep this note"), True
    words = Words(_("Note"), hint=_("Only staff see it."))


# In the order a page shows them: first what moves the case on.
FORMS: dict[str, type[ActForm]] = {
    form.verb: form
    for form in (
        Dispatch, Accept, Verdict, Decide, TellHotline, TellCitizen, Answer, Act, ContactCitizen, AskCitizen,
        ReportPart, ReportStage, AgreeCancel, Rule, StateView, ReviewParking, Object, Consult, AddAssistant,
        AskCancel, RuleCancel, AskExtension, AskParking, Recategorise, Merge, Unmerge, Route, ReturnReply, Attempt,
        GiveUp, Conclude, Promote, FlagInterest, Note, AddWords, Attach, Repeat,
    )
}  # fmt: skip


def blank(verb: str, seen: Seen) -> ActForm:
    """The form of an act, empty, as this case asks it."""
    form = FORMS[verb](jurisdiction=seen.case.jurisdiction, auto_id=f"{verb}_%s")
    _suited(form, seen)
    return form


def _suited(form: ActForm, seen: Seen) -> None:
    """As this case asks it; a unit it is a complaint about is offered nowhere (JN 32)."""
    form.suit(seen)
    form.offer_no(queries.complained_about(seen.case.jurisdiction, [seen.case.number]))


def bound(verb: str, request: Any, case: Case | None = None) -> ActForm:
    """The form that was sent, with the same fields and lists as when it was shown."""
    form = FORMS[verb](request.POST, request.FILES, jurisdiction=request.jurisdiction, auto_id=f"{verb}_%s")
    if case is not None:
        _suited(form, Seen(case, request.actor, request.now))
    form.full_clean()
    return form
