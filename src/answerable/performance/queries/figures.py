"""Figures of the case stream over one period, as known at an instant: each a count over a count, or a middle value.

What each counts is said in sentences.figures in three languages and in docs/reference/figures.md; it grows a version
when it changes. No figure names a person, and one that rests on too few cases (the pack's limit `smallest_count`) is
withheld: invariant 20 of the plan rules, and domain rules 8.8(100).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from answerable.cases.models import Callback, Case, Clock
from answerable.cases.queries import movement_sql
from answerable.organisation import queries as organisation
from answerable.performance.queries.scope import Scope
from answerable.plans.sources import Value
from answerable.rules.rates import BASICALLY_CREDIT
from answerable.whistles.models import WhistleClock

NO_END = ("merged", "routed")  # it joined another case, or was no unit's case: neither is an end of the matter
COMPLAINTS = ("complaint", "report", "help")


def solved_rate(scope: Scope) -> Value:
    """Citizens who said it was solved, of all valid callbacks done in the period (8.4(35))."""
    asked = _verdicts(scope)
    return _share(scope, asked.filter(solved=True).count(), asked.count())


def satisfied_rate(scope: Scope) -> Value:
    """(satisfied + credit x basically) of all valid callbacks; whoever was pressed is not satisfied (8.4(35), (44))."""
    free = Q(pressed=False)
    row = _verdicts(scope).aggregate(
        asked=Count("pk"), fully=Count("pk", filter=free & Q(satisfied="satisfied")),
        basically=Count("pk", filter=free & Q(satisfied="basically")),
    )  # fmt: skip
    weights = next(iter(organisation.rulebook(scope.jurisdiction).weights.values()), None)
    credit = Fraction(str(weights.basically_satisfied_credit if weights else BASICALLY_CREDIT))
    return _share(scope, row["fully"] + credit * row["basically"], row["asked"])


def callbacks_reached(scope: Scope) -> Value:
    """Callbacks that reached the citizen and were answered, of all done in the period (8.4(34))."""
    done = Callback.objects.filter(scope.cases("case__", unit="answering_unit"), scope.within("done_at"))
    return _share(scope, done.filter(valid=True).count(), done.count())


def contact_in_time(scope: Scope) -> Value:
    """Citizens contacted within their tier's time, of all cases whose time to contact ran out in the period."""
    return _share(scope, *_kept(scope, "contact"))


def overdue_share(scope: Scope) -> Value:
    """Promises to resolve that were broken, of all that fell due in the period; a date granted moves the promise."""
    kept, due = _kept(scope, "resolve")
    return _share(scope, due - kept, due)


def median_days(scope: Scope) -> Value:
    """The middle number of working days from telling us to the end, over the cases that ended in the period.

    Working days are those of the city's default calendar; on the same day is 0, by the next working day is 1. Of an
    even number of cases the mean of the two in the middle. Cases merged into others or routed away are out.
    """
    ended = Case.objects.filter(scope.cases(), scope.within("closed_at"), state="closed").exclude(closing__in=NO_END)
    zone = ZoneInfo(scope.jurisdiction.timezone)
    days = ended.annotate(begun=TruncDate("opened_at", tzinfo=zone), over=TruncDate("closed_at", tzinfo=zone))
    rows = list(days.values_list("begun", "over").annotate(n=Count("pk")).order_by())
    count = sum(n for *_, n in rows)
    if (withheld := _withheld(scope, count)) is not None:
        return withheld
    working = working_days(scope, min(row[0] for row in rows), max(row[1] for row in rows))
    spans: dict[int, int] = {}
    for begun, over, n in rows:
        span = bisect_right(working, over) - bisect_right(working, begun)
        spans[span] = spans.get(span, 0) + n
    return Value(value=middle(spans), count=count)


def complaints_per_10000(scope: Scope) -> Value:
    """Complaints, reports and requests for help opened in the period for 10,000 people of the area (or the city)."""
    cases = Case.objects.filter(scope.cases(), scope.within("opened_at"), kind__in=COMPLAINTS).count()
    people = _people(scope)
    if not people:
        return Value(note="population_unknown")
    if 0 < cases < _least(scope):
        return Value(note="figure_withheld")
    return Value(numerator=cases, denominator=Fraction(people, 10_000), count=cases)


