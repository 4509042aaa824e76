"""Publish a plan: whole before it binds, each version kept word for word with its digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

from django.db import transaction

from answerable.plans.actions.plans import plan_of
from answerable.plans.actions.schedule import first_picture
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.exchange import plan_json
from answerable.plans.models import Plan, PlanVersion
from answerable.plans.queries.around import around_plan
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.gaps import GapLine, gaps_of
from answerable.plans.queries.years import year_lines
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused


def publish_plan(
    *, actor: Actor, now: datetime, code: str, decision: str, version: int | None = None
) -> PlanVersion:  # fmt: skip
    """Publish the plan as it stands, or its next version, on a decision (organ, date, document).

    Invariant 3: refused, with every gap, while a binding indicator lacks unit, kind, direction, baseline, dated target,
    path, source, steward, period type or one head (the last only where the pilot has started). Refused when nothing
    changed since the last version. The snapshot is canonical JSON, so anybody can take its SHA-256 again. The first
    time, the dates of all tasks are kept as baseline 1.
    """
    with transaction.atomic():
        plan = plan_of(actor, code)
        with act_on(
            "publish_plan", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
            version=version,
        ) as work:  # fmt: skip
            said = words_of(decision, "decision", longest=500)
            refuse_gaps(gaps_of(plan, now=now).barring)
            _refuse_differing_year(plan, now)
            body = plan_json.write(document_of(plan, now=now, observations=False))
            published = PlanVersion(
                plan=plan, number=plan.versions.count() + 1, decision=said, published_at=now, published_by=work.post,
                body=body.decode(), sha256=sha256(body).hexdigest(),
            )  # fmt: skip
            _refuse_the_same(plan, published)
            work.add(published)
            work.set(plan, state="published")
            first_picture(work, plan, said)
    return published


def refuse_gaps(lines: Sequence[GapLine]) -> None:
    """Refused with one problem for each gap that bars: which indicator, and what it lacks."""
    if lines:
        raise Refused([
            Problem("plan_has_a_gap", line.code, {"code": line.code, "name": line.name, "plan_gap": line.gap.code})
            for line in lines
        ])  # fmt: skip


def _refuse_differing_year(plan: Plan, now: datetime) -> None:
    """A year's plan asks what its plan asks of the year, or the words of the target say why not (invariant 4)."""
    differing = [line for line in year_lines(plan, now=now) if line.code == "differs"]
    if differing:
        raise Refused([
            Problem("year_differs_from_plan", line.indicator.code, {
                "code": line.indicator.code, "given": _plain(line.given), "asked": _plain(line.asked),
            })
            for line in differing
        ])  # fmt: skip


def _plain(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.10g}"


def _refuse_the_same(plan: Plan, published: PlanVersion) -> None:
    last = plan.versions.order_by("-number").values_list("sha256", flat=True).first()
    if last == published.sha256:
        raise Refused(Problem("nothing_new_to_publish", "", {"number": published.number - 1}))


def set_pilot(*, actor: Actor, now: datetime, code: str, codes: Sequence[str], version: int | None = None) -> Plan:
    """Start the rule of one head on these objectives, indicators and tasks only; an empty list: on all of them.

    Which they are is shown with the plan. Elsewhere a missing head is still listed as a gap, and bars nothing.
    """
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    with transaction.atomic():
        plan = plan_of(actor, code)
        known = {
            *plan.elements.values_list("code", flat=True), *plan.indicators.values_list("code", flat=True),
            *plan.tasks.values_list("code", flat=True),
        }  # fmt: skip
        if missing := [one for one in wanted if one not in known]:
            raise Refused([Problem("no_such_code", "codes", {"code": one[:64]}) for one in missing])
        with act_on(
            "set_pilot", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
            version=version,
        ) as work:  # fmt: skip
            work.set(plan, pilot=wanted)
    return plan
