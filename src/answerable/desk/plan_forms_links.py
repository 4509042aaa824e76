"""The forms that tie a plan to the Policy Address and the budget: add an item, link it, take a wrong link away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Line, Pick, Words
from answerable.desk.plan_acts import Number, Stand, by_name
from answerable.desk.plan_forms_office import OnPlan, subjects
from answerable.desk.plan_names import NamedForm
from answerable.desk.plan_words import ITEMS
from answerable.plans.actions import items
from answerable.rules.problems import Problem, Refused

LINKED = ("links__element", "links__indicator", "links__task")


class AddItem(OnPlan, NamedForm):
    key, guarded = "a", False
    verb, name, heading, button = "link_item", "add_item", _("Add an item to link to"), _("Add this item")
    act = staticmethod(items.add_item)
    kind = Pick(_("Kind"), options=list(ITEMS.items()))
    code = Line(_("Code"))
    year = forms.IntegerField(
        label=_("Year"), required=False, widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--number"})
    )
    reference = Line(_("Paragraph, head or subhead"))
    address = Line(_("Where it can be read"))
    amount = Number(_("Amount"))
    currency = Line(_("Currency"), max_length=3)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"names": self.said_names(said), **said, "currency": said["currency"].upper()}


class LinkItem(OnPlan):
    key, guarded = "l", False
    verb, heading, button = "link_item", _("Link an item to what carries it out"), _("Link these two")
    act = staticmethod(items.link_item)
    item_code = Pick(_("Item"))
    subject = Pick(_("Carried out by"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.items.exists()

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        rows = [(item.code, f"{item.code} {item.name}") for item in stand.plan.items.order_by("code")]
        self.fields["item_code"].choices = [choices.NONE, *rows]
        self.fields["subject"].choices = [choices.NONE, *subjects(stand, "indicator", "task", "element")]

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        noun, _colon, code = said["subject"].partition(":")
        return {"item_code": said["item_code"], "noun": noun, "code": code}


class UnlinkItem(OnPlan):
    key, guarded, quiet = "x", False, True
    verb, heading, button = "unlink_item", _("Take a wrong link away"), _("Take this link away")
    explain = _("It stays on the record with the reason.")
    act = staticmethod(items.unlink_item)
    link = Pick(_("Which"))
    words = Words(_("Why"), rows=2)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.items.filter(links__removed_at=None, links__isnull=False).exists()

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        rows = [
            (f"{item.code}:{noun}:{row.code}", f"{item.code} {item.name} → {row.code}")
            for item in stand.plan.items.order_by("code").prefetch_related(*LINKED)
            for link in item.links.all() if link.removed_at is None
            for noun in items.NOUNS if (row := getattr(link, noun)) is not None
        ]  # fmt: skip
        self.fields["link"].choices = [choices.NONE, *rows]

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if not said["link"]:
            raise Refused(Problem("required", "link"))
        item, noun, code = said.pop("link").split(":", 2)
        return {"item_code": item, "noun": noun, "code": code, **said}


LINK_FORMS = by_name(LinkItem, AddItem, UnlinkItem)
