"""Calling a review, by hand or by the clock, building its agenda from data, and calling it off."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction

from answerable.ledger.actions.record import Record
from answerable.organisation.models import Jurisdiction, Unit
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.plans.models import Evaluation, Plan
from answerable.plans.sentences.shown import InWords
from answerable.reviews.actions.issues import raise_stalls
from answerable.reviews.actions.work import Work, book_of, check, on_review, today_in, words_of
from answerable.reviews.models import AgendaItem, Issue, Review
from answerable.reviews.queries.agenda import matters
from answerable.reviews.queries.work_matters import undone
from answerable.reviews.sentences.names import review_title
from answerable.reviews.settings import days_after, limit_of
from answerable.rules import reviewing
from answerable.rules.access import Actor, system
from answerable.rules.ids import public_number
from answerable.rules.plan_periods import Period, containing, parse
from answerable.rules.problems import Problem, Refused
from answerable.rules.reviewing import SPANS, Call, Kind, Matter


def call_review(
    *, actor: Actor, now: datetime, kind: str, due_on: date, plan_code: str = "", period: str = "", unit_code: str = "",
    evaluation: UUID | None = None,
) -> Review:  # fmt: skip
    """Call a review for a day: of a period of a plan, or (kind joint) of what stalls between departments.

    It is chaired by the plan's committee (a joint one by the coordinator's unit) unless another unit is named: a
    taskforce meets quarterly under its own. The agenda is built at once, and heads who stand on it are told. Raises
    Refused for a period that is not over by then, a plan that is not published, or a review called already.
    """
    book = book_of(actor)
    plan = Plan.objects.filter(jurisdiction=book.jurisdiction, code=plan_code).select_related("committee").first()
    found, problems = _checked(book, kind, plan, period, due_on, now)
    unit = _chair(book, plan, unit_code)
    check("call_review", actor, chair=unit.code)
    if problems:
        raise Refused(problems)
    review = Review(
        jurisdiction=book.jurisdiction, plan=plan if kind != Kind.JOINT else None, kind=kind, unit=unit, due_on=due_on,
        period=found.code if found else "", number=_number(book.jurisdiction, now), called_at=now,
        called_by=book.post(actor.post), evaluation=_evaluation(plan, evaluation), salt=secrets.token_bytes(16),
    )  # fmt: skip
    rule = reviewing.LINES["call_review"].rule
    record = Record(stream=review.pk, salt=review.salt, verb="call_review", actor=actor, at=now, rule=rule)
    try:
        with transaction.atomic():
            record.add(review)
            gather_items(Work(review, actor, now, book, record))
            record.write(new_stream=True)
            _tell(review, book, now)
    except IntegrityError as error:
        if "one_review_of_a_period" not in str(error):
            raise
        raise Refused(Problem("review_called_already", "period", {"period": review.period})) from error
    return review


def gather(*, actor: Actor, now: datetime, number: str) -> Review:
    """Build the agenda anew: what the data no longer finds is dropped (and stays on record), what is new is added."""
    with on_review("gather", actor=actor, now=now, number=number) as work:
        gather_items(work)
    row: Review = work.root
    return row


def call_off_review(*, actor: Actor, now: datetime, number: str, words: str, version: int | None = None) -> Review:
    """Call a review off that was not held yet, with the reason. Another one may be called for the period."""
    with on_review("call_off_review", actor=actor, now=now, number=number, version=version) as work:
        work.set(work.root, state="called_off", called_off_words=words_of(words, "words"))
    row: Review = work.root
    return row


def gather_items(work: Work, *, as_of: datetime | None = None) -> None:
    """The agenda's rows from the data, inside an act on the review; a joint review raises its issues first."""
    review: Review = work.root
    stalls = raise_stalls(review, actor=work.actor, now=work.now) if review.kind == Kind.JOINT else None
    found = matters(review, now=work.now, as_of=as_of, found=stalls)
    standing = {(item.matter, item.key): item for item in review.items.filter(dropped_at=None)}
    decisions = {f"{d.review.number}/{d.number}": d for d in undone(review)}
    open_issues = Issue.objects.filter(jurisdiction=review.jurisdiction, settled_at=None)
    issues = {f"{issue.noun}:{issue.key}": issue for issue in open_issues}
    for number, matter in enumerate(found, 1):
        item = standing.pop((matter.code, matter.key), None)
        _place(work, item, matter, number, undone=decisions.get(matter.key), issue=issues.get(matter.key))
    by_hand = [item for item in standing.values() if item.matter == "other"]
    for number, item in enumerate(by_hand, len(found) + 1):
        work.set(item, number=number)
    for item in standing.values():
        if item.matter != "other":
            work.set(item, dropped_at=work.now)
    work.set(review, gathered_at=work.now)


def _place(work: Work, item: AgendaItem | None, matter: Matter, number: int, **links: object) -> None:
    """One matter on the agenda: added, or brought up to date."""
    book = work.book
    values = {
        "number": number, "unit": book.units.get(matter.unit), "post": book.posts.get(matter.post),
        "facts": dict(matter.facts),
    }  # fmt: skip
    if item is None:
        work.add(AgendaItem(review=work.root, matter=matter.code, key=matter.key, **values, **links))
        return
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    if changed:
        work.set(item, **changed)


