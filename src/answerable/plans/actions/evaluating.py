"""Evaluations by outsiders: opened with terms and a vintage, findings on each indicator, answers, follow-up, a summary.

Source: BJ-PLAN 26, SUPV 23, 8.7(88). Outsiders (think tanks, academia, industry, legislators) read all of the plan and
write findings, nothing else; the committee or whoever answers for the indicator answers each of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.organisation import queries as organisation
from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.work import Work, act_on, locked, post_of, words_of
from answerable.plans.models import ChangeRequest, Contributor, Evaluation, Finding, Indicator, IndicatorVersion, Plan
from answerable.plans.queries.around import around_evaluation, around_indicator, around_plan
from answerable.plans.queries.inputs import today_of
from answerable.rules.access import Actor
from answerable.rules.four_classes import Class
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused

KINDS = ("mid_term", "final", "other")
STANDINGS = ("think_tank", "academia", "industry", "legislator", "citizen")
TITLE = 200


def open_evaluation(
    *, actor: Actor, now: datetime, plan: UUID, title: str, terms: str, due_on: date, as_of: datetime | None = None,
    kind: str = "mid_term",
) -> Evaluation:  # fmt: skip
    """Open an evaluation of a published plan: what is asked, by when, on the figures of which vintage (default: now).

    Raises Refused for a date that has passed or a vintage that is still to come.
    """
    with transaction.atomic():
        row = locked(Plan, "jurisdiction", "committee", pk=plan)
        made = Evaluation(
            plan=row, kind=kind, opened_at=now, due_on=due_on, as_of=as_of or now, salt=secrets.token_bytes(16)
        )
        with act_on("open_evaluation", made, plan=row, around=around_plan(row), actor=actor, now=now, state=row.state,
                    new=True) as work:  # fmt: skip
            made.title, made.terms = words_of(title, "title", longest=TITLE), words_of(terms, "terms")
            made.opened_by = work.post
            problems = [
                Problem("evaluation_due_in_the_past", "due_on") if due_on <= today_of(row, now) else None,
                Problem("vintage_still_to_come", "as_of") if made.as_of > now else None,
                Problem("unknown_kind", "kind", {"kind": kind[:20]}) if kind not in KINDS else None,
            ]
            _refuse(problems)
            work.add(made)
    return made


def invite(
    *, actor: Actor, now: datetime, evaluation: UUID, post_code: str, standing: str, body: str, until: date
) -> Contributor:
    """Invite an outsider, by their post, until a day. Refused for a post that is no outsider's, or an empty one."""
    with _on("invite", evaluation, actor, now) as work:
        post = post_of(work.book, post_code, "post_code")
        officer = organisation.holder(post, now)
        there = officer is not None and work.root.contributors.filter(officer=officer).exists()
        problems = [
            Problem("not_an_outsider", "post_code", {"post": post.name}) if "outsider" not in post.roles else None,
            Problem("outsider_post_is_empty", "post_code", {"post": post.name}) if officer is None else None,
            Problem("invited_already", "post_code", {"post": post.name}) if there else None,
            Problem("unknown_standing", "standing") if standing not in STANDINGS else None,
            Problem("evaluation_due_in_the_past", "until") if until < today_of(work.plan, now) else None,
        ]
        _refuse(problems)
        made = Contributor(
            evaluation=work.root, officer=officer, post=post, standing=standing, invited_at=now, until=until,
            body=words_of(body, "body", required=False, longest=200),
        )  # fmt: skip
        work.add(made)
        outbox.send_to_post(
            now=now, post=post, template="evaluation_invited", about=work.root.pk, title=work.root.title,
            unit=work.book.units[work.plan.committee.code], words=work.root.terms,
            due=datetime.combine(until, time(18), ZoneInfo(work.plan.jurisdiction.timezone)),
            link=addresses.evaluation(work.plan.code, work.root.pk),
        )  # fmt: skip
    return made


def find(
    *, actor: Actor, now: datetime, evaluation: UUID, words: str, indicator_code: str = "", official_class: str = "",
    proposal: str = "",
) -> Finding:  # fmt: skip
    """An outsider's finding about one indicator (or, without one, the plan), with the class they put it in.

    The class stands beside the computed one; where they differ the page says so. Refused for an unknown indicator or
    class.
    """
    with _on("find", evaluation, actor, now) as work:
        contributor = work.root.contributors.filter(post__code=actor.post, officer__username=actor.officer).first()
        if contributor is None:
            raise NotAllowed(Problem("not_your_plan_act", "", {"plan_act": "find"}))
        indicator = Indicator.objects.filter(plan=work.plan, code=indicator_code).first() if indicator_code else None
        problems = [
            Problem("no_such_indicator", "indicator_code", {"code": indicator_code[:64]})
            if indicator_code and indicator is None
            else None,
            Problem("unknown_class", "official_class") if official_class not in ("", *Class) else None,
            Problem("class_of_an_indicator", "official_class") if official_class and indicator is None else None,
        ]
        _refuse(problems)
        made = Finding(
            evaluation=work.root, indicator=indicator, contributor=contributor, official_class=official_class,
            words=words_of(words, "words"), proposal=words_of(proposal, "proposal", required=False), found_at=now,
        )  # fmt: skip
        work.add(made)
        _tell_of(work, made, contributor)
    return made


