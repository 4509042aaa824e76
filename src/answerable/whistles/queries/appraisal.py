"""What whistles say in the year's appraisal: of the units called, and of those who blow (BJ-REG 33, BJ-STREET 44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Q, QuerySet

from answerable.cases.models import Case
from answerable.organisation.models import Unit
from answerable.whistles.models import Attendance, Rating, Summons, Whistle, WhistleClock


@dataclass(frozen=True)
class Appraisal:
    """Counts over one period. `score` is the mean of `ratings` marks from 1 to 5, None without any.

    silent let the limit to sign pass, unanswered the limit to answer, signed or not; answered_in_time took a stance and
    kept both. Of the whistles blown, silent_whistles nobody signed and unanswered_whistles nobody led in time.
    per_thousand: whistles blown for 1,000 cases the unit led, None without cases (8.5(55); PG4: neither too many nor
    too few is good).
    """

    unit: Unit
    called: int
    answered_in_time: int
    silent: int
    unanswered: int
    attended: int
    led: int
    not_ours: int
    on_site_due: int
    on_site_late: int
    ratings: int
    score: float | None
    blown: int
    judged: int
    precise: int
    complete: int
    needless: int
    silent_whistles: int
    unanswered_whistles: int
    cases: int

    @property
    def per_thousand(self) -> float | None:
        return self.blown * 1000 / self.cases if self.cases else None


def appraisal_entries(unit: Unit, since: datetime, until: datetime) -> Appraisal:
    """What a unit did about whistles called or blown from `since` until just before `until`. Withdrawn ones are out."""
    calls = Summons.objects.filter(unit=unit, summoned_at__gte=since, summoned_at__lt=until)
    calls = calls.filter(whistle__state__in=("blown", "ended"))
    whistles = Whistle.objects.filter(unit=unit, blown_at__gte=since, blown_at__lt=until, state__in=("blown", "ended"))
    rated = Rating.objects.filter(unit=unit, at__gte=since, at__lt=until).aggregate(
        ratings=Count("pk"), score=Avg("score")
    )
    cases = Case.objects.filter(lead_unit=unit, opened_at__gte=since, opened_at__lt=until).count()
    return Appraisal(unit=unit, cases=cases, **_called(calls), **_blown(whistles), **rated)


def _called(calls: QuerySet[Summons]) -> dict[str, int]:
    in_time = Q(answered_at__isnull=False, silent_at__isnull=True, unanswered_at__isnull=True)
    counted = calls.aggregate(
        called=Count("pk"),
        answered_in_time=Count("pk", filter=in_time),
        silent=Count("pk", filter=Q(silent_at__isnull=False)),
        unanswered=Count("pk", filter=Q(unanswered_at__isnull=False)),
        led=Count("pk", filter=Q(stance="lead")),
        not_ours=Count("pk", filter=Q(stance="not_ours")),
    )
    on_site = WhistleClock.objects.filter(summons__in=calls, kind="on_site")
    attended = Attendance.objects.filter(summons__in=calls).values("summons").distinct().count()
    late = on_site.filter(rang_at__isnull=False).count()
    return counted | {"attended": attended, "on_site_due": on_site.count(), "on_site_late": late}


def _blown(whistles: QuerySet[Whistle]) -> dict[str, int]:
    return whistles.aggregate(
        blown=Count("pk"),
        judged=Count("pk", filter=Q(judged_at__isnull=False)),
        precise=Count("pk", filter=Q(precise=True)),
        complete=Count("pk", filter=Q(complete=True)),
        needless=Count("pk", filter=Q(needless=True)),
        silent_whistles=Count("pk", filter=Q(silent_at__isnull=False)),
        unanswered_whistles=Count("pk", filter=Q(unanswered_at__isnull=False)),
    )
