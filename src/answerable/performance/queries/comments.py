"""What people say about an indicator, and the complaints about the same thing: in counts, never whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from answerable.cases.models import Case
from answerable.cases.queries import visible_to
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.organisation.queries import Rulebook
from answerable.performance.models import LinkedCategory
from answerable.performance.queries.figures import COMPLAINTS
from answerable.performance.queries.scope import categories_below
from answerable.plans.models import Indicator, Plan
from answerable.plans.queries.figures import Figure
from answerable.rules.access import Actor
from answerable.rules.linked_complaints import rise, to_be_checked
from answerable.rules.plan_periods import Period, Span

NOUN = "indicator"


def key_of(indicator: Indicator) -> str:
    """What a case about this indicator carries in `about`."""
    return f"{NOUN}:{indicator.plan.code}/{indicator.code}"


@dataclass(frozen=True)
class Comments:
    """How many comments there are; both are None when they are so few that a count might show whose they are."""

    told: int | None
    answered: int | None


def comments(plan: Plan) -> dict[str, Comments]:
    """By code of indicator, for everybody; indicators nobody commented on are left out. One query."""
    least, prefix = int(organisation.rulebook(plan.jurisdiction).limit("smallest_count")), f"{NOUN}:{plan.code}/"
    about = Case.objects.filter(jurisdiction=plan.jurisdiction, about__startswith=prefix)
    answered = Count("pk", filter=Q(state__in=("answered", "verifying", "closed")))
    rows = about.order_by().values_list("about").annotate(told=Count("pk"), answered=answered)
    return {
        key.removeprefix(prefix): Comments(told, done) if told >= least else Comments(None, None)
        for key, told, done in rows
    }


def comment_cases(actor: Actor, indicator: Indicator, *, limit: int = 100) -> list[Case]:
    """The comments on an indicator as cases, the newest first, of those this officer may see."""
    return list(visible_to(actor).filter(about=key_of(indicator)).order_by("-opened_at", "number")[:limit])


def time_to_answer(jurisdiction: Jurisdiction) -> tuple[int, str] | None:
    """Within what a comment must be answered, as an amount and a unit: the limit of the tier that the pack gives to
    its category for comments (8.7(95): five working days). None in a city that takes none or sets no limit."""
    book = organisation.rulebook(jurisdiction)
    category = book.plan_comment_category
    tier = book.tier_of(category.code) if category is not None else None
    limit = tier.limits.get("resolve") if tier is not None else None
    return (int(limit["amount"]), str(limit["unit"])) if limit else None


@dataclass(frozen=True)
class Linked:
    """Complaints of one category in a period and in the one compared with; None for a count that is withheld, and for
    one that was not recorded (`Beside` says which periods were)."""

    code: str
    name: str
    now: int | None
    before: int | None
    risen: Fraction | None


@dataclass(frozen=True)
class Beside:
    """What is read beside an indicator. `to_check`: it says "met", and these complaints rose by more than the limit.

    `recorded` and `recorded_before` say of the two periods whether the city recorded cases from their first day on: a
    count of part of a period is no count of it, and nothing was complained about is another thing than nobody wrote
    it down.
    """

    lines: tuple[Linked, ...]
    period: Period | None = None
    compared: Period | None = None
    recorded: bool = False
    recorded_before: bool = False
    to_check: bool = False


def linked_complaints(plan: Plan, figures: Mapping[UUID, Figure], *, as_of: datetime) -> dict[UUID, Beside]:
    """For the indicators that have linked categories, the complaints of the newest observed period.

    Compared with the same period a year before, so that seasons do not count as a rise; with the period just before
    while the city has not been recording that long, and with nothing while it has not even been recording then. Four
    queries, however many indicators.
    """
    links = _links(figures, as_of)
    if not links:
        return {}
    months = _months(plan.jurisdiction, {code for codes in links.values() for code in codes}, as_of)
    first = _first_day(plan.jurisdiction)
    book = organisation.rulebook(plan.jurisdiction)
    return {key: _beside(figures[key], codes, months, first, book) for key, codes in links.items()}


def _links(keys: Iterable[UUID], as_of: datetime) -> dict[UUID, list[str]]:
    held = LinkedCategory.objects.filter(Q(until=None) | Q(until__gt=as_of), indicator__in=list(keys), since__lte=as_of)
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, code in held.order_by("category").values_list("indicator_id", "category"):
        found[key].append(code)
    return found


def _months(jurisdiction: Jurisdiction, codes: set[str], as_of: datetime) -> dict[str, dict[date, int]]:
    """Complaints opened by linked category and month. Periods of plans are whole months."""
    below = {code: categories_below(jurisdiction, [code]) for code in codes}
    cases = Case.objects.filter(
        jurisdiction=jurisdiction, opened_at__lt=as_of, kind__in=COMPLAINTS,
        category__in=frozenset().union(*below.values()),
    )  # fmt: skip
    month = TruncMonth("opened_at", tzinfo=ZoneInfo(jurisdiction.timezone))
    rows = cases.order_by().annotate(month=month).values_list("category_id", "month").annotate(n=Count("pk"))
    found: dict[str, dict[date, int]] = {code: defaultdict(int) for code in codes}
    for category, opened, n in rows:
        for code, keys in below.items():
            if category in keys:
                found[code][opened.date()] += n
    return found


def _first_day(jurisdiction: Jurisdiction) -> date | None:
    """The day of the first case on record."""
    first = Case.objects.filter(jurisdiction=jurisdiction).order_by("opened_at").values_list("opened_at", flat=True)[:1]
    return next((at.astimezone(ZoneInfo(jurisdiction.timezone)).date() for at in first), None)


def _beside(
    figure: Figure, codes: list[str], months: Mapping[str, Mapping[date, int]], first: date | None, book: Rulebook
) -> Beside:
    period = figure.assessment.newest
    if period is None:
        return Beside(tuple(Linked(code, _name(book, code), None, None, None) for code in codes))
    compared = period.following(-(Span.YEAR.months // period.span.months))
    if not _recorded(compared, first):
        compared = period.following(-1)
    recorded = _recorded(period, first), _recorded(compared, first)
    counts = [(code, _within(months[code], period), _within(months[code], compared)) for code in codes]
    least = int(book.limit("smallest_count"))
    checked = all(recorded) and to_be_checked(
        figure.status.outcome, sum(n for _, n, _ in counts), sum(n for *_, n in counts),
        limit=Fraction(str(book.limit("linked_complaints_rise"))), smallest=least,
    )  # fmt: skip
    lines = tuple(_line(book, code, numbers, recorded, least) for code, *numbers in counts)
    return Beside(lines, period, compared, *recorded, checked)


def _recorded(period: Period, first: date | None) -> bool:
    """Whether cases were recorded from the period's first day on; `first` is the day of the first one."""
    return first is not None and first <= period.first_day


def _within(months: Mapping[date, int], period: Period) -> int:
    return sum(n for month, n in months.items() if period.first_day <= month <= period.last_day)


def _line(book: Rulebook, code: str, counts: list[int], recorded: tuple[bool, bool], least: int) -> Linked:
    now, before = (n if there and not 0 < n < least else None for n, there in zip(counts, recorded, strict=True))
    return Linked(code, _name(book, code), now, before, None if now is None or before is None else rise(now, before))


def _name(book: Rulebook, code: str) -> str:
    return book.categories[code].name if code in book.categories else code
