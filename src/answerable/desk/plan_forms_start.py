"""The form that says where an indicator of a published plan starts, while nobody has said it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from answerable.desk.plan_acts import Stand, by_name
from answerable.desk.plan_forms_subject import SetBaseline


class FirstBaseline(SetBaseline):
    """The action asks for words; in a draft it does not."""

    verb, name = "set_target", "first_baseline"
    explain = _("Say in the notes what it rests on. It stays; another one comes only with a change of the definition.")

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.state != "draft" and not stand.row.baselines.exists()


START_FORMS = by_name(FirstBaseline)
