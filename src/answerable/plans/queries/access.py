"""The one door to plans: what is published is everybody's; a draft is for those who make it and answer in it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Accountability, Contributor, Plan
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem

PUBLIC = ("published", "closed")
SEE_ALL = frozenset({"administrator", "auditor"})


def visible_plans(jurisdiction: Jurisdiction, actor: Actor | None, *, now: datetime) -> QuerySet[Plan]:
    """The plans this reader may know of. `actor` None (or a citizen) is the public.

    A draft is seen by its committee, by posts that stand to something in it (owner, contributor, steward, reviewer),
    by outsiders invited to an open evaluation of it, by administrators and auditors, and by the system.
    """
    plans = Plan.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction", "committee", "parent")
    public = Q(state__in=PUBLIC)
    if actor is None or actor.kind == "citizen" or actor.jurisdiction != jurisdiction.code:
        return plans.filter(public)
    if actor.kind == "system" or actor.roles & SEE_ALL:
        return plans
    office = None if actor.roles == {"outsider"} else actor.unit  # an outsider's post may hang on the committee
    running = Accountability.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now, post__code=actor.post)
    invited = Contributor.objects.filter(post__code=actor.post, until__gte=now.date(), evaluation__closed_at=None)
    return plans.filter(
        public
        | Q(committee__code=office)
        | Q(pk__in=running.values("plan"))
        | Q(pk__in=invited.values("evaluation__plan"))
    )


def visible_plan(jurisdiction: Jurisdiction, actor: Actor | None, code: str, *, now: datetime) -> Plan:
    """The plan of that code, or NotFound: a reader is not told that there is a draft."""
    plan = visible_plans(jurisdiction, actor, now=now).filter(code=code).first()
    if plan is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "plan"}))
    return plan
