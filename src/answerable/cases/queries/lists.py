"""Lists people work from: worklists, queues, the leaders' page, similar cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from answerable.cases.models import Assignment, Callback, Case, Consultation, Deferral, Objection
from answerable.cases.queries.access import DECIDES, HEAVY, RELATED, about_actor, units_below, visible_to
from answerable.cases.queries.ruling import may_rule_on, to_rule
from answerable.cases.queries.wiring import book_of, wired
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor
from answerable.rules.deferral import REVIEW_AHEAD
from answerable.rules.geometry import distance_m
from answerable.rules.text import similarity

TABS = ("due", "overdue", "disputed", "named", "rulings", "dates", "others", "verdicts", "parts")
ALIKE = 0.25  # score below which two texts are not offered as the same trouble


def _open(actor: Actor) -> QuerySet[Case]:
    """By the unit's key, so that the database reads its index in order of due time and stops after a hundred."""
    unit = book_of(actor.jurisdiction).unit(actor.unit or "")
    own = {"lead_unit": unit} if unit else {"lead_unit__code": actor.unit, "jurisdiction__code": actor.jurisdiction}
    return Case.objects.filter(**own).exclude(state="closed")


def worklist(
    actor: Actor,
    *,
    now: datetime,
    tab: str = "due",
    limit: int = 100,
    after: tuple[datetime, str] | None = None,
    filters: Mapping[str, str] | None = None,
) -> list[Case]:
    """The cases of the actor's unit, what falls due first on top.

    Tabs: due (all in its hands; what the citizen is being asked about waits elsewhere and is shown only when
    the filter names that state), overdue (all that counts against the unit: in its hands, named in a dispute, or a
    part of ours that is late), disputed (an objection is open), others (a part of another unit is open),
    named (a dispute says it may be ours: we answer with the others until the ruling), rulings (a dispute waits for us
    to say whose it is),
    dates (a new date waits for our head to decide, or a matter of a unit below was put off until now),
    parts (other units wait for a part of ours, by the due time of the part), verdicts (what citizens said in the last
    two days). `after` is `place_in_worklist` of the last row seen; filters: state, category, area, overdue.
    """
    filters = filters or {}
    cases = _narrowed(_free(_tab(actor, tab, now), _complaints(actor)), tab, filters)
    falls_due = "due_at"
    if tab == "parts":
        falls_due = "part_due"
        cases = cases.annotate(part_due=Coalesce(Subquery(_our_parts(actor).values("due_at")[:1]), "due_at"))
    if filters.get("overdue"):
        cases = cases.filter(**{f"{falls_due}__lt": now})
    if after is not None:
        at, number = after
        cases = cases.filter(Q(**{f"{falls_due}__gt": at}) | Q(**{falls_due: at, "number__gt": number}))
    lines = cases.order_by(falls_due, "number").defer("words", "public_words")[:limit]
    return wired(lines, book_of(actor.jurisdiction), "jurisdiction", "lead_unit", "category", "area", "tier")


def _narrowed(cases: QuerySet[Case], tab: str, filters: Mapping[str, str]) -> QuerySet[Case]:
    if filters.get("state"):
        cases = cases.filter(state=filters["state"])
    elif tab == "due":
        cases = cases.exclude(state="verifying")
    if filters.get("category"):
        cases = cases.filter(category__code__startswith=filters["category"])
    return cases.filter(area__code=filters["area"]) if filters.get("area") else cases


def place_in_worklist(case: Case) -> tuple[datetime, str]:
    """Where a row of `worklist` stands in its order: when it, or our part of it, falls due, and its number."""
    due: datetime = getattr(case, "part_due", case.due_at)
    return due, case.number


def _complaints(actor: Actor) -> list[UUID]:
    """The cases that are complaints about the actor: hardly ever any, so a list is read from its index alone."""
    return list(about_actor(actor).values_list("case_id", flat=True))


def _free(cases: QuerySet[Case], complaints: list[UUID]) -> QuerySet[Case]:
    return cases.exclude(pk__in=complaints) if complaints else cases


