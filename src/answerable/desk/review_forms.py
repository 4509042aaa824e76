"""The forms of reviews and of issues between departments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.attendance import Attendance
from answerable.desk.forms import Instant, Line, Pick, Words
from answerable.desk.plan_acts import by_name
from answerable.desk.rota_forms import Day
from answerable.desk.sittings import Sitting, SittingForm, chosen
from answerable.plans.queries.evaluations import evaluations_of
from answerable.reviews import actions
from answerable.reviews.sentences.names import KIND


class CallReview(SittingForm):
    key = "c"
    guarded, located = False, False
    verb, heading, button = "call_review", _("Call a review"), _("Call this review")
    act = staticmethod(actions.call_review)
    kind = Pick(_("Kind"), options=[("", "—"), *KIND.items()])
    plan_code = Pick(_("Plan"), hint=_("A joint review is about all plans; leave it empty."))
    period = Line(
        _("Period it looks back on"), hint=_("As in 2026, 2026-H1, 2026-Q2 or 2026-05. Joint: leave it empty.")
    )
    due_on = Day(_("Day of the meeting"))
    unit_code = Pick(_("Chaired by"), "units", hint=_("Empty: the plan’s committee, or the coordinator’s unit."))
    evaluation = Pick(_("Evaluation it goes through"), hint=_("Of a mid-term review; else leave it empty."))

    def suit(self, stand: Sitting) -> None:
        self.fields["plan_code"].choices = [choices.NONE, *((p.code, p.name) for p in stand.page.plans)]
        found = [(str(one.pk), f"{p.name}: {one.title}") for p in stand.page.plans for one in evaluations_of(p)]
        self.fields["evaluation"].choices = [choices.NONE, *found]

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"evaluation": UUID(said["evaluation"]) if said["evaluation"] else None}

    def perform(self, stand: Sitting) -> Any:
        chosen(self.cleaned_data, "kind", "due_on")
        return super().perform(stand)

    def after(self, stand: Sitting, done: Any) -> str:
        return f"/desk/reviews/{done.number}"


class Hold(SittingForm):
    key = "o"
    verb, heading, button = "hold", _("Open the meeting"), _("Open the meeting and freeze the figures")
    explain = _("From then on the meeting speaks of these figures, whatever comes in later. This is not undone.")
    act = staticmethod(actions.hold)
    as_of = Instant(_("Figures as known at"), hint=_("Empty: as known now."))


class Decide(SittingForm):
    key = "d"
    guarded = False
    wishes = ("item", "owner")
    verb, heading, button = "decide", _("Decide"), _("Record this decision")
    act = staticmethod(actions.decide)
    item = Pick(_("About which matter"))
    words = Words(_("What is to be done"), hint=_("In words the public can read."))
    owner = Pick(_("Who carries it out"))
    due_on = Day(_("Until"))

    def suit(self, stand: Sitting) -> None:
        self.fields["item"].choices = [("", _("A matter of its own")), *stand.page.undecided]
        self.fields["owner"].choices = choices.posts(stand.city)

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"item": int(said["item"]) if said["item"] else None}


class Discuss(SittingForm):
    key = "n"
    guarded = False
    wishes = ("item",)
    verb, heading, button = "discuss", _("Note what was said"), _("Keep this note")
    act = staticmethod(actions.discuss)
    item = Pick(_("About which matter"))
    said = Words(_("What was said"))

    def suit(self, stand: Sitting) -> None:
        self.fields["item"].choices = [choices.NONE, *stand.page.matters]

    def inputs(self) -> dict[str, Any]:
        chosen(self.cleaned_data, "item")
        return self.cleaned_data | {"item": int(self.cleaned_data["item"])}


class Minute(SittingForm):
    key = "m"
    verb, heading, button = "minute", _("Write the minutes"), _("Keep the minutes")
    explain = _("They can be written again until the report is made.")
    act = staticmethod(actions.minute)
    environment = Words(
        _("A look around"), hint=_("What changed outside the plan: prices, law, weather, other cities.")
    )
    minutes = Words(_("Minutes"), rows=5)
    attendance = Attendance(_("Who was there"))

    def suit(self, stand: Sitting) -> None:
        page, field = stand.page, self.fields["attendance"]
        field.posts = page.asked
        self.initial = {
            "environment": page.review.environment, "minutes": page.review.minutes,
            "attendance": {
                row.post.code: ("there" if row.present else "absent", row.remark) for row in page.attendance
            },
        }  # fmt: skip


class Report(SittingForm):
    key = "r"
    verb, heading, button = "report", _("Publish the report"), _("Make the report and close the meeting")
    explain = _("It is made of the data, the decisions and the minutes, in three languages, and never changes again.")
    act = staticmethod(actions.report)


class Gather(SittingForm):
    key, quiet, guarded = "u", True, False
    verb, heading, button = "gather", _("Build the agenda anew"), _("Build the agenda from today’s data")
    act = staticmethod(actions.gather)


class AddItem(SittingForm):
    key, quiet, guarded = "+", True, False
    verb, heading, button = "add_item", _("Add a matter"), _("Put it on the agenda")
    act = staticmethod(actions.add_item)
    words = Words(_("What the data does not know"), rows=2)
    about = Pick(_("Objective"), hint=_("One that nothing on the agenda is about counts as reviewed only so."))

    def suit(self, stand: Sitting) -> None:
        plan = stand.page.review.plan
        self.fields["about"].choices = [choices.NONE] if plan is None else choices.elements(plan)


class CallOff(SittingForm):
    key, quiet = "x", True
    verb, heading, button = "call_off_review", _("Call the review off"), _("Call it off")
    act = staticmethod(actions.call_off_review)
    words = Words(_("Why"), rows=2, hint=_("It stays on the record."))


class OnDecision(SittingForm):
    """An act on one decision of the review; offered for those it fits."""

    guarded, located = False, False
    wishes = ("decision",)

    def suit(self, stand: Sitting) -> None:
        rows = stand.page.decisions_for(self.verb)
        self.fields["decision"].choices = rows if len(rows) == 1 else [choices.NONE, *rows]

    def inputs(self) -> dict[str, Any]:
        chosen(self.cleaned_data, "decision")
        return self.cleaned_data | {"decision": UUID(self.cleaned_data["decision"])}


class CarryOut(OnDecision):
    key = "f"
    verb, heading, button = "carry_out", _("Say that it is done"), _("It is done")
    explain = _("It counts as done once the chair’s unit confirms it.")
    act = staticmethod(actions.carry_out)
    decision = Pick(_("Which decision"))
    words = Words(_("What was done"))


class Confirm(OnDecision):
    key = "c"
    verb, heading, button = "confirm", _("Confirm that it is done"), _("Confirm: it is done")
    act = staticmethod(actions.confirm)
    decision = Pick(_("Which decision"))


class SendBack(OnDecision):
    key = "b"
    verb, heading, button = "send_back", _("Send it back"), _("Send it back: not done yet")
    act = staticmethod(actions.send_back)
    decision = Pick(_("Which decision"))
    words = Words(_("What is missing"), rows=2)


class AnswerIssue(SittingForm):
    key, main = "r", True
    verb, heading, button = "answer_issue", _("Answer"), _("Give this answer")
    act = staticmethod(actions.answer_issue)
    answer = Words(_("What holds it up, what you do, and by when"), rows=4)
    promised_on = Day(_("Done by"), hint=_("Empty: no day is promised."))


class HandOverIssue(SittingForm):
    key = "u"
    verb, heading, button = "hand_over_issue", _("Another unit holds it"), _("Ask this unit")
    explain = _("It is asked now and has a time limit of its own.")
    act = staticmethod(actions.hand_over_issue)
    unit_code = Pick(_("Unit"), "units")


class SettleIssue(SittingForm):
    key = "z"
    verb, heading, button = "settle_issue", _("Settle it"), _("Settled: it does not come back")
    act = staticmethod(actions.settle_issue)
    words = Words(_("How it was settled"))


REVIEW_FORMS = by_name(
    Hold, Decide, Discuss, CarryOut, Confirm, SendBack, Minute, Report, AddItem, Gather, CallOff,
)  # fmt: skip
ISSUE_FORMS = by_name(AnswerIssue, HandOverIssue, SettleIssue)
CALL_FORMS = by_name(CallReview)
