"""An indicator is computed from now on, or reported by hand again: a new meaning with the source pinned in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from answerable.plans import sources
from answerable.plans.actions.entries import indicator_by, meaning_of
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.models import IndicatorVersion
from answerable.plans.queries.around import around_indicator
from answerable.rules.access import Actor
from answerable.rules.problems import Refused

_OWN = ("id", "number", "since", "until", "reason", "decision", "source", "source_params")


@transaction.atomic
def pin_source(
    *, actor: Actor, now: datetime, plan_code: str, code: str, source: str, params: Mapping[str, object], reason: str,
    decision: str, version: int | None = None,
) -> IndicatorVersion:  # fmt: skip
    """Compute an indicator by a registered source with these parameters (source "": by hand again).

    A change of source is a change of meaning (invariant 8): by the statistician, never the owner, on a decision that
    is named. Earlier figures keep the meaning they had. Refused with everything that is wrong with the parameters.
    """
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "redefine", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        problems = sources.check_params(row.plan.jurisdiction, source, params) if source else []
        if problems:
            raise Refused(problems)
        old = meaning_of(row)
        kept = {field.attname: getattr(old, field.attname) for field in IndicatorVersion._meta.concrete_fields}
        fresh = IndicatorVersion(
            **{name: value for name, value in kept.items() if name not in _OWN}, number=old.number + 1, since=now,
            source=source, source_params=sources.pin(source, params) if source else {},
            reason=words_of(reason, "reason"), decision=words_of(decision, "decision", longest=500),
        )  # fmt: skip
        work.set(old, until=now)
        work.add(fresh)
    return fresh
