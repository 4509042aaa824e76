"""What the pages of reviews and issues show, gathered for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as N_

from answerable.desk.sittings import Sitting
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Plan
from answerable.plans.queries.access import visible_plans
from answerable.reviews import queries
from answerable.reviews.models import AgendaItem, Review
from answerable.reviews.queries import DecisionShown, IssueShown
from answerable.reviews.sentences import matter_words
from answerable.rules import reviewing
from answerable.rules.access import Actor

Choice = tuple[str, str]
TABS = {"open": N_("To come and being held"), "reported": N_("With their report"), "called_off": N_("Called off")}
STATES = {"open": ("called", "held"), "reported": ("reported",), "called_off": ("called_off",)}
SHORT = 70
TONGUES = (("zh-hant", "繁體中文"), ("en", "English"), ("zh-hans", "简体中文"))


@dataclass(frozen=True)
class ReviewsPage:
    """The list, and before it what this reader's post is to carry out and what its unit is to answer."""

    tab: str
    tabs: list[tuple[str, str, int]]
    reviews: list[Review]
    mine: list[DecisionShown]
    asked: list[IssueShown]
    may_call: bool
    today: date


def reviews_page(actor: Actor, city: Jurisdiction, asked: Mapping[str, str], *, now: datetime) -> ReviewsPage:
    """The tab the address asks for, else the first that has something in it."""
    rows = queries.reviews_of(city, actor)
    found = {tab: [row for row in rows if row.state in states] for tab, states in STATES.items()}
    first = next((tab for tab, held in found.items() if held), "open")
    tab = asked.get("tab", "") if asked.get("tab") in TABS else first
    shown = sorted(found[tab], key=lambda row: row.due_on) if tab == "open" else found[tab]
    ours = queries.issues(city, actor, now=now, unit=actor.unit or "")
    return ReviewsPage(
        tab, [(name, say, len(found[name])) for name, say in TABS.items()], shown,
        queries.decisions_of_post(actor, now=now), [one for one in ours if one.waiting is not None],
        may_call(actor), today_in(city, now),
    )  # fmt: skip


def may_call(actor: Actor) -> bool:
    """Whether the post can call a review that its own unit chairs."""
    return reviewing.may("call_review", actor, chair=actor.unit or "")


def today_in(city: Jurisdiction, now: datetime) -> date:
    return now.astimezone(ZoneInfo(city.timezone)).date()


@dataclass(frozen=True)
class CallPage:
    plans: list[Plan]


def call_sitting(actor: Actor, city: Jurisdiction, wish: Mapping[str, str], *, now: datetime) -> Sitting:
    """What the form to call a review stands on: the published plans of the city."""
    plans = [plan for plan in visible_plans(city, actor, now=now).order_by("code") if plan.state == "published"]
    verbs = frozenset({"call_review"}) if may_call(actor) else frozenset()
    return Sitting(
        CallPage(plans), actor, now, city, {}, "/desk/reviews/new", 0, today_in(city, now), verbs,
        {"act": "call_review", **{name: wish[name] for name in wish}},
    )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What stands on the agenda under one duty."""

    duty: str
    items: list[AgendaItem]


class Room:
    """One review for one reader, with what its forms offer."""

    def __init__(self, page: queries.ReviewPage, city: Jurisdiction, *, now: datetime) -> None:
        self.page, self.city, self.now = page, city, now
        self.review = page.review
        self.today = today_in(city, now)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    @property
    def parts(self) -> list[Part]:
        """The agenda by duty; in its order."""
        return [Part(duty.value, rows) for duty, rows in self.page.agenda.items()]

    @cached_property
    def report(self) -> queries.Report:
        """The report as it is kept or would read now: the frozen figures with their names are in it."""
        return queries.report(self.review, now=self.now)

    @property
    def plan_code(self) -> str:
        return self.review.plan.code if self.review.plan is not None else ""

    @property
    def items(self) -> list[AgendaItem]:
        return [item for rows in self.page.agenda.values() for item in rows]

    @property
    def matters(self) -> list[Choice]:
        return [(str(item.number), short(item)) for item in self.items]

    @property
    def undecided(self) -> list[Choice]:
        return [(str(item.number), short(item)) for item in self.items if item.decision_id is None]

    def decisions_for(self, verb: str) -> list[Choice]:
        """The decisions an act fits, by number and first words."""
        rows = (shown.decision for shown in self.page.decisions if verb in shown.verbs)
        return [(str(row.pk), f"{row.number}. {row.words[:SHORT]}") for row in rows]

    @property
    def decision_verbs(self) -> Iterable[str]:
        return {verb for shown in self.page.decisions for verb in shown.verbs}

    @property
    def asked(self) -> tuple[Choice, ...]:
        """Who is asked to the meeting: the chair's unit, whoever answers for a matter, owners, and whoever came."""
        book = organisation.rulebook(self.city)
        chair = {post.code for post in book.posts.values() if post.unit.code == self.review.unit.code}
        posts = {item.post.code for item in self.items if item.post is not None}
        owners = {shown.decision.owner.code for shown in self.page.decisions}
        came = {row.post.code for row in self.page.attendance}
        outside = {code for code in chair if "outsider" in book.posts[code].roles}
        codes = sorted((chair - outside) | posts | owners | came, key=lambda code: (code not in chair, code))
        return tuple((code, f"{book.posts[code].unit.name} {book.posts[code].name}") for code in codes)


