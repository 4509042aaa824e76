"""The figures of whole plans, remembered by a process while nothing they are made of has changed.

A stamp counts every row that can change a figure, as known at the instant asked for: rows are only added, or their
change is counted too (an end, an answer, a version that grows with every act). While the stamp is the same, so are the
figures, and a page costs one statement of counts instead of thousands of rows. What is remembered is never changed.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection

from answerable.plans.models import Plan

MOST = 8  # answers remembered by one process: one for each plan and day asked for
Stamp = tuple[Any, ...]
_lock = Lock()
_kept: OrderedDict[tuple[UUID, date], tuple[Stamp, Any]] = OrderedDict()

# One round trip: seventeen questions of the ORM's take longer than everything else on the page.
# `parents`: the indicators a year's plan was made from, whose observations it reads.
_COUNTS = """
WITH own AS (SELECT id FROM plans_indicator WHERE plan_id = %(plan)s),
     parents AS (SELECT parent_id AS id FROM plans_indicator WHERE plan_id = %(plan)s AND parent_id IS NOT NULL),
     others AS (SELECT relative_to_id AS id FROM plans_indicatorversion WHERE indicator_id IN (SELECT id FROM own))
SELECT (SELECT (count(*), sum(version), count(*) FILTER (WHERE ended_at <= %(at)s))::text
          FROM plans_indicator WHERE plan_id = %(plan)s),
       (SELECT (count(*), sum(version), count(*) FILTER (WHERE added_at <= %(at)s))::text
          FROM plans_task WHERE plan_id = %(plan)s),
       (SELECT count(*) FROM plans_taskhistory
         WHERE task_id IN (SELECT id FROM plans_task WHERE plan_id = %(plan)s) AND until <= %(at)s),
       (SELECT count(*) FROM plans_pathpoint WHERE recorded_at <= %(at)s
         AND target_id IN (SELECT id FROM plans_target WHERE indicator_id IN (SELECT id FROM own))),
       (SELECT count(*) FROM plans_element WHERE plan_id = %(plan)s),
       (SELECT count(*) FROM plans_observation WHERE indicator_id IN (SELECT id FROM own) AND known_at <= %(at)s),
       (SELECT (count(*), count(*) FILTER (WHERE until <= %(at)s))::text FROM plans_indicatorversion
         WHERE indicator_id IN (SELECT id FROM own) AND since <= %(at)s),
       (SELECT count(*) FROM plans_target WHERE indicator_id IN (SELECT id FROM own) AND recorded_at <= %(at)s),
       (SELECT count(*) FROM plans_baseline WHERE indicator_id IN (SELECT id FROM own) AND decided_at <= %(at)s),
       (SELECT (count(*), count(*) FILTER (WHERE ended_at <= %(at)s))::text FROM plans_override
         WHERE indicator_id IN (SELECT id FROM own) AND made_at <= %(at)s),
       (SELECT count(*) FROM plans_likelihood WHERE indicator_id IN (SELECT id FROM own) AND judged_at <= %(at)s),
       (SELECT (count(*), count(answered_at), count(rang_at))::text FROM plans_lagnotice
         WHERE indicator_id IN (SELECT id FROM own) AND sent_at <= %(at)s),
       (SELECT (count(*), count(*) FILTER (WHERE until <= %(at)s))::text FROM plans_accountability
         WHERE plan_id = %(plan)s AND since <= %(at)s),
       (SELECT (count(*), count(*) FILTER (WHERE until <= %(at)s))::text FROM organisation_tenure
         WHERE since <= %(at)s),
       (SELECT (count(*), count(*) FILTER (WHERE verdict_at <= %(at)s))::text FROM plans_submission
         WHERE task_id IN (SELECT id FROM plans_task WHERE plan_id = %(plan)s) AND submitted_at <= %(at)s),
       (SELECT count(*) FROM plans_schedulerun WHERE plan_id = %(plan)s AND ran_at <= %(at)s),
       (SELECT count(*) FROM plans_observation WHERE known_at <= %(at)s AND indicator_id IN (SELECT id FROM parents)),
       (SELECT count(*) FROM plans_observation WHERE known_at <= %(at)s AND indicator_id IN (SELECT id FROM others))
"""


def stamp_of(plan: Plan, at: datetime) -> Stamp:
    """What the figures of a plan are made of, as known at an instant on the plan's clock, its day first. One
    statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"plan": plan.pk, "at": at})
        counts = cursor.fetchone()
    return (at.date(), plan.version, plan.jurisdiction.pack_digest, *counts)


def recall(plan: Plan, stamp: Stamp) -> Any:
    """What was remembered under this stamp, or None."""
    with _lock:
        found = _kept.get((plan.pk, stamp[0]))
        if found is None or found[0] != stamp:
            return None
        _kept.move_to_end((plan.pk, stamp[0]))
        return found[1]


def remember(plan: Plan, stamp: Stamp, what: Any) -> None:
    """Keep one answer of a plan for a day, and forget the one that was not asked for longest."""
    with _lock:
        _kept[plan.pk, stamp[0]] = (stamp, what)
        _kept.move_to_end((plan.pk, stamp[0]))
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def forget() -> None:
    """Compute the next answer anew; for tests and measurements."""
    with _lock:
        _kept.clear()
