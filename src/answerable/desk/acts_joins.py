"""Cases that are one, and whom a case is a complaint about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from answerable.desk import choices
from answerable.desk.forms import ActForm, Line, Pick, Seen, Words


class Merge(ActForm):
    key = "="
    verb, title, button = "merge", _("Join to another case"), _("Join to that case")
    explain = _("This number stays and shares the outcome of the other. It can be undone.")
    into = Line(_("Number of the other case"), hint=_("It must be open."))
    reason = Words(_("Why they are one"), rows=2)


class Unmerge(ActForm):
    key = "-"
    verb, title, button = "unmerge", _("Undo the joining"), _("Handle it on its own again")
    reason = Words(_("Why they are two"), rows=2, hint=_("The citizen reads this."))


class FlagInterest(ActForm):
    key = "!"
    verb, title, button = "flag_interest", _("Say who is complained about"), _("Keep them out of this case")
    explain = _("They see nothing of it from then on. If they lead, the unit above leads instead.")
    unit_code = Pick(_("Unit"), "units")
    post_code = Pick(_("One post of it"), hint=_("Empty: the whole unit."))
    reason = Words(_("Why"), rows=2)

    def suit(self, seen: Seen) -> None:
        """Posts of the units that have to do with the case, and of the unit that was chosen."""
        self.fields["post_code"].choices = choices.posts(seen.case, self.data.get("unit_code", ""))
