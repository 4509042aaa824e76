"""What everybody may know of whistles and taskforces: units by name, words masked, nothing of what is not public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from answerable.cases.models import Case
from answerable.organisation.models import Jurisdiction, Post, Unit
from answerable.rules.ids import normalise_number
from answerable.rules.masking import mask
from answerable.rules.problems import NotFound, Problem
from answerable.whistles import sentences
from answerable.whistles.models import Subject, Summons, Taskforce, Whistle
from answerable.whistles.queries.lists import NOBODY
from answerable.whistles.queries.strip import Strip, strips

STATES = ("open", "silent", "ended")


@dataclass(frozen=True)
class PublicCall:
    """One unit called.

    standing: late (no word by the limit to sign), unanswered (no stance by the limit to answer), in_time (a stance, and
    neither limit passed), or waiting.
    """

    unit: Unit
    standing: str
    stance: str
    on_site_at: datetime | None
    released: bool

    @property
    def says(self) -> str:
        """What the unit says of itself, in the reader's words."""
        return sentences.stance_label(self.stance)


@dataclass(frozen=True)
class PublicWhistle:
    """What everybody may know of a whistle: units by name, the title masked, no words of anybody."""

    number: str
    title: str
    kind: str
    unit: str
    blown_at: datetime
    ended_at: datetime | None
    silent_at: datetime | None
    unanswered_at: datetime | None
    calls: list[PublicCall]
    strip: Strip

    @property
    def called(self) -> list[str]:
        return [call.unit.name for call in self.calls]

    @property
    def silent(self) -> list[str]:
        return [call.unit.name for call in self.calls if call.standing in ("late", "unanswered")]

    @property
    def kind_words(self) -> str:
        return sentences.kind_label(self.kind)


@dataclass(frozen=True)
class PublicWhistles:
    """Counts are whole, the list is cut."""

    blown: int
    open: int
    ended: int
    silent: int
    whistles: list[PublicWhistle]


def _hidden(jurisdiction: Jurisdiction) -> QuerySet[Whistle]:
    """Whistles about a case that is not public."""
    cases = Case.objects.filter(jurisdiction=jurisdiction, public=False).values("number")
    return Whistle.objects.filter(subjects__noun="case", subjects__key__in=cases)


def public_rows(jurisdiction: Jurisdiction, *, state: str = "") -> QuerySet[Whistle]:
    """Blown and ended whistles, newest first, of one of STATES or all; about a hidden case or category none."""
    rows = Whistle.objects.filter(jurisdiction=jurisdiction, state__in=("blown", "ended"))
    rows = rows.exclude(category__public=False).exclude(pk__in=_hidden(jurisdiction))
    if state == "silent":
        rows = rows.filter(NOBODY)
    elif state in STATES:
        rows = rows.filter(state="ended" if state == "ended" else "blown")
    return rows.select_related("jurisdiction", "unit__head_post", "grade").order_by("-blown_at", "number")


def public_whistles(jurisdiction: Jurisdiction, *, now: datetime, limit: int = 50) -> PublicWhistles:
    """The counts of all public whistles, and the newest of them."""
    rows = public_rows(jurisdiction)
    counts = rows.order_by().aggregate(
        blown=Count("pk"),
        open=Count("pk", filter=Q(state="blown")),
        ended=Count("pk", filter=Q(state="ended")),
        silent=Count("pk", filter=NOBODY),
    )
    return PublicWhistles(**counts, whistles=shown_whistles(rows[:limit], now=now))


def public_whistles_about(case: Case, *, now: datetime) -> list[PublicWhistle]:
    """The public whistles about a public case, newest first."""
    about = Subject.objects.filter(noun="case", key=case.number).values("whistle")
    return shown_whistles(public_rows(case.jurisdiction).filter(pk__in=about), now=now)


