"""More time: forms to ask for it, to decide on it, and to look again at what was put off."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import ActForm, Instant, Seen, Words, YesNo
from answerable.rules.deferral import REVIEW_AHEAD


class AskExtension(ActForm):
    key = "6"
    verb, title, button = "ask_extension", _("Ask for more time"), _("Ask for this date")
    explain = _("Somebody else decides. The old date stands until then, and the citizen is told of a new one.")
    reason = Words(_("Why it takes longer"))
    until = Instant(_("New date"), hint=_("Time of the city."))


class AskParking(ActForm):
    key = "7"
    verb, title, button = "ask_parking", _("It cannot be solved now"), _("Ask to put it off")
    explain = _("The unit above decides. It stands on a public list until the date comes, and is looked at again then.")
    reason = Words(_("Why it cannot be solved now"), hint=_("The public reads this."))
    measures = Words(_("What was done and is done meanwhile"), hint=_("The public reads this."))
    until = Instant(_("When it is looked at again"), hint=_("Time of the city."))


class Decide(ActForm):
    key = "8"
    verb, title, button = "decide", _("Decide on the new date"), _("Give this decision")
    granted = YesNo(_("Decision"), yes=_("Granted: the new date counts"), no=_("Not granted: the old date stands"))
    words = Words(_("Why"), rows=2)


class ReviewParking(ActForm):
    key = "9"
    verb, title, button = "review_parking", _("Look again at what was put off"), _("Record this review")
    explain = _("What is still not solved must be asked for anew, or it is overdue.")
    words = Words(_("How it stands"), hint=_("The public reads this."))
    until = Instant(_("Nearer date"), hint=_("Its date has not come yet: it stays put off, until this nearer one."))

    def suit(self, seen: Seen) -> None:
        """Before the date comes it is brought forward; when it has come, it is reviewed."""
        parked = seen.case.deferrals.filter(kind="parking", granted=True, reviewed_at=None).first()
        if parked is None or seen.now >= parked.until - REVIEW_AHEAD:
            self.leave_out("until")
