"""How a promise is changed: proposed, decided step by step by the organs its class of change asks, and only then new.

Source: BJ-PLAN 29 to 32, 8.7(85) to (87), invariants 7 to 9. The old target is never touched: making a change
effective adds the next one, and its path keeps what was asked of every period that is over (rules.bending).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from answerable.organisation import files
from answerable.organisation.files import Upload
from answerable.plans.actions.change_notices import tell
from answerable.plans.actions.proposals import Draft, Proposal, draft_of, problems_of, proposal_of
from answerable.plans.actions.redefining import add_meaning, kept
from answerable.plans.actions.work import Work, act_on, locked, words_of
from answerable.plans.gates import gates_of
from answerable.plans.models import (
    ChangeEvidence,
    ChangeRequest,
    ChangeStep,
    Evidence,
    Indicator,
    IndicatorVersion,
    PathPoint,
    Plan,
    Target,
)
from answerable.plans.queries.around import around_change, around_indicator
from answerable.plans.queries.changes import holders_around, route_for, steps_of, verb_of
from answerable.plans.queries.inputs import today_of
from answerable.rules import adjustment
from answerable.rules.access import Actor
from answerable.rules.adjustment import Organ, StepTaken
from answerable.rules.ids import public_number
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotAllowed, Problem, Refused, Stale

WORDS = 500  # the longest name of an organ, or of a document


def propose_change(
    *, actor: Actor, now: datetime, indicator: UUID, proposal: Proposal, papers: Sequence[Upload] = (),
    version: int | None = None,
) -> ChangeRequest:  # fmt: skip
    """Propose another target, date, path or definition of an indicator, or to drop it, with ground and effects.

    The class of the change (definition, lower, postpone, raise, path, drop) is read off old and new, and fixes the
    organs; a definition that eases the promise goes the way of a lowered target besides. Raises
    NotAllowed for the owner of the indicator, and Refused with everything that is wrong: no ground, nothing changed,
    too late (gates of the pack), a rewritten past, the final goal of a binding indicator without the higher procedure,
    another change under way.
    """
    with transaction.atomic():
        row = locked(Indicator, "plan__jurisdiction", "plan__committee", pk=indicator)
        around = around_indicator(row, now=now)
        if version is not None and version != row.version:
            raise Stale(Problem("plan_moved_on", "", {"noun": "indicator"}))
        change = ChangeRequest(
            plan=row.plan,
            indicator=row,
            number=next_number(row.plan, now),
            proposed_at=now,
            salt=secrets.token_bytes(16),
        )
        with act_on("propose_change", change, plan=row.plan, around=around, actor=actor, now=now, new=True) as work:
            change.proposed_by = work.post
            draft = draft_of(row, proposal, now=now, on=today_of(row.plan, now))
            _check(change, proposal, draft, today_of(row.plan, now))
            _fill(change, proposal, draft)
            work.add(change)
            _keep_papers(work, change, papers)
            tell(work, change)
    return change


def record_step(
    *, actor: Actor, now: datetime, change: UUID, step: str, organ: str, document: str, decided_on: date,
    approved: bool, words: str = "", version: int | None = None,
) -> ChangeStep:  # fmt: skip
    """Put on record what an organ decided: `step` is a code of rules.adjustment.Organ, `organ` its name.

    Steps come in their order, with the days in between that the pack asks. A refusal ends the change; the last
    approval makes it approved. Raises NotAllowed for its proposer and for whoever answers for the indicator. What the
    statistician says of a definition is recorded by the statistician, everything else by the committee's office.
    """
    with transaction.atomic():
        row, around = _locked_change(change, now)
        _check_separation(row, around, actor, now)
        with act_on(verb_of(step), row, plan=row.plan, around=around, actor=actor, now=now, state=row.state,
                    version=version) as work:  # fmt: skip
            taken = _step(row, step, decided_on, approved, actor, now)
            made = ChangeStep(
                change=row, step=step, outcome="done" if approved else "refused",
                organ=words_of(organ, "organ", longest=200), document=words_of(document, "document", longest=WORDS),
                decided_on=decided_on, words=words_of(words, "words", required=not approved), recorded_at=now,
                recorded_by=work.post,
            )  # fmt: skip
            work.add(made)
            if not approved:
                work.set(row, state="refused", settled_at=now, settled_words=made.words)
            elif adjustment.next_step(route_for(row), [*steps_of(row), taken]) is None:
                work.set(row, state="approved")
            if row.state != "proposed":
                tell(work, row)
    return made


def make_effective(
    *, actor: Actor, now: datetime, change: UUID, effective_on: date, version: int | None = None
) -> Target | IndicatorVersion | None:
    """Write the new target or meaning, once every step is on record; None when the indicator was dropped instead.

    A target counts from `effective_on`, not before the decision; a meaning from now on, so `effective_on` is today.
    What stood before stays. Raises as `record_step` does.
    """
    with transaction.atomic():
        row, around = _locked_change(change, now)
        _check_separation(row, around, actor, now)
        with act_on("make_effective", row, plan=row.plan, around=around, actor=actor, now=now, state=row.state,
                    version=version) as work:  # fmt: skip
            indicator = locked(Indicator, "plan__jurisdiction", pk=row.indicator_id)
            draft = draft_of(indicator, proposal_of(row), now=now, on=effective_on)
            problem = adjustment.check_effect(
                route_for(row), steps_of(row), effective_on, old_until=draft.old.due_on if draft.old else None
            )  # fmt: skip
            if draft.columns and effective_on != today_of(row.plan, now):
                problem = problem or Problem("definition_counts_from_today", "effective_on")
            if problem is not None:
                raise Refused(problem)
            work.set(row, state="effective", settled_at=now)
            tell(work, row)
            work.set(indicator, version=indicator.version + 1)
            return _write(work, row, indicator, draft, effective_on)


def withdraw_change(*, actor: Actor, now: datetime, change: UUID, words: str, version: int | None = None) -> None:
    """Take a proposal back before it is effective; it stays on the record with the reason."""
    with transaction.atomic():
        row, around = _locked_change(change, now)
        with act_on("withdraw_change", row, plan=row.plan, around=around, actor=actor, now=now, state=row.state,
                    version=version) as work:  # fmt: skip
            work.set(row, state="withdrawn", settled_at=now, settled_words=words_of(words, "words"))
            tell(work, row)


def _locked_change(change: UUID, now: datetime) -> tuple[ChangeRequest, Around]:
    row: ChangeRequest = locked(
        ChangeRequest, "plan__jurisdiction", "plan__committee", "indicator__plan__committee", "proposed_by", pk=change
    )
    return row, around_change(row, now=now)


def next_number(plan: Plan, now: datetime) -> str:
    """The city's prefix and C: HKC26-0000012-34."""
    year = now.astimezone(ZoneInfo(plan.jurisdiction.timezone)).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('plans_change_number')")
        return public_number(plan.jurisdiction.number_prefix[:3] + "C", year, int(cursor.fetchone()[0]))


