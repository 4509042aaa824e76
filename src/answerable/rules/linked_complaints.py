"""A target is met and the complaints about the same thing rise: then somebody looks at the numbers (8.7(96)).

It is a mark, not a finding: a campaign that makes people tell us more raises complaints too.
"""

from __future__ import annotations

from fractions import Fraction

from answerable.rules.lights import GREEN, Outcome


def rise(now: int, before: int) -> Fraction | None:
    """By what share complaints rose; None where there were none before."""
    return Fraction(now - before, before) if before else None


def to_be_checked(outcome: Outcome, now: int, before: int, *, limit: Fraction, smallest: int) -> bool:
    """Whether an indicator that says "met" is marked: linked complaints rose by more than `limit` (0.5: by half).

    With fewer than `smallest` complaints now nothing is said. From none to `smallest` or more is a rise.
    """
    if outcome not in GREEN or now < smallest:
        return False
    risen = rise(now, before)
    return risen is None or risen > limit
