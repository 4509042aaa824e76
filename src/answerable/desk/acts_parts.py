"""Parts of other units: forms to ask for one, report it, say why it is late, and do without it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from answerable.desk import choices
from answerable.desk.forms import ActForm, Pick, Seen, Words


class AddAssistant(ActForm):
    key = "u"
    verb, title, button = "add_assistant", _("Ask another unit to help"), _("Ask this unit")
    unit_code = Pick(_("Unit"), "units")
    task = Words(_("Their part"), rows=2, hint=_("What they are asked to do. They get a time limit of their own."))
    after = Pick(
        _("Only after the part of"), hint=_("Leave it empty if both can begin at once: waiting makes everything later.")
    )

    def suit(self, seen: Seen) -> None:
        self.fields["after"].choices = choices.parts(seen.case)
        if not choices.parts(seen.case)[1:]:
            self.leave_out("after")


class Late(ActForm):
    """A report that owes a reason once its time has passed (BJ-REG 14)."""

    def suit(self, seen: Seen) -> None:
        mine = seen.case.assignments.filter(role="assist", until=None, unit__code=seen.actor.unit).first()
        if mine is None or mine.due_at is None or mine.due_at >= seen.now or mine.late_reason:
            self.leave_out("late_reason")


class ReportPart(Late):
    key = "p"
    verb, title, button = "report_part", _("Report our part"), _("Report to the lead unit")
    words = Words(_("What we did"))
    late_reason = Words(_("Why it is late"), rows=2)


class ReportStage(Late):
    key = "2"
    verb, title, button = "report_stage", _("Say how far our part is"), _("Send this stage report")
    explain = _("The part stays yours and its time runs on.")
    words = Words(_("How far it is, and when it will be done"))
    late_reason = Words(_("Why it is late"), rows=2)


class AgreeCancel(ActForm):
    key = "3"
    verb, title = "agree_cancel", _("Agree that our part is not needed")
    button = _("Agree: our part is not needed")
    explain = _("If you do not agree, do the part; the hotline may also rule.")


class AskCancel(ActForm):
    key = "4"
    verb, title, button = "ask_cancel", _("Do without a part"), _("Ask that unit to agree")
    explain = _("The part goes on until the unit agrees or the hotline rules.")
    unit_code = Pick(_("Whose part"))
    reason = Words(_("Why it is not needed"), rows=2)

    def suit(self, seen: Seen) -> None:
        self.fields["unit_code"].choices = choices.parts(seen.case)


class RuleCancel(ActForm):
    key = "5"
    verb, title, button = "rule_cancel", _("Rule that a part is not needed"), _("Let this unit off")
    unit_code = Pick(_("Whose part"))
    outcome_words = Words(_("Why"), rows=2)

    def suit(self, seen: Seen) -> None:
        self.fields["unit_code"].choices = choices.parts(seen.case, given_up=True)
