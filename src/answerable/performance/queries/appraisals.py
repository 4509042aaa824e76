"""Appraisals as their readers meet them: which they may read, one whole, what later revisions make of it, and places.

An appraisal is information to whoever appraises. It is read by the post and the person it is about, by the plan's
committee, and by leaders, reviewers and auditors; nothing of it is public here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.organisation.models import Officer, Post, Tenure
from answerable.performance.models import Appraisal, Moderation
from answerable.performance.queries.around import around_appraisal
from answerable.performance.queries.judged import card_of, lines_of, missed_binding
from answerable.performance.queries.scorecard import summary
from answerable.performance.queries.scorecard_targets import target_lines
from answerable.performance.queries.tenures import Served, served
from answerable.performance.queries.year import answered_for, year_of
from answerable.plans.models import Plan
from answerable.rules import appraisal as rules
from answerable.rules.access import Actor
from answerable.rules.appraisal import Standing, YearOf
from answerable.rules.measures import Nature
from answerable.rules.problems import NotFound, Problem

Json = dict[str, Any]
READS_ALL = frozenset({"leader", "auditor", "reviewer"})
NEXT = {
    "open": ("report", "put"), "reported": ("put",), "put": ("reply", "issue"), "replied": ("issue",),
    "appealed": ("decide",),
}  # fmt: skip
A_YEAR = timedelta(days=366)
COMPARED = ("judgement", "outcome", "value")
_RELATED = (
    "plan__jurisdiction", "plan__committee", "post__unit", "unit", "holder", "issued_by", "decided_by", "reported_by",
    "replied_by", "appealed_by", "opened_by",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Appraisal]:
    """The appraisals an officer may read; none for anybody else."""
    rows = Appraisal.objects.filter(plan__jurisdiction__code=actor.jurisdiction).select_related(*_RELATED)
    if actor.kind == "system" or actor.roles & READS_ALL:
        return rows
    if actor.kind != "officer":
        return rows.none()
    in_the_year = Tenure.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("year_starts_on")), post=OuterRef("post"),
        officer__username=actor.officer, since__lt=OuterRef("year_starts_on") + A_YEAR,
    )  # fmt: skip
    own = Q(post__code=actor.post) | Exists(in_the_year)
    return rows.filter(own | Q(plan__committee__code=actor.unit))


def appraisals(actor: Actor, *, plan_code: str = "", year: str = "") -> list[Appraisal]:
    """Those an officer may read, the newest year first, units in the order of their codes."""
    rows = visible_to(actor).prefetch_related("moderations")
    rows = rows.filter(plan__code=plan_code) if plan_code else rows
    rows = rows.filter(year=year) if year else rows
    return list(rows.order_by("-year_starts_on", "plan__code", "unit__code", "post__code"))


def waiting_for(actor: Actor, *, now: datetime) -> list[Appraisal]:
    """Those in which the next step is one of the actor's post: a report, a reply, a conclusion, a decision."""
    found = []
    for row in appraisals(actor):
        verbs = [verb for verb in NEXT.get(row.state, ()) if _due(verb, row, now)]
        if verbs and any(rules.may(verb, actor, around_appraisal(row, now=now)) for verb in verbs):
            found.append(row)
    return found


def _due(verb: str, row: Appraisal, now: datetime) -> bool:
    """What waits for the head's own word is only due when the time for it is up."""
    if row.state == "open" and verb == "put":
        return now >= row.report_by
    return not (row.state == "put" and verb == "issue") or (row.reply_by is not None and now >= row.reply_by)


@dataclass(frozen=True)
class Counter:
    """In how many of the last three years binding targets were missed, and what the rules of units name for that.

    Information to whoever appraises, never a sanction by itself (8.7(93)).
    """

    missed_years: int
    consequence: str
    years: tuple[YearOf, ...]


@dataclass(frozen=True)
class Restated:
    """A line that later revisions changed: what stands in the appraisal, and what the same question gives today."""

    code: str
    then: Json
    today: Json


