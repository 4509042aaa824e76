"""Acts on reviews, issues, appraisals and evaluations as forms: what a form stands on, and which a reader gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from answerable.desk.plan_acts import Acts, Forms, PlanForm
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused


@dataclass(frozen=True)
class Sitting:
    """What forms stand on: a review, an issue, an appraisal or an evaluation (`page`, as its query gave it).

    `where` is how the actions find it; forms are sent to `address`/VERB and guarded by `version`. `verbs` are what
    this reader may do now, `wish` what the address asks a form to be filled with.
    """

    page: Any
    actor: Actor
    now: datetime
    city: Jurisdiction
    where: Mapping[str, Any]
    address: str
    version: int
    today: date
    verbs: frozenset[str]
    wish: Mapping[str, str] = field(default_factory=dict)


class SittingForm(PlanForm):
    """An act on one of them. `located`: the action is told where; `wishes`: fields the address may fill."""

    located: ClassVar[bool] = True
    wishes: ClassVar[tuple[str, ...]] = ()

    def suit(self, stand: Sitting) -> None:  # type: ignore[override]
        """Offer what there is to offer, and leave out what is not asked."""

    def wished(self, stand: Sitting) -> None:
        """Fill in what the address says, where the form was not sent."""
        for name in self.wishes:
            if name in self.fields and stand.wish.get(name):
                self.initial[name] = stand.wish[name]

    def perform(self, stand: Sitting) -> Any:  # type: ignore[override]
        """Carry it out; raises Refused as the action does."""
        seen = {"version": self.version} if self.guarded else {}
        where = stand.where if self.located else {}
        return type(self).act(actor=stand.actor, now=stand.now, **where, **seen, **self.inputs())

    def after(self, stand: Sitting, done: Any) -> str:  # type: ignore[override]
        """Back to the page it was done on."""
        return stand.address


def acts_of(stand: Sitting, forms: Forms, failed: PlanForm | None = None) -> Acts:
    """The forms a reader gets, in the order of `forms`; a refused one stands open among them."""
    found = [_form(form, stand, failed) for form in forms.values() if form.verb in stand.verbs and form.fits(stand)]
    if failed is not None and failed not in found:
        failed.action = f"{stand.address}/{failed.key_name()}"
        found.insert(0, failed)
    main = next((form.key_name() for form in found if form.main), "")
    return Acts(
        forms=[form for form in found if not form.quiet],
        quiet=[form for form in found if form.quiet],
        greyed=[],
        failed=failed,
        open_verb=failed.key_name() if failed is not None else stand.wish.get("act", "") or main,
    )


def _form(form: type[PlanForm], stand: Sitting, failed: PlanForm | None) -> PlanForm:
    if failed is not None and failed.key_name() == form.key_name():
        made = failed
    else:
        made = form(jurisdiction=stand.city, auto_id=f"{form.key_name()}_%s")
        made.suit(stand)
        made.wished(stand)
    made.action = f"{stand.address}/{form.key_name()}"
    return made


def chosen(said: dict[str, Any], *names: str) -> None:
    """Refused when one of these was not chosen: what the action could not look for."""
    missing = [Problem("required", name) for name in names if not said.get(name)]
    if missing:
        raise Refused(missing)