def _check(change: ChangeRequest, proposal: Proposal, draft: Draft, today: date) -> None:
    problems = problems_of(proposal, draft, today=today)
    if change.plan.state != "published":
        problems.append(Problem("change_of_an_unpublished_plan"))
    under_way = ChangeRequest.objects.filter(indicator=change.indicator, state__in=("proposed", "approved"))
    problems += [Problem("change_under_way", "", {"number": other.number}) for other in under_way]
    if problems:
        raise Refused(problems)


def _fill(change: ChangeRequest, proposal: Proposal, draft: Draft) -> None:
    change.klass, change.higher = draft.klass.value, draft.route.higher
    change.ground = proposal.ground
    change.evidence_words = words_of(proposal.evidence_words, "evidence_words")
    change.necessity = words_of(proposal.necessity, "necessity")
    change.effects = words_of(proposal.effects, "effects")
    if draft.new is not None:
        target = draft.new.target
        change.new_value, change.new_low, change.new_high = target.value, target.low, target.high
        change.new_due_on = target.due_on
        change.leniency = "" if draft.new.leniency is None else str(draft.new.leniency)
    change.new_path_kind = "points" if proposal.path else ""
    change.new_path = {code: str(value) for code, value in sorted(proposal.path.items())}
    change.new_meaning = kept(draft.columns)


def _keep_papers(work: Work, change: ChangeRequest, papers: Sequence[Upload]) -> None:
    for upload in files.checked(papers):
        kept = files.store(upload)
        evidence = Evidence(
            plan=change.plan, title=kept.filename, filename=kept.filename, media_type=kept.media_type, size=kept.size,
            sha256=kept.sha256, by=work.post, at=work.now,
        )  # fmt: skip
        work.add(evidence)
        work.add(ChangeEvidence(change=change, evidence=evidence))


def _check_separation(change: ChangeRequest, around: Around, actor: Actor, now: datetime) -> None:
    """Proposer, owner and approver are three posts, and three people (invariant 7)."""
    owner = around.standin if around.vacant else around.owner
    posts = {"proposer": change.proposed_by.code, "approver": actor.post or "", "owner": owner}
    people = holders_around(change, around, now=now) | {"approver": actor.officer or ""}
    for names in (posts, people):
        problem = adjustment.check_separation(
            proposer=names["proposer"] or "-", approver=names["approver"] or "?", owner=names["owner"] or "!"
        )
        if problem is not None:
            raise NotAllowed(problem)


def _step(
    change: ChangeRequest, step: str, decided_on: date, approved: bool, actor: Actor, now: datetime
) -> StepTaken:  # fmt: skip
    if step not in set(Organ):
        raise Refused(Problem("unknown_step", "step", {"step": step[:20]}))
    if decided_on > today_of(change.plan, now):
        raise Refused(Problem("step_in_the_future", "decided_on"))
    taken = StepTaken(Organ(step), decided_on, approved, actor.post or "")
    problem = adjustment.check_step(
        route_for(change), steps_of(change), taken, proposed_on=today_of(change.plan, change.proposed_at),
        gates=gates_of(change.plan.jurisdiction),
    )  # fmt: skip
    if problem is not None:
        raise Refused(problem)
    return taken


def _write(
    work: Work, change: ChangeRequest, indicator: Indicator, draft: Draft, effective_on: date
) -> Target | IndicatorVersion | None:
    steps = list(change.steps.order_by("decided_on", "recorded_at"))
    said = "; ".join(f"{step.organ}, {step.decided_on.isoformat()}, {step.document}" for step in steps)[:WORDS]
    if draft.columns:
        return add_meaning(work, indicator, draft.columns, since=work.now, reason=change.necessity, decision=said)
    if draft.new is None:
        words = f"{change.number}: {change.necessity}"
        work.set(indicator, ended="withdrawn", ended_at=work.now, ended_words=words, ended_decision=said)
        return None
    target = draft.new.target
    target.decided_on, target.effective_on = steps[-1].decided_on, effective_on
    target.decision, target.change, target.recorded_at = said, change, work.now
    work.add(target)
    points = draft.new.points
    work.add(*(PathPoint(target=target, period=p.code, value=value, recorded_at=work.now) for p, value in points))
    return target
