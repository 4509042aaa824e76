"""The forms of a whistle's room: one for each verb of rules.whistle that a person does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.desk import room_choices as choices
from answerable.desk.forms import Files, Instant, Line, OneOf, Pick, PickSeveral, Words, YesNo
from answerable.desk.rota_forms import SeatForm
from answerable.rules.access import Actor
from answerable.rules.problems import Refused
from answerable.rules.whistle import STANCES
from answerable.whistles.sentences.names import RATER, STANCE


@dataclass(frozen=True)
class Stand:
    """The room a form stands in, who reads it, and when."""

    room: Any  # a Room, or a TaskforceRoom
    actor: Actor
    now: datetime


class RoomForm(SeatForm):
    """An act on a whistle or a taskforce."""

    key: ClassVar[str] = ""

    @property
    def has_files(self) -> bool:
        return any(isinstance(field, Files) for field in self.fields.values())

    def suit(self, stand: Stand) -> None:
        """Offer what this room has to offer, and leave out what it does not ask."""


class Mark(forms.TypedChoiceField):
    """A mark from 1 to 5, all of them in sight."""

    def __init__(self, label: Any) -> None:
        marks = [(n, str(n)) for n in range(1, 6)]
        widget = forms.RadioSelect
        super().__init__(
            label=label, required=False, choices=marks, coerce=int, empty_value=None, widget=widget,
            help_text=_("1 is poor, 5 is very good."),
        )  # fmt: skip


class OneFile(Files):
    """One file, where the desk otherwise takes several."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        super().__init__(label, hint)
        del self.widget.attrs["multiple"]


class Cosign(RoomForm):
    key = "a"
    verb, heading, button = "cosign", _("Sign the whistle"), _("Sign: blow this whistle")

    def suit(self, stand: Stand) -> None:
        if stand.room.lacking > 1:
            self.explain = gettext("Another signature lacks after yours; then the units are called.")
        else:
            self.explain = gettext("Yours is the last signature: the units are called at once and their time runs.")


class AnswerSummons(RoomForm):
    key = "r"
    verb, heading, button = "answer_summons", _("Say what we do"), _("Give this answer")
    explain = _("Whoever says “not ours” answers all the same until the blower or the authority above lets it go.")
    stance = OneOf(_("What your unit does"), options=[(name, STANCE[name]) for name in STANCES])
    support_with = Words(_("Supports: with what"), rows=2, hint=_("People, machines, powers, money."))
    basis = Words(_("Not ours: by which rule"), rows=2, hint=_("Name the law, rule or ruling."))
    proposed_unit = Pick(_("Not ours: who then"), "units")


class Sign(RoomForm):
    key = "s"
    verb, heading, button = "sign", _("Sign for receipt"), _("We have it")
    explain = _("It says that you know. What you do about it is the answer.")


class Attend(RoomForm):
    key = "p"
    verb, heading, button = "attend", _("Record who is on the spot"), _("Is on the spot")
    unit_code = Pick(_("Unit"))
    post_code = Pick(_("Who, by post"))
    name = Line(_("Or by name"))
    came_at = Instant(_("When they came"), hint=_("Empty: now."))

    def suit(self, stand: Stand) -> None:
        blows = stand.actor.unit == stand.room.whistle.unit.code
        called = choices.called(stand.room)
        if blows:
            self.fields["unit_code"].choices = called
        else:
            del self.fields["unit_code"]
        units = [code for code, _name in called] if blows else [stand.actor.unit or ""]
        self.fields["post_code"].choices = choices.posts(stand.room.whistle.jurisdiction, units)


class Contact(RoomForm):
    key = "c"
    verb, heading, button = "contact", _("Record a contact with the blower"), _("Record this contact")
    words = Words(_("What was said"), rows=2)


class Commit(RoomForm):
    key = "m"
    verb, heading, button = "commit", _("Make a promise"), _("Put this promise on the record")
    explain = _("Your unit answers for it until it says what it did.")
    words = Words(_("What you promise"), rows=2)
    due_at = Instant(_("By when"))


class Fulfil(RoomForm):
    key = "f"
    verb, heading, button = "fulfil", _("Record that a promise is kept"), _("The promise is kept")
    commitment = Pick(_("Which promise"))
    words = Words(_("What was done"), rows=2)

    def suit(self, stand: Stand) -> None:
        self.fields["commitment"].choices = choices.promises(stand.room, stand.actor)


class Report(RoomForm):
    key = "t"
    verb, heading, button = "report", _("Report what was done"), _("Report this")
    words = Words(_("What was done"))


class ReportTask(RoomForm):
    key = "d"
    verb, heading, button = "report_task", _("Report a task"), _("The task is done")
    task = Pick(_("Which task"))
    words = Words(_("What was done"), rows=2)

    def suit(self, stand: Stand) -> None:
        self.fields["task"].choices = choices.tasks(stand.room, stand.actor.unit)


