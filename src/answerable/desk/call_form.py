"""The form of the call-taker console, in the order people speak."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import ROUTES, DeskForm, Line, Pick, Words

KINDS = [
    ("complaint", _("Complaint")), ("help", _("Asks for help")), ("report", _("Reports a trouble or an offence")),
    ("consult", _("Question")), ("suggestion", _("Suggestion")),
]  # fmt: skip
OUTCOMES = [
    ("open", _("Open a case")), ("join", _("Join a case")),
    ("answer", _("Answered at once")), ("route", _("Shown another way")),
]  # fmt: skip
TONGUES = [("zh-hant", _("Cantonese")), ("zh-hans", _("Mandarin")), ("en", _("English"))]


def hidden(**options: Any) -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-keep": ""}), **options)


class CallForm(DeskForm):
    phone = Line(_("Phone number"))
    name = Line(_("Name"))
    email = Line(_("E-mail"))
    language = Pick(_("Speaks"), options=TONGUES)
    words = Words(_("What the caller says"), rows=4)
    address = Line(_("Where: street, building, landmark"))
    area_code = Pick(_("District"), "areas")
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput(attrs={"data-keep": ""}))
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput(attrs={"data-keep": ""}))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, required=False, initial="complaint", widget=forms.RadioSelect
    )
    category_code = Pick(_("What it is about"), "categories")
    complained_about = Pick(
        _("About how this unit, or an officer of it, behaved"), "units",
        hint=_("It then never sees this case; the unit above it answers."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("What came of the call"), choices=OUTCOMES, required=False, initial="open", widget=forms.RadioSelect
    )
    joins = Line(_("Number of the case"))
    route = Pick(_("Route"), options=ROUTES)
    answer = Words(_("What you told the caller"), rows=2)
    began = hidden()
    key = hidden()


class CallerForm(forms.Form):
    phone = forms.CharField(required=False, max_length=40)
    email = forms.CharField(required=False, max_length=254)


class HeardForm(forms.Form):
    """What the right column reads while the words are still being typed; anything odd counts as not said."""

    words = forms.CharField(required=False)
    address = forms.CharField(required=False)
    area_code = forms.CharField(required=False)
    category_code = forms.CharField(required=False)
    complained_about = forms.CharField(required=False)
    latitude = forms.FloatField(required=False)
    longitude = forms.FloatField(required=False)

    def heard(self) -> dict[str, Any]:
        self.full_clean()
        return dict(self.cleaned_data)
