"""What the pages of appraisals show, gathered for one reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from answerable.desk.review_pages import today_in
from answerable.desk.sittings import Sitting
from answerable.desk.templatetags.reviews import named
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.performance.models import Appraisal
from answerable.performance.queries import appraisals as queries
from answerable.performance.queries.scorecard import number_of
from answerable.plans.models import Plan
from answerable.plans.queries.access import visible_plans
from answerable.plans.sentences import steps
from answerable.rules import appraisal as rules
from answerable.rules.access import Actor
from answerable.rules.appraisal import Around, Standing

# What is counted from the record: the part of the scorecard, its words, and how it is told from its counts.
COUNTED = (
    ("milestones", N_("Milestones accepted by the date first promised")),
    ("tasks", N_("Tasks accepted by the date first promised")),
    ("handoffs", N_("Hand-offs given by the date first promised")),
    ("coordination", N_("Parts in the work of others, there on time")),
    ("notices", N_("Lag notices answered in time")),
    ("data", N_("Figures that came in time")),
)
WHISTLES = (
    ("called", N_("Whistles that called the unit")), ("answered_in_time", N_("answered in time")),
    ("silent", N_("not a word until the limit")), ("unanswered", N_("without an answer until the limit")),
    ("led", N_("taken the lead in")), ("not_ours", N_("said: not ours")), ("attended", N_("somebody on the spot")),
    ("on_site_late", N_("late on the spot")), ("ratings", N_("Rated for what it did")),
    ("blown", N_("Whistles the unit blew")), ("unanswered_whistles", N_("of them led by nobody in time")),
    ("judged", N_("judged by the authority above")), ("precise", N_("judged precise")),
    ("complete", N_("judged complete")), ("needless", N_("judged needless")),
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One part of the scorecard: of how many due, how many in time; `missed` names those that were not."""

    label: str
    due: int
    in_time: int
    missed: tuple[str, ...]


@dataclass(frozen=True)
class CaseFigure:
    """A figure of the unit's cases in the year, and over how many."""

    code: str
    shown: str
    count: int | None


@dataclass(frozen=True)
class AppraisalsPage:
    """`places`: units among their like in the year that is shown, by final appraisals only."""

    year: str
    years: list[str]
    rows: list[Appraisal]
    places: list[tuple[str, list[tuple[int | None, str, Standing]]]]
    may_open: bool


def appraisals_page(actor: Actor, city: Jurisdiction, asked: Mapping[str, str], *, now: datetime) -> AppraisalsPage:
    """The appraisals this officer may read, of the year the address asks for or the newest."""
    rows = queries.appraisals(actor)
    years = sorted({row.year for row in rows}, reverse=True)
    year = asked.get("year", "") if asked.get("year") in years else (years[0] if years else "")
    shown = [row for row in rows if row.year == year]
    plans = {row.plan_id: row.plan for row in shown}
    placed = [group for plan in plans.values() for group in _places(city, plan, year)]
    return AppraisalsPage(year, years, shown, placed, may_open(actor))


def may_open(actor: Actor) -> bool:
    """Whether the post can open the appraisals of a plan whose committee its unit is."""
    return rules.may("open_appraisal", actor, Around("", actor.unit or ""))


def _places(city: Jurisdiction, plan: Plan, year: str) -> list[tuple[str, list[tuple[int | None, str, Standing]]]]:
    units: Mapping[str, Unit] = organisation.rulebook(city).units
    found = queries.places(plan, year)
    return [(kind, [(n, units[one.unit].name, one) for n, one in group]) for kind, group in found.items()]


@dataclass(frozen=True)
class OpenPage:
    plans: list[Plan]


def open_sitting(actor: Actor, city: Jurisdiction, wish: Mapping[str, str], *, now: datetime) -> Sitting:
    """What the form to open a year stands on: the plans of the reader's committee that were published."""
    rows = visible_plans(city, actor, now=now).filter(committee__code=actor.unit).exclude(state="draft")
    verbs = frozenset({"open_appraisal"}) if may_open(actor) else frozenset()
    return Sitting(
        OpenPage(list(rows.order_by("code"))), actor, now, city, {}, "/desk/appraisals/new", 0, today_in(city, now),
        verbs, wish,
    )  # fmt: skip


