"""Indicators: added, described while the plan is a draft, given a first target and its path, redefined, ended."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from answerable.plans import sources
from answerable.plans.actions.plans import CODE, named, plan_of
from answerable.plans.actions.redefining import add_meaning, refuse_fixed
from answerable.plans.actions.work import act_on, locked, post_of, words_of
from answerable.plans.exchange.naming import LANGUAGES, Names
from answerable.plans.models import Accountability, Baseline, Element, Indicator, IndicatorVersion, Plan, Target
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.around import around_indicator, around_plan
from answerable.plans.queries.inputs import inputs_of
from answerable.plans.queries.meanings import ways_to_end
from answerable.rules.access import Actor
from answerable.rules.measures import Direction, Kind, Nature
from answerable.rules.plan_periods import Span, parse
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.redefinition import ENDS
from answerable.rules.trajectory import Shape

CODES: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind),
    "direction": frozenset(Direction),
    "nature": frozenset(Nature),
    "period": frozenset(Span),
}
TEXTS = ("definition", "purpose", "calculation", "limitations", "data_source", "source_address", "over_time",
         "over_areas")  # fmt: skip
LISTS = ("ranks", "dimensions")
NUMBERS = ("tolerance", "lag_days", "grace_days", "decimals", "factor")


@dataclass(frozen=True)
class Meaning:
    """What an indicator means. `fields` are columns of IndicatorVersion: codes, texts and numbers; what is absent stays
    as it was, an empty text is a gap. `source` is a name of plans.sources with its parameters, "" for by hand."""

    names: Names | None = None
    unit: Names | None = None
    fields: Mapping[str, Any] | None = None
    relative_to: str = ""
    source: str | None = None
    source_params: Mapping[str, object] = field(default_factory=dict)

    def values(self, plan: Plan) -> dict[str, Any]:
        """The columns; Refused for a code that no rule knows, a negative number, an unknown other indicator, and for
        all that is wrong with the parameters of a source."""
        found: dict[str, Any] = dict(self.fields or {})
        problems = [Problem("no_such_word", name, {"word": str(found[name])[:40]})
                    for name, codes in CODES.items() if found.get(name) and found[name] not in codes]  # fmt: skip
        problems += [Problem("no_such_field", name) for name in found.keys() - {*CODES, *TEXTS, *NUMBERS, *LISTS}]
        problems += [Problem("below_nought", name) for name in NUMBERS if (found.get(name) or 0) < 0]
        found |= named(self.names) if self.names else {}
        if self.unit is not None:
            found |= {f"unit_{language}": getattr(self.unit, language)[:80] for language in LANGUAGES}
        if self.relative_to:
            found["relative_to"] = plan.indicators.filter(code=self.relative_to).first()
            if found["relative_to"] is None:
                problems.append(Problem("no_such_code", "relative_to", {"code": self.relative_to[:64]}))
        if self.source:
            problems += sources.check_params(plan.jurisdiction, self.source, self.source_params)
        if self.source is not None:
            params = sources.pin(self.source, self.source_params) if self.source else {}
            found |= {"source": self.source, "source_params": params}
        if problems:
            raise Refused(problems)
        return found


def indicator_by(actor: Actor, plan_code: str, code: str) -> Indicator:
    """The indicator of that code, locked; NotFound when there is none."""
    found = locked(
        Indicator, "plan__jurisdiction", "plan__committee", plan__code=plan_code, code=code,
        plan__jurisdiction__code=actor.jurisdiction,
    )  # fmt: skip
    assert isinstance(found, Indicator)
    return found


def add_indicator(
    *, actor: Actor, now: datetime, plan_code: str, element_code: str, code: str, meaning: Meaning, owner: str = ""
) -> Indicator:  # fmt: skip
    """Add an indicator under an element. What is not said of it is a gap, and listed.

    In a published plan somebody answers for it at once (invariant 1), unless the rule of one head has started on
    chosen items only: `owner` is the code of the post.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        element = Element.objects.filter(plan=plan, code=element_code, withdrawn_at=None).first()
        problems = [] if element else [Problem("no_such_code", "element_code", {"code": element_code[:64]})]
        problems += [] if CODE.fullmatch(code) else [Problem("plan_code_not_plain", "code", {"code": code[:64]})]
        problems += [] if meaning.names else [Problem("required", "name")]
        problems += [Problem("required", "owner")] if plan.state != "draft" and not plan.pilot and not owner else []
        if plan.indicators.filter(code=code).exists():
            problems.append(Problem("plan_code_taken", "code", {"code": code}))
        if problems:
            raise Refused(problems)
        row = Indicator(
            plan=plan, element=element, code=code, sequence=plan.indicators.count(), salt=secrets.token_bytes(16)
        )  # fmt: skip
        with act_on(
            "add_indicator", row, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state, new=True
        ) as work:  # fmt: skip
            work.add(row, IndicatorVersion(indicator=row, number=1, since=now, **meaning.values(plan)))
            if owner:
                post = post_of(work.book, owner, "owner")
                work.add(Accountability(
                    plan=plan, noun="indicator", subject=row.pk, post=post, kind=ACCOUNTABLE, since=now
                ))  # fmt: skip
    return row


def describe(
    *, actor: Actor, now: datetime, plan_code: str, code: str, meaning: Meaning, version: int | None = None
) -> IndicatorVersion:  # fmt: skip
    """Fill in or change what an indicator of a draft means. After publication: `redefine`."""
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        with _on("edit_plan", row, actor, now, version, draft=True) as work:
            held = locked(IndicatorVersion, indicator=row, until=None)
            work.set(held, **meaning.values(row.plan))
    return held  # type: ignore[no-any-return]


