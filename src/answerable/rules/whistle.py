"""The life of a whistle (吹哨報到): the street blows, departments report, and only the blower ends it.

One table like rules.lifecycle: from which state, by which verb, into which state, who may, and the rule behind it.
`who` names relations: blower.<role> (a post of the unit that blows), cosigner.<role> (a post whose signature still
lacks), summoned.<role> (of a unit that is called and not released), above.<role> (of the authority above: any unit
in whose tree the blower or a called unit stands, or the coordinator's unit), system.
Silent, overdue and led are no states: they are read off the summonses (rules.summons).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import quantiles

from answerable.rules.access import Actor
from answerable.rules.lifecycle import Edge
from answerable.rules.problems import Problem

STATES = ("drafted", "blown", "ended", "withdrawn")
OPEN_STATES = ("drafted", "blown")
KINDS = ("problem", "joint", "emergency")
DIRECTIONS = ("up", "down")
STANCES = ("lead", "support", "not_ours")
CLOCKS = ("sign", "answer", "contact", "on_site", "report")
RATERS = ("blower", "resident", "local_unit")
STREETS = frozenset({"street", "town"})
BLOWS_UP = STREETS | {"district"}  # any other unit may blow up only about a case it leads
BLOWS_DOWN = frozenset({"department", "bureau"})
CALLED_UP = frozenset({"department", "bureau", "utility", "enterprise", "committee", "district"})
MAX_CALLED = 30  # at once; more is a circular and no whistle (a default of ours)
LEAST_ALIKE = 4  # units, for a middle half
CALLED_DOWN = STREETS | {"district"}

_HEAD = ("blower.unit_head",)
_BLOWER = ("blower.unit_head", "blower.handler")
_SUMMONED = ("summoned.unit_head", "summoned.handler")
_ABOVE = ("above.unit_head", "above.leader", "above.coordinator")

TABLE: tuple[Edge, ...] = (
    Edge(None, "draft", "drafted", _BLOWER, "YIH: the principal must approve; it waits for signatures"),
    Edge(None, "blow", "blown", _HEAD, "BJ-STREET 5: the street coordinates and directs"),
    Edge("drafted", "countersign", "drafted", ("cosigner.unit_head",), "NJ-GL: one signature of two"),
    Edge("drafted", "cosign", "blown", ("cosigner.unit_head",), "NJ-GL: signed by all who must sign"),
    Edge("drafted", "withdraw", "withdrawn", _BLOWER, "a whistle nobody has heard yet"),
    Edge("blown", "withdraw", "withdrawn", _BLOWER, "before anybody answered, and before anybody was silent"),
    Edge("blown", "end", "ended", _BLOWER, "PG1: nobody leaves before it is done; only the blower ends it"),
)
SIDE_TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("sign", ("blown",), _SUMMONED, "NJ-GL: signed for within the limit"),
    ("answer_summons", ("blown",), _SUMMONED, "PG3: one leads, others support; only this stops the limit to answer"),
    ("contact", ("blown",), _SUMMONED, "NJ-GL: the unit contacts the street"),
    ("attend", ("blown",), (*_SUMMONED, *_BLOWER), "PG2: blown on line, reported on the spot"),
    ("commit", ("blown",), _SUMMONED, "what a unit promises in the room, by a date"),
    ("fulfil", ("blown",), _SUMMONED, "what was promised and is done"),
    ("report", ("blown",), _SUMMONED, "NJ-GL: the unit reports what it did"),
    ("summon_more", ("blown",), (*_BLOWER, *_ABOVE), "BJ-STREET 17: another body turns out to be needed"),
    ("release", ("blown",), (*_BLOWER, *_ABOVE), "only the blower or the authority above lets a unit go"),
    ("add_task", ("blown",), (*_BLOWER, *_SUMMONED, *_ABOVE), "BJ-STREET 11: the street coordinates the work"),
    ("report_task", ("blown",), (*_BLOWER, *_SUMMONED), "a task is reported by the unit that has it"),
    ("decide", ("blown",), (*_BLOWER, *_ABOVE), "what was decided in the room"),
    ("add_document", ("drafted", "blown"), (*_BLOWER, *_SUMMONED, *_ABOVE), "papers with their digest"),
    ("rate", ("blown", "ended"), _BLOWER, "BJ-STREET 44, 45: the street has departments rated; never the reverse"),
    ("judge", ("ended",), _ABOVE, "BJ-REG 33: the blower is appraised too"),
    ("ring", ("blown",), ("system",), "a limit has passed; BJ-STREET 44: the silence is reported above"),
)
TABLE += tuple(Edge(s, verb, s, who, rule) for verb, states, who, rule in SIDE_TABLE for s in states)
EDGES: dict[tuple[str | None, str], Edge] = {(e.state, e.verb): e for e in TABLE}
VERBS = tuple(dict.fromkeys(e.verb for e in TABLE))


# One form on a screen, several verbs: how many signatures still lack decides which line of the table it is.
CHOICES: dict[str, tuple[str, ...]] = {"blow": ("blow", "draft"), "cosign": ("cosign", "countersign")}


def edge(state: str | None, verb: str) -> Edge | None:
    """The line of the table for a verb in a state, or None when the table has none."""
    return EDGES.get((state, verb))


def relations(
    actor: Actor, *, blower: str, summoned: Collection[str], above: Collection[str], signers: Collection[str]
) -> frozenset[str]:
    """How an actor stands to a whistle. `above` are codes of units, `signers` of posts whose signature lacks."""
    if actor.kind != "officer":
        return frozenset({"system"}) if actor.kind == "system" else frozenset()
    stands = {"blower"} if actor.unit == blower else set()
    stands |= {"summoned"} if actor.unit in summoned else set()
    party = actor.unit == blower or actor.unit in summoned
    stands |= {"above"} if actor.unit in above and not party else set()  # nobody lets itself go
    stands |= {"cosigner"} if actor.post in signers else set()
    return frozenset(f"{stand}.{role}" for stand in stands for role in actor.roles)


@dataclass(frozen=True, slots=True)
class Wish:
    """A whistle somebody wishes to blow. `leads` says whether the unit leads a case the whistle is about."""

    kind: str
    direction: str
    blower: str  # code of the unit
    blower_kind: str
    summoned: Sequence[tuple[str, str]]  # code and kind of each unit called
    leads: bool = False
    reason: str = ""


def check_wish(wish: Wish, *, grade_kinds: Collection[str], grade_directions: Collection[str]) -> list[Problem]:
    """Everything that stands against it: grade, direction, who calls whom (8.5(49), (52); BJ-STREET 5, 17, 32)."""
    problems = []
    if wish.kind not in grade_kinds:
        problems.append(Problem("grade_not_for_kind", "grade_code", {"whistle_kind": wish.kind}))
    if wish.direction not in grade_directions:
        problems.append(Problem("grade_not_for_direction", "grade_code", {"whistle_direction": wish.direction}))
    if wish.direction == "up" and wish.blower_kind not in BLOWS_UP and not wish.leads:
        problems.append(Problem("may_not_blow_up"))
    if wish.direction == "down" and wish.blower_kind not in BLOWS_DOWN:
        problems.append(Problem("may_not_blow_down"))
    if wish.direction == "down" and not wish.reason:
        problems.append(Problem("required", "reason_code"))
    if not wish.summoned:
        problems.append(Problem("nobody_called", "units"))
    if len(wish.summoned) > MAX_CALLED:
        problems.append(Problem("too_many_units", "units", {"limit": MAX_CALLED}))
    return problems + check_called(wish)


def check_called(wish: Wish) -> list[Problem]:
    """Every unit that may not be called: oneself, or one in the wrong direction (BJ-STREET 32: no dumping)."""
    called = CALLED_UP if wish.direction == "up" else CALLED_DOWN
    own = [Problem("calls_itself", "units") for code, _ in wish.summoned if code == wish.blower]
    return own + [
        Problem(f"not_called_{wish.direction}", "units", {"unit": code})
        for code, kind in wish.summoned
        if code != wish.blower and kind not in called
    ]


def signers(needed: int, heads: Sequence[str], heads_above: Sequence[str], *, above_may: bool) -> frozenset[str]:
    """The posts that may sign: the heads of the unit; where it has fewer than needed, also those of the unit above.

    NJ-GL asks secretary and director of the street both. Where a pack has one head post, the second signature is the
    superior's: a default of ours and not law, which a pack switches off (`second_signature_above`).
    """
    lacking = len(heads) < needed
    return frozenset(heads) | (frozenset(heads_above) if lacking and above_may else frozenset())


def band(rates: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """The middle half of the rates of units alike, from the first quartile to the third; None for fewer than four.

    8.5(55), PG4: a unit that blows much more, or much less, than those like it is looked at; neither is good or bad by
    itself. Quartiles as in the default of R (type 7).
    """
    if len(rates) < LEAST_ALIKE:
        return None
    low, _middle, high = quantiles(sorted(rates), n=4, method="inclusive")
    return low, high


def rating_problem(*, direction: str, rated_kind: str, called: bool) -> Problem | None:
    """Departments do not rate streets (BJ-STREET 43): nobody is rated in a whistle blown down, and no street ever."""
    if direction == "down" or rated_kind in STREETS:
        return Problem("streets_are_not_rated", "unit_code")
    return None if called else Problem("not_called_here", "unit_code")
