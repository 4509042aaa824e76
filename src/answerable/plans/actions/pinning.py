"""An indicator is computed from now on, or reported by hand again: a new meaning with the source pinned in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from answerable.plans.actions.indicators import Meaning, describe, redefine
from answerable.plans.models import IndicatorVersion
from answerable.rules.access import Actor


def pin_source(
    *, actor: Actor, now: datetime, plan_code: str, code: str, source: str, params: Mapping[str, object], reason: str,
    decision: str, version: int | None = None,
) -> IndicatorVersion:  # fmt: skip
    """Compute an indicator by a registered source with these parameters (source "": by hand again).

    A change of source is a change of meaning (invariant 8): by the statistician, never the owner, on a decision that
    is named. Earlier figures keep the meaning they had. Refused with everything that is wrong with the parameters.
    """
    return redefine(
        actor=actor, now=now, plan_code=plan_code, code=code, meaning=Meaning(source=source, source_params=params),
        reason=reason, decision=decision, version=version,
    )  # fmt: skip


def describe_source(
    *, actor: Actor, now: datetime, plan_code: str, code: str, source: str, params: Mapping[str, object],
    version: int | None = None,
) -> IndicatorVersion:  # fmt: skip
    """The same while the plan is a draft: its office says what computes an indicator, as it says what it means."""
    return describe(
        actor=actor, now=now, plan_code=plan_code, code=code, version=version,
        meaning=Meaning(source=source, source_params=params),
    )  # fmt: skip
