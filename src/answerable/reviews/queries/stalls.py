"""What stalls between departments, in plans and in cases alike: the matters of the joint monthly review.

Of cases only numbers and public facts are read: category, area, who must decide, since when (invariant 20). What is
not public is counted and stands in no list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from answerable.cases.actions.work import open_dispute
from answerable.cases.models import Assignment, Case, Consultation, Objection
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.plans.models import Accountability, Dependency, HandOff, Plan
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.handoffs import handoffs
from answerable.plans.queries.tasks import TaskLine, stalled
from answerable.reviews.queries.facts import Facts, day, facts, named
from answerable.reviews.settings import limit_of
from answerable.whistles.models import Summons
from answerable.whistles.queries import public_rows
from answerable.whistles.queries.lists import NOBODY

MOST = 50  # cases of one kind on one agenda; the others are counted


@dataclass(frozen=True)
class Stall:
    """Something that stalls: `unit` holds it now. `days` since it should have moved."""

    noun: str
    key: str
    unit: Unit
    days: int
    facts: Facts


@dataclass(frozen=True)
class Stalls:
    """What stalls, and how many cases stall that are not public or do not fit on one agenda.

    `keys`: noun and key of everything that stalls and everybody may know of, also of what does not fit.
    """

    found: list[Stall]
    keys: frozenset[tuple[str, str]]
    hidden: int
    more: int


def stalls(jurisdiction: Jurisdiction, *, now: datetime, today: date) -> Stalls:
    """Everything that stalls between departments now."""
    days = limit_of(jurisdiction, "stalled_days")
    plans = Plan.objects.filter(jurisdiction=jurisdiction, state="published").select_related("jurisdiction")
    found = [stall for plan in plans for stall in _of_plan(plan, now=now, today=today, days=days)]
    disputed, overdue = _disputed(jurisdiction, now), _overdue(jurisdiction, now - timedelta(days=days))
    shown = [*(_dispute(case, now) for case in _open(disputed)[:MOST]),
             *(_late(case, now) for case in _open(overdue).exclude(pk__in=disputed.values("pk"))[:MOST])]  # fmt: skip
    whistles = list(_whistles(jurisdiction, now))
    every = disputed.union(overdue).count()
    public = set((_open(disputed) | _open(overdue)).distinct().values_list("number", flat=True))
    keys = {("case", number) for number in public} | {(one.noun, one.key) for one in (*found, *whistles)}
    return Stalls([*found, *shown, *whistles], frozenset(keys), every - len(public), max(len(public) - len(shown), 0))


def _of_plan(plan: Plan, *, now: datetime, today: date, days: int) -> Iterator[Stall]:
    """Tasks late for long in which several departments have a part, and hand-offs late for as long."""
    late = [one for one in handoffs(plan, today=today) if one.late and one.days_late > days]
    late = [one for one in late if one.row.task.state not in ("accepted", "cancelled")]
    waiting = {one.row.task_id: one.row for one in late}
    for line in stalled(plan, today=today, now=now, days=days):
        owner = line.answers.post.unit if line.answers is not None else None
        given = waiting.pop(line.task.pk, None)
        if owner is None or (given is None and not _across(line, owner, now)):
            continue
        due = line.task.first_due_on if line.days_late_first > line.days_late else line.task.due_on
        known = facts(named("name", line.task), named("plan", plan), late=line.days_behind, due=day(due),
                      waits_for=given.what if given is not None else "")  # fmt: skip
        holder = given.giver.unit if given is not None else owner
        yield Stall("task", f"{plan.code}/{line.task.code}", holder, line.days_behind, known)
    for one in late:
        if one.row.task_id in waiting and one.row.giver.unit_id != one.row.taker.unit_id:
            known = facts(named("name", one.row.task), named("plan", plan), late=one.days_late, waits_for=one.row.what,
                          due=day(one.row.promised_on))  # fmt: skip
            yield Stall("handoff", one.row.number, one.row.giver.unit, one.days_late, known)


def _across(line: TaskLine, owner: Unit, now: datetime) -> bool:
    """Whether another unit has a part in a task: helps with it, owes it something, or has a task joined to it."""
    helping = in_force(now).filter(subject=line.task.pk, kind=CONTRIBUTOR)
    if helping.exclude(post__unit=owner).exists():
        return True
    if HandOff.objects.filter(task=line.task, accepted_at=None).exclude(giver__unit=owner).exists():
        return True
    links = Dependency.objects.filter(Q(before=line.task) | Q(after=line.task), removed_at=None)
    joined = {key for pair in links.values_list("before", "after") for key in pair} - {line.task.pk}
    held: QuerySet[Accountability] = in_force(now).filter(subject__in=joined, kind=ACCOUNTABLE)
    return held.exclude(post__unit=owner).exists()


def _disputed(jurisdiction: Jurisdiction, now: datetime) -> QuerySet[Case]:
    """Cases whose open dispute stands high on the ladder, or past the time of its rung."""
    rung = limit_of(jurisdiction, "joint_rung")
    waits = {"case": OuterRef("pk"), "ruled_at": None}
    objections = Objection.objects.filter(**waits, filed_at__lte=now)
    consultations = Consultation.objects.filter(**waits, opened_at__lte=now)
    high = Q(Exists(objections.filter(rung__gte=rung))) | Q(Exists(consultations.filter(rung__gte=rung)))
    any_open = Q(Exists(objections)) | Q(Exists(consultations))
    past = Q(clocks__kind="ruling", clocks__stopped_at=None, clocks__due_at__lt=now)
    cases = Case.objects.filter(jurisdiction=jurisdiction).exclude(state="closed")
    return Case.objects.filter(pk__in=cases.filter(high | (any_open & past)).values("pk"))


def _overdue(jurisdiction: Jurisdiction, since: datetime) -> QuerySet[Case]:
    """Cases long overdue in which several units have a part."""
    parts = Assignment.objects.filter(case=OuterRef("pk"), until=None, role__in=("lead", "assist", "candidate"))
    several = parts.order_by().values("case").annotate(n=Count("unit", distinct=True)).filter(n__gte=2)
    cases = Case.objects.filter(jurisdiction=jurisdiction, due_at__lt=since).exclude(state__in=("closed", "verifying"))
    return cases.filter(Exists(several))


def _open(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those everybody may know of; a complaint about somebody is not among them."""
    public = cases.filter(public=True, category__public=True, interests=None)
    return public.select_related("jurisdiction", "category", "area", "lead_unit__head_post").order_by(
        "due_at", "number"
    )