def shown_whistles(rows: Iterable[Whistle], *, now: datetime) -> list[PublicWhistle]:
    """Rows as everybody may read them, in the same order."""
    whistles = list(rows.prefetch_related("summonses__attendances") if isinstance(rows, QuerySet) else rows)
    return [_shown(whistle, strip, now) for whistle, strip in zip(whistles, strips(whistles, now=now), strict=True)]


def _shown(whistle: Whistle, strip: Strip, now: datetime) -> PublicWhistle:
    calls = sorted(whistle.summonses.all(), key=lambda s: (s.stance != "lead", s.summoned_at, s.pk))
    return PublicWhistle(
        number=whistle.number, title=mask(whistle.title), kind=whistle.kind, unit=whistle.unit.name,
        blown_at=whistle.blown_at or whistle.drafted_at, ended_at=whistle.ended_at, silent_at=whistle.silent_at,
        unanswered_at=whistle.unanswered_at,
        calls=[_call(summons, now) for summons in calls], strip=strip,
    )  # fmt: skip


def _call(summons: Summons, now: datetime) -> PublicCall:
    passed = {c.kind for c in summons.clocks.all() if c.stopped_at is None and c.due_at <= now}
    said = "in_time" if summons.stance else "waiting"
    silent = summons.silent_at is not None or "sign" in passed
    unanswered = summons.unanswered_at is not None or "answer" in passed
    return PublicCall(
        unit=summons.unit,
        standing="late" if silent else "unanswered" if unanswered else said,
        stance=summons.stance,
        on_site_at=min((attendance.came_at for attendance in summons.attendances.all()), default=None),
        released=summons.released_at is not None,
    )


@dataclass(frozen=True)
class PublicTaskforce:
    """A taskforce for everybody: words masked; `reports` newest first; `whistles` those that are public."""

    number: str
    title: str
    state: str
    lead: Post
    members: list[Unit]
    mandate: str
    end_condition: str
    formed_at: datetime
    next_report_at: datetime | None
    overdue: bool
    reports: list[tuple[datetime, str]]
    dissolved_at: datetime | None
    how: str
    dissolved_words: str
    whistles: list[PublicWhistle]

    @property
    def state_words(self) -> str:
        return sentences.taskforce_state_label(self.state)

    @property
    def how_words(self) -> str:
        return sentences.end_label(self.how)


def public_taskforces(jurisdiction: Jurisdiction) -> QuerySet[Taskforce]:
    """Taskforces that were formed, newest first; proposals are not public, nor what hidden whistles led to."""
    rows = Taskforce.objects.filter(jurisdiction=jurisdiction, state__in=("formed", "dissolved"))
    rows = rows.exclude(category__public=False).exclude(whistle_links__whistle__in=_hidden(jurisdiction))
    return rows.select_related("jurisdiction", "lead_post__unit").order_by("-formed_at")


def public_taskforce(jurisdiction: Jurisdiction, number: str, *, now: datetime) -> PublicTaskforce:
    """One taskforce by its number; NotFound where the public may not know of it."""
    found = public_taskforces(jurisdiction).filter(number=normalise_number(number) or number).first()
    if found is None or found.lead_post is None or found.formed_at is None:
        raise NotFound(Problem("no_such_taskforce", "number", {"number": number[:40]}))
    linked = found.whistle_links.values("whistle")
    due = found.next_report_at if found.state == "formed" else None
    return PublicTaskforce(
        number=found.number, title=mask(found.title), state=found.state, lead=found.lead_post,
        members=[member.unit for member in found.members.select_related("unit").order_by("since", "unit__code")],
        mandate=mask(found.mandate), end_condition=mask(found.end_condition), formed_at=found.formed_at,
        next_report_at=due, overdue=due is not None and due <= now,
        reports=[(report.at, mask(report.words)) for report in found.reports.order_by("-at")],
        dissolved_at=found.dissolved_at, how=found.how, dissolved_words=mask(found.dissolved_words),
        whistles=shown_whistles(public_rows(jurisdiction).filter(pk__in=linked), now=now),
    )  # fmt: skip
