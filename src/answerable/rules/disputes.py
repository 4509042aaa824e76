"""Who may be the one: candidates of a dispute, who leads by default, and the rungs it climbs (JN 29-30, WF 22-24).

While a dispute is open the unit that leads goes on answering, and the unit it named answers with it. A dispute no
rung decided in time makes every unit that passed the case on answer again: nobody took it, so all of them do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

STANCES = ("lead", "support", "not_ours")
# An upper department goes before a lower government (WF 24); what stands here earlier leads.
RANKS = ("department", "bureau", "utility", "enterprise", "committee", "district", "town", "street")


def default_lead(candidates: Sequence[tuple[str, str]]) -> str | None:
    """Which of (unit, kind) leads when several have a duty: the department above the government below (WF 24).

    None without candidates; a kind that RANKS does not know goes last; a tie goes to who was named first.
    """
    if not candidates:
        return None
    known = {kind: place for place, kind in enumerate(RANKS)}
    order = sorted(range(len(candidates)), key=lambda i: (known.get(candidates[i][1], len(RANKS)), i))
    return candidates[order[0]][0]


def passed_on(leads: Iterable[str], now_leading: str) -> tuple[str, ...]:
    """Units that led before and do not lead now, in the order they did: they answer again from the second rung on."""
    return tuple(unit for unit in dict.fromkeys(leads) if unit != now_leading)


def objection_until(lead_since: datetime, hours: float) -> datetime:
    """The last instant at which the unit may object (AY-GOV 50: 24 hours, as the pack has it)."""
    return lead_since + timedelta(hours=hours)


def judges(rungs: Sequence[str], level: int, parties: Collection[str]) -> tuple[str, ...]:
    """The units that may rule on a dispute: those of its rung and of the rungs above, but no party to it.

    Who objected, who is named instead and who may be the one all have something to win by the ruling. Where above
    there are only parties, whoever of the rungs below is none rules; where everybody is one, the highest rung alone,
    for a dispute must end.
    """
    free = [unit for unit in rungs[level - 1 :] if unit not in parties]
    return tuple(free or [unit for unit in rungs if unit not in parties] or rungs[-1:])


def rung_for(rungs: Sequence[str], level: int, parties: Collection[str]) -> int:
    """The first rung from `level` on whose unit may rule; `level` itself where there is none."""
    free = (above for above in range(level, len(rungs) + 1) if rungs[above - 1] not in parties)
    return next(free, level)


def next_rung(level: int, rungs: int) -> int | None:
    """The rung above, or None on the last one, where a dispute stays until it is decided."""
    return level + 1 if level < rungs else None
