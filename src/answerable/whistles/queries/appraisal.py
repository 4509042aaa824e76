"""What whistles say in the year's appraisal: of the units called, and of those who blow (BJ-REG 33, BJ-STREET 44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from answerable.cases.models import Case
from answerable.organisation.models import Unit
from answerable.whistles.models import Attendance, Rating, Summons, Whistle, WhistleClock


@dataclass(frozen=True)
class Appraisal:
    """Counts over one period. `marks` is the sum of `ratings` marks from 1 to 5.

    silent let the limit to sign pass, unanswered the limit to answer, signed or not; answered_in_time took a stance and
    kept both. Of the whistles blown, silent_whistles nobody signed and unanswered_whistles nobody led in time.
    per_thousand: whistles blown for 1,000 cases the unit led, None without cases (8.5(55)).
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
    marks: int
    blown: int
    judged: int
    precise: int
    complete: int
    needless: int
    silent_whistles: int
    unanswered_whistles: int
    cases: int

    @property
    def score(self) -> Fraction | None:
        """The mean mark, None without any."""
        return Fraction(self.marks, self.ratings) if self.ratings else None

    @property
    def per_thousand(self) -> Fraction | None:
        return per_thousand(self.blown, self.cases)


def per_thousand(blown: int, cases: int) -> Fraction | None:
    """Whistles blown for 1,000 cases led."""
    return Fraction(blown * 1000, cases) if cases else None


def appraisal_entries(unit: Unit, since: datetime, until: datetime) -> Appraisal:
    """What a unit did about whistles called or blown from `since` until just before `until`. Withdrawn ones are out."""
    calls = Summons.objects.filter(unit=unit, summoned_at__gte=since, summoned_at__lt=until)
    calls = calls.filter(whistle__state__in=("blown", "ended"))
    whistles = _heard(since, until).filter(unit=unit)
    rated = Rating.objects.filter(unit=unit, at__gte=since, at__lt=until).aggregate(
        ratings=Count("pk"), marks=Coalesce(Sum("score"), 0)
    )
    cases = _cases(since, until).filter(lead_unit=unit).count()
    return Appraisal(unit=unit, cases=cases, **_called(calls), **_blown(whistles), **rated)


def rates_of_kind(unit: Unit, since: datetime, until: datetime, *, least: int) -> list[Fraction]:
    """Whistles for 1,000 cases of every unit of the same kind that led at least `least` cases, in two statements."""
    alike = {"unit__jurisdiction": unit.jurisdiction, "unit__kind": unit.kind}
    whistles = _heard(since, until).filter(**alike).values_list("unit").annotate(n=Count("pk")).order_by()
    blown = dict(whistles)
    led = _cases(since, until).filter(**{f"lead_{name}": value for name, value in alike.items()})
    counts = led.values_list("lead_unit").annotate(n=Count("pk")).order_by()
    rates = [per_thousand(blown.get(key, 0), n) for key, n in counts if n >= least]
    return [rate for rate in rates if rate is not None]


def _cases(since: datetime, until: datetime) -> QuerySet[Case]:
    return Case.objects.filter(opened_at__gte=since, opened_at__lt=until)


def _heard(since: datetime, until: datetime) -> QuerySet[Whistle]:
    """Whistles that somebody heard: those taken back are out."""
    return Whistle.objects.filter(blown_at__gte=since, blown_at__lt=until, state__in=("blown", "ended"))


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
