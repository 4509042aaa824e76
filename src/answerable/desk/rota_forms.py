"""The forms of the rota: one for each verb of rules.rota."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.cases.actions import PersonDetails
from answerable.desk.call_form import TONGUES, hidden
from answerable.desk.forms import DeskForm, Line, Pick, Words, YesNo

END_OF_DAY = time(23, 59)


class Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input"})
        super().__init__(label=label, required=False, widget=widget, help_text=hint)


class Hour(forms.TimeField):
    """A time of day."""

    def __init__(self, label: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input"})
        super().__init__(label=label, required=False, widget=widget)


def local(day: date | None, hour: time | None) -> datetime | None:
    """That hour of that day in the city; nothing while one of them is missing."""
    return timezone.make_aware(datetime.combine(day, hour)) if day and hour else None


class SeatForm(DeskForm):
    """An act on a shift or a story. `main` forms stand open."""

    verb: ClassVar[str] = ""
    heading: ClassVar[Any] = ""
    button: ClassVar[Any] = ""
    explain: ClassVar[Any] = ""
    main: ClassVar[bool] = False
    quiet: ClassVar[bool] = False


class PlanShift(SeatForm):
    verb, heading, button = "plan_shift", _("Plan a shift"), _("Put it on the rota")
    post_code = Pick(_("Leader"), "leaders_posts")
    day = Day(_("Day"))
    starts_at = Hour(_("From"))
    ends_at = Hour(pgettext_lazy("end of a time", "Until"))
    words = Line(_("Where, and for what"), hint=_("The public reads this."))

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day = said.pop("day")
        return said | {name: local(day, said[name]) for name in ("starts_at", "ends_at")}


class OpenShift(SeatForm):
    verb, heading, button = "open_shift", _("Begin the shift"), _("I am here: begin")
    explain = _("From now on the public page says that you came.")


class TakeCall(SeatForm):
    verb, heading, button = "take_call", _("Take a call"), _("Record this call")
    main = True
    words = Words(_("What the caller says"), rows=4, hint=_("In their own words. A case is opened for it."))
    address = Line(_("Where: street, building, landmark"))
    complained_about = Pick(
        _("About how this unit, or an officer of it, behaved"), "units",
        hint=_("It then never sees this case; the unit above it answers."),
    )  # fmt: skip
    name = Line(_("Name"))
    phone = Line(_("Phone number"), hint=_("So that the citizen can be asked whether it was solved."))
    language = Pick(_("Speaks"), options=TONGUES)
    number = Line(_("Number of their case, if there is one"), hint=_("With words they join that case."))
    idempotency_key = hidden()

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        person = PersonDetails(said.pop("name"), said.pop("phone"), "", said["language"])
        return said | {"person": person if person else None}


class MakePromise(SeatForm):
    verb, heading, button = "promise", _("Promise something"), _("Put this promise on the record")
    explain = _("It is public: the words, who is to keep it, and whether it was kept.")
    words = Words(_("What you promise"), rows=2, hint=_("In words a citizen understands, without names."))
    unit_code = Pick(_("Who is to keep it"), "units")
    due_at = Day(_("By when"))
    number = Pick(_("For which call"))

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"due_at": local(said["due_at"], END_OF_DAY)}


class CloseShift(SeatForm):
    verb, heading, button = "close_shift", _("End the shift"), _("End the shift")
    quiet = True


class CancelShift(SeatForm):
    verb, heading, button = "cancel_shift", _("Call off the shift"), _("Call it off")
    reason = Words(_("Why"), rows=2, hint=_("The public reads this. The shift stays on the record."))


class ExplainAbsence(SeatForm):
    verb, heading, button = "explain_absence", _("Say why nobody came"), _("Record the reason")
    explain = _("The public page says that nobody came, with or without a reason.")
    main = True
    reason = Words(_("Why nobody came"), rows=2, hint=_("The public reads this."))


class SettlePromise(SeatForm):
    verb, heading, button = "settle_promise", _("Say whether it was kept"), _("Record this")
    promise_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kept = YesNo(_("Was it kept?"))
    kept_at = Day(_("When it was kept"), hint=_("Empty: today."))
    outcome_words = Words(_("What shows it, or why it was not kept"), rows=2, hint=_("The public reads this."))

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day = said["kept_at"]
        return said | {"kept_at": local(day, END_OF_DAY) if day and day < timezone.localdate() else None}


# In the order a page shows them: first what moves the shift on.
FORMS: dict[str, type[SeatForm]] = {
    form.verb: form
    for form in (OpenShift, TakeCall, MakePromise, ExplainAbsence, CloseShift, CancelShift, SettlePromise)
}


def blank(verb: str, jurisdiction: Any, **initial: Any) -> SeatForm:
    initial |= {"idempotency_key": uuid4().hex} if verb == "take_call" else {}
    return FORMS[verb](jurisdiction=jurisdiction, initial=initial, auto_id=f"{verb}_%s")
