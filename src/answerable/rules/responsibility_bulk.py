"""Who answers, for the acts of any number of cases at once: what `rules.responsibility.parts` says of each.

For an audit of a whole year, or a change of the rule tried on the past. It stands apart from `rules.responsibility` so
that who asks about one case does not load numpy.

A unit begins a part that it does not have and ends one that it has, so the begins and ends of one unit in one role of
one case, in order, say everything: a begin after a begin and an end after an end change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from answerable.rules.responsibility import ASKED_BY, ASSIST, CANDIDATE, LEAD, RULINGS
from answerable.rules.responsibility_columns import NEVER, NOBODY, ROLES, RULES, VERB, Acts, Numbered, Open, Parts, each

__all__ = ["answers_all", "open_all", "parts_all"]

_LEAD, _CANDIDATE, _ASSIST = (ROLES.index(role) for role in (LEAD, CANDIDATE, ASSIST))
_BEGIN, _END, _REPORT = range(3)


def parts_all(acts: Acts) -> Parts:
    """Every part anybody had in any of the cases, from the acts alone; those that lasted no time are left out."""
    leading = _Leading(acts)
    found = [_leads(acts, leading), _assists(acts, leading), _candidates(acts, leading)]
    whole = Parts(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    return whole.rows(whole.since < whole.until).sorted()


def open_all(acts: Acts) -> Open:
    """From when until when each case was open: what `responsibility.open_times` says of each."""
    first = _first(acts.case)
    begins = np.flatnonzero((first == np.arange(first.size)) | (acts.verb == VERB["unmerge"]))
    ends = np.flatnonzero(acts.closed != NEVER)
    runs = _runs(acts, [_events(begins, 0, 0, _BEGIN), _events(ends, 1, 0, _END)])
    since, until = acts.at[runs.begin], np.where(runs.end < 0, NEVER, acts.closed[runs.end])
    lasting = since < until
    return Open(acts.case[runs.begin][lasting], since[lasting], until[lasting])


def answers_all(parts: Parts, opened: Open) -> Parts:
    """The same parts cut to what is answered for: while the case is open, and by assistants until they have reported.

    Rows of `opened` are in the order of their cases.
    """
    low, high = (np.searchsorted(opened.case, parts.case, side) for side in ("left", "right"))
    part, place = each(low, high)
    kept = parts.rows(part)
    until = np.minimum(np.where(kept.role == _ASSIST, np.minimum(kept.until, kept.reported), kept.until),
                       opened.until[place])  # fmt: skip
    since = np.maximum(kept.since, opened.since[place])
    cut = Parts(kept.case, kept.unit, kept.role, kept.rule, since, until, kept.reported)
    return cut.rows(since < until)


class _Leading:
    """Who leads before and after each act, and which acts move the lead."""

    def __init__(self, acts: Acts) -> None:
        index, first = np.arange(acts.case.size), _first(acts.case)
        names = acts.lead != NOBODY
        last = np.maximum.accumulate(np.where(names, index, NOBODY))
        self.after = np.where(last >= first, acts.lead[last], NOBODY)
        self.before = np.where(index > first, np.roll(self.after, 1), NOBODY)
        self.moves = names & (acts.lead != self.before)
        self.moved = np.flatnonzero(self.moves)
        self.first = first


def _first(case: Numbered) -> Numbered:
    """For each act the place of the first act of its case."""
    index = np.arange(case.size)
    begins = np.append(True, case[1:] != case[:-1])[: case.size]
    found: Numbered = np.maximum.accumulate(np.where(begins, index, 0))
    return found


def _leads(acts: Acts, leading: _Leading) -> Parts:
    begin = leading.moved
    case, since = acts.case[begin], acts.at[begin]
    followed = np.append(case[1:] == case[:-1], False)[: case.size]
    until = np.where(followed, np.roll(since, -1), NEVER)
    role, reported = np.full_like(case, _LEAD), np.full_like(case, NEVER)
    return Parts(case, acts.lead[begin], role, acts.rule[begin], since, until, reported)


class _Events(NamedTuple):
    """Begins, ends and reports as columns: in which act, as which step of it, of which unit, under which rule."""

    act: Numbered
    step: Numbered
    unit: Numbered
    kind: Numbered
    rule: Numbered


def _events(act: Numbered, step: int, unit: Numbered | int, kind: int, rule: Numbered | int = 0) -> _Events:
    filled = (np.broadcast_to(np.asarray(value, np.int64), act.shape) for value in (step, unit, kind, rule))
    return _Events(act, *filled)


def _assists(acts: Acts, leading: _Leading) -> Parts:
    act, unit = _not_leading(acts.asked, leading)
    by = {VERB[verb]: RULES.index(rule) for verb, rule in ASKED_BY.items()}
    rule = np.array([by.get(verb, RULES.index("catalogue")) for verb in range(len(VERB))])[acts.verb[act]]
    moved = leading.moved[np.isin(acts.case[leading.moved], acts.case[act])]
    done = np.flatnonzero(acts.done != NOBODY)
    reports = acts.verb[done] == VERB["report_part"]
    reported, ended = done[reports], done[~reports]
    runs = _runs(acts, [
        _events(moved, 0, acts.lead[moved], _END), _events(act, 1, unit, _BEGIN, rule),
        _events(ended, 2, acts.done[ended], _END), _events(reported, 2, acts.done[reported], _REPORT),
    ])  # fmt: skip
    return _parts(acts, runs, _ASSIST)


def _candidates(acts: Acts, leading: _Leading) -> Parts:
    """Whoever is named, asked or passed the case on, until a ruling, or until it is complained about."""
    act, unit = _not_leading(acts.named, leading)
    rule = np.where(acts.verb[act] == VERB["consult"], *_rules("consulted", "named"))
    again, earlier = _passed_on(acts, leading)
    rulings = np.isin(acts.verb, [VERB[verb] for verb in RULINGS])
    ruled = np.flatnonzero(rulings | (leading.moves & (acts.verb == VERB["flag_interest"])))
    out = np.flatnonzero((acts.done != NOBODY) & (acts.verb == VERB["flag_interest"]))
    begins = [_events(again, 1, earlier, _BEGIN, RULES.index("passed_on")), _events(act, 2, unit, _BEGIN, rule)]
    ends = [_ended_by(ruled, some, acts.case) for some in begins]
    runs = _runs(acts, [*begins, *ends, _events(out, 3, acts.done[out], _END)])
    return _parts(acts, runs, _CANDIDATE)


def _rules(*names: str) -> list[int]:
    return [RULES.index(name) for name in names]


def _not_leading(pairs: Numbered, leading: _Leading) -> tuple[Numbered, Numbered]:
    act, unit = pairs[:, pairs[1] != leading.after[pairs[0]]]
    return act, unit


def _passed_on(acts: Acts, leading: _Leading) -> tuple[Numbered, Numbered]:
    """For each escalation, every unit that led before and does not now, unless the case is a complaint about it.

    A unit may stand there twice.
    """
    climbs = np.flatnonzero(acts.verb == VERB["escalate"])
    low, high = np.searchsorted(leading.moved, leading.first[climbs]), np.searchsorted(leading.moved, climbs)
    climb, place = each(low, high)
    act, unit = climbs[climb], acts.lead[leading.moved[place]]
    earlier = (unit != leading.before[act]) & ~_complained_about(acts, act, unit)
    return act[earlier], unit[earlier]


def _complained_about(acts: Acts, act: Numbered, unit: Numbered) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether before an act its case was found to be a complaint about a unit."""
    flags = np.flatnonzero((acts.verb == VERB["flag_interest"]) & (acts.done != NOBODY))
    if not flags.size:
        return np.zeros(act.shape, np.bool_)
    units = int(max(acts.done.max(), acts.lead.max())) + 1
    keys, first = np.unique(acts.case[flags] * units + acts.done[flags], return_index=True)
    wanted = acts.case[act] * units + unit
    place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (keys[place] == wanted) & (flags[first[place]] < act)
    return found