class Decide(RoomForm):
    key = "e"
    verb, heading, button = "decide", _("Record a decision"), _("Record this decision")
    words = Words(_("What was decided"))
    unit_code = Pick(
        _("Who carries it out"), hint=_("With a date it becomes a task of that unit. Empty: nobody has to.")
    )
    due_at = Instant(_("Until when it is carried out"))

    def suit(self, stand: Stand) -> None:
        self.fields["unit_code"].choices = choices.doers(stand.room, stand.actor)


class AddTask(RoomForm):
    key = "+"
    verb, heading, button = "add_task", _("Add a task"), _("Add this task")
    unit_code = Pick(_("Unit"))
    post_code = Pick(_("Who answers for it"), hint=_("A post of that unit. Empty: its head."))
    title = Line(_("What is to be done"))
    since = Instant(_("Begins"), hint=_("Empty: now."))
    due_at = Instant(_("Until"))
    after = Pick(_("After which task"), hint=_("Empty: it waits for none."))

    def suit(self, stand: Stand) -> None:
        doers = choices.doers(stand.room, stand.actor)
        self.fields["unit_code"].choices = doers
        self.fields["post_code"].choices = choices.posts(choices.city(stand.room), [code for code, _name in doers])
        self.fields["after"].choices = choices.tasks(stand.room)


class SummonMore(RoomForm):
    key = "u"
    verb, heading, button = "summon_more", _("Call more units"), _("Call them")
    explain = _("Their limits begin now.")
    units = PickSeveral(_("Units"), "units")
    words = Words(_("Why they are needed"), rows=2)


class Release(RoomForm):
    key = "l"
    verb, heading, button = "release", _("Let a unit go"), _("Let this unit go")
    explain = _("It answers no more. What it did not do stays on the record.")
    unit_code = Pick(_("Unit"))
    words = Words(_("Why"), rows=2)

    def suit(self, stand: Stand) -> None:
        self.fields["unit_code"].choices = choices.called(stand.room)


class AddDocument(RoomForm):
    key = "n"
    verb, heading, button, quiet = "add_document", _("Add a document"), _("Add this document"), True
    title = Line(_("What it is"))
    uploads = OneFile(_("File"), hint=_("One PNG, JPEG or PDF, up to 10 MB."))

    def inputs(self) -> dict[str, Any]:
        said = dict(super().inputs())
        return said | {"upload": next(iter(said.pop("uploads")), None)}

    def take(self, refused: Refused) -> None:
        """What the domain calls `upload` stands in the form as a list of one."""
        refused.problems = tuple(replace(p, field="uploads") if p.field == "upload" else p for p in refused.problems)
        super().take(refused)


class Rate(RoomForm):
    key = "v"
    verb, heading, button = "rate", _("Rate a unit"), _("Record this rating")
    explain = _("The street has departments rated. Departments never rate streets.")
    unit_code = Pick(_("Unit"))
    rater = OneOf(_("Who says it"), options=list(RATER.items()))
    name = Line(_("Name, where it is a resident or a unit of the neighbourhood"))
    score = Mark(_("Mark"))
    words = Words(_("In their words"), rows=2)

    def suit(self, stand: Stand) -> None:
        self.fields["unit_code"].choices = choices.rated(stand.room)


class End(RoomForm):
    key = "z"
    verb, heading, button = "end", _("End it: the matter is done"), _("End this whistle")
    still: Any = ()
    words = Words(_("What came of it"))
    despite = Words(_("Why it ends all the same"), rows=2)

    def suit(self, stand: Stand) -> None:
        self.still = choices.still_open(stand.room)
        if self.still:
            self.explain = gettext("Nobody leaves before it is done. Still open:")
        else:
            del self.fields["despite"]
            self.explain = gettext("Nothing is open any more. Every unit is told and nobody owes anything.")


class Judge(RoomForm):
    key = "b"
    verb, heading, button = "judge", _("Judge the whistle"), _("Record this judgement")
    explain = _("How good the whistle was, not how it went. Once, by the authority above the unit that blew.")
    precise = YesNo(_("Were the right units called?"))
    complete = YesNo(_("Did it say what they had to know?"))
    needless = YesNo(_("Could the blower have done it alone?"))
    words = Words(_("Why"), rows=2)


class Withdraw(RoomForm):
    key = "x"
    verb, heading, button, quiet = "withdraw", _("Withdraw the whistle"), _("Withdraw it"), True
    words = Words(_("Why"), rows=2)


# In the order of queries.allowed: the main act first.
FORMS: dict[str, type[RoomForm]] = {
    form.verb: form
    for form in (
        Cosign, AnswerSummons, Sign, Attend, Contact, Commit, Fulfil, Report, ReportTask, Decide, AddTask, SummonMore,
        Release, AddDocument, Rate, End, Judge, Withdraw,
    )
}  # fmt: skip
