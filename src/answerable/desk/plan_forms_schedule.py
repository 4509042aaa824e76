"""The forms on a plan's schedule and on its letters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.desk.forms import Line, Words
from answerable.desk.plan_acts import by_name
from answerable.desk.plan_forms_office import OnPlan
from answerable.desk.rota_forms import Day
from answerable.plans.actions import letters, schedule
from answerable.rules.problems import Refused


class RunSchedule(OnPlan):
    key, guarded = "c", False
    verb, heading, button = "run_schedule", _("Compute the odds"), _("Compute now")
    explain = _("The critical path and, in many runs, by when it ends in 50 and in 80 cases of 100.")
    act = staticmethod(schedule.run_schedule)
    status_on = Day(_("As it stands on"), hint=_("Empty: today."))
    runs = forms.IntegerField(
        label=_("Runs"), required=False, initial=schedule.RUNS,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--number", "inputmode": "numeric"}),
    )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return said | {"runs": schedule.RUNS if said["runs"] is None else said["runs"]}

    def after(self, stand: Any, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/schedule"


class TakeBaseline(OnPlan):
    key = "b"
    verb, heading, button = "take_baseline", _("Take a picture of all dates"), _("Take this picture")
    explain = _("It stays for good. Slips are told against the first one and the newest.")
    act = staticmethod(schedule.take_baseline)
    title = Line(pgettext_lazy("name of a thing", "Name"))
    reason = Words(_("Why"), rows=2, hint=_("The first needs none."))

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"name": said.pop("title"), **said}

    def take(self, refused: Refused) -> None:
        """What the domain calls the name is the title here."""
        refused.problems = tuple(replace(p, field="title") if p.field == "name" else p for p in refused.problems)
        super().take(refused)

    def after(self, stand: Any, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/schedule"


class IssueLetters(OnPlan):
    key, guarded = "i", False
    verb, name, heading = "issue_letter", "issue_letters", _("Issue the letters that can be issued")
    button = _("Issue every letter below that is whole")
    explain = _("One without a deadline or a standard stays here until it has both.")
    act = staticmethod(letters.issue_letters)

    def after(self, stand: Any, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/letters"


SCHEDULE_FORMS = by_name(RunSchedule, TakeBaseline)
LETTERS_FORMS = by_name(IssueLetters)