def _tell_of(work: Work, made: Finding, contributor: Contributor) -> None:
    """Whoever answers for the indicator, and the committee's head, learn what was found and that they are to answer."""
    around = around_plan(work.plan) if made.indicator is None else around_indicator(made.indicator, now=work.now)
    owner = around.standin if around.vacant else around.owner
    head = work.plan.committee.head_post
    for code in dict.fromkeys((owner, head.code if head is not None else "")):
        if code and code != contributor.post.code:
            outbox.send_to_post(
                now=work.now, post=work.book.posts[code], template="finding_written", about=work.root.pk,
                title=_subject(work, made), words=made.words, link=addresses.evaluation(work.plan.code, work.root.pk),
            )  # fmt: skip


def _subject(work: Work, row: Finding) -> IndicatorVersion | Plan:
    """What a finding is about, named as its reader reads."""
    meaning = IndicatorVersion.objects.filter(indicator=row.indicator_id, until=None).first()
    return meaning if row.indicator_id is not None and meaning is not None else work.plan


def answer_finding(
    *, actor: Actor, now: datetime, finding: UUID, answer: str, follow_up_on: date | None = None,
    follow_up_post: str = "",
) -> Finding:  # fmt: skip
    """Answer a finding, once, and say who follows it up by when (both, or neither: then nothing follows)."""
    with _on_finding("answer_finding", finding, actor, now) as (work, row):
        post = post_of(work.book, follow_up_post, "follow_up_post") if follow_up_post else None
        passed = follow_up_on is not None and follow_up_on < today_of(work.plan, now)
        problems = [
            Problem("finding_answered") if row.answered_at is not None else None,
            Problem("follow_up_needs_both", "follow_up_on") if (post is None) != (follow_up_on is None) else None,
            Problem("evaluation_due_in_the_past", "follow_up_on") if passed else None,
        ]
        _refuse(problems)
        work.set(
            row, answer=words_of(answer, "answer"), answered_at=now, answered_by=work.post, follow_up_on=follow_up_on,
            follow_up_post=post,
        )  # fmt: skip
        if post is not None and follow_up_on is not None and post.code != work.actor.post:
            evening = datetime.combine(follow_up_on, time(18), ZoneInfo(work.book.jurisdiction.timezone))
            outbox.send_to_post(
                now=now, post=post, template="finding_follow_up", about=work.root.pk, title=_subject(work, row),
                words=row.answer, due=evening, link=addresses.evaluation(work.plan.code, work.root.pk),
            )  # fmt: skip
    return row


def link_change(*, actor: Actor, now: datetime, finding: UUID, change: UUID) -> Finding:
    """Say which change of a target came of a finding. Refused for a change of another plan or another indicator."""
    with _on_finding("link_change", finding, actor, now) as (work, row):
        made = ChangeRequest.objects.filter(pk=change, plan=work.plan).first()
        if made is None or (row.indicator_id is not None and made.indicator_id != row.indicator_id):
            raise Refused(Problem("change_of_another_thing", "change"))
        work.set(row, change=made)
    return row


def finish_finding(*, actor: Actor, now: datetime, finding: UUID, words: str) -> Finding:
    """The follow-up is done, and how. Refused before the finding is answered, and twice."""
    with _on_finding("finish_finding", finding, actor, now) as (work, row):
        problems = [
            Problem("finding_not_answered") if row.answered_at is None else None,
            Problem("finding_done") if row.done_at is not None else None,
        ]
        _refuse(problems)
        work.set(row, done_at=now, done_words=words_of(words, "words"))
    return row


def close_evaluation(*, actor: Actor, now: datetime, evaluation: UUID, summary: str) -> Evaluation:
    """Close it with a summary. Findings that wait for an answer stay, are counted, and can still be answered."""
    with _on("close_evaluation", evaluation, actor, now) as work:
        work.set(work.root, closed_at=now, summary=words_of(summary, "summary"))
    row: Evaluation = work.root
    return row


@contextmanager
def _on(verb: str, evaluation: UUID, actor: Actor, now: datetime) -> Iterator[Work]:
    with transaction.atomic():
        row = _locked(evaluation)
        around = around_evaluation(row, on=today_of(row.plan, now))
        with act_on(verb, row, plan=row.plan, around=around, actor=actor, now=now, state=state_of(row)) as work:
            yield work


@contextmanager
def _on_finding(verb: str, finding: UUID, actor: Actor, now: datetime) -> Iterator[tuple[Work, Finding]]:
    with transaction.atomic():
        row = Finding.objects.select_related("evaluation", "indicator__plan__committee").filter(pk=finding).first()
        if row is None:
            raise NotFound(Problem("no_such_plan_thing", "", {"noun": "finding"}))
        evaluation = _locked(row.evaluation_id)
        row = Finding.objects.select_related("indicator__plan__jurisdiction", "indicator__plan__committee").get(
            pk=finding
        )
        with act_on(verb, evaluation, plan=evaluation.plan, around=_around(row, evaluation, now), actor=actor, now=now,
                    state=state_of(evaluation)) as work:  # fmt: skip
            yield work, row


def _around(row: Finding, evaluation: Evaluation, now: datetime) -> Around:
    return around_plan(evaluation.plan) if row.indicator is None else around_indicator(row.indicator, now=now)


def _locked(evaluation: UUID) -> Evaluation:
    row: Evaluation = locked(Evaluation, "plan__jurisdiction", "plan__committee", pk=evaluation)
    return row


def state_of(evaluation: Evaluation) -> str:
    """Open or closed."""
    return "open" if evaluation.closed_at is None else "closed"


def _refuse(problems: list[Problem | None]) -> None:
    found = [problem for problem in problems if problem is not None]
    if found:
        raise Refused(found)