def _dispute(case: Case, now: datetime) -> Stall:
    """A dispute is held by whoever must rule on the rung where it stands."""
    book = organisation.rulebook(case.jurisdiction)
    dispute = open_dispute(case)
    since = dispute.began_at if dispute is not None else case.opened_at
    rungs = {rung.level: rung for rung in book.ladder}
    rung = rungs.get(dispute.rung) if dispute is not None else None
    unit = book.units[rung.unit.code] if rung is not None else book.coordinator_unit
    known = facts(_of_case(case), named("rung", rung), why="disputed", days=(now - since).days)
    return Stall("case", case.number, unit, (now - since).days, known)


def _late(case: Case, now: datetime) -> Stall:
    days = (now - case.due_at).days
    return Stall("case", case.number, case.lead_unit, days, facts(_of_case(case), why="overdue", days=days))


def _of_case(case: Case) -> Facts:
    """What everybody may know: what kind of thing, and where. No title, no words, no person."""
    return facts(named("name", case.category), named("area", case.area))


def _whistles(jurisdiction: Jurisdiction, now: datetime) -> Iterator[Stall]:
    """Whistles to which units called have not answered in time; the first silent unit holds it."""
    for whistle in public_rows(jurisdiction, state="silent").filter(state="blown"):
        silent = Summons.objects.filter(NOBODY, whistle=whistle, released_at=None, stance="")
        call = silent.select_related("unit__head_post").order_by("summoned_at", "pk").first()
        since = (call.silent_at or call.unanswered_at) if call is not None else None
        if call is not None and since is not None and since <= now:
            days = (now - since).days
            known = facts(named("from", whistle.unit), named("name", whistle.category), days=days, why="silent")
            yield Stall("whistle", whistle.number, call.unit, days, known)
