"""The forms of a change: another target, another definition, giving an indicator up, and what the organs decide."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import Files, Line, Pick, Tick, Words, YesNo
from answerable.desk.plan_acts import Number, PlanForm, Stand, by_name
from answerable.desk.plan_forms_subject import Meant
from answerable.desk.plan_forms_tasks import PAPERS
from answerable.desk.plan_path import PathForm, plain
from answerable.desk.rota_forms import Day
from answerable.organisation.sentences import local_date
from answerable.plans.actions import changing
from answerable.plans.actions.proposals import Draft, Proposal, draft_of
from answerable.plans.actions.redefining import kept
from answerable.plans.queries.inputs import period_of
from answerable.plans.queries.meanings import meaning_of
from answerable.plans.sentences.changes import GROUND, ORGAN
from answerable.plans.sentences.meanings import said_line
from answerable.rules.adjustment import Organ
from answerable.rules.problems import Problem, Refused


class Propose(PlanForm):
    """Why something promised should change; what should, a form of it adds."""

    verb, quiet = "propose_change", True
    act = staticmethod(changing.propose_change)
    ground = Pick(_("Ground"), options=[("", "—"), *GROUND.items()])
    evidence_words = Words(_("What shows it"), rows=3)
    necessity = Words(_("Why it cannot be met otherwise, and how the new one will be"), rows=3)
    effects = Words(_("What it does to other indicators"), rows=2)
    papers = Files(_("Papers"), hint=PAPERS)
    higher = Tick(_("Ask for the higher procedure: this touches the final goal of a binding indicator"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.state == "published" and not stand.row.ended and stand.page.open_change is None

    def proposal(self, said: dict[str, Any]) -> Proposal:
        """What is proposed, from what was said."""
        return Proposal(**said)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        papers = said.pop("papers", ())
        return {"proposal": self.proposal(said), "papers": papers}

    def perform(self, stand: Stand) -> Any:
        """The action takes the indicator by its id."""
        on = replace(stand, where={"indicator": stand.row.pk})
        return super().perform(on)

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/changes/{done.number}"


class ProposeChange(Propose, PathForm):
    key = "t"
    heading, button = _("Propose to change the target"), _("Propose this change")
    explain = _(
        "It goes to the organs its class needs. The present target stays in sight for good. "
        "Empty fields stay as they are."
    )
    value = Number(_("New target"))
    low = Number(_("New lowest"))
    high = Number(_("New highest"))
    due_on = Day(_("New date"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return super().fits(stand) and stand.page.series.figure.target is not None

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.order_fields(["value", "low", "high", "due_on"])
        target = stand.page.series.figure.target
        banded = target is not None and target.value is None
        self.leave_out(*(("value",) if banded else ("low", "high")))
        if target is None:
            return
        shown = ("value",) if not banded else ("low", "high")
        for name in shown:
            self.fields[name].help_text = gettext("Now: %(value)s") % {"value": plain(getattr(target, name))}
        due_on = local_date(target.due_on) if target.due_on else "–"
        self.fields["due_on"].help_text = gettext("Now: %(value)s") % {"value": due_on}
        points = {point.period: point.value for point in stand.page.points}
        found = [period for code in points if (period := period_of(stand.plan, code)) is not None]
        longest = max((period.span.months for period in found), default=0)
        ahead = sorted(p for p in found if p.span.months == longest and p.last_day > stand.today)
        self.ask_path(ahead, {}, first="ground")
        for period in ahead:
            asked = plain(points[period.code])
            self.fields[f"at_{period.code}"].help_text = gettext("Now: %(value)s") % {"value": asked}

    def proposal(self, said: dict[str, Any]) -> Proposal:
        return Proposal(path=self.said_path(said), **said)


class ProposeDrop(Propose):
    key, name = "x", "propose_drop"
    heading, button = _("Propose to give the indicator up"), _("Propose to give it up")
    explain = _("The organs decide, as on a lowered target. It stays in sight, and counts in every “x of y”.")

    def proposal(self, said: dict[str, Any]) -> Proposal:
        return Proposal(drop=True, **said)


class ProposeDefinition(Propose, Meant):
    """A first sending shows what would change beside what stands, and which way it would go; the second proposes it."""

    key, name = "c", "propose_definition"
    heading, button = _("Propose another definition"), _("Look at what changes, then propose it")
    explain = _(
        "The statistician and the committee decide; where the promise becomes easier, the organs of a lowered target "
        "too. What it meant stays with the figures of its time."
    )
    looked = forms.CharField(required=False, widget=forms.HiddenInput)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        super().suit(stand)
        last = ["ground", "evidence_words", "necessity", "effects", "higher", "papers"]
        self.order_fields([name for name in self.fields if name not in last] + last)
        held = meaning_of(stand.row)
        for name in self.fields:
            if name not in last and name != "looked" and self.fields[name].initial not in (None, ""):
                was = getattr(held, name)
                now = said_line(name, getattr(was, "code", was), None).was
                self.fields[name].help_text = gettext("Now: %(value)s") % {"value": now}
        if not (self.is_bound and self.data.get("looked")):
            self.leave_out("papers")  # a file sent with the first look would be lost

    def proposal(self, said: dict[str, Any]) -> Proposal:
        said.pop("looked")
        return Proposal(meaning=self.meaning(said), **said)

    def perform(self, stand: Stand) -> Any:
        draft = draft_of(stand.row, self.inputs()["proposal"], now=stand.now, on=stand.today)
        seen = sha256(json.dumps(kept(draft.columns)).encode()).hexdigest()
        if self.cleaned_data["looked"] != seen:
            self.data = self.data.copy()
            self.data["looked"] = seen
            self.fields.setdefault("papers", deepcopy(self.base_fields["papers"]))
            self.explain = _preview(stand, draft)
            raise Refused(Problem("look_before_proposing"))
        return super().perform(stand)


def _preview(stand: Stand, draft: Draft) -> SafeString:
    """What would change, old beside new, and the organs that would decide."""
    held = meaning_of(stand.row)
    rows = [said_line(name, getattr(held, name), value) for name, value in draft.columns.items()]
    lines = format_html_join("", "<li><strong>{}</strong>: {} → {}</li>", rows)
    way = " · ".join(str(ORGAN[organ.value]) for organ in draft.route.steps)
    return format_html("<ul>{}</ul>{} {}", lines, gettext("It would be decided by:"), way)


PROPOSALS = by_name(ProposeChange, ProposeDefinition, ProposeDrop)


class RecordStep(PlanForm):
    key, main = "r", True
    verb, heading, button = "record_step", _("Record what the organ decided"), _("Record this decision")
    act = staticmethod(changing.record_step)
    approved = YesNo(_("Decision"), yes=_("Approved, or done"), no=_("Refused"))
    organ = Line(_("Organ"), hint=_("Its name, and the meeting."))
    document = Line(_("Document"), hint=_("The paper in which it stands."))
    decided_on = Day(_("Decided on"))
    words = Words(_("Why, if refused"), rows=2)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return any(one.due and one.organ is not Organ.STATISTICIAN for one in stand.page.steps)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        due = next((one for one in stand.page.steps if one.due), None)
        self.step = str(due.organ.value) if due is not None else ""
        if due is not None:
            self.explain = gettext("Next comes: %(organ)s.") % {"organ": ORGAN.get(self.step, self.step)}

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        missing = [Problem("required", name) for name in ("approved", "decided_on") if said[name] is None]
        if missing:
            raise Refused(missing)
        return said | {"step": self.step}


class SignDefinition(RecordStep):
    verb, heading, button = "sign_definition", _("Record what the statistician says"), _("Record this")

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return any(one.due and one.organ is Organ.STATISTICIAN for one in stand.page.steps)


class MakeEffective(PlanForm):
    key, main = "e", True
    verb, heading, button = "make_effective", _("Bring the change into effect"), _("Let it count from this day")
    explain = _("What was asked of periods that are over stays as it was, and so does what stood before.")
    act = staticmethod(changing.make_effective)
    effective_on = Day(_("From which day"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.today = stand.today
        if stand.row.new_meaning:
            self.leave_out("effective_on")
            self.button = gettext("Let it count from today")

    def inputs(self) -> dict[str, Any]:
        said = {"effective_on": self.today} | super().inputs()
        if said["effective_on"] is None:
            raise Refused(Problem("required", "effective_on"))
        return said


class WithdrawChange(PlanForm):
    key = "x"
    verb, heading, button, quiet = "withdraw_change", _("Take the proposal back"), _("Take it back"), True
    act = staticmethod(changing.withdraw_change)
    words = Words(_("Why"), rows=2)


CHANGE_FORMS = by_name(MakeEffective, SignDefinition, RecordStep, WithdrawChange)
