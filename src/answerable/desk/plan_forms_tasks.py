"""The forms of a task at work and of a hand-off: one for each verb of rules.plan_acts on these two nouns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Files, Line, OneOf, Pick, Tick, Words
from answerable.desk.plan_acts import Mark, Number, PlanForm, Stand, by_name
from answerable.desk.rota_forms import Day
from answerable.organisation.sentences import local_date
from answerable.plans.actions import budgets, dependencies, handoffs, stepping_in, submissions, tasks
from answerable.plans.sentences.schedule import CONCLUSION, DEPENDENCY_KIND
from answerable.rules.problems import Problem, Refused

PAPERS = _("PNG, JPEG or PDF, up to 10 MB each.")


class Submit(PlanForm):
    key, main = "s", True
    verb, heading, button = "submit", _("Hand in what was done"), _("Hand this in")
    explain = _("It waits for the acceptor after that. Handed in is not accepted.")
    act = staticmethod(submissions.submit_task)
    words = Words(_("What was done"), hint=_("Measured against the standard above."))
    uploads = Files(_("Papers that show it"), hint=PAPERS)
    started_on = Day(_("When it began"), hint=_("Only if nobody has said so yet. Empty: today."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        if stand.row.started_on is not None:
            self.leave_out("started_on")


class Accept(PlanForm):
    key, main = "a", True
    verb, heading, button = "accept_task", _("Accept what was handed in"), _("Accept: it meets the standard")
    explain = _("It counts as finished on the day it was handed in. No figure of an indicator moves by it.")
    act = staticmethod(submissions.accept_task)
    words = Words(_("What you found"), rows=2, hint=_("May stay empty."))


class Return(PlanForm):
    key = "b"
    verb, heading, button = "return_task", _("Send it back"), _("Send it back")
    explain = _("The due date does not move. Whoever answers sees what is missing.")
    act = staticmethod(submissions.return_task)
    words = Words(_("What is missing"), rows=3)


class Start(PlanForm):
    key = "g"
    verb, heading, button = "start_task", _("Begin the task"), _("It has begun")
    act = staticmethod(tasks.start_task)
    started_on = Day(_("When it began"), hint=_("Empty: today."))


class Estimate(PlanForm):
    key = "e"
    verb, heading, button = "estimate", _("Say how long it takes"), _("Keep these estimates")
    explain = _("In working days. Give one duration, or all three for the odds.")
    act = staticmethod(tasks.estimate)
    duration_days = Number(_("Most likely"))
    optimistic_days = Number(_("If everything goes well"))
    pessimistic_days = Number(_("If much goes wrong"))
    remaining_days = Number(_("Still left"), hint=_("Once it has begun."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        for name in self.fields:
            value = getattr(stand.row, name)
            self.fields[name].initial = None if value is None else f"{value:f}".rstrip("0").rstrip(".")
        if stand.row.state == "planned":
            self.leave_out("remaining_days")

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["duration_days"] is None:
            raise Refused(Problem("required", "duration_days"))
        return said


class AskHandOff(PlanForm):
    key, guarded = "h", False
    verb, heading, button = "ask_handoff", _("Ask for a hand-off"), _("Ask for it")
    explain = _("The giver promises a day. The first day promised stays on the record for good.")
    act = staticmethod(handoffs.ask_handoff)
    what = Line(_("What is needed"))
    giver = Pick(_("Who gives it"))
    before = Pick(_("Out of which task"), hint=_("If the task waits for one of theirs."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["giver"].choices = choices.posts(stand.city, but=stand.around.owner)
        waits = [one.before.code for one in stand.page.waits_for if one.removed_at is None]
        self.fields["before"].choices = choices.tasks(stand.plan, codes=waits)
        if not waits:
            self.leave_out("before")


class Depend(PlanForm):
    key = "d"
    verb, heading, button = "depend", _("Let it wait for another task"), _("It waits for this one")
    act = staticmethod(dependencies.depend)
    before = Pick(_("Which task"))
    kind = Pick(_("How"), options=[(code, f"{words} ({code})") for code, words in DEPENDENCY_KIND.items()])
    lag_days = Number(_("Working days in between"), hint=_("Empty: none. Below zero: it may overlap."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["before"].choices = choices.tasks(stand.plan, but=stand.row.code)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return said | {"lag_days": said["lag_days"] or Decimal(0), "kind": said["kind"] or "FS"}


class MakeParallel(PlanForm):
    key = "p"
    verb, heading, button = "make_parallel", _("Work at once instead of one after the other"), _("Make it parallel")
    act = staticmethod(dependencies.make_parallel)
    before = Pick(_("Which one it need not wait for"))
    words = Words(_("Why both can work at once"), rows=2)
    wholly = Tick(_("The two have nothing to do with each other"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return bool(_waiting(stand))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        rows = [(f"{one.before.code} {one.kind}", f"{one.before.code} {one.before.name} ({one.kind})")
                for one in _waiting(stand)]  # fmt: skip
        self.fields["before"].choices = [choices.NONE, *rows]

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        before, _blank, kind = said["before"].rpartition(" ")
        if not before:
            raise Refused(Problem("required", "before"))
        return said | {"before": before, "kind": kind}


def _waiting(stand: Stand) -> list[Any]:
    return [one for one in stand.page.waits_for if one.removed_at is None]


PROMISED = ("due_on", "standard", "acceptor", "adds")


class Edit(PlanForm):
    key = "w"
    verb, heading, button, quiet = "edit_task", _("Change words, dates or acceptor"), _("Keep these changes"), True
    explain = _("Dates in pictures of the schedule stay as they are; the difference is shown.")
    act = staticmethod(tasks.edit_task)
    starts_on = Day(_("Starts on"))
    due_on = Day(_("Due on"))
    standard = Words(_("What counts as done"), rows=2)
    acceptor = Pick(_("Who accepts it"))
    adds = Number(_("What it adds to its indicator once accepted"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        for name in ("starts_on", "due_on", "standard"):
            self.fields[name].initial = getattr(stand.row, name)
        self.fields["acceptor"].choices = choices.posts(stand.city, but=stand.around.owner)
        self.fields["acceptor"].initial = stand.around.acceptor
        self.fields["adds"].initial = None if stand.row.adds is None else f"{stand.row.adds.normalize():f}"
        if stand.row.indicator_id is None:
            self.leave_out("adds")
        self.narrow(stand)

    def narrow(self, stand: Stand) -> None:
        """Of a published plan: what no letter promises."""
        if stand.plan.state != "draft":
            self.heading = gettext("Change when it starts")
            self.leave_out(*PROMISED)

    def inputs(self) -> dict[str, Any]:
        return {name: value if value != "" else None for name, value in super().inputs().items()}


class Move(Edit):
    key = "v"
    verb, heading, button = "move_task", _("Move its date, or change its standard or acceptor"), _("Let this count")
    explain = _("The first date stays in sight for good, and the appraisal counts by it. A new letter is issued.")
    words = Words(_("Why"), rows=2, hint=_("The public reads this."))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.state != "draft"

    def narrow(self, stand: Stand) -> None:
        self.leave_out("starts_on")


class StepIn(PlanForm):
    key, guarded = "i", False
    verb, heading, button, quiet = "step_in", _("Say why government does this"), _("Keep this assessment"), True
    act = staticmethod(stepping_in.step_in)
    market_maturity = Mark(_("The market"), hint=_("1: there is none yet. 4: the market does it by itself."))
    infrastructure_gap = Mark(_("What lacks to stand on"), hint=_("1: nothing. 4: only government can build it."))
    coordination_cost = Mark(_("Cost of agreeing"), hint=_("1: low. 4: too high for others to bear."))
    failure_evidence = Words(_("What shows that others do not or cannot do it"), rows=2)
    conclusion = OneOf(_("So"), options=list(CONCLUSION.items()))
    words = Words(_("Why"), rows=2)
    exit_words = Words(_("When government steps back out"), rows=2)

    def inputs(self) -> dict[str, Any]:
        return {"assessment": stepping_in.Assessment(**super().inputs())}


class Budget(PlanForm):
    key = "m"
    verb, heading, button, quiet = "budget", _("Record money planned and spent"), _("Record these amounts"), True
    explain = _("What differs from before becomes a newer figure; the old one stays.")
    act = staticmethod(budgets.set_budget)
    period = Line(_("Period"), hint=_("2026, 2026-Q2 or 2026-05; all of a plan are of one length."))
    planned = Number(_("Planned"))
    earned = Number(_("Worth of what was done"), hint=_("At planned prices. Empty: not known yet."))
    spent = Number(_("Spent"), hint=_("Empty: not known yet."))
    currency = Line(_("Currency"), max_length=3)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["planned"] is None:
            raise Refused(Problem("required", "planned"))
        currency = said.pop("currency").upper()
        return {"figures": [budgets.BudgetFigures(**said)], "currency": currency}


class Cancel(PlanForm):
    key = "x"
    verb, heading, button, quiet = "cancel_task", _("Cancel the task"), _("Cancel it"), True
    explain = _("It stays in the plan and in every count.")
    act = staticmethod(tasks.cancel_task)
    words = Words(_("Why it is given up"), rows=2)


TASK_FORMS = by_name(
    Accept, Return, Submit, Start, Estimate, AskHandOff, Depend, MakeParallel, Edit, Move, StepIn, Budget, Cancel
)


class PromiseHandOff(PlanForm):
    key, main = "p", True
    verb, heading, button = "promise_handoff", _("Promise a day"), _("Promise this day")
    act = staticmethod(handoffs.promise_handoff)
    promised_on = Day(_("By which day"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        first = stand.row.baseline_on
        self.explain = (
            gettext("The first promise, %(day)s, stays on the record.") % {"day": local_date(first)}
            if first
            else gettext("The first day you promise stays on the record for good.")
        )

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["promised_on"] is None:
            raise Refused(Problem("required", "promised_on"))
        return said


class GiveHandOff(PlanForm):
    key = "g"
    verb, heading, button = "give_handoff", _("Hand it over"), _("It is given")
    explain = _("It counts once the taker has accepted it.")
    act = staticmethod(handoffs.give_handoff)


class AcceptHandOff(PlanForm):
    key = "a"
    verb, heading, button = "accept_handoff", _("Accept the hand-off"), _("Accept: we have what we need")
    act = staticmethod(handoffs.accept_handoff)


class ReturnHandOff(PlanForm):
    key = "b"
    verb, heading, button = "return_handoff", _("Send it back"), _("Send it back")
    act = staticmethod(handoffs.return_handoff)
    words = Words(_("What is wrong with it"), rows=2)


HANDOFF_FORMS = by_name(AcceptHandOff, ReturnHandOff, PromiseHandOff, GiveHandOff)
