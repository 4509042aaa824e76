"""The forms of papers that wait for somebody: figures that came in a file, and letters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from answerable.desk.forms import Words
from answerable.desk.plan_acts import PlanForm, Stand, by_name
from answerable.plans.actions import batches, letters


class AcceptBatch(PlanForm):
    key, main = "a", True
    verb, heading, button = "accept_batch", _("Take these figures over"), _("Take these figures over")
    act = staticmethod(batches.accept_batch)
    words = Words(_("Why figures differ that were final"), rows=2)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.row.state == "waiting" and bool(stand.page.preview.can_be_accepted)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        fresh = len(stand.page.preview.fresh)
        self.button = ngettext("Take %(n)d figure over", "Take %(n)d figures over", fresh) % {"n": fresh}
        if not stand.page.preview.of("changed"):
            self.leave_out("words")

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/indicators/{stand.row.indicator.code}"


class RefuseBatch(PlanForm):
    key = "b"
    verb, heading, button = "refuse_batch", _("Do not take them over"), _("Refuse these figures")
    act = staticmethod(batches.refuse_batch)
    words = Words(_("Why"), rows=2, hint=_("They stay to be seen, and change nothing."))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return bool(stand.row.state == "waiting")


BATCH_FORMS = by_name(AcceptBatch, RefuseBatch)


class AcceptLetter(PlanForm):
    key, main = "a", True
    verb, heading, button = "accept_letter", _("Accept the letter"), _("I accept this letter of responsibility")
    explain = _("It is public. You answer for it until somebody else is appointed.")
    act = staticmethod(letters.accept_letter)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return _waits(stand)


class ObjectLetter(PlanForm):
    key = "o"
    verb, heading, button = "object_letter", _("Say what it asks beyond my post"), _("Send this objection")
    explain = _("The committee answers with a new letter. Until then you answer as before.")
    act = staticmethod(letters.object_letter)
    words = Words(_("What it asks beyond your post, and why"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return _waits(stand)


def _waits(stand: Stand) -> bool:
    """The newest letter, neither accepted nor objected to."""
    letter = stand.row
    newest = letter.accountability.letters.order_by("number").last()
    return letter.accepted_at is None and not letter.objection and newest == letter


LETTER_FORMS = by_name(AcceptLetter, ObjectLetter)
