"""The forms of the committee's office on a whole plan: draw up, fill, publish, break down to years, close."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Line, OneOf, Pick, Words
from answerable.desk.plan_acts import Number, PlanForm, Stand, by_name
from answerable.desk.plan_names import NamedForm
from answerable.desk.plan_words import NOUNS
from answerable.desk.rota_forms import Day
from answerable.plans.actions import correcting, indicators, plans, publishing, tasks, years
from answerable.plans.actions.task_inputs import TaskWish
from answerable.plans.exchange.sheet_words import CHOICES
from answerable.plans.models.schedule import Task
from answerable.plans.sentences.schedule import TASK_KIND

DECISION = _("Organ, date and document.")


class CreatePlan(NamedForm):
    verb, heading, button, guarded = "create_plan", _("Draw up a plan"), _("Begin this plan"), False
    explain = _("It is a draft until it is published. Nobody outside reads it.")
    act = staticmethod(plans.create_plan)
    code = Line(_("Code"), hint=_("Short, in letters and digits, as in HK-2026."))
    starts_on = Day(_("First day"))
    ends_on = Day(_("Last day"))
    committee = Pick(_("Committee"), hint=_("Whose reviews change its targets."))
    source = Line(_("Source"), hint=_("Where it is published, or who asked for it."))

    def suit_city(self, city: Any) -> None:
        self.fields["committee"].choices = choices.committees(city)
        self.order_fields(["code"])

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"names": self.said_names(said), **said}


class Publish(PlanForm):
    key = "p"
    verb, heading, button = "publish_plan", _("Publish"), _("Publish this plan")
    explain = _("Everybody reads it from then on, and its targets change only by the full way.")
    act = staticmethod(publishing.publish_plan)
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        if stand.state == "published":
            self.button = gettext("Publish the next version")


class EditPlan(NamedForm):
    key = "w"
    verb, heading, button, quiet = "edit_plan", _("Change its name or dates"), _("Keep these changes"), True
    act = staticmethod(plans.edit_plan)
    starts_on = Day(_("First day"))
    ends_on = Day(_("Last day"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        for name in self.fields:
            self.fields[name].initial = getattr(stand.plan, name)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"names": self.said_names(said) or None, **said}


class OnPlan(PlanForm):
    """An act whose action knows the plan as `plan_code`."""

    def perform(self, stand: Stand) -> Any:
        seen = {"version": self.version} if self.guarded else {}
        return type(self).act(actor=stand.actor, now=stand.now, plan_code=stand.plan.code, **seen, **self.inputs())


def subjects(stand: Stand, *nouns: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Things of the plan to choose from, as noun:code."""
    lists = {"indicator": choices.indicators, "task": choices.tasks, "element": choices.elements}
    return [
        (str(NOUNS[noun]), [(f"{noun}:{code}", words) for code, words in lists[noun](stand.plan)[1:]]) for noun in nouns
    ]