@dataclass(frozen=True)
class AppraisalPage:
    """One appraisal for one reader. `lines` are as judged now; `restated` never changes them (invariant 19)."""

    row: Appraisal
    served: list[Served]
    card: Json
    lines: list[Json]
    summary: Json
    moderations: list[Moderation]
    restated: list[Restated]
    by_post: Counter
    by_person: Counter | None
    acts: tuple[str, ...]
    overdue: bool


def appraisal_page(actor: Actor, key: UUID, *, now: datetime) -> AppraisalPage:
    """NotFound for what this reader may not know of."""
    row = visible_to(actor).prefetch_related("moderations__by").filter(pk=key).first()
    if row is None:
        raise NotFound(Problem("no_such_appraisal"))
    lines = lines_of(row)
    around = around_appraisal(row, now=now)
    acts = (line.verb for line in rules.TABLE if row.state in line.states and rules.may(line.verb, actor, around))
    return AppraisalPage(
        row=row, served=served(year, row.post) if (year := year_of(row.plan, row.year)) else [], card=card_of(row),
        lines=lines, summary=summary(lines),
        moderations=sorted(row.moderations.all(), key=lambda one: (one.at, str(one.pk))),
        restated=restated(row, now=now), by_post=counter(row, post=row.post),
        by_person=counter(row, person=row.holder) if row.holder else None, acts=tuple(acts),
        overdue=row.state == "appealed" and row.decide_by is not None and now > row.decide_by,
    )  # fmt: skip


def restated(row: Appraisal, *, now: datetime) -> list[Restated]:
    """The lines that come out otherwise from what is known now: revisions, late figures. The appraisal stays."""
    year = year_of(row.plan, row.year)
    if year is None:
        return []
    fresh = {line["code"]: line for line in target_lines(year, answered_for(year, row.post, "indicator"), as_of=now)}
    then = {line["code"]: line for line in card_of(row)["lines"]}
    return [
        Restated(code, then[code], fresh[code])
        for code in then
        if code in fresh and any(then[code][name] != fresh[code][name] for name in COMPARED)
    ]


def counter(row: Appraisal, *, post: Post | None = None, person: Officer | None = None) -> Counter:
    """The three years up to the appraisal's own, of one post or of one person wherever they served."""
    whose = {"post": post} if post is not None else {"holder": person}
    final = Appraisal.objects.filter(**whose, plan__jurisdiction=row.plan.jurisdiction, state="final")
    years = [
        YearOf(one.year_starts_on, missed_binding(one))
        for one in final.filter(year_starts_on__lte=row.year_starts_on).prefetch_related("moderations")
    ]
    merged = _merged(years)
    missed = rules.misses(merged, row.year_starts_on)
    return Counter(missed, rules.consequence(missed), tuple(merged[-rules.COUNTED_YEARS :]))


def _merged(years: list[YearOf]) -> list[YearOf]:
    """One entry a year: of several plans or posts in a year the misses add up."""
    sums: dict[Any, int] = {}
    for one in years:
        sums[one.year] = sums.get(one.year, 0) + one.missed
    return [YearOf(year, sums[year]) for year in sorted(sums)]


def places(plan: Plan, year: str) -> Mapping[str, list[tuple[int | None, Standing]]]:
    """Units among their like, by final appraisals only: binding targets met of those that could be judged (4.6)."""
    rows = Appraisal.objects.filter(plan=plan, year=year, state="final").select_related("unit")
    found: dict[str, Standing] = {}
    for row in rows.prefetch_related("moderations"):
        binding = [line["judgement"] for line in lines_of(row) if line["nature"] == Nature.BINDING]
        met, judged = binding.count("met"), binding.count("met") + binding.count("missed")
        earlier = found.get(row.unit.code, Standing(row.unit.code, row.unit.kind, 0, 0))
        found[row.unit.code] = replace(earlier, met=earlier.met + met, judged=earlier.judged + judged)
    return rules.ranked(found.values())
