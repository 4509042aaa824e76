"""Figures pulled from an address on a schedule: what changed waits until somebody has seen it.

The address is read outside of any transaction, so that a slow server holds no row; what it gave is then taken in by
one act. An address that fails is tried again at its next time and says why on its row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from answerable.organisation import queries as organisation
from answerable.organisation.sentences import sentence
from answerable.outbox import actions as outbox
from answerable.outbox.fetching import Limits, NotFetched, check_address, fetch
from answerable.plans import addresses
from answerable.plans.actions.batches import problem_row, waiting_batch
from answerable.plans.actions.entries import indicator_by, meaning_of
from answerable.plans.actions.work import Work, act_on
from answerable.plans.exchange import pulled
from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.exchange.pulled_mapping import mapping_of
from answerable.plans.models import Batch, Feed, Indicator, IndicatorVersion
from answerable.plans.models.accountability import STEWARD
from answerable.plans.queries.answering import posts_as
from answerable.plans.queries.around import around_indicator
from answerable.plans.queries.batches import preview, rows_of
from answerable.plans.queries.inputs import period_of, today_of
from answerable.plans.sentences.shown import InWords
from answerable.rules.access import Actor, system
from answerable.rules.problems import NotFound, Problem, Refused


@dataclass(frozen=True)
class Pulled:
    """What an address gave: rows for a batch, or why it gave none."""

    rows: tuple[dict[str, Any], ...] = ()
    digest: str = ""
    failure: Problem | None = None


@transaction.atomic
def set_feed(
    *, actor: Actor, now: datetime, plan_code: str, code: str, address: str, form: str, mapping: Mapping[str, object],
    every_hours: int, version: int | None = None,
) -> Feed:  # fmt: skip
    """Name an address from which figures are pulled from now on. Refused when it, its form or its mapping cannot be."""
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "set_feed", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        _check(address, form, mapping, every_hours)
        feed = Feed(
            indicator=row, address=address, form=form, mapping=dict(mapping), every_hours=every_hours, next_at=now,
            set_by=work.post,
        )  # fmt: skip
        work.add(feed)
    return feed


def _check(address: str, form: str, mapping: Mapping[str, object], every_hours: int) -> None:
    problems = []
    try:
        check_address(address)
    except NotFetched:
        problems.append(Problem("feed_address", "address", {"address": address[:80]}))
    if form not in pulled.FORMS:
        problems.append(Problem("feed_form", "form", {"found": form[:20]}))
    if every_hours < 1:
        problems.append(Problem("feed_too_often", "every_hours"))
    if problems:
        raise Refused(problems)
    mapping_of(mapping)


@transaction.atomic
def end_feed(*, actor: Actor, now: datetime, key: UUID) -> Feed:
    """Pull no more from an address; what came from it stays."""
    feed = _feed(actor, key)
    row = indicator_by(actor, feed.indicator.plan.code, feed.indicator.code)
    with act_on(
        "set_feed", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now
    ) as work:  # fmt: skip
        work.set(feed, next_at=None)
    return feed


def pull(*, actor: Actor, now: datetime, key: UUID) -> Batch | None:
    """Read an address now. A batch that waits when something is new or differs; None when nothing does.

    Refused with the reason when it gave no figures; the reason then stands on the feed too.
    """
    feed = _feed(actor, key)
    found = read_address(feed, now=now)
    batch = _take_in(actor, now, feed, found)
    if found.failure is not None:
        raise Refused(found.failure)
    return batch


def pull_due(*, now: datetime) -> int:
    """By the clock: every address whose time has come; returns how many batches wait newly."""
    count = 0
    due = Feed.objects.filter(next_at__lte=now, indicator__ended="").exclude(indicator__plan__state="closed")
    for feed in due.select_related("indicator__plan__jurisdiction").order_by("next_at"):
        # Compare and set: another worker that saw the same row finds it moved.
        again = now + timedelta(hours=feed.every_hours)
        if not Feed.objects.filter(pk=feed.pk, next_at=feed.next_at).update(next_at=again):
            continue
        batch = _take_in(system(feed.indicator.plan.jurisdiction.code), now, feed, read_address(feed, now=now))
        count += batch is not None
    return count


def _feed(actor: Actor, key: UUID) -> Feed:
    rows = Feed.objects.select_related("indicator__plan__jurisdiction")
    feed = rows.filter(pk=key, indicator__plan__jurisdiction__code=actor.jurisdiction).first()
    if feed is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "feed"}))
    return feed


def read_address(feed: Feed, *, now: datetime) -> Pulled:
    """Fetch and read, writing nothing. Periods of another length, and those not over, are left out."""
    plan, book = feed.indicator.plan, organisation.rulebook(feed.indicator.plan.jurisdiction)
    limits = Limits(
        book.limit("feed_seconds"), int(book.limit("feed_megabytes") * 1024 * 1024),
        bool(book.limit("feed_private_addresses")),
    )  # fmt: skip
    try:
        body = fetch(feed.address, limits)
        found, report = pulled.read(feed.form, body, mapping_of(feed.mapping), plan.year_starts_in)
    except NotFetched as error:
        return Pulled(failure=Problem("feed_refused", "address", {"reason": f"{error.code} {error.detail}".strip()}))
    except Refused as refusal:
        return Pulled(failure=refusal.problems[0])
    fitting = [one for one in found if _fits(feed.indicator, meaning_of(feed.indicator), one, now)]
    notes = [problem_row(problem) for problem in report][:50]
    return Pulled((*rows_of(fitting), *notes), hashlib.sha256(body).hexdigest())


def _fits(row: Indicator, meaning: IndicatorVersion, one: ObservationDocument, now: datetime) -> bool:
    period = period_of(row.plan, one.period)
    if period is None or period.last_day > today_of(row.plan, now):
        return False
    return not meaning.period or str(period.span) == meaning.period


@transaction.atomic
def _take_in(actor: Actor, now: datetime, feed: Feed, found: Pulled) -> Batch | None:
    plan = feed.indicator.plan
    row = indicator_by(actor, plan.code, feed.indicator.code)
    failure = _in_english(found.failure) if found.failure else ""
    batch = Batch(plan=plan, indicator=row, way="pull", rows=list(found.rows), sha256=found.digest)
    fresh = () if failure else preview(batch, now=now).fresh
    again = Batch.objects.filter(feed=feed, state="waiting", rows=batch.rows).exists()
    if (not fresh or again) and failure == feed.last_error:
        return None  # nothing happened that anybody would want to read about
    with act_on("pull", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now) as work:
        work.set(feed, last_error=failure[:500])
        if not fresh or again:
            return None
        batch = waiting_batch(work, row, "pull", list(found.rows), digest=found.digest, feed=feed)
        work.add(batch)
        _tell(work, row, len(fresh))
    return batch


def _in_english(problem: Problem) -> str:
    """For the row; a page makes its own sentence of what it is told."""
    with translation.override("en"):
        return sentence(problem)


def _tell(work: Work, row: Indicator, count: int) -> None:
    """A line for every steward, gathered with others: a figure that waits is no news of the day."""
    meaning = meaning_of(row)
    for post in sorted(posts_as(STEWARD, row.pk, now=work.now)):
        outbox.send_to_post(
            now=work.now, post=work.book.posts[post], template="figures_waiting", about=row.pk, digest=True,
            number=row.code, title=InWords(lambda: meaning.name), count=count,
            link=addresses.indicator(row.plan.code, row.code),
        )  # fmt: skip
