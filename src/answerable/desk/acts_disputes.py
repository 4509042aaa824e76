"""Whose is it: forms to object, ask the units concerned, say one's view, rule, and keep a ruling for the next case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from answerable.cases import queries
from answerable.cases.sentences import local_time
from answerable.cases.sentences.names import STANCE
from answerable.desk.forms import ActForm, OneOf, Pick, PickSeveral, Seen, Words, YesNo

EVERYWHERE = ("corrected", _("Corrected: from now on it names the other unit, everywhere"))
HERE = ("here", _("Corrected for this district alone"))
KEPT = ("kept", _("Kept as it is"))


class Object(ActForm):
    key = "o"
    verb, title, button = "object", _("Object: not ours"), _("File this objection")
    explain = _("You stay answerable until the hotline upholds it. Handle first what cannot wait.")
    reason_code = Pick(_("Reason"), "codes:return_reason")
    basis = Words(_("The rule or fact it rests on"))
    proposed_unit = Pick(_("Whose it is instead"), "units")
    interim = Words(
        _("What was done meanwhile"), rows=2, hint=_("To be said where it cannot wait: danger, or the shortest limit.")
    )


class Consult(ActForm):
    key = "i"
    verb, title, button = "consult", _("Ask the units it may belong to"), _("Ask these units")
    explain = _("Until you dispatch it all of them answer for it, beside the unit that leads now.")
    unit_codes = PickSeveral(_("Units"), "units")
    question = Words(_("What you want to know"), rows=2)


class StateView(ActForm):
    key = "1"
    verb, title, button = "state_view", _("Say whether it is ours"), _("Give our view")
    explain = _("Your unit answers for it with the others until there is a ruling, whatever you say here.")
    stance = OneOf(_("Our view"), list(STANCE.items()))
    basis = Words(_("The rule or fact it rests on"))


class Rule(ActForm):
    key = "l"
    verb, title, button = "rule", _("Rule on the objection"), _("Give this ruling")
    upheld = YesNo(_("Ruling"), yes=_("Upheld: the case goes to the unit proposed"), no=_("Rejected: it stays"))
    unit_code = Pick(_("Another unit than the one proposed"), "units", hint=_("Only if it is neither of the two."))
    outcome_words = Words(_("Why"), hint=_("Both units read this."))
    catalogue = OneOf(
        _("The row of the catalogue that named the unit"), [EVERYWHERE, HERE, KEPT],
        hint=_("If you uphold the objection, the row was wrong or has an exception."),
    )  # fmt: skip
    catalogue_words = Words(_("Why the row is kept"), rows=2)

    def suit(self, seen: Seen) -> None:
        """The question about the catalogue is asked only where a row of it had named the unit that objects."""
        if queries.row_in_question(seen.case) is None:
            self.leave_out("catalogue", "catalogue_words")
        elif seen.case.area is None:
            self.fields["catalogue"].choices = [EVERYWHERE, KEPT]


class Promote(ActForm):
    key = "0"
    verb, title, button = "promote", _("Keep a ruling for the next such case"), _("Put it into the catalogue")
    explain = _("The next case of this kind then goes to this unit at once, without a dispute.")
    ruling = Pick(_("Ruling"))
    scope = OneOf(_("Where it holds"), [("corrected", _("Everywhere")), ("here", _("In this district alone"))])
    reason = Words(_("Why"), rows=2)

    def suit(self, seen: Seen) -> None:
        rulings = [
            (str(one.pk), f"{local_time(one.ruled_at)} · {one.named_unit.name}")
            for one in queries.promotable(seen.case)
        ]
        self.fields["ruling"].choices = rulings if len(rulings) == 1 else [("", "—"), *rulings]