def redefine(
    *, actor: Actor, now: datetime, plan_code: str, code: str, meaning: Meaning, reason: str, decision: str,
    version: int | None = None,
) -> IndicatorVersion:  # fmt: skip
    """Other words, or another source, from now on, by the statistician and never the owner; what it meant stays.

    Invariant 8: a change of definition or source rests on a decision of the committee, which is named. What a light
    rests on (rules.redefinition.FIXED) may be said here where it was not; once said it takes a change request.
    """
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        if row.plan.state == "draft":
            raise NotAllowed(Problem("plan_not_in_this_state", "", {"plan_act": "redefine", "plan_state": "draft"}))
        with _on("redefine", row, actor, now, version) as work:
            values = meaning.values(row.plan)
            held = locked(IndicatorVersion, "relative_to", indicator=row, until=None)
            refuse_fixed(held, values, inputs_of(row.plan, [row], as_of=now)[row.pk])
            fresh = add_meaning(
                work, row, values, since=now, reason=words_of(reason, "reason"),
                decision=words_of(decision, "decision", longest=500),
            )  # fmt: skip
    return fresh


def end_indicator(
    *, actor: Actor, now: datetime, plan_code: str, code: str, ended: str, words: str, decision: str = "",
    version: int | None = None,
) -> Indicator:  # fmt: skip
    """Stop following an indicator and say why; never by its owner. It stays in every "x of y" (invariant 14).

    In a draft: withdrawn, merged, suspended or halted. Once the plan is published nothing is withdrawn or merged by
    one act, and nothing binding stopped in any way: that is a change of class drop (invariant 8). What is expected may
    be suspended or halted by a decision (organ, date, document).
    """
    if ended not in ENDS:
        raise Refused(Problem("no_such_word", "ended", {"word": ended[:40]}))
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        if row.ended:
            raise NotAllowed(Problem("indicator_ended_already", "", {"at": row.ended_at}))
        published = row.plan.state != "draft"
        if published and ended not in ways_to_end(row):
            raise Refused(Problem("ending_needs_a_change", "ended", {"ended": ended}))
        with _on("end_indicator", row, actor, now, version) as work:
            work.set(
                row, ended=ended, ended_at=now, ended_words=words_of(words, "words"),
                ended_decision=words_of(decision, "decision", required=published, longest=500),
            )  # fmt: skip
    return row


def set_baseline(
    *, actor: Actor, now: datetime, plan_code: str, code: str, period: str, value: Decimal, words: str = ""
) -> Baseline:  # fmt: skip
    """Where an indicator starts. In a draft again and again: the newer one counts, the older stays.

    In a published plan only while there is none, with words that say what it rests on; another one comes with a change
    of its definition.
    """
    _refuse_period(period)
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        draft, number = row.plan.state == "draft", row.baselines.count() + 1
        if not draft and number > 1:
            raise NotAllowed(Problem("baseline_stays", "value"))
        with _on("edit_plan" if draft else "set_target", row, actor, now, None, draft=draft) as work:
            found = Baseline(
                indicator=row, number=number, period=period, value=value, decided_at=now,
                words=words_of(words, "words", required=not draft),
            )  # fmt: skip
            work.add(found)
    return found


def set_target(
    *, actor: Actor, now: datetime, plan_code: str, code: str, due_on: date | None, decision: str, decided_on: date,
    value: Decimal | None = None, low: Decimal | None = None, high: Decimal | None = None, words: str = "",
    path_kind: str = "linear",
) -> Target:  # fmt: skip
    """The first target of an indicator, with the decision behind it. Any later one comes only by a change (7, 8)."""
    said = [value is not None, low is not None and high is not None and low <= high]
    problems = [] if sum(said) == 1 else [Problem("value_or_band", "value")]
    problems += [] if due_on else [Problem("required", "due_on")]
    problems += [] if path_kind in set(Shape) else [Problem("no_such_word", "path_kind", {"word": path_kind[:40]})]
    if due_on and due_on < decided_on:
        problems.append(Problem("due_before_decided", "due_on"))
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        if row.targets.exists():
            raise NotAllowed(Problem("target_needs_a_change"))
        with _on("set_target", row, actor, now, None) as work:
            found = Target(
                indicator=row, number=1, due_on=due_on, value=value, low=low, high=high, decided_on=decided_on,
                effective_on=decided_on, decision=words_of(decision, "decision", longest=500), recorded_at=now,
                words=words_of(words, "words", required=False), path_kind=path_kind,
            )  # fmt: skip
            work.add(found)
    return found


def _on(verb: str, row: Indicator, actor: Actor, now: datetime, version: int | None, *, draft: bool = False) -> Any:
    """The act on an indicator; of a draft it is the plan's office that acts."""
    if row.ended:
        raise NotAllowed(Problem("indicator_ended_already", "", {"at": row.ended_at}))
    around = around_plan(row.plan) if draft else around_indicator(row, now=now)
    return act_on(
        verb, row, plan=row.plan, around=around, actor=actor, now=now, version=version,
        state=row.plan.state if draft else "",
    )  # fmt: skip


def _refuse_period(code: str) -> None:
    try:
        parse(code)
    except ValueError:
        raise Refused(Problem("no_such_period", "period", {"period": code[:20]})) from None
