"""The forms of a year's appraisal: opened, reported on, moderated, put, replied to, issued, appealed and decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Instant, Line, OneOf, Pick, Words, YesNo
from answerable.desk.plan_acts import by_name
from answerable.desk.sittings import Sitting, SittingForm, chosen
from answerable.performance import actions
from answerable.performance.sentences.names import JUDGEMENT
from answerable.rules.appraisal import BY_PERSON
from answerable.rules.problems import Problem, Refused

JUDGEMENTS = [(code, JUDGEMENT[code]) for code in BY_PERSON]
CHANGES = (1, 2, 3)  # how many lines one decision can judge otherwise; more: moderate before it is issued


class OpenYear(SittingForm):
    key = "o"
    guarded, located = False, False
    verb, heading, button = "open_appraisal", _("Open a year’s appraisals"), _("Freeze the figures and open them")
    act = staticmethod(actions.open_year)
    plan_code = Pick(_("Plan"))
    year_code = Line(_("Year"), hint=_("As in 2026. It must be over."))
    as_of = Instant(_("Figures as known at"), hint=_("Empty: as known now."))

    def suit(self, stand: Sitting) -> None:
        self.fields["plan_code"].choices = [choices.NONE, *((plan.code, plan.name) for plan in stand.page.plans)]

    def perform(self, stand: Sitting) -> Any:
        chosen(self.cleaned_data, "plan_code", "year_code")
        return super().perform(stand)

    def take(self, refused: Refused) -> None:
        """What the domain calls `year` is `year_code` in the form."""
        refused.problems = tuple(replace(p, field="year_code") if p.field == "year" else p for p in refused.problems)
        super().take(refused)

    def after(self, stand: Sitting, done: Any) -> str:
        return f"/desk/appraisals?year={self.cleaned_data['year_code']}"


class Report(SittingForm):
    key, main = "r", True
    verb, heading, button = "report", _("Report on the year"), _("Give this report")
    act = staticmethod(actions.report)
    attainment = Words(_("What was attained"), rows=4)
    unmet = Words(_("What was not met, and why"), hint=_("Owed where a line says “missed”."))
    measures = Words(_("What is done about it"))


class Moderate(SittingForm):
    key = "m"
    wishes = ("code",)
    verb, heading, button = "moderate", _("Judge a line otherwise"), _("Judge it so")
    explain = _("What was computed stays in sight, with your name and your reason beside it.")
    act = staticmethod(actions.moderate)
    code = Pick(_("Line"))
    judgement = OneOf(_("Judgement"), options=JUDGEMENTS)
    words = Words(_("Why"))

    def suit(self, stand: Sitting) -> None:
        self.fields["code"].choices = [choices.NONE, *stand.page.line_choices]


class Put(SittingForm):
    key = "p"
    verb, heading, button = "put", _("Put the draft to the head"), _("Put the draft to the head")
    explain = _("The head then has time to reply before anything is concluded.")
    act = staticmethod(actions.put)


class Reply(SittingForm):
    key, main = "y", True
    verb, heading, button = "reply", _("Reply to the draft"), _("Give this reply")
    explain = _("It stands beside the draft for good.")
    act = staticmethod(actions.reply)
    words = Words(_("Your reply"), rows=4)


class Issue(SittingForm):
    key = "i"
    verb, heading, button = "issue", _("Conclude"), _("Issue the appraisal")
    explain = _("The head can appeal to another post.")
    act = staticmethod(actions.issue)
    conclusion = Words(_("Conclusion"), rows=4, hint=_("In words. Counters and counts are information; you conclude."))


class Appeal(SittingForm):
    key = "a"
    verb, heading, button = "appeal", _("Appeal"), _("Appeal against it")
    explain = _("Another post than the one that issued it decides.")
    act = staticmethod(actions.appeal)
    words = Words(_("What is wrong, and what shows it"), rows=4)


class Decide(SittingForm):
    key, main = "d", True
    verb, heading, button = "decide", _("Decide the appeal"), _("Give this decision: it is final")
    act = staticmethod(actions.decide)
    upheld = YesNo(_("Decision"), yes=_("Upheld"), no=_("Rejected: the appraisal stands"))
    words = Words(_("Why"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for n in CHANGES:
            self.fields[f"code_{n}"] = Pick(_("Line judged otherwise"), hint=_("Only if the appeal is upheld."))
            self.fields[f"judgement_{n}"] = Pick(_("Judgement"), options=[choices.NONE, *JUDGEMENTS])
            self.fields[f"why_{n}"] = Line(_("Why so"))

    def suit(self, stand: Sitting) -> None:
        for n in CHANGES:
            self.fields[f"code_{n}"].choices = [choices.NONE, *stand.page.line_choices]

    def inputs(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said["upheld"] is None:
            raise Refused(Problem("required", "upheld"))
        named = [n for n in CHANGES if said[f"code_{n}"]]
        chosen(said, *(f"{part}_{n}" for n in named for part in ("judgement", "why")))
        changes = [actions.Change(said[f"code_{n}"], said[f"judgement_{n}"], said[f"why_{n}"]) for n in named]
        return {"upheld": said["upheld"], "words": said["words"], "changes": changes}


class Finalise(SittingForm):
    key = "f"
    verb, heading, button = "finalise", _("Make it final"), _("Make it final: nobody appealed")
    act = staticmethod(actions.finalise)


APPRAISAL_FORMS = by_name(Report, Reply, Appeal, Decide, Put, Moderate, Issue, Finalise)
OPEN_FORMS = by_name(OpenYear)
