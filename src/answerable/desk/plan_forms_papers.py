"""The forms of papers that wait for somebody: figures that came in a file, letters, and changes of targets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import Files, Line, Pick, Tick, Words, YesNo
from answerable.desk.plan_acts import Number, PlanForm, Stand, by_name
from answerable.desk.plan_forms_tasks import PAPERS
from answerable.desk.plan_path import PathForm, plain
from answerable.desk.rota_forms import Day
from answerable.organisation.sentences import local_date
from answerable.plans.actions import batches, changing, letters
from answerable.plans.actions.proposals import Proposal
from answerable.plans.queries.inputs import period_of
from answerable.plans.sentences.changes import GROUND, ORGAN
from answerable.rules.problems import Problem, Refused


class AcceptBatch(PlanForm):
    key, main = "a", True
    verb, heading, button = "accept_batch", _("Take these figures over"), _("Take these figures over")
    act = staticmethod(batches.accept_batch)
    words = Words(_("Why figures differ that were final"), rows=2)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.row.state == "waiting" and bool(stand.page.preview.can_be_accepted)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        fresh = len(stand.page.preview.fresh)
        self.button = ngettext("Take %(n)d figure over", "Take %(n)d figures over", fresh) % {"n": fresh}
        if not stand.page.preview.of("changed"):
            self.leave_out("words")

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/indicators/{stand.row.indicator.code}"


class RefuseBatch(PlanForm):
    key = "b"
    verb, heading, button = "refuse_batch", _("Do not take them over"), _("Refuse these figures")
    act = staticmethod(batches.refuse_batch)
    words = Words(_("Why"), rows=2, hint=_("They stay to be seen, and change nothing."))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return bool(stand.row.state == "waiting")


BATCH_FORMS = by_name(AcceptBatch, RefuseBatch)


class AcceptLetter(PlanForm):
    key, main = "a", True
    verb, heading, button = "accept_letter", _("Accept the letter"), _("I accept this letter of responsibility")
    explain = _("It is public. You answer for it until somebody else is appointed.")
    act = staticmethod(letters.accept_letter)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return _waits(stand)


class ObjectLetter(PlanForm):
    key = "o"
    verb, heading, button = "object_letter", _("Say what it asks beyond my post"), _("Send this objection")
    explain = _("The committee answers with a new letter. Until then you answer as before.")
    act = staticmethod(letters.object_letter)
    words = Words(_("What it asks beyond your post, and why"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return _waits(stand)


def _waits(stand: Stand) -> bool:
    """The newest letter, neither accepted nor objected to."""
    letter = stand.row
    newest = letter.accountability.letters.order_by("number").last()
    return letter.accepted_at is None and not letter.objection and newest == letter


LETTER_FORMS = by_name(AcceptLetter, ObjectLetter)


class ProposeChange(PathForm):
    key = "t"
    verb, heading, button, quiet = "propose_change", _("Propose to change the target"), _("Propose this change"), True
    explain = _(
        "It goes to the organs its class needs. The present target stays in sight for good. "
        "Empty fields stay as they are."
    )
    act = staticmethod(changing.propose_change)
    value = Number(_("New target"))
    low = Number(_("New lowest"))
    high = Number(_("New highest"))
    due_on = Day(_("New date"))
    ground = Pick(_("Ground"), options=[("", "—"), *GROUND.items()])
    evidence_words = Words(_("What shows it"), rows=3)
    necessity = Words(_("Why it cannot be met otherwise, and how the new one will be"), rows=3)
    effects = Words(_("What it does to other indicators"), rows=2)
    papers = Files(_("Papers"), hint=PAPERS)
    higher = Tick(_("Ask for the higher procedure: this touches the final goal of a binding indicator"))
    drop = Tick(_("Give the indicator up altogether"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.page.series.figure.target is not None and stand.page.open_change is None

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
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

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        papers = said.pop("papers")
        path = self.said_path(said)
        return {"proposal": Proposal(path=path, **said), "papers": papers}

    def perform(self, stand: Stand) -> Any:
        """The action takes the indicator by its id."""
        on = replace(stand, where={"indicator": stand.row.pk})
        return super().perform(on)

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/changes/{done.number}"


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
        return any(one.due for one in stand.page.steps)

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


class MakeEffective(PlanForm):
    key, main = "e", True
    verb, heading, button = "make_effective", _("Bring the new target into effect"), _("Let it count from this day")
    explain = _("What was asked of periods that are over stays as it was, and so does the old target.")
    act = staticmethod(changing.make_effective)
    effective_on = Day(_("From which day"))

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["effective_on"] is None:
            raise Refused(Problem("required", "effective_on"))
        return said


class WithdrawChange(PlanForm):
    key = "x"
    verb, heading, button, quiet = "withdraw_change", _("Take the proposal back"), _("Take it back"), True
    act = staticmethod(changing.withdraw_change)
    words = Words(_("Why"), rows=2)


CHANGE_FORMS = by_name(MakeEffective, RecordStep, WithdrawChange)