def _tab(actor: Actor, tab: str, now: datetime) -> QuerySet[Case]:
    open_objection = Objection.objects.filter(case=OuterRef("pk"), ruled_at=None)
    candidate = Assignment.objects.filter(case=OuterRef("pk"), role="candidate", until=None, unit__code=actor.unit)
    open_part = Assignment.objects.filter(case=OuterRef("pk"), role="assist", until=None, reported_at=None)
    if tab == "overdue":
        own = Q(pk__in=_open(actor).exclude(state="verifying").filter(due_at__lt=now).values("pk"))
        return Case.objects.filter(own | Q(pk__in=_late_beside(actor, now)))
    if tab == "rulings":
        return Case.objects.filter(pk__in=to_rule(actor))
    if tab == "disputed":
        return _open(actor).filter(Exists(open_objection))
    if tab == "named":
        cases = Case.objects.filter(Exists(candidate), jurisdiction__code=actor.jurisdiction)
        return cases.exclude(state="closed")
    if tab == "dates":
        return _to_decide(actor, now)
    if tab == "others":
        return _open(actor).filter(Exists(open_part))
    if tab == "parts":
        cases = Case.objects.filter(Exists(_our_parts(actor)), jurisdiction__code=actor.jurisdiction)
        return cases.exclude(state="closed")
    if tab == "verdicts":
        said = Callback.objects.filter(
            answering_unit__code=actor.unit, valid=True, done_at__gte=now - timedelta(days=2)
        )
        keys = said.values_list("case_id", flat=True)
        return Case.objects.filter(pk__in=keys, jurisdiction__code=actor.jurisdiction)
    return _open(actor)


def _our_parts(actor: Actor) -> QuerySet[Assignment]:
    """The parts of the actor's unit in a case that are not reported yet."""
    parts = Assignment.objects.filter(case=OuterRef("pk"), role="assist", until=None, reported_at=None)
    return parts.filter(unit__code=actor.unit).order_by("due_at")


def _late_beside(actor: Actor, now: datetime) -> set[UUID]:
    """Overdue cases that a dispute says may be ours, and those in which our part is late (8.1(9), BJ-REG 14)."""
    ours = Assignment.objects.filter(unit__code=actor.unit, unit__jurisdiction__code=actor.jurisdiction, until=None)
    ours = ours.exclude(case__state="closed")
    named = ours.filter(role="candidate", case__due_at__lt=now)
    late = ours.filter(role="assist", reported_at=None, due_at__lt=now)
    return {*named.values_list("case_id", flat=True), *late.values_list("case_id", flat=True)}


def _to_decide(actor: Actor, now: datetime) -> QuerySet[Case]:
    """New dates that another post asked for in the actor's unit or below it, and parked matters there that are due.

    Of the own unit, and of one below with which a dispute names the own, only while the old date lies ahead
    (rules.deferral.may_grant).
    """
    cases = Case.objects.filter(jurisdiction__code=actor.jurisdiction).exclude(state="closed")
    if not actor.roles & DECIDES:
        return cases.none()
    here = Deferral.objects.filter(case=OuterRef("pk"))
    asked = Exists(here.filter(decided_at=None).exclude(post__code=actor.post))
    due = Exists(here.filter(kind="parking", granted=True, reviewed_at=None, until__lte=now + REVIEW_AHEAD))
    below = Q(lead_unit__code__in=[code for code in units_below(actor) if code != actor.unit])
    named = Exists(Assignment.objects.filter(case=OuterRef("pk"), role="candidate", until=None, unit__code=actor.unit))
    in_time = Q(due_at__gt=now)
    return cases.filter(
        asked & ((Q(lead_unit__code=actor.unit) & in_time) | (below & (in_time | ~named))) | due & below
    )