def short(item: AgendaItem) -> str:
    """A matter in one line of a list."""
    words = matter_words(item.matter, item.key, item.facts, item.words)
    return f"{item.number}. {words if len(words) <= SHORT else words[:SHORT] + '…'}"


def review_sitting(
    actor: Actor, city: Jurisdiction, number: str, wish: Mapping[str, str], *, now: datetime
) -> Sitting:  # fmt: skip
    """A review and what this reader may do in its room."""
    room = Room(queries.get_review(city, actor, number, now=now), city, now=now)
    verbs = frozenset((*room.page.verbs, *room.decision_verbs))
    return Sitting(
        room, actor, now, city, {"number": number}, f"/desk/reviews/{number}", room.review.version, room.today, verbs,
        wish,
    )  # fmt: skip


def report_of(actor: Actor, city: Jurisdiction, number: str, *, now: datetime) -> queries.Report:
    """The report of a review this reader may read: the kept one, or how it would read now."""
    return queries.report(queries.get_review(city, actor, number, now=now).review, now=now)


def tongue_of(asked: Mapping[str, str], own: str) -> str:
    """The language a report is asked for in; the reader's own when none or an unknown one is."""
    return asked.get("in", "") if asked.get("in") in dict(TONGUES) else own


@dataclass(frozen=True)
class IssuesPage:
    tab: str
    ours: list[IssueShown]
    others: list[IssueShown]

    @property
    def everything(self) -> list[IssueShown]:
        return [*self.ours, *self.others]

    @property
    def shown(self) -> list[IssueShown]:
        return self.ours if self.tab == "ours" else self.everything


def issues_page(actor: Actor, city: Jurisdiction, asked: Mapping[str, str], *, now: datetime) -> IssuesPage:
    """The issues the reader's unit holds, and all others of the city."""
    rows = queries.issues(city, actor, now=now)
    ours = [row for row in rows if row.issue.unit.code == actor.unit]
    tab = asked.get("tab") or ("ours" if ours else "all")
    return IssuesPage("ours" if tab == "ours" else "all", ours, [row for row in rows if row not in ours])


def issue_sitting(actor: Actor, city: Jurisdiction, key: UUID, wish: Mapping[str, str], *, now: datetime) -> Sitting:
    """An issue and what this reader may do about it."""
    shown = queries.get_issue(city, actor, key, now=now)
    return Sitting(
        shown, actor, now, city, {"key": key}, f"/desk/issues/{key}", shown.issue.version, today_in(city, now),
        frozenset(shown.verbs), wish,
    )  # fmt: skip
