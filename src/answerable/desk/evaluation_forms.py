"""The forms of evaluations: opened, outsiders invited, findings written, answered, followed up and closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Instant, Line, Pick, Words
from answerable.desk.plan_acts import by_name
from answerable.desk.rota_forms import Day
from answerable.desk.sittings import Sitting, SittingForm, chosen
from answerable.plans.actions import evaluating
from answerable.plans.sentences.evaluations import CLASS, KIND, STANDING

OUTSIDERS = frozenset({"outsider"})


class OpenEvaluation(SittingForm):
    key = "o"
    guarded, located = False, False
    verb, heading, button = "open_evaluation", _("Open an evaluation"), _("Open this evaluation")
    act = staticmethod(evaluating.open_evaluation)
    plan = Pick(_("Plan"))
    kind = Pick(_("Kind"), options=[*KIND.items()])
    title = Line(_("Title"))
    terms = Words(_("What is asked, of whom"), rows=4, hint=_("The public reads this."))
    due_on = Day(_("Findings until"))
    as_of = Instant(_("Judged on the figures known at"), hint=_("Empty: as known now."))

    def suit(self, stand: Sitting) -> None:
        self.fields["plan"].choices = [choices.NONE, *((str(plan.pk), plan.name) for plan in stand.page.plans)]

    def inputs(self) -> dict[str, Any]:
        chosen(self.cleaned_data, "plan", "title", "terms", "due_on")
        return self.cleaned_data | {"plan": UUID(self.cleaned_data["plan"])}

    def after(self, stand: Sitting, done: Any) -> str:
        return f"/desk/evaluations/{done.pk}"


class Find(SittingForm):
    key, guarded = "f", False
    wishes = ("indicator_code",)
    verb, heading, button = "find", _("Write a finding"), _("Give this finding")
    explain = _("It is answered by whoever answers for the indicator, or by the committee, and public in the end.")
    act = staticmethod(evaluating.find)
    indicator_code = Pick(_("About which indicator"), hint=_("Empty: the plan as a whole."))
    official_class = Pick(
        _("Class you put it in"), options=[choices.NONE, *CLASS.items()],
        hint=_("It stands beside the class that was computed."),
    )  # fmt: skip
    words = Words(_("What you find, and what shows it"), rows=4)
    proposal = Words(_("What you propose"), rows=2)

    def suit(self, stand: Sitting) -> None:
        self.fields["indicator_code"].choices = [choices.NONE, *stand.page.indicator_choices]


class Invite(SittingForm):
    key, guarded = "i", False
    verb, heading, button = "invite", _("Invite an outsider"), _("Invite them")
    explain = _("They read all of the plan and write findings, nothing else.")
    act = staticmethod(evaluating.invite)
    post_code = Pick(_("Post"))
    standing = Pick(_("They speak for"), options=[choices.NONE, *STANDING.items()])
    body = Line(_("Name of the body"))
    until = Day(_("Until"))

    def suit(self, stand: Sitting) -> None:
        self.fields["post_code"].choices = choices.posts(stand.city, OUTSIDERS)

    def inputs(self) -> dict[str, Any]:
        chosen(self.cleaned_data, "post_code", "until")
        return dict(self.cleaned_data)


class OnFinding(SittingForm):
    """An act on one finding; offered for those it fits."""

    guarded, located = False, False
    wishes = ("finding",)

    @classmethod
    def fits(cls, stand: Sitting) -> bool:  # type: ignore[override]
        return bool(stand.page.findings_for(cls.verb))

    def suit(self, stand: Sitting) -> None:
        rows = stand.page.findings_for(self.verb)
        self.fields["finding"].choices = rows if len(rows) == 1 else [choices.NONE, *rows]

    def inputs(self) -> dict[str, Any]:
        chosen(self.cleaned_data, "finding")
        return self.cleaned_data | {"finding": UUID(self.cleaned_data["finding"])}


class AnswerFinding(OnFinding):
    key = "r"
    verb, heading, button = "answer_finding", _("Answer a finding"), _("Give this answer")
    act = staticmethod(evaluating.answer_finding)
    finding = Pick(_("Which finding"))
    answer = Words(_("Answer"), rows=4)
    follow_up_post = Pick(_("Who follows it up"), hint=_("With a date, or both empty: then nothing follows."))
    follow_up_on = Day(_("By when"))

    def suit(self, stand: Sitting) -> None:
        super().suit(stand)
        self.fields["follow_up_post"].choices = choices.posts(stand.city)


class FinishFinding(OnFinding):
    key = "d"
    verb, heading, button = "finish_finding", _("Say that the follow-up is done"), _("It is done")
    act = staticmethod(evaluating.finish_finding)
    finding = Pick(_("Which finding"))
    words = Words(_("What was done"))


class LinkChange(OnFinding):
    key, quiet = "l", True
    verb, heading, button = "link_change", _("Say which change came of a finding"), _("Put them together")
    act = staticmethod(evaluating.link_change)
    finding = Pick(_("Which finding"))
    change = Pick(_("Which change of a target"))

    @classmethod
    def fits(cls, stand: Sitting) -> bool:  # type: ignore[override]
        return super().fits(stand) and bool(stand.page.changes)

    def suit(self, stand: Sitting) -> None:
        super().suit(stand)
        self.fields["change"].choices = [choices.NONE, *stand.page.changes]

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        chosen(said, "change")
        return said | {"change": UUID(said["change"])}


class CloseEvaluation(SittingForm):
    key, guarded = "z", False
    verb, heading, button = "close_evaluation", _("Close the evaluation"), _("Close it and publish the findings")
    explain = _("Findings that wait for an answer stay, are counted, and can still be answered.")
    act = staticmethod(evaluating.close_evaluation)
    summary = Words(_("Summary"), rows=4, hint=_("The public reads this."))


EVALUATION_FORMS = by_name(Find, AnswerFinding, Invite, FinishFinding, LinkChange, CloseEvaluation)
OPEN_FORMS = by_name(OpenEvaluation)