class AddElement(OnPlan, NamedForm):
    key, guarded = "e", False
    verb, name, heading, button = "edit_plan", "add_element", _("Add a policy area, goal or objective"), _("Add it")
    act = staticmethod(plans.add_element)
    parent_code = Pick(_("Under"), hint=_("Nothing: a policy area. An area: a goal. A goal: an objective."))
    code = Line(_("Code"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["parent_code"].choices = choices.elements(stand.plan, ("domain", "goal"))

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"names": self.said_names(said), **said}


class WithdrawElement(OnPlan):
    key, guarded, quiet = "x", False, True
    verb, name, heading, button = "edit_plan", "withdraw_element", _("Take a part out"), _("Take it out")
    explain = _("It stays, is counted, and shown as taken out.")
    act = staticmethod(plans.withdraw_element)
    code = Pick(_("Which part"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["code"].choices = choices.elements(stand.plan)


class CorrectName(OnPlan, NamedForm):
    key, quiet = "n", True
    verb, heading, button = "correct_name", _("Put a name right"), _("Put it right")
    explain = _(
        "A slip of the pen, in the languages you fill. The numbers in it stay; old and new are public for good."
    )
    act = staticmethod(correcting.correct_name)
    subject = Pick(_("Of what"))
    reason = Words(_("Why"), rows=2)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.order_fields(["subject"])
        whole = (gettext("The plan itself"), [("plan:", str(stand.plan.name))])
        self.fields["subject"].choices = [choices.NONE, whole, *subjects(stand, "element", "task")]

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        noun, _colon, code = said.pop("subject").partition(":")
        return {"noun": noun, "code": code, "names": self.said_names(said), **said}

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/changes/{done.number}"


class AddIndicator(OnPlan, NamedForm):
    key, guarded = "i", False
    verb, heading, button = "add_indicator", _("Add an indicator"), _("Add this indicator")
    explain = _("What is not said here is a gap, and listed. More can be said on its own page.")
    act = staticmethod(indicators.add_indicator)
    element_code = Pick(_("Under"))
    code = Line(_("Code"))
    owner = Pick(_("Who answers"), hint=_("In a published plan somebody answers from the first day."))
    kind = Pick(_("Kind"), options=[("", "—"), *CHOICES["kind"].items()])
    direction = Pick(_("Which way is better"), options=[("", "—"), *CHOICES["direction"].items()])
    nature = Pick(_("Nature"), options=[("", "—"), *CHOICES["nature"].items()])
    period = Pick(_("Reported by"), options=[("", "—"), *CHOICES["period"].items()])

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["element_code"].choices = choices.elements(stand.plan)
        self.fields["owner"].choices = choices.posts(stand.city, choices.HEADS)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        fields = {name: said.pop(name) for name in ("kind", "direction", "nature", "period")}
        return {"meaning": indicators.Meaning(names=self.said_names(said), fields=fields), **said}

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/indicators/{done.code}"


class AddTask(OnPlan, NamedForm):
    key, guarded = "t", False
    verb, heading, button = "add_task", _("Add a task or milestone"), _("Add this task")
    explain = _("Its letter of responsibility is issued with it.")
    act = staticmethod(tasks.add_task)
    kind = OneOf(_("Kind"), options=list(TASK_KIND.items()))
    code = Line(_("Code"))
    indicator = Pick(_("Indicator it serves"))
    parent = Pick(_("Part of which task"))
    owner = Pick(_("Who answers"))
    acceptor = Pick(_("Who accepts"), hint=_("Another post than the one that answers."))
    starts_on = Day(_("Starts on"))
    due_on = Day(_("Due on"))
    duration_days = Number(_("Duration in working days"))
    standard = Words(_("What counts as done"), rows=2)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["kind"].initial = Task.KINDS[0]
        self.fields["indicator"].choices = choices.indicators(stand.plan)
        self.fields["parent"].choices = choices.tasks(stand.plan)
        self.fields["owner"].choices = choices.posts(stand.city, choices.HEADS)
        self.fields["acceptor"].choices = choices.posts(stand.city)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"wish": TaskWish(name=self.said_names(said), **said)}

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/tasks/{done.code}"


class MakeYear(OnPlan):
    key, quiet = "y", True
    verb, heading, button = "make_year", _("Make a year’s plan"), _("Make the plan of this year")
    explain = _("What the path asks of the year becomes the year’s targets. It begins as a draft.")
    act = staticmethod(years.make_year)
    year = Line(_("Year"), hint=_("As the plan counts it, as in 2027."))
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/{done.code}"


class SetPilot(PlanForm):
    key, quiet = "o", True
    verb, heading, button = "set_pilot", _("Choose where the rule of one head starts"), _("Let it start there")
    explain = _("Which items those are is shown with the plan. Empty: on all of them.")
    act = staticmethod(publishing.set_pilot)
    codes = Words(_("Codes"), rows=2, hint=_("Of objectives, indicators and tasks, with spaces between."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["codes"].initial = " ".join(stand.plan.pilot)

    def inputs(self) -> dict[str, Any]:
        return {"codes": super().inputs()["codes"].replace(",", " ").split()}


class Close(PlanForm):
    key, quiet = "z", True
    verb, heading, button = "close_plan", _("Close the plan"), _("Close it")
    explain = _("Nothing is promised in it any more; everything in it stays.")
    act = staticmethod(plans.close_plan)
    sure = forms.BooleanField(label=_("It is over"), required=True)

    def inputs(self) -> dict[str, Any]:
        return {}


OVERVIEW_FORMS = by_name(
    Publish, AddElement, AddIndicator, AddTask, EditPlan, CorrectName, MakeYear, SetPilot, WithdrawElement, Close
)
