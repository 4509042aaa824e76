"""A year is over: its figures are frozen, and an appraisal is opened for every post that answered for something."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from answerable.cases.actions.clocks import limit_due
from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.performance.actions.work import post_of, tell
from answerable.performance.models import Appraisal
from answerable.performance.queries.scorecard import scorecard, written
from answerable.performance.queries.tenures import longest, served
from answerable.performance.queries.year import Year, posts_of_year, year_of
from answerable.plans.actions.freezing import freeze
from answerable.plans.models import Freeze, Plan
from answerable.plans.queries.freezes import digest_of
from answerable.rules import appraisal as rules
from answerable.rules.access import Actor
from answerable.rules.appraisal import Around
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused


@transaction.atomic
def open_year(
    *, actor: Actor, now: datetime, plan_code: str, year_code: str, as_of: datetime | None = None,
    posts: Collection[str] = (),
) -> list[Appraisal]:  # fmt: skip
    """Open the appraisals of a year on the figures known at `as_of` (now, unless said otherwise).

    For every post that answered for an indicator, task or milestone at the year's end, or for those named in `posts`;
    posts that have one already are passed over. The plan's figures are frozen at the same instant. Refused while the
    year runs, for figures from before its end, and for a post that answered for nothing.
    """
    plan = _plan(actor, plan_code)
    year = year_of(plan, year_code)
    if year is None:
        raise Refused(Problem("no_such_year", "year", {"year": year_code[:10]}))
    if now < year.until:
        raise Refused(Problem("year_not_over", "year", {"day": year.last_day}))
    vintage = as_of or now
    if not year.until <= vintage <= now:
        raise Refused(Problem("freeze_before_the_end", "as_of", {"day": year.last_day}))
    wanted = _posts(year, actor, posts)
    kept = freeze(actor=actor, now=now, plan_code=plan_code, as_of=vintage, purpose=f"appraisal {year.period.code}")
    book = organisation.rulebook(plan.jurisdiction)
    return [_open(year, post, kept, actor, now, book) for post in wanted]


def _plan(actor: Actor, code: str) -> Plan:
    plans = Plan.objects.select_related("jurisdiction", "committee")
    plan = plans.filter(code=code, jurisdiction__code=actor.jurisdiction, state__in=("published", "closed")).first()
    if plan is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "plan"}))
    return plan


def _posts(year: Year, actor: Actor, codes: Collection[str]) -> list[Post]:
    """Those to be appraised who have no appraisal of this year yet; NotAllowed when the actor may open none."""
    found = {post.code: post for post in posts_of_year(year)}
    for code in codes:
        if code not in found:
            raise Refused(Problem("post_answers_for_nothing", "posts", {"post": code[:60]}))
    for code in codes or found or [""]:
        if not rules.may("open_appraisal", actor, Around(code, year.plan.committee.code)):
            raise NotAllowed(Problem("not_your_appraisal_act", "", {"appraisal_act": "open_appraisal"}))
    taken = Appraisal.objects.filter(plan=year.plan, year=year.period.code).values_list("post__code", flat=True)
    return [post for code, post in found.items() if code not in set(taken) and (not codes or code in codes)]


def _open(year: Year, post: Post, kept: Freeze, actor: Actor, now: datetime, book: Rulebook) -> Appraisal:
    body = written(scorecard(year, post, as_of=kept.as_of))
    row = Appraisal(
        plan=year.plan, year=year.period.code, year_starts_on=year.first_day, post=post, unit=post.unit,
        holder=longest(served(year, post)), as_of=kept.as_of, freeze=kept, body=body,
        sha256=digest_of(body), opened_at=now, opened_by=post_of(actor, book), salt=secrets.token_bytes(16),
        report_by=limit_due(book, "appraisal_report_days", now),
    )  # fmt: skip
    line = rules.LINES["open_appraisal"]
    record = Record(stream=row.pk, salt=row.salt, verb=line.verb, actor=actor, at=now, rule=line.rule)
    record.add(row)
    record.write(new_stream=True)
    tell(row, post, now=now, due=row.report_by)
    return row
