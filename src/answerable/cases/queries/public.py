"""What everybody may read beside the strip: what is stuck in the city, and how one case stands. Words are masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from answerable.cases import sentences
from answerable.cases.actions.work import open_dispute
from answerable.cases.models import Callback, Case, Clock, Deferral, Wait
from answerable.cases.queries.disputes import ladder
from answerable.cases.queries.time import supervised_cases, verdict_case
from answerable.organisation.models import Jurisdiction, Post, Unit
from answerable.rules.masking import mask


@dataclass(frozen=True)
class NewDate:
    """A date that was granted: why, what was done meanwhile (for a parked matter), until when, and by whom."""

    case: Case
    reason: str
    measures: str
    until: datetime
    granted_at: datetime
    granted_by: Post


@dataclass(frozen=True)
class UndecidedCounts:
    """How many cases wait for somebody's decision, public or not; `overdue` of `disputed` are past the rung's limit.

    `hidden` are the parked matters of cases that are not public; they stand in no list.
    """

    disputed: int
    overdue: int
    supervised: int
    parked: int
    hidden: int


def undecided_counts(jurisdiction: Jurisdiction, *, now: datetime) -> UndecidedCounts:
    """Counts only: what is not public is counted here and shown nowhere."""
    rungs = ladder(jurisdiction, now=now)
    parked = Deferral.objects.filter(
        kind="parking", granted=True, reviewed_at=None, case__jurisdiction=jurisdiction
    ).exclude(case__state="closed")
    return UndecidedCounts(
        disputed=sum(rung.count for rung in rungs),
        overdue=sum(rung.overdue for rung in rungs),
        supervised=supervised_cases(jurisdiction).count(),
        parked=parked.filter(case__public=True).count(),
        hidden=parked.filter(case__public=False).count(),
    )


def parked_matters(deferrals: Iterable[Deferral]) -> list[NewDate]:
    """Rows of `parked_cases` as the public reads them."""
    dates = (_new_date(deferral, mask) for deferral in deferrals)
    return [date for date in dates if date is not None]


def _new_date(deferral: Deferral | None, shown: Callable[[str], str]) -> NewDate | None:
    if deferral is None or deferral.decided_at is None or deferral.decided_by is None:
        return None
    return NewDate(
        case=deferral.case, reason=shown(deferral.reason), measures=shown(deferral.measures), until=deferral.until,
        granted_at=deferral.decided_at, granted_by=deferral.decided_by,
    )  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A unit waits for the citizen's answer; `question` is for the citizen alone."""

    unit: Unit
    until: datetime
    question: str


@dataclass(frozen=True)
class JoinedTo:
    """The case this one was joined to, and the verdict that counts for both.

    For the public all of it is empty when that case is not public; its reporter reads the number they were told.
    """

    number: str
    public: bool
    stands: str
    verdict: Callback | None


@dataclass(frozen=True)
class Situation:
    """What stands above a case's course: who must decide what by when. A closed case keeps only what it was joined to.

    ruling: the clock of whoever must say whose it is. joined: numbers of public cases joined to this one.
    """

    ruling: Clock | None = None
    parked: NewDate | None = None
    extended: NewDate | None = None
    waiting: Waiting | None = None
    supervised_at: datetime | None = None
    joined_to: JoinedTo | None = None
    joined: tuple[str, ...] = ()
    hidden: int = 0


def situation(case: Case, *, now: datetime, audience: str) -> Situation:
    """How a case stands for the `public` or its `reporter`, beyond what its strip says."""
    others = list(case.joined.order_by("number").values_list("number", "public"))
    joined = tuple(number for number, public in others if public)
    hidden = len(others) - len(joined)
    if case.state == "closed":
        return Situation(joined_to=_joined_to(case, audience), joined=joined, hidden=hidden)
    shown = mask if audience == "public" else str
    granted = case.deferrals.filter(granted=True).select_related("decided_by__unit").order_by("-decided_at")
    parked = next((row for row in granted if row.kind == "parking" and row.reviewed_at is None), None)
    extensions = (row for row in granted if row.kind == "extension")
    extended = next((row for row in extensions if row.until >= min(now, case.due_at)), None)  # not of an earlier round
    return Situation(
        ruling=_ruling(case),
        parked=_new_date(parked, shown),
        extended=_new_date(extended, shown),
        waiting=_waiting(case, now, audience),
        supervised_at=case.supervised_at,
        joined=joined,
        hidden=hidden,
    )


def _ruling(case: Case) -> Clock | None:
    if open_dispute(case) is None:
        return None
    return case.clocks.filter(kind="ruling", stopped_at=None).select_related("unit").first()


def _waiting(case: Case, now: datetime, audience: str) -> Waiting | None:
    wait: Wait | None = (
        case.waits.filter(answered_at=None, until__gt=now).select_related("question__unit").first()
    )  # fmt: skip
    if wait is None:
        return None
    return Waiting(wait.question.unit, wait.until, wait.question.words if audience == "reporter" else "")


def _joined_to(case: Case, audience: str) -> JoinedTo | None:
    if case.merged_into is None:
        return None
    counts = verdict_case(case)
    public = case.merged_into.public and counts.public
    if not public and audience == "public":
        return JoinedTo("", False, "", None)
    verdict = counts.callbacks.filter(valid=True).order_by("-round").first()
    return JoinedTo(case.merged_into.number, public, sentences.state_words(counts), verdict)
