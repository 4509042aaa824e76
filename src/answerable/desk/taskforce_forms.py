"""The forms of a taskforce: one for each verb of rules.taskforce that a person does."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from answerable.desk import room_choices as choices
from answerable.desk.forms import Instant, Line, OneOf, Pick, PickSeveral, Words
from answerable.desk.room_forms import AddDocument, AddTask, Decide, ReportTask, RoomForm, Stand
from answerable.desk.sittings import chosen
from answerable.whistles.sentences.names import END


class Propose(RoomForm):
    verb, heading, button = "propose", _("Propose a taskforce"), _("Propose it")
    explain = _("For what no single whistle solves. A leader or the coordinator forms or declines it.")
    title = Line(_("The problem, in a few words"))
    reason = Words(_("Why a taskforce"), rows=2)
    whistles = Line(_("Numbers of the whistles about it"), hint=_("Several: with a space between."))

    def inputs(self) -> dict[str, object]:
        said = dict(super().inputs())
        chosen(said, "title", "reason")
        return said | {"whistles": said["whistles"].upper().replace(",", " ").split()}


class FormTaskforce(RoomForm):
    key = "a"
    main = True
    verb, heading, button = "form", _("Form the taskforce"), _("Form it")
    explain = _("One official leads. It ends only when its end condition is met or has failed, in writing.")
    lead_post = Pick(_("Who leads"))
    members = PickSeveral(_("Units that take part"), "units")
    mandate = Words(_("What it may do"), hint=_("The public reads this and the end condition."))
    end_condition = Words(_("When it has done"), rows=2, hint=_("Something that can be seen or counted."))
    next_report_at = Instant(_("Its first report comes by"), hint=_("Empty: the usual time of this city."))

    def suit(self, stand: Stand) -> None:
        self.fields["lead_post"].choices = choices.heads(stand.room.taskforce.jurisdiction)


class Decline(RoomForm):
    key = "x"
    verb, heading, button = "decline", _("Decline the proposal"), _("Decline it")
    words = Words(_("Why no taskforce"), rows=2, hint=_("It stays on the record."))


class ReportTaskforce(RoomForm):
    key = "t"
    verb, heading, button = "report", pgettext_lazy("what a taskforce does", "Report"), _("Give this report")
    words = Words(_("What was done, and what lacks"), hint=_("The public reads this."))
    next_report_at = Instant(_("The next report comes by"))


class AddMember(RoomForm):
    key = "u"
    verb, heading, button = "add_member", _("Add a member"), _("Add this unit")
    unit_code = Pick(_("Unit"), "units")


class Dissolve(RoomForm):
    key = "z"
    verb, heading, button = "dissolve", _("Dissolve the taskforce"), _("Dissolve it")
    how = OneOf(_("Its end condition"), options=[(name, END[name]) for name in ("met", "failed")])
    words = Words(_("What shows it"), hint=_("The public reads this."))

    def suit(self, stand: Stand) -> None:
        condition = stand.room.taskforce.end_condition
        self.explain = gettext("The end condition: %(condition)s") % {"condition": condition}


# In the order of queries.taskforce_allowed: the main act first.
FORMS: dict[str, type[RoomForm]] = {
    form.verb: form
    for form in (
        FormTaskforce, Decline, ReportTaskforce, ReportTask, Decide, AddTask, AddMember, AddDocument, Dissolve,
    )
}  # fmt: skip
