"""Acts on things of a plan as forms: what a form stands on, which forms a reader gets, and how one is carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.cases.sentences import sentence
from answerable.desk.room_forms import RoomForm
from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Plan
from answerable.plans.queries.acts import PlanAct, acts_on
from answerable.plans.queries.inputs import today_of
from answerable.rules.access import Actor
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotFound, Problem


@dataclass(frozen=True)
class Stand:
    """What forms stand on: a thing of a plan (`row`, with `page` as its query gave it), read by somebody at a time.

    `where` is how the actions find the thing; forms are sent to `address`/VERB and guarded by `version`.
    """

    noun: str
    plan: Plan
    row: Any
    actor: Actor
    now: datetime
    around: Around
    where: Mapping[str, Any]
    address: str
    version: int
    state: str = ""
    page: Any = None

    @property
    def today(self) -> date:
        """Today where the plan is."""
        return today_of(self.plan, self.now)

    @property
    def home(self) -> str:
        """The page of the thing."""
        return self.address.removesuffix("/acts")

    @property
    def city(self) -> Jurisdiction:
        return self.plan.jurisdiction


class PlanForm(RoomForm):
    """An act on a thing of a plan. `verb` is a verb of rules.plan_acts, `act` the action that does it.

    `name` tells forms of one verb apart; `guarded`: the action takes the version the reader saw; `main`: stands open.
    """

    act: ClassVar[Callable[..., Any]]
    guarded: ClassVar[bool] = True
    name: ClassVar[str] = ""
    action = ""

    @classmethod
    def key_name(cls) -> str:
        return cls.name or cls.verb

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        """Whether there is anything here to do it to; who may do it is not asked here."""
        return True

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        """Offer what this thing has to offer, and leave out what it does not ask."""

    def perform(self, stand: Stand) -> Any:
        """Carry it out; raises Refused as the action does."""
        seen = {"version": self.version} if self.guarded else {}
        return type(self).act(actor=stand.actor, now=stand.now, **stand.where, **seen, **self.inputs())

    def after(self, stand: Stand, done: Any) -> str:
        """Where to go when it is done; `done` is what the action gave back."""
        return stand.home

    def leave_out(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)


class Number(forms.DecimalField):
    """A number as it is written: a point before decimals, no unit."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input govuk-input--number", "inputmode": "decimal"})
        say = {"invalid": _("Please write digits, and a point before decimals.")}
        super().__init__(label=label, required=False, widget=widget, help_text=hint, error_messages=say)


class Mark(forms.TypedChoiceField):
    """A mark from 1 to 4, all of them in sight."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        marks = [(n, str(n)) for n in range(1, 5)]
        super().__init__(
            label=label, required=False, choices=marks, coerce=int, empty_value=0, widget=forms.RadioSelect,
            help_text=hint,
        )  # fmt: skip


Forms = Mapping[str, type[PlanForm]]


def by_name(*found: type[PlanForm]) -> Forms:
    """The forms of a page by the word in their address, in the order a page shows them."""
    return {form.key_name(): form for form in found}


@dataclass
class Acts:
    """The forms of this reader; `failed` is the one that was refused, with everything typed still in it."""

    forms: list[PlanForm]
    quiet: list[PlanForm]
    greyed: list[tuple[str, str]]
    failed: PlanForm | None
    open_verb: str

    def only(self, *names: str) -> list[PlanForm]:
        """The forms of these names, for a page that sets them in different places."""
        return [form for form in (*self.forms, *self.quiet) if form.key_name() in names]


def acts_for(stand: Stand, forms: Forms, failed: PlanForm | None = None, wish: str = "") -> Acts:
    """The forms a reader gets on a thing, and the acts that are not open now with the reason."""
    verdicts = _verdicts(stand)
    mine = {name: form for name, form in forms.items() if form.verb in verdicts and form.fits(stand)}
    found = [_form(form, stand, failed) for form in mine.values() if verdicts[form.verb].allowed]
    if failed is not None and failed.key_name() not in {form.key_name() for form in found}:
        failed.action = f"{stand.address}/{failed.key_name()}"
        found.insert(0, failed)
    main = next((form.key_name() for form in found if form.main), "")
    return Acts(
        forms=[form for form in found if not form.quiet],
        quiet=[form for form in found if form.quiet],
        greyed=[
            (str(form.heading), sentence(why)) for form in mine.values() if (why := verdicts[form.verb].why) is not None
        ],
        failed=failed,
        open_verb=failed.key_name() if failed is not None else wish or main,
    )


def any_open(stand: Stand, forms: Forms) -> bool:
    """Whether a reader gets one of these forms."""
    verdicts = _verdicts(stand)
    found = (form for form in forms.values() if form.verb in verdicts and verdicts[form.verb].allowed)
    return any(form.fits(stand) for form in found)


def _verdicts(stand: Stand) -> dict[str, PlanAct]:
    """Acts on the thing itself, and those of the plan's office that may concern it."""
    found = acts_on("plan", stand.actor, stand.around, state=stand.plan.state)
    if stand.noun != "plan":
        found += acts_on(stand.noun, stand.actor, stand.around, state=stand.state)
    return {act.verb: act for act in found}


def _form(form: type[PlanForm], stand: Stand, failed: PlanForm | None) -> PlanForm:
    if failed is not None and failed.key_name() == form.key_name():
        made = failed
    else:
        made = form(jurisdiction=stand.city, auto_id=f"{form.key_name()}_%s")
        made.suit(stand)
    made.action = f"{stand.address}/{form.key_name()}"
    return made


def bound(stand: Stand, forms: Forms, name: str, data: Any, files: Any) -> PlanForm:
    """The form that was sent, with the same fields and lists as when it was shown."""
    if name not in forms:
        raise NotFound(Problem("unknown_verb", "", {"verb": name}))
    form = forms[name](data, files, jurisdiction=stand.city, auto_id=f"{name}_%s")
    form.suit(stand)
    form.full_clean()
    return form