class Desk:
    """One appraisal for one reader, with its scorecard as rows a page can show."""

    def __init__(self, page: queries.AppraisalPage, wish: Mapping[str, str]) -> None:
        self.page, self.wish = page, wish

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    @property
    def line_choices(self) -> list[tuple[str, str]]:
        return [(line["code"], f"{line['code']} {named(line['names'])}") for line in self.page.lines]

    @property
    def counted(self) -> list[Counted]:
        """The parts of the scorecard that count work, those with nothing due left out."""
        found = []
        for code, label in COUNTED:
            part = self.page.card[code]
            if part["due"]:
                found.append(Counted(label, part["due"], part["in_time"], tuple(part.get("missed", ()))))
        return found

    @property
    def whistles(self) -> list[tuple[str, str]]:
        """Counts that are not nought, the mean mark and the whistles for 1,000 cases, in the reader's words."""
        part = self.page.card["whistles"]
        said = [(_(label), self._told(part, code)) for code, label in WHISTLES if part.get(code)]
        rate = part.get("per_thousand")
        if rate is not None:
            said.append((_("Whistles for 1,000 cases it led"), _rate(Fraction(rate), part.get("peers"))))
        return said

    def _told(self, part: Mapping[str, Any], code: str) -> str:
        if code != "ratings":
            return str(part[code])
        if part.get("score") is None:
            return _("too few ratings for a mark (n = %(n)s)") % {"n": part["ratings"]}
        return _("%(mark)s of 5 (n = %(n)s)") % {"mark": steps.number(Fraction(part["score"]), 1), "n": part["ratings"]}

    @property
    def cases(self) -> list[CaseFigure]:
        """The figures of the unit's cases that there are."""
        parts = self.page.card["cases"].items()
        return [_case_figure(code, part) for code, part in parts if not part["note"]]

    @property
    def silent(self) -> list[tuple[str, list[str]]]:
        """Why there is no figure, and which are meant."""
        found: dict[str, list[str]] = {}
        for code, part in self.page.card["cases"].items():
            if part["note"]:
                found.setdefault(part["note"], []).append(code)
        return list(found.items())

    @property
    def seat(self) -> list[tuple[str, dict[str, int]]]:
        return [(name, part) for name, part in self.page.card["seat"].items() if part]

    @cached_property
    def number(self) -> Fraction | None:
        """The one number, for whoever asks."""
        return number_of(self.page.card)


def _rate(rate: Fraction, peers: Sequence[str] | None) -> str:
    """The rate beside the middle half of the units of its kind; outside of it is to be looked at, and no more."""
    shown = {"rate": steps.number(rate, 1)}
    if peers is None:
        return _("%(rate)s (too few units of its kind to compare)") % shown
    low, high = (Fraction(end) for end in peers)
    shown |= {"low": steps.number(low, 1), "high": steps.number(high, 1)}
    if low <= rate <= high:
        return _("%(rate)s (half of the units of its kind: %(low)s to %(high)s)") % shown
    if rate < low:
        return _("%(rate)s, fewer than most (half of the units of its kind: %(low)s to %(high)s)") % shown
    return _("%(rate)s, more than most (half of the units of its kind: %(low)s to %(high)s)") % shown


def _case_figure(code: str, part: Mapping[str, Any]) -> CaseFigure:
    if part["value"] is not None:
        shown = steps.number(Fraction(part["value"]), 1)
    elif part["part"] is not None and part["of"]:
        shown = steps.share(Fraction(part["part"]) / Fraction(part["of"]))
    else:
        shown = "–"
    return CaseFigure(code, shown, part["count"])


def appraisal_sitting(
    actor: Actor, city: Jurisdiction, key: UUID, wish: Mapping[str, str], *, now: datetime
) -> Sitting:  # fmt: skip
    """An appraisal this officer may read, and what the post may do about it now."""
    page = queries.appraisal_page(actor, key, now=now)
    return Sitting(
        Desk(page, wish), actor, now, city, {"key": key}, f"/desk/appraisals/{key}", page.row.version,
        today_in(city, now), frozenset(page.acts), wish,
    )  # fmt: skip