def _ended_by(ruled: Numbered, begins: _Events, case: Numbered) -> _Events:
    """The end that the next ruling of the case puts to what began."""
    place = np.searchsorted(ruled, begins.act, "right")
    ruling = np.append(ruled, NOBODY)[place]
    there = (ruling != NOBODY) & (case[ruling] == case[begins.act])
    return _events(ruling[there], 0, begins.unit[there], _END)


class _Runs(NamedTuple):
    """What ran from a begin to an end, by the acts that did it (NOBODY: goes on, not reported)."""

    begin: Numbered
    end: Numbered
    reported: Numbered
    unit: Numbered
    rule: Numbered


def _runs(acts: Acts, some: Sequence[_Events]) -> _Runs:
    """Runs of each unit in each case: a begin while it runs and an end while it does not change nothing."""
    act, step, unit, kind, rule = (np.concatenate(column) for column in zip(*some, strict=True))
    key = acts.case[act] * (int(unit.max(initial=0)) + 1) + unit
    order = np.lexsort((step, act, key))
    act, unit, kind, rule, key = (column[order] for column in (act, unit, kind, rule, key))
    turn = np.flatnonzero(kind != _REPORT)
    begins = kind[turn] == _BEGIN
    same = np.append(False, key[turn][1:] == key[turn][:-1])[: turn.size]
    running = same & np.append(False, begins[:-1])[: turn.size]
    start, stop = turn[begins & ~running], turn[~begins & running]
    following = np.append(stop, act.size)[np.searchsorted(stop, start)]
    ended = np.append(key, NOBODY)[following] == key[start]
    following = np.where(ended, following, act.size)
    report = np.flatnonzero(kind == _REPORT)
    place = np.searchsorted(start, report) - 1
    heard = (place >= 0) & (np.append(key[start], NOBODY)[place] == key[report])
    heard &= np.append(following, 0)[place] > report
    reported = np.full(start.size, NOBODY)
    np.maximum.at(reported, place[heard], act[report[heard]])
    end = np.append(act, NOBODY)[following]
    return _Runs(act[start], end, reported, unit[start], rule[start])


def _parts(acts: Acts, runs: _Runs, role: int) -> Parts:
    case, since = acts.case[runs.begin], acts.at[runs.begin]
    until, reported = (np.append(acts.at, NEVER)[act] for act in (runs.end, runs.reported))
    return Parts(case, runs.unit, np.full_like(case, role), runs.rule, since, until, reported)
