"""What computes an indicator: choose a source, see what it would have given, and only then let it count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.desk import choices
from answerable.desk.forms import Line, Pick, Words
from answerable.desk.plan_acts import PlanForm, Stand, by_name
from answerable.desk.plan_choices import all_categories
from answerable.desk.plan_forms_office import DECISION
from answerable.plans import sources
from answerable.plans.actions import pinning
from answerable.plans.queries.computed import Computed, would_compute
from answerable.rules.problems import NotFound, Problem, Refused

BEFORE = "param_"
LISTS = {"category": all_categories, "unit": choices.units, "area": choices.areas}
BY_HAND = ("", _("By hand: figures are recorded, not computed"))


class SourceForm(PlanForm):
    """The source and, for each parameter that any source has, a field."""

    source = Pick(_("Computed by"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["source"].choices = [BY_HAND, *((name, sources.source(name).label) for name in sources.names())]
        for name in sources.names():
            for parameter in sources.source(name).parameters:
                self.fields.setdefault(f"{BEFORE}{parameter.name}", _field(stand, parameter))

    def params(self) -> dict[str, object]:
        """What was said of the parameters; an empty one is not said."""
        said = {name.removeprefix(BEFORE): value for name, value in self.cleaned_data.items() if BEFORE in name}
        return {name: value for name, value in said.items() if value}

    def take(self, refused: Refused) -> None:
        """What is wrong with a parameter stands beside it."""
        refused.problems = tuple(replace(one, field=self._place(one)) for one in refused.problems)
        super().take(refused)

    def _place(self, problem: Problem) -> str:
        names = (f"{BEFORE}{value}" for value in (*problem.params, problem.params.get("parameter", "")))
        wrong = (name for name in names if problem.field == "source_params" and name in self.fields)
        return next(wrong, problem.field)


def _field(stand: Stand, parameter: sources.Parameter) -> forms.Field:
    if parameter.kind in LISTS:
        return Pick(parameter.label, options=LISTS[parameter.kind](stand.city))
    return Line(parameter.label)


class ChooseSource(SourceForm):
    """What is looked at; it is sent by GET and changes nothing."""

    heading, button = _("What computes it"), _("Look at its last periods")


class PinInDraft(SourceForm):
    verb, name = "edit_plan", "describe_source"
    heading, button = _("Look before it counts"), _("Let it be computed so")
    act = staticmethod(pinning.describe_source)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.state == "draft" and not stand.row.ended

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        super().suit(stand)
        for name in self.fields:
            if name == "source" or name.startswith(BEFORE):
                self.fields[name].widget = forms.HiddenInput()

    def inputs(self) -> dict[str, Any]:
        said = {name: value for name, value in super().inputs().items() if BEFORE not in name}
        return said | {"params": self.params()}


class PinSource(PinInDraft):
    verb, name = "redefine", "pin_source"
    explain = _("A new meaning from now on. Earlier figures keep the meaning they had.")
    act = staticmethod(pinning.pin_source)
    reason = Words(_("Why"), rows=2)
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.state != "draft" and not stand.row.ended


SOURCE_FORMS = by_name(PinSource, PinInDraft)


@dataclass(frozen=True)
class Looked:
    """What was chosen: how the source counts, what it gives for the last periods beside what stands now, and the form
    that lets it count. `lines` is empty where figures are recorded by hand."""

    source: sources.Source | None
    lines: tuple[tuple[Computed, Any], ...]
    form: PlanForm


def chosen_in(stand: Stand, data: Mapping[str, Any]) -> ChooseSource:
    """The form that chooses: as it was sent, else as the indicator stands."""
    sent = data if "source" in data else None
    meaning = stand.page.series.figure.meaning
    held = {} if meaning is None else sources.params_of(meaning.source_params)
    now = {f"{BEFORE}{name}": value for name, value in held.items()}
    now["source"] = meaning.source if meaning is not None else ""
    form = ChooseSource(sent, jurisdiction=stand.city, initial=now, auto_id="choose_%s")
    form.suit(stand)
    return form


def looked(stand: Stand, chosen: ChooseSource, form: PlanForm) -> Looked | None:
    """What the choice would give; None while nothing is chosen or something is wrong with it."""
    if not chosen.is_bound or not chosen.is_valid():
        return None
    name, params = chosen.cleaned_data["source"], chosen.params()
    meaning = stand.page.series.figure.meaning
    try:
        if wrong := sources.check_params(stand.city, name, params) if name else []:
            raise Refused(wrong)
    except (Refused, NotFound) as refused:
        chosen.take(refused)
        return None
    if not form.is_bound:
        form.initial = dict(chosen.cleaned_data)
    if not name or meaning is None:
        return Looked(None, (), form)
    stands = {point.period: point.value for point in stand.page.series.points}
    seen = would_compute(stand.plan, meaning, name, params, now=stand.now)
    return Looked(sources.source(name), tuple((one, stands.get(one.entry.period)) for one in seen), form)
