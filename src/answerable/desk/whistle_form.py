"""The form with which a whistle is blown: how loud, who is called, about what."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.cases.models import Case
from answerable.desk.call_form import hidden
from answerable.desk.choices import UNIT_KIND_ORDER, Choice, Group
from answerable.desk.forms import DeskForm, Line, OneOf, Pick, PickSeveral, Words
from answerable.desk.sittings import chosen
from answerable.organisation.models import Unit
from answerable.rules.problems import Refused
from answerable.whistles.queries import BlowOptions
from answerable.whistles.sentences.names import DIRECTION, KIND

NEEDED = ("kind", "grade_code", "title", "words", "demand", "units")  # all that lacks is said at once
_BETWEEN = re.compile(r"[\s,，、;；]+")


class BlowForm(DeskForm):
    """Its lists are those of the unit that blows; `jurisdiction` fills the others."""

    kind = OneOf(_("What kind of matter"), options=list(KIND.items()))
    grade_code = forms.ChoiceField(label=_("How loud"), required=False, widget=forms.RadioSelect)
    direction = OneOf(_("Who calls whom"), options=list(DIRECTION.items()))
    reason_code = Pick(
        _("Why the street is needed"), "codes:whistle_reason", hint=_("Only where a department calls a street.")
    )
    title = Line(_("The matter in a few words"), hint=_("The public reads this, with names and numbers masked."))
    words = Words(_("What is the matter"), rows=4)
    demand = Words(_("What they are to do"), rows=2)
    units = PickSeveral(_("Who is called"), "")
    cases = Line(_("About which cases"), hint=_("Numbers, several with a space between. Empty if it is about none."))
    category_code = Pick(_("Kind of trouble"), "categories", hint=_("Empty: that of the case."))
    area_code = Pick(_("Area"), "areas", hint=_("Empty: that of the case."))
    address = Line(_("Where: street, building, landmark"))
    about_noun = forms.CharField(required=False, widget=forms.HiddenInput)
    about_key = forms.CharField(required=False, widget=forms.HiddenInput)
    idempotency_key = hidden(max_length=64)

    def __init__(self, data: Any = None, *, options: BlowOptions, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["grade_code"].choices = [(row.grade.code, row.grade.name) for row in options.grades]
        down = bool(options.callable["down"])
        self.fields["units"].choices = _groups(options.callable, both=down)
        if not down:
            del self.fields["direction"], self.fields["reason_code"]

    def inputs(self) -> dict[str, Any]:
        """Cases are what it is about; without one, a place alone or a kind of trouble alone is.

        A place and a kind together are compared as a pair (rules.taskforce.same_problem), so neither alone makes
        two whistles the same.
        """
        said = dict(self.cleaned_data)
        chosen(said, *NEEDED)
        key = said.pop("idempotency_key")
        sent_as = f"desk:{key}:{_digest(said)}" if key else ""
        about = [("case", number) for number in _BETWEEN.split(said.pop("cases").strip().upper()) if number]
        noun, key = said.pop("about_noun"), said.pop("about_key")
        about += [(noun, key)] if noun and key else []
        category, area = said["category_code"], said["area_code"]
        if not about and bool(category) != bool(area):
            about = [("problem", category) if category else ("place", area)]
        direction = said.get("direction") or "up"
        return said | {"about": about, "direction": direction, "idempotency_key": sent_as}

    def take(self, refused: Refused) -> None:
        """What the domain calls `subjects` are the cases here."""
        refused.problems = tuple(replace(p, field="cases") if p.field == "subjects" else p for p in refused.problems)
        super().take(refused)


def _digest(said: dict[str, Any]) -> str:
    """Of all that was filled in: a form that was kept and says something else now is another whistle."""
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


def _groups(callable_: dict[str, list[Unit]], *, both: bool) -> list[Choice | Group]:
    """Departments first, then districts and streets; in two groups for who may call in both directions."""
    rows = {
        way: sorted(units, key=lambda u: (UNIT_KIND_ORDER.get(u.kind, 99), u.code)) for way, units in callable_.items()
    }
    named = {way: [(unit.code, unit.name) for unit in units] for way, units in rows.items()}
    if not both:
        return [("", "—"), *named["up"]]
    return [
        ("", "—"),
        (gettext("Departments and others"), named["up"]),
        (gettext("Streets and districts"), named["down"]),
    ]


def about_case(case: Case) -> dict[str, Any]:
    """What the form holds already when it is opened from the page of a case."""
    return {
        "cases": case.number,
        "title": case.title,
        "category_code": case.category.code,
        "area_code": case.area.code if case.area else "",
        "address": case.address,
        "kind": "emergency" if case.emergency else "problem",
    }
