"""What a new definition is to a promise: another way to say it, or an easier promise (invariant 8; 8.7(73), (87)).

A definition is changed by the statistician and the committee. Where it makes the promise easier (binding becomes
expected, the tolerance widens, no light can be given any more) it takes the way of a lowered target besides: otherwise
what the committee may not do to a target could be done to its definition.
"""

from __future__ import annotations

import re

from answerable.rules.adjustment import ChangeClass
from answerable.rules.lights import tolerance_of
from answerable.rules.measures import Measure, Nature
from answerable.rules.trajectory import Aim

# Once said, these change only by a change request: a light rests on them. An empty one is a gap, and may be filled.
FIXED = (
    "kind", "direction", "nature", "tolerance", "grace_days", "lag_days", "period", "factor", "ranks", "relative_to",
)  # fmt: skip
ENDS = ("withdrawn", "merged", "suspended", "halted")
_FIRMNESS = {Nature.BINDING: 2, Nature.EXPECTED: 1, Nature.OTHER: 0}


def classes_of(old: Measure | None, new: Measure | None, aim: Aim | None) -> frozenset[ChangeClass]:
    """The classes of a change of the definition from `old` to `new` (None: no light can be given by it)."""
    easier = old is not None and (new is None or _looser(old, new) or _wider(old, new, aim))
    return frozenset({ChangeClass.DEFINITION, *([ChangeClass.LOWER] if easier else [])})


def _looser(old: Measure, new: Measure) -> bool:
    return _FIRMNESS[new.nature] < _FIRMNESS[old.nature]


def _wider(old: Measure, new: Measure, aim: Aim | None) -> bool:
    """By the tolerance that the rules use; without an aim, by what is written."""
    if aim is None:
        return (new.tolerance or 0) > (old.tolerance or 0)
    return tolerance_of(new, aim) > tolerance_of(old, aim)


def ends_of(nature: Nature, *, published: bool) -> tuple[str, ...]:
    """How an indicator may be ended by one act. What was published is dropped by a change; what is not binding may be
    suspended or halted by a decision."""
    if not published:
        return ENDS
    return () if nature is Nature.BINDING else ("suspended", "halted")


def keeps_numbers(was: str, now: str) -> bool:
    """Whether a name put right still says the same numbers: what is promised is no matter of spelling."""
    return re.findall(r"\d+", was) == re.findall(r"\d+", now)
