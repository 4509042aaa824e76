"""A name in three languages as three lines of a form, and the problems of a name at the first of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import Line
from answerable.desk.plan_acts import PlanForm
from answerable.plans.exchange.naming import Names
from answerable.rules.problems import Refused

NAME_FIELDS = ("name_zh_hant", "name_en", "name_zh_hans")


class NamedForm(PlanForm):
    """A form with a name; one language is enough, the others show it until they have words of their own."""

    name_zh_hant = Line(_("Name in Traditional Chinese"))
    name_en = Line(_("Name in English"))
    name_zh_hans = Line(_("Name in Simplified Chinese"), hint=_("One language is enough to begin with."))

    def said_names(self, said: dict[str, Any]) -> Names:
        """Take the name out of what was said."""
        return Names(*(said.pop(field).strip() for field in NAME_FIELDS))

    def take(self, refused: Refused) -> None:
        """What the domain says of the name stands at its first line."""
        told = refused.problems
        refused.problems = tuple(replace(p, field=NAME_FIELDS[0]) if p.field in ("name", "names") else p for p in told)
        super().take(refused)
