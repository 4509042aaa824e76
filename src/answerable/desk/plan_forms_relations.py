"""The forms that say how an indicator stands to another of its plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Pick, Words
from answerable.desk.plan_acts import PlanForm, Stand, by_name
from answerable.plans.actions import relating
from answerable.plans.sentences.plans import RELATIONS


class Relate(PlanForm):
    key, quiet = "r", True
    verb, heading, button = "relate", _("Say how it stands to another indicator"), _("Link these two")
    act = staticmethod(relating.relate)
    kind = Pick(_("This indicator"), options=[("", "—"), *RELATIONS.items()])
    other = Pick(_("The other one"))
    words = Words(_("Notes"), rows=2)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        rows = choices.indicators(stand.plan)
        self.fields["other"].choices = [(code, name) for code, name in rows if code != stand.row.code]


class Unrelate(PlanForm):
    key, quiet = "q", True
    verb, heading, button = "unrelate", _("Take a wrong link away"), _("Take this link away")
    explain = _("It stays on the record with the reason.")
    act = staticmethod(relating.unrelate)
    other = Pick(_("Which"))
    words = Words(_("Why"), rows=2)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.row.relations.filter(removed_at=None).exists()

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        rows = stand.row.relations.filter(removed_at=None).select_related("other").order_by("other__code")
        named = [(row.other.code, f"{RELATIONS[row.kind]} {row.other.code}") for row in rows]
        self.fields["other"].choices = [choices.NONE, *named]


RELATION_FORMS = by_name(Relate, Unrelate)