def call_due(*, now: datetime) -> int:
    """By the clock: call every review whose time has come, in every city; those called already are left."""
    called = 0
    for jurisdiction in Jurisdiction.objects.all():
        for plan, call in due_calls(jurisdiction, now=now):
            called += _called(jurisdiction, plan, call, now)
    return called


def due_calls(jurisdiction: Jurisdiction, *, now: datetime) -> Iterable[tuple[Plan | None, Call]]:
    """The reviews the calendar asks for now, called already or not: of published plans, and the joint one."""
    today, ahead = today_in(jurisdiction, now), limit_of(jurisdiction, "review_call_days")
    for plan in Plan.objects.filter(jurisdiction=jurisdiction, state="published").select_related("committee"):
        for kind in (Kind.MONTHLY, Kind.QUARTERLY, Kind.HALF_YEARLY, Kind.ANNUAL):
            days = days_after(jurisdiction, kind)
            call = reviewing.due_call(
                kind, today, plan=(plan.starts_on, plan.ends_on), days=days, ahead=ahead,
                year_starts_in=plan.year_starts_in,
            )  # fmt: skip
            if days and call is not None:
                yield plan, call
    week = limit_of(jurisdiction, "joint_review_week")
    weekday = limit_of(jurisdiction, "joint_review_weekday")
    joint = reviewing.due_joint(today, week=week, weekday=weekday, ahead=ahead) if week else None
    if joint is not None:
        yield None, joint


def _called(jurisdiction: Jurisdiction, plan: Plan | None, call: Call, now: datetime) -> int:
    standing = Review.objects.filter(jurisdiction=jurisdiction, plan=plan, kind=call.kind, period=call.period.code)
    if standing.exists():  # one that was called off is not called again by the clock
        return 0
    due_on = max(call.due_on, today_in(jurisdiction, now))
    code = plan.code if plan is not None else ""
    try:
        call_review(actor=system(jurisdiction.code), now=now, kind=call.kind, due_on=due_on, plan_code=code,
                    period=call.period.code)  # fmt: skip
    except Refused:
        return 0
    return 1


def gather_called(*, now: datetime) -> int:
    """By the clock: bring the agenda of every review that was called and not held up to date."""
    rows = Review.objects.filter(state="called").values_list("jurisdiction__code", "number")
    for code, number in rows:
        gather(actor=system(code), now=now, number=number)
    return len(rows)


def _checked(
    book: Rulebook, kind: str, plan: Plan | None, period: str, due_on: date, now: datetime
) -> tuple[Period | None, list[Problem]]:
    if kind not in set(Kind):
        return None, [Problem("unknown_review_kind", "kind")]
    found = _period(Kind(kind), plan, period, due_on)
    problems = [
        Problem("no_such_plan", "plan_code") if kind != Kind.JOINT and plan is None else None,
        Problem("review_of_a_draft", "plan_code") if kind != Kind.JOINT and plan and plan.state == "draft" else None,
        Problem("review_in_the_past", "due_on") if due_on < today_in(book.jurisdiction, now) else None,
        Problem("no_such_review_period", "period", {"period": period[:10]}) if found is None and period else None,
        Problem("required", "period") if found is None and not period and kind != Kind.MID_TERM else None,
        Problem("period_not_over", "period", {"until": found.last_day})
        if found is not None and kind != Kind.JOINT and found.last_day >= due_on
        else None,
    ]
    return found, [problem for problem in problems if problem is not None]


def _period(kind: Kind, plan: Plan | None, code: str, due_on: date) -> Period | None:
    """The period looked back on; a joint review belongs to the month it meets in."""
    if kind is Kind.JOINT:
        return containing(due_on, SPANS[kind])
    try:
        found = parse(code, plan.year_starts_in if plan is not None else 1)
    except ValueError:
        return None
    return found if kind not in SPANS or found.span is SPANS[kind] else None


def _chair(book: Rulebook, plan: Plan | None, code: str) -> Unit:
    if code:
        unit = book.units.get(code)
        if unit is None:
            raise Refused(Problem("unknown_unit", "unit_code", {"unit": code[:60]}))
        return unit
    return book.units[plan.committee.code] if plan is not None else book.coordinator_unit


def _evaluation(plan: Plan | None, key: UUID | None) -> Evaluation | None:
    if key is None:
        return None
    found = Evaluation.objects.filter(pk=key, plan=plan).first()
    if found is None:
        raise Refused(Problem("no_such_evaluation", "evaluation"))
    return found


def _number(jurisdiction: Jurisdiction, now: datetime) -> str:
    """The city's prefix and R: HKR26-0000012-34."""
    year = now.astimezone(ZoneInfo(jurisdiction.timezone)).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reviews_review_number')")
        return public_number(jurisdiction.number_prefix[:3] + "R", year, int(cursor.fetchone()[0]))


def _tell(review: Review, book: Rulebook, now: datetime) -> None:
    """The head of every unit that has a matter on the agenda, once."""
    at = datetime.combine(review.due_on, time(9), ZoneInfo(review.jurisdiction.timezone))
    codes = review.items.filter(dropped_at=None, unit__isnull=False).values_list("unit__code", flat=True).distinct()
    for code in sorted(set(codes)):
        outbox.send_to_post(
            now=now, post=book.units[code].head_post, template="review_called", about=review.pk, digest=True,
            number=review.number, title=InWords(lambda: review_title(review)), unit=book.units[code], due=at,
            link=f"/desk/reviews/{review.number}",
        )  # fmt: skip
