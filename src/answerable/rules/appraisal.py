"""The year's appraisal of a head: its states, who may do what, what counts as met, and what repeated misses lead to.

Sources: domain rules 6.6 (JN-PERF 15, 26, 31; HZ-PERF 23, 25, 34), 8.7(91) to (93); plan rules 4.4, 4.6 and invariant
19. The result is information to whoever appraises: nothing here has an effect of its own, and no number is made unless
somebody asks for one.

`who` names relations of an actor to the appraisal: appraised (the post it is about), standin (who answers while that
post is vacant), issuer (who put its conclusion in force), committee.<role> (a post of the plan's committee),
any.<role> (a post anywhere), system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from answerable.rules.access import Actor
from answerable.rules.lights import ENDINGS, GREEN, Outcome

STATES = ("open", "reported", "put", "replied", "issued", "appealed", "final")


class Line(NamedTuple):
    """One verb: the states it fits (none: there is no appraisal yet), the next one, who, and the rule behind it.

    `never` are relations that bar it, whatever else the actor is.
    """

    verb: str
    states: tuple[str, ...]
    next: str
    who: tuple[str, ...]
    rule: str
    never: tuple[str, ...] = ()


_OFFICE = ("committee.coordinator", "committee.leader")
_CHECKERS = ("committee.reviewer", "committee.coordinator", "any.reviewer")
_HEAD = ("appraised", "standin")

TABLE: tuple[Line, ...] = (
    Line("open_appraisal", (), "open", ("committee.coordinator",), "8.7(91): each year, on frozen figures",
         ("appraised",)),
    Line("report", ("open",), "reported", _HEAD, "HZ-PERF 23: attainment, what was not met and why, measures"),
    Line("moderate", ("open", "reported", "replied"), "", _CHECKERS,
         "plan rules 4.6: every change of a judgement says who and why", ("appraised", "standin")),
    Line("put", ("open", "reported"), "put", _OFFICE, "the draft is put to the head before anything is concluded",
         ("appraised",)),
    Line("reply", ("put",), "replied", _HEAD, "plan rules 4.6: right of reply"),
    Line("issue", ("put", "replied"), "issued", _OFFICE, "with a conclusion, after the reply or its time",
         ("appraised", "standin")),
    Line("appeal", ("issued",), "appealed", _HEAD, "JN-PERF 26: within 15 working days"),
    Line("decide", ("appealed",), "final", ("committee.leader", "committee.reviewer", "any.reviewer"),
         "JN-PERF 26: within 10 working days, by another post than issued it", ("appraised", "standin", "issuer")),
    Line("finalise", ("issued",), "final", ("committee.coordinator", "system"), "when the time to appeal has run out"),
)  # fmt: skip
LINES = {line.verb: line for line in TABLE}


class Around(NamedTuple):
    """The posts (by code) that stand around an appraisal. `standin` is empty while the appraised post is held."""

    appraised: str
    committee: str
    standin: str = ""
    issuer: str = ""


def relations(actor: Actor, around: Around) -> frozenset[str]:
    """How an actor stands to an appraisal: the names used in `who` and `never`."""
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind != "officer" or actor.post is None:
        return frozenset()
    holds = {
        "appraised": actor.post == around.appraised,
        "standin": bool(around.standin) and actor.post == around.standin,
        "issuer": bool(around.issuer) and actor.post == around.issuer,
    }
    names = {name for name, true in holds.items() if true} | {f"any.{role}" for role in actor.roles}
    return frozenset(names | {f"committee.{role}" for role in actor.roles if actor.unit == around.committee})


def may(verb: str, actor: Actor, around: Around) -> bool:
    """Whether the table lets this actor do this, whatever the state."""
    line, names = LINES[verb], relations(actor, around)
    return bool(names & set(line.who)) and not names & set(line.never)


JUDGEMENTS = ("met", "missed", "unknown", "not_due", "ended", "excused")
BY_PERSON = ("met", "missed", "excused")  # what a moderator may say instead of the computed judgement


def judgement(outcome: Outcome, gap: Fraction | None, *, binding: bool) -> str:
    """What a year's light comes to: one of JUDGEMENTS.

    A binding target is met when the figure reaches what the path asks at the end of the year, with no tolerance
    (8.7(73)): `gap` (more is better) is not negative. An expected one is met when its light is green. No data is
    unknown: neither met nor missed, and a moderator has to say which.
    """
    if outcome in ENDINGS:
        return "ended"
    if outcome is Outcome.NO_DATA:
        return "unknown"
    if outcome is Outcome.NOT_DUE:
        return "not_due"
    if binding and gap is not None:
        return "met" if gap >= 0 else "missed"
    return "met" if outcome in GREEN else "missed"


def counts_from(year: date, *, binding: bool) -> date:
    """The last day on which a target must be in force to be the one a year is appraised by (plan rules 4.4).

    `year` is the first day of the year. The target in force on the 1st of April in it; of a binding indicator, whose
    target only the full organ changes, the one in force on the last day of the half-year.
    """
    april = date(year.year if year.month <= 4 else year.year + 1, 4, 1)
    month = year.month + 6
    half = date(year.year + (month > 12), (month - 1) % 12 + 1, 1)
    return max(april, date.fromordinal(half.toordinal() - 1)) if binding else april


@dataclass(frozen=True, slots=True)
class YearOf:
    """One final appraisal in short: the first day of its year, and how many binding targets were missed in it."""

    year: date
    missed: int


COUNTED_YEARS = 3
CONSEQUENCES = ("none", "notice", "no_promotion", "removal_proposal")


def misses(years: Iterable[YearOf], newest: date) -> int:
    """In how many of the three years up to `newest` (the first day of one) a binding target was missed (8.7(93))."""
    since = date(newest.year - COUNTED_YEARS + 1, newest.month, newest.day)
    return len({one.year for one in years if one.missed and since <= one.year <= newest})


def consequence(missed_years: int) -> str:
    """What the rules of units name for so many years (JN-PERF 31): information, for a person to weigh."""
    return CONSEQUENCES[min(missed_years, len(CONSEQUENCES) - 1)]


@dataclass(frozen=True, slots=True)
class Part:
    """One line that may be weighed: its weight, how far it came (p), and whether it binds."""

    key: str
    weight: Fraction
    progress: Fraction | None
    binding: bool = False


def weighted(parts: Sequence[Part]) -> Fraction | None:
    """Sum of w x p / sum of w, each p held between 0 and 1 (plan rules 4.6); only for whoever asks for a number.

    None when a binding line lacks data (invariant 15), or when nothing that is known has weight. An expected line
    without data drops out of both sums.
    """
    if any(part.binding and part.weight and part.progress is None for part in parts):
        return None
    known = [
        (part.weight, min(max(part.progress, Fraction(0)), Fraction(1))) for part in parts if part.progress is not None
    ]
    total = sum((weight for weight, _ in known), Fraction(0))
    return sum((weight * progress for weight, progress in known), Fraction(0)) / total if total else None


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit among its like: `kind` of the unit, binding targets `met` of `judged` ones."""

    unit: str
    kind: str
    met: int
    judged: int


def ranked(standings: Iterable[Standing]) -> Mapping[str, list[tuple[int | None, Standing]]]:
    """By kind of unit, the places of units among their like: more of the binding targets met first (plan rules 4.6).

    The same share is the same place, and the bigger number of targets stands first within it. Whoever has nothing
    that could be judged has no place and stands last.
    """
    groups: dict[str, list[Standing]] = {}
    for one in standings:
        groups.setdefault(one.kind, []).append(one)
    return {kind: _placed(group) for kind, group in sorted(groups.items())}


def _placed(group: Sequence[Standing]) -> list[tuple[int | None, Standing]]:
    judged = [one for one in group if one.judged]
    judged.sort(key=lambda one: (-Fraction(one.met, one.judged), -one.judged, one.unit))
    better = [Fraction(one.met, one.judged) for one in judged]
    placed: list[tuple[int | None, Standing]] = [
        (1 + sum(share > Fraction(one.met, one.judged) for share in better), one) for one in judged
    ]
    return placed + [(None, one) for one in sorted(group, key=lambda one: one.unit) if not one.judged]