def refused_twice_share(scope: Scope) -> Value:
    """Cases opened in the period that two units or more refused by now, of all opened in it (8.2; queries.movement)."""
    values: dict[str, Any] = {
        "jurisdiction": scope.jurisdiction.pk, "since": scope.since, "until": scope.until, "now": scope.now,
        "unit": scope.unit, "categories": _keys(scope.categories), "areas": _keys(scope.areas),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(REFUSED_TWICE, values)
        every, twice = cursor.fetchone()
    return _share(scope, twice, every)


def whistles_in_time(scope: Scope) -> Value:
    """Calls by whistle that got an answer (lead, support, not ours) in time, of all whose time to answer ran out."""
    clocks = WhistleClock.objects.filter(
        scope.within("due_at"), kind="answer", summons__whistle__jurisdiction=scope.jurisdiction,
        summons__whistle__state__in=("blown", "ended"),
    ).exclude(summons__answered_at=None, summons__released_at__lt=F("due_at"))  # fmt: skip
    if scope.unit:
        clocks = clocks.filter(summons__unit__code=scope.unit)
    answered = clocks.filter(summons__answered_at__lte=F("due_at"))
    return _share(scope, answered.count(), clocks.count())


_NARROW = """
    AND (%(unit)s = '' OR c.lead_unit_id IN (SELECT id FROM organisation_unit WHERE code = %(unit)s
         AND jurisdiction_id = %(jurisdiction)s))
    AND (%(categories)s::bigint[] IS NULL OR c.category_id = ANY(%(categories)s))
    AND (%(areas)s::bigint[] IS NULL OR c.area_id = ANY(%(areas)s))
)"""
REFUSED_TWICE = f"""
WITH {movement_sql.CHOSEN.rstrip().removesuffix(")")}{_NARROW}, {movement_sql.HANDED}, {movement_sql.REFUSED}
SELECT count(*), count(*) FILTER (WHERE units >= 2) FROM chosen LEFT JOIN refused ON refused.case_id = chosen.id
"""


def working_days(scope: Scope, first: date, last: date) -> list[date]:
    """The days with working hours in the city's default calendar; days it does not know count as working days."""
    calendar = organisation.rulebook(scope.jurisdiction).calendar()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    known = (calendar.first_day, calendar.last_day)
    return [day for day in days if not known[0] <= day <= known[1] or calendar.hours_on(day)]


def middle(counts: Mapping[int, int]) -> Fraction:
    """The median of values that stand with how often they occur; of an even number the mean of the middle two."""
    total = sum(counts.values())
    passed, found = 0, []
    for value in sorted(counts):
        found += [value for place in ((total - 1) // 2, total // 2) if passed <= place < passed + counts[value]]
        passed += counts[value]
    return Fraction(sum(found), 2)


def _verdicts(scope: Scope) -> QuerySet[Callback]:
    wanted = scope.cases("case__", unit="answering_unit") & scope.within("done_at")
    return Callback.objects.filter(wanted, valid=True)


def _kept(scope: Scope, kind: str) -> tuple[int, int]:
    """Promises kept, and all that fell due in the period. A hand-over renews a clock: the last of each promise counts.

    Out are promises that ended with the case when it was merged or routed before their time.
    """
    same = {"case": OuterRef("case"), "kind": kind, "started_at": OuterRef("started_at")}
    renewed = Exists(Clock.objects.filter(**same, pk__gt=OuterRef("pk")))
    clocks = Clock.objects.filter(scope.cases("case__", unit="unit"), scope.within("due_at"), ~renewed, kind=kind)
    clocks = clocks.exclude(case__closing__in=NO_END, stopped_at__lte=F("due_at"), stopped_at__gte=F("case__closed_at"))
    return clocks.filter(stopped_at__lte=F("due_at")).count(), clocks.count()


def _share(scope: Scope, part: Fraction | int, whole: int) -> Value:
    return _withheld(scope, whole) or Value(numerator=part, denominator=whole, count=whole)


def _withheld(scope: Scope, count: int) -> Value | None:
    """Why there is no figure: nothing to count, or so little that it might show whose it is."""
    if count == 0:
        return Value(note="nothing_to_count", count=0)
    return Value(note="figure_withheld") if count < _least(scope) else None


def _least(scope: Scope) -> int:
    return int(organisation.rulebook(scope.jurisdiction).limit("smallest_count"))


def _people(scope: Scope) -> int:
    """Who lives in the area; without one, in the whole city: the areas that lie in no other."""
    areas = organisation.rulebook(scope.jurisdiction).areas
    if scope.area:
        return (areas[scope.area].population or 0) if scope.area in areas else 0
    tops = [area.population for area in areas.values() if area.parent_id is None]
    return sum(n for n in tops if n) if all(tops) else 0


def _keys(keys: frozenset[int] | None) -> list[int] | None:
    return None if keys is None else sorted(keys)
