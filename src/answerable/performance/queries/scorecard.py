"""The scorecard of a head for one year: counts and the worst item, and no number unless somebody asks for one (4.6).

It is written down once, as canonical JSON, from what was known at the vintage of the year's end. Expected indicators
stand in it with weight 0: others drive them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from answerable.ledger.canonical import canonical
from answerable.organisation.models import Post
from answerable.performance.queries import scorecard_work as work
from answerable.performance.queries.scorecard_targets import target_lines, timeliness
from answerable.performance.queries.scorecard_whistles import whistles
from answerable.performance.queries.year import Year, answered_for
from answerable.rules.appraisal import Part, weighted
from answerable.rules.lights import RULES_VERSION, WORST_FIRST, Outcome
from answerable.rules.measures import Nature

Json = dict[str, Any]
FORM = 1


def scorecard(year: Year, post: Post, *, as_of: datetime) -> Json:
    """Everything the record says about a post's year, as known at `as_of`."""
    indicators = answered_for(year, post, "indicator")
    steps = {noun: answered_for(year, post, noun) for noun in ("milestone", "task")}
    lines = target_lines(year, indicators, as_of=as_of)
    return {
        "form": FORM, "rules": RULES_VERSION, "plan": year.plan.code, "year": year.period.code, "post": post.code,
        "unit": post.unit.code, "as_of": as_of.astimezone(UTC).isoformat(), "lines": lines, **summary(lines),
        "milestones": work.accepted_by(year, steps["milestone"], as_of=as_of),
        "tasks": work.accepted_by(year, steps["task"], as_of=as_of),
        "handoffs": work.handoffs(year, post, as_of=as_of),
        "coordination": work.shared_work(year, post, as_of=as_of), "notices": work.notices(year, post, as_of=as_of),
        "whistles": whistles(year, post), "cases": work.cases(year, post, as_of=as_of),
        "data": timeliness(year, indicators, as_of=as_of), "seat": work.seat(year, post, as_of=as_of),
    }  # fmt: skip


def written(card: Json) -> str:
    """A scorecard as canonical JSON: the same figures give the same bytes."""
    return canonical(card).decode()


def summary(lines: Sequence[Json]) -> Json:
    """How many binding and expected lines are met, missed ...; and the worst binding line, by its light."""
    binding = [line for line in lines if line["nature"] == Nature.BINDING]
    others = [line for line in lines if line["nature"] != Nature.BINDING]
    worst = min(
        (line for line in binding if line["judgement"] in ("missed", "unknown")), key=_badness, default=None
    )  # fmt: skip
    return {
        "binding": dict(sorted(Counter(line["judgement"] for line in binding).items())),
        "expected": dict(sorted(Counter(line["judgement"] for line in others).items())),
        "worst": worst["code"] if worst else "",
    }


def _badness(line: Json) -> tuple[int, str]:
    outcome = Outcome(line["outcome"])
    return (WORST_FIRST.index(outcome) if outcome in WORST_FIRST else len(WORST_FIRST), line["code"])


def moderated(card: Json, judged: Mapping[str, str]) -> list[Json]:
    """The lines with what moderators said of them: `judgement` as it stands, `computed` as it came."""
    return [
        line | {"computed": line["judgement"], "judgement": judged.get(line["code"], line["judgement"])}
        for line in card["lines"]
    ]


def number_of(card: Json, weights: Mapping[str, Fraction] | None = None) -> Fraction | None:
    """The one number, for whoever asks: each line's weight (1 for binding, 0 for expected, or as given) by how far it
    came. None while a binding line lacks data (invariant 15)."""
    parts = [
        Part(
            line["code"], (weights or {}).get(line["code"], Fraction(line["weight"])),
            Fraction(line["progress"]) if line["progress"] is not None else None, line["nature"] == Nature.BINDING,
        )
        for line in card["lines"]
    ]  # fmt: skip
    return weighted(parts)
