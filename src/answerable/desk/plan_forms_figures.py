"""The forms of an indicator at work: figures, files, feeds, lights, judgements and notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import Line, OneOf, Pick, Tick, Words
from answerable.desk.plan_acts import Mark, PlanForm, Stand, by_name
from answerable.desk.plan_forms_tasks import PAPERS
from answerable.desk.plan_path import PathForm
from answerable.desk.room_forms import OneFile
from answerable.desk.rota_forms import Day
from answerable.organisation.sentences import local_time
from answerable.plans.actions import (
    approving,
    batches,
    breaking_down,
    computing,
    feeds,
    judging,
    lagging,
    observing,
    overriding,
)
from answerable.plans.queries.asked import asked_parts
from answerable.plans.queries.batches import is_ratio
from answerable.plans.queries.mine import DELIVERED
from answerable.plans.sentences.figures import COLOURS, LIGHTS, STATES
from answerable.plans.sentences.steps import number
from answerable.rules.observing import Reported
from answerable.rules.problems import Problem, Refused


def typed(stand: Stand) -> bool:
    """Whether figures of it are typed at all: what is delivered is accepted, what is computed is not typed."""
    meaning = stand.page.series.figure.meaning
    return meaning is not None and meaning.kind not in DELIVERED


class Observe(PlanForm):
    key, main = "f", True
    verb, heading, button = "observe", _("Record a figure"), _("Record this figure")
    act = staticmethod(observing.observe)
    period = Line(_("Period"), hint=_("2026, 2026-H1, 2026-Q2 or 2026-05"))
    value = Line(_("Figure"), hint=_("Digits, and a point before decimals."))
    numerator = Line(_("Numerator"))
    denominator = Line(_("Denominator"))
    state = Pick(_("How firm it is"), options=list(STATES.items()))
    words = Words(_("Why"), rows=2, hint=_("Needed where it is missing, estimated, or differs from an earlier one."))
    uploads = OneFile(_("A paper that shows it"), hint=PAPERS)
    source_address = Line(_("Where it can be read"))
    confirmed = Tick(_("I have checked it: this unusual figure is right"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return typed(stand)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        meaning = stand.page.series.figure.meaning
        ratio = meaning is not None and is_ratio(stand.plan, meaning)
        self.leave_out(*(("value",) if ratio else ("numerator", "denominator")))
        self.fields["state"].initial = "final"
        if not ratio:
            self.fields["value"].label = gettext("Figure, in %(unit)s") % {"unit": stand.page.series.figure.unit}
        if stand.page.due is not None:
            self.fields["period"].initial = stand.page.due.code

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        names = ("period", "value", "numerator", "denominator", "state", "words")
        reported = Reported(**{name: str(said.pop(name)).strip() for name in names if name in said})
        return said | {"reported": reported}


class Upload(PlanForm):
    key = "u"
    verb, heading, button = "upload", _("Upload a sheet of figures"), _("Read this sheet")
    explain = _("Nothing is recorded yet: you see first what is new, what differs and which cells are wrong.")
    act = staticmethod(batches.upload)
    file = OneFile(_("Sheet (XLSX or CSV)"), hint=_("Use the sheet offered below, with one row for each period."))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return typed(stand)

    def inputs(self) -> dict[str, Any]:
        file = next(iter(super().inputs()["file"]), None)
        if file is None:
            raise Refused(Problem("required", "file"))
        return {"file": file}

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/batches/{done.pk}"


class SetFeed(PlanForm):
    key = "n"
    verb, heading, button, quiet = "set_feed", _("Pull figures from an address"), _("Pull from this address"), True
    explain = _("What it gives waits until somebody accepts it.")
    act = staticmethod(feeds.set_feed)
    address = Line(_("Address"), hint="https://")
    form = Pick(_("Form"), options=[("csv", "CSV"), ("json", "JSON"), ("sdmx-json", "SDMX-JSON")])
    period = Line(_("Where the period stands"), hint=_("Name of the column or path. Empty: TIME_PERIOD."))
    value = Line(_("Where the figure stands"), hint=_("Empty: OBS_VALUE."))
    rows = Line(_("Where the rows stand"), hint=_("For JSON: the path to them."))
    every_hours = forms.IntegerField(
        label=_("Every how many hours"), required=False, initial=24,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--number", "inputmode": "numeric"}),
    )  # fmt: skip

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return typed(stand)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        mapping = {name: said.pop(name) for name in ("period", "value", "rows")}
        return said | {
            "mapping": {name: text for name, text in mapping.items() if text},
            "every_hours": said["every_hours"] or 0,
        }


class Compute(PlanForm):
    key = "k"
    verb, heading, button = "compute", _("Compute from the case stream"), _("Compute what is due")
    act = staticmethod(computing.compute)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        meaning = stand.page.series.figure.meaning
        return meaning is not None and bool(meaning.source)


class Approve(PlanForm):
    key = "v"
    verb, heading, button = "approve_observation", _("Check figures"), _("I have checked these against their source")
    act = staticmethod(approving.approve_observations)
    keys = forms.MultipleChoiceField(
        label=_("Figures nobody else has looked at"), required=False, widget=forms.CheckboxSelectMultiple
    )

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return any(_may_check(stand, row) for row in stand.page.unchecked)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        rows = [row for row in stand.page.unchecked if _may_check(stand, row)]
        self.fields["keys"].choices = [(str(row.pk), _figure_words(row)) for row in rows]

    def inputs(self) -> dict[str, Any]:
        keys = super().inputs()["keys"]
        if not keys:
            raise Refused(Problem("required", "keys"))
        return {"keys": keys}


def _may_check(stand: Stand, row: Any) -> bool:
    return row.entered_by is None or row.entered_by.code != stand.actor.post


def _figure_words(row: Any) -> str:
    shown = number(row.value) if row.value is not None else f"{number(row.numerator)} / {number(row.denominator)}"
    by = f" · {row.entered_by}" if row.entered_by else ""
    return f"{row.period}: {shown} ({STATES.get(row.state, row.state)}){by} · {local_time(row.known_at)}"


class BreakDown(PathForm):
    key = "d"
    verb, heading, button = "break_down", _("Break the target down"), _("Keep these parts")
    act = staticmethod(breaking_down.break_down)
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    stretch = Words(_("Why the parts ask for more than the whole"), rows=2, hint=_("Only if they do."))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return bool(stand.page.whole)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        wanted = str(self.data.get("parent", "")) if self.is_bound else stand.page.wish.get("parts", "")
        parent = wanted if wanted in stand.page.whole else next(iter(stand.page.whole), "")
        self.fields["parent"].initial = parent
        points = {point.period: point.value for point in stand.page.points}
        parts, target = stand.page.whole.get(parent, ()), stand.page.series.figure.target
        published = target is not None and stand.plan.state != "draft"
        known = asked_parts(stand.row, target, parts, now=stand.now) if published else {}
        self.ask_path(parts, known, first="stretch")
        if parent in points:
            asked = number(points[parent])
            words = {"period": parent, "asked": asked, "unit": stand.page.series.figure.unit}
            self.explain = gettext("%(period)s asks for %(asked)s %(unit)s. The parts must make the whole.") % words

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        said.pop("parent")
        return {"points": self.said_path(said), **said}


class AnswerLag(PlanForm):
    key, main = "a", True
    verb, heading, button = "answer_lag_notice", _("Answer the lag notice"), _("Give this answer")
    act = staticmethod(lagging.answer_lag_notice)
    cause = Words(_("Why it lags"), rows=3)
    measure = Words(_("What will be done"), rows=3)
    new_date = Day(_("By when it is on track again"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return open_notice(stand.page.series.figure) is not None

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        notice = open_notice(stand.page.series.figure)
        if notice is not None:
            words = {"light": LIGHTS[notice.light], "period": notice.period, "due": local_time(notice.due_at)}
            self.explain = gettext("%(period)s: %(light)s. Answer by %(due)s; the public reads it.") % words

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["new_date"] is None:
            raise Refused(Problem("required", "new_date"))
        return said


def open_notice(figure: Any) -> Any:
    """The notice that waits for an answer, if there is one."""
    notice = figure.notice
    return notice if notice is not None and notice.answered_at is None else None


class SendLag(PlanForm):
    key = "l"
    verb, heading, button = "send_lag_notice", _("Ask why it lags"), _("Send a lag notice")
    explain = _("Whoever answers for it has the days the city’s rules give.")
    act = staticmethod(lagging.send_lag_notice)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        figure = stand.page.series.figure
        return figure.status.outcome in lagging.LAGGING and open_notice(figure) is None


class SetLight(PlanForm):
    key = "o"
    verb, heading, button, quiet = "override", _("Set another light"), _("Set this light"), True
    explain = _("The computed light stays in sight beside it.")
    act = staticmethod(overriding.override)
    light = Pick(_("Light"), options=[(str(code), LIGHTS[code]) for code in overriding.SETTABLE])
    words = Words(_("Why the computed one is not right"), rows=2)
    until = Day(_("Until"), hint=_("At the latest the next review."))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.page.series.figure.override is None

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["until"] is None:
            raise Refused(Problem("required", "until"))
        return said


class EndLight(PlanForm):
    key = "o"
    verb, heading, button = "end_override", _("End the override"), _("Show the computed light again")
    act = staticmethod(overriding.end_override)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.page.series.figure.override is not None


class Judge(PlanForm):
    key = "j"
    verb, heading, button, quiet = "judge", _("Judge how likely it is to be delivered"), _("Keep this judgement"), True
    explain = _("Each from 1 (poor) to 4 (good). It stands beside the computed light and corrects nothing.")
    act = staticmethod(judging.judge_likelihood)
    challenge = Mark(_("The challenge"), hint=_("1: very hard. 4: easy."))
    planning = Mark(_("The planning"), hint=_("1: none. 4: complete and used."))
    capacity = Mark(_("People, money, powers"), hint=_("1: lacking. 4: there."))
    stage = Mark(_("How far it is"), hint=_("1: not begun. 4: in use."))
    colour = OneOf(_("So delivery is"), options=list(COLOURS.items()))
    words = Words(_("Why"), rows=2)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"criteria": {name: said.pop(name) for name in ("challenge", "planning", "capacity", "stage")}, **said}


INDICATOR_FORMS = by_name(
    AnswerLag, Observe, Upload, Compute, Approve, EndLight, SendLag, BreakDown, Judge, SetLight, SetFeed
)