def counts(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many rows each tab of the worklist has, and how many are overdue or fall due today.

    An overdue case in dispute counts against every unit that may be the one (8.1(9)), a late part against the unit
    that owes it: `overdue` is the number of rows of the tab of that name, `late_parts` is a part of it.
    """
    complaints = _complaints(actor)
    in_hand = _free(_open(actor), complaints).exclude(state="verifying")
    others = (tab for tab in TABS if tab not in ("due", "overdue"))
    numbers = {tab: _free(_tab(actor, tab, now), complaints).count() for tab in others}
    beside = len(_late_beside(actor, now) - set(complaints))
    parts = _free(_tab(actor, "parts", now), complaints)
    late_parts = parts.filter(Exists(_our_parts(actor).filter(due_at__lt=now))).count() if numbers["parts"] else 0
    found = in_hand.aggregate(
        due=Count("due_at"),
        overdue=Count("due_at", filter=Q(due_at__lt=now)),
        today=Count("due_at", filter=Q(due_at__gte=now, due_at__lt=now + timedelta(hours=24))),
    )
    return numbers | found | {"overdue": found["overdue"] + beside, "late_parts": late_parts}


def dispatch_queue(actor: Actor, *, now: datetime, limit: int = 100) -> list[Case]:
    """What the actor must decide: cases the machine would not dispatch, and disputes to rule on; oldest first.

    A dispute that stands on a rung above the actor's unit is out of its hands, and not here.
    """
    waiting = {"case": OuterRef("pk"), "ruled_at": None}
    disputed = Exists(Objection.objects.filter(**waiting)) | Exists(Consultation.objects.filter(**waiting))
    cases = visible_to(actor).exclude(state="closed")
    cases = cases.filter(Q(~disputed, state="received") | Q(pk__in=may_rule_on(actor)))
    return list(cases.order_by("-emergency", "opened_at")[:limit])


def callback_queue(actor: Actor, *, now: datetime, limit: int = 100) -> list[Callback]:
    """Citizens to be asked now by the actor's body, the longest waiting first."""
    waiting = Callback.objects.filter(
        unit__code=actor.unit, case__jurisdiction__code=actor.jurisdiction, done_at=None, next_attempt_at__lte=now
    ).exclude(Exists(about_actor(actor).filter(case=OuterRef("case"))))
    return list(
        waiting.select_related("case__person", "case__category", "case__area", "answering_unit").order_by(
            "next_attempt_at", "due_at"
        )[:limit]
    )


@dataclass(frozen=True)
class LeadersPage:
    """What a leader must know this morning; the lists are cut, the counts are whole."""

    overdue: list[Case]
    stuck: list[Case]
    disputed: list[Case]
    listed: list[Case]
    supervised: list[Case]
    review: list[Case]
    parked: list[Case]
    counts: dict[str, int]


def leaders_page(actor: Actor, *, now: datetime, limit: int = 12) -> LeadersPage:
    """Overdue; stuck (nobody has signed within the pack's hours); disputed; twice unsatisfied; supervised; put off.

    review: of what was put off, that whose date has come or comes within a day.
    """
    open_cases = visible_to(actor).exclude(state="closed")
    jurisdiction = organisation.jurisdiction(actor.jurisdiction)
    hours = float(organisation.rulebook(jurisdiction).limit("dispatch_hours"))
    disputed = Exists(Objection.objects.filter(case=OuterRef("pk"), ruled_at=None))
    parked = Deferral.objects.filter(case=OuterRef("pk"), kind="parking", granted=True, reviewed_at=None)
    put_off = open_cases.annotate(looked_at=Subquery(parked.values("until")[:1]))
    lists = {
        "overdue": open_cases.filter(due_at__lt=now).exclude(state="verifying").order_by("due_at"),
        "stuck": open_cases.filter(
            state__in=("received", "dispatched"), opened_at__lt=now - timedelta(hours=hours)
        ).order_by("opened_at"),
        "disputed": open_cases.filter(disputed).order_by("opened_at"),
        "listed": open_cases.filter(listed_at__isnull=False).order_by("listed_at"),
        "supervised": open_cases.filter(supervised_at__isnull=False).order_by("supervised_at"),
        "review": put_off.filter(looked_at__lte=now + REVIEW_AHEAD).order_by("looked_at"),
        "parked": put_off.filter(looked_at__isnull=False).order_by("looked_at"),
    }
    whole = {name: query.count() for name, query in lists.items()}
    return LeadersPage(**{name: list(query[:limit]) for name, query in lists.items()}, counts=whole)


@dataclass(frozen=True)
class Similar:
    """An open case that may be the same trouble. distance_m is None when a place is missing; score 0..1."""

    case: Case
    distance_m: float | None
    score: float


def similar_open(
    jurisdiction: Jurisdiction,
    *,
    words: str,
    category_code: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    now: datetime,
    n: int = 5,
) -> list[Similar]:
    """Open public cases near in place (or of the category) and time, most alike first.

    How near is the pack's to say: `similar_metres` and `similar_days`.
    """
    book = organisation.rulebook(jurisdiction)
    metres, days = float(book.limit("similar_metres")), float(book.limit("similar_days"))
    cases = Case.objects.filter(jurisdiction=jurisdiction, public=True, opened_at__gte=now - timedelta(days=days))
    cases = cases.exclude(state="closed").select_related(*RELATED).defer(*HEAVY)
    if latitude is not None and longitude is not None:
        down = metres / 111_000
        across = down / max(cos(radians(latitude)), 0.01)
        cases = cases.filter(
            latitude__range=(latitude - down, latitude + down),
            longitude__range=(longitude - across, longitude + across),
        )
    elif category_code:
        cases = cases.filter(category__code=category_code)
    else:
        return []
    place = (latitude, longitude, metres)
    found = [_similar(case, words, category_code, place) for case in cases.order_by("-opened_at")[:200]]
    return sorted((s for s in found if s.score >= ALIKE), key=lambda s: -s.score)[:n]


def _similar(case: Case, words: str, category_code: str, place: tuple[float | None, float | None, float]) -> Similar:
    latitude, longitude, metres = place
    away = None
    if latitude is not None and longitude is not None and case.latitude is not None and case.longitude is not None:
        away = distance_m(latitude, longitude, case.latitude, case.longitude)
    near = 0.0 if away is None else max(0.0, 1 - away / metres)
    same = 0.35 if category_code and case.category.code == category_code else 0.0
    return Similar(case, away, min(1.0, same + 0.3 * near + 0.6 * similarity(words, case.public_words)))
