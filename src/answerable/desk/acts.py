"""Every act an officer may do on a case, as a form: what it asks and what its button says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import ROUTES, SATISFIED, TELLING, ActForm, Files, Pick, Tick, Words, YesNo


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


class Object(ActForm):
    key = "o"
    verb, title, button = "object", _("Object: not ours"), _("File this objection")
    explain = _("You stay answerable until the hotline upholds it. Handle first what cannot wait.")
    reason_code = Pick(_("Reason"), "codes:return_reason")
    basis = Words(_("The rule or fact it rests on"))
    proposed_unit = Pick(_("Whose it is instead"), "units")


class Rule(ActForm):
    key = "l"
    verb, title, button = "rule", _("Rule on the objection"), _("Give this ruling")
    upheld = YesNo(_("Ruling"), yes=_("Upheld: the case goes to the unit proposed"), no=_("Rejected: it stays"))
    outcome_words = Words(_("Why"), hint=_("Both units read this."))


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


class AddAssistant(ActForm):
    key = "u"
    verb, title, button = "add_assistant", _("Ask another unit to help"), _("Ask this unit")
    unit_code = Pick(_("Unit"), "units")
    task = Words(_("Their part"), rows=2, hint=_("What they are asked to do. They get a time limit of their own."))


class ReportPart(ActForm):
    key = "p"
    verb, title, button = "report_part", _("Report our part"), _("Report to the lead unit")
    words = Words(_("What we did"))


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
        Accept, Answer, TellCitizen, TellHotline, Rule, Dispatch, Act, ContactCitizen, AskCitizen, ReportPart, Verdict,
        Attempt, GiveUp, ReturnReply, Conclude, Object, AddAssistant, Recategorise, Route, Attach, Note, AddWords,
        Repeat,
    )
}  # fmt: skip


def blank(verb: str, jurisdiction: Any, **initial: Any) -> ActForm:
    return FORMS[verb](jurisdiction=jurisdiction, initial=initial or None, auto_id=f"{verb}_%s")


def bound(verb: str, request: Any) -> ActForm:
    form = FORMS[verb](request.POST, request.FILES, jurisdiction=request.jurisdiction, auto_id=f"{verb}_%s")
    form.full_clean()
    return form
