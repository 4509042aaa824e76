"""Lists people work from: whistles of a unit by tab, whistles about a thing, taskforces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from answerable.organisation import queries as organisation
from answerable.rules.access import Actor
from answerable.whistles.actions.work import may_sign
from answerable.whistles.models import Commitment, Subject, Summons, Task, Taskforce, Whistle, WhistleClock
from answerable.whistles.queries.access import taskforces_visible_to, visible_to

TABS = ("to_sign", "to_answer", "overdue", "called", "ours", "ended", "silent", "all")
# Of a whistle: nobody signed, or nobody led, by the limit. Of a summons: the unit did not sign, or not answer.
NOBODY = Q(silent_at__isnull=False) | Q(unanswered_at__isnull=False)
FILTERS = {"kind": "kind", "area": "area__code", "grade": "grade__code"}


def _tab(actor: Actor, tab: str, now: datetime) -> QuerySet[Whistle]:
    whistles = visible_to(actor)
    called = Summons.objects.filter(whistle=OuterRef("pk"), unit__code=actor.unit, released_at=None)
    if tab == "to_sign":
        return _to_sign(whistles, actor)
    if tab == "ended":
        mine = Summons.objects.filter(whistle=OuterRef("pk"), unit__code=actor.unit)
        return whistles.filter(Q(unit__code=actor.unit) | Exists(mine), state__in=("ended", "withdrawn"))
    blown = whistles.filter(state="blown")
    if tab in ("silent", "all"):
        return blown if tab == "all" else blown.filter(NOBODY)
    if tab == "to_answer":
        return blown.filter(Exists(called.filter(stance="")))
    if tab == "overdue":
        return blown.filter(_late(actor, now))
    return blown.filter(unit__code=actor.unit) if tab == "ours" else blown.filter(Exists(called))


def _late(actor: Actor, now: datetime) -> Q:
    """A clock, a promise or a task of the actor's unit that has passed and is not done."""
    ours = {"unit__code": actor.unit, "whistle": OuterRef("pk"), "due_at__lte": now}
    called = {f"summons__{name}" if name != "due_at__lte" else name: value for name, value in ours.items()}
    clocks = WhistleClock.objects.filter(**called, summons__released_at=None, stopped_at=None)
    promises = Commitment.objects.filter(**called, summons__released_at=None, kept_at=None)
    return Q(Exists(clocks)) | Q(Exists(promises)) | Q(Exists(Task.objects.filter(**ours, done_at=None)))


def _to_sign(whistles: QuerySet[Whistle], actor: Actor) -> QuerySet[Whistle]:
    """Drafts whose signature lacks and that this post may sign (rules.whistle.signers)."""
    if "unit_head" not in actor.roles:
        return whistles.none()
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    drafted = whistles.filter(state="drafted").exclude(signatures__post__code=actor.post)
    wanted = drafted.values_list("pk", "unit__code", "grade__signatures")
    mine = [key for key, unit, needed in wanted if actor.post in may_sign(book, book.units[unit], needed)]
    return drafted.filter(pk__in=mine)


def whistles_of_unit(
    actor: Actor, *, now: datetime, tab: str = "to_answer", limit: int = 100, filters: Mapping[str, str] | None = None
) -> list[Whistle]:
    """The whistles of the actor's unit, what falls due first on top (ended ones: the newest first).

    Tabs: to_sign (drafts that wait for a signature of this post), to_answer (called, nothing said yet), overdue (a
    limit, a promise or a task of ours has passed), called (all that call us), ours (blown by us), ended; and of all the
    actor may see, silent (blown, and nobody signed or led in time) and all (blown). `filters` narrow by kind, area or
    grade (FILTERS).
    """
    wanted = {FILTERS[name]: value for name, value in (filters or {}).items() if name in FILTERS and value}
    whistles = _tab(actor, tab, now).filter(**wanted)
    if tab == "ended":
        return list(whistles.order_by(F("ended_at").desc(nulls_last=True), "number")[:limit])
    running = Q(summonses__clocks__stopped_at=None, summonses__released_at=None)
    promises = Commitment.objects.filter(summons__whistle=OuterRef("pk"), summons__released_at=None, kept_at=None)
    tasks = Task.objects.filter(whistle=OuterRef("pk"), done_at=None)
    firsts = [Subquery(rows.order_by("due_at").values("due_at")[:1]) for rows in (promises, tasks)]
    ordered = whistles.annotate(due=Least(Min("summonses__clocks__due_at", filter=running), *firsts))
    return list(ordered.order_by(F("due").asc(nulls_last=True), "drafted_at", "number")[:limit])


def counts(actor: Actor, *, now: datetime, tabs: Sequence[str] = TABS) -> dict[str, int]:
    """How many whistles each of these tabs has; a task of ours that is open counts under `tasks`."""
    numbers = {tab: _tab(actor, tab, now).count() for tab in tabs}
    tasks = Task.objects.filter(unit__code=actor.unit, unit__jurisdiction__code=actor.jurisdiction, done_at=None)
    running = Q(whistle__state="blown") | Q(taskforce__state="formed")
    return numbers | {"tasks": tasks.filter(running).count()}


def whistles_about(actor: Actor, noun: str, key: str) -> list[Whistle]:
    """The whistles about one thing, newest first, of those the actor may see: for the page of a case or a task."""
    about = Subject.objects.filter(whistle=OuterRef("pk"), noun=noun, key=key)
    return list(visible_to(actor).filter(Exists(about)).order_by("-drafted_at"))


def taskforces(actor: Actor, *, states: tuple[str, ...] = ("proposed", "formed")) -> list[Taskforce]:
    """The taskforces an officer may see, what reports first on top, with how many whistles led to each."""
    found = taskforces_visible_to(actor).filter(state__in=states)
    counted = found.annotate(whistles=Count("whistle_links", distinct=True))
    return list(counted.order_by(F("next_report_at").asc(nulls_first=True), "-proposed_at"))
