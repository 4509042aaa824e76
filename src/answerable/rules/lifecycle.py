"""The life of a case: one table, readable aloud.

Each edge says from which state, by which verb, into which state, who may, and the rule behind it.
Whatever can be derived (overdue, at risk, waiting for the citizen, disputed) is not a state.
`who` names relations: citizen, system, hotline.<role> (a post of the hotline body with that role),
lead.<role> (a post of the unit that leads), assist.<role>, any.<role> (a post anywhere),
asker.<role> (a post of the body that must ask the citizen, which never is a unit that handled the case),
candidate.<role> (a post of a unit that may be the one while a dispute is open), arbiter.<role> (a post of the unit of
the rung a dispute stands on, or of a rung above, that is no party to it), above.<role> (a post of a unit above the
lead, or the coordinator's).
"""

from __future__ import annotations

from typing import NamedTuple

STATES = ("received", "dispatched", "accepted", "in_hand", "answered", "verifying", "redo", "closed")
OPEN_STATES = STATES[:-1]
KINDS = ("consult", "help", "complaint", "report", "suggestion")


class Edge(NamedTuple):
    """One line of the table."""

    state: str | None
    verb: str
    next: str
    who: tuple[str, ...]
    rule: str


_DESK = ("hotline.call_taker", "hotline.dispatcher", "citizen", "system")
_DISPATCH = ("hotline.dispatcher", "any.coordinator")
_LEAD = ("lead.handler", "lead.unit_head")
_ASSIST = ("assist.handler", "assist.unit_head")
_ARBITER = ("arbiter.dispatcher", "arbiter.coordinator", "arbiter.leader", "arbiter.unit_head")
_ABOVE = ("above.unit_head", "above.leader", "above.coordinator")
_HOTLINE = ("hotline.callback_officer", "hotline.dispatcher")
_ASKER = ("asker.callback_officer", "asker.coordinator", "asker.leader")

TABLE: tuple[Edge, ...] = (
    # birth
    Edge(None, "receive", "received", _DESK, "BJ-REG 10: every contact is recorded in full"),
    Edge(None, "receive_dispatched", "dispatched", _DESK, "BJ-REG 11: duty clear, dispatch at once by the catalogue"),
    Edge(None, "receive_answered", "closed", ("hotline.call_taker",), "BJ-REG 11: consult answered at once"),
    Edge(None, "import", "closed", ("system",), "history brought in from another system"),
    Edge(None, "import_open", "dispatched", ("system",), "an open case brought in from another system"),
    # to whom
    Edge("received", "consult", "received", _DISPATCH, "BJ-REG 12: joint consultation before a difficult dispatch"),
    Edge(
        "received",
        "dispatch",
        "dispatched",
        (*_DISPATCH, *_ARBITER),
        "BJ-REG 11, 12: by the catalogue, to one lead unit",
    ),
    Edge("received", "route", "closed", _DISPATCH, "BJ-REG 11: the six matters that are no unit's case"),
    Edge("dispatched", "dispatch", "dispatched", _DISPATCH, "BJ-REG 12: a wrong dispatch is put right by the hotline"),
    Edge("dispatched", "object", "dispatched", _LEAD, "BJ-REG 12: objection with reason; the unit stays answerable"),
    Edge("accepted", "object", "accepted", _LEAD, "BJ-REG 12: objection with reason; the unit stays answerable"),
    Edge("in_hand", "object", "in_hand", _LEAD, "SZ: handle first, argue later; within the limit all the same"),
    Edge("dispatched", "uphold", "dispatched", _ARBITER, "BJ-REG 12: objection upheld, dispatched to another unit"),
    Edge("accepted", "uphold", "dispatched", _ARBITER, "BJ-REG 12: objection upheld, dispatched to another unit"),
    Edge("in_hand", "uphold", "dispatched", _ARBITER, "BJ-REG 12: objection upheld, dispatched to another unit"),
    # in the unit's hands
    Edge("dispatched", "accept", "accepted", _LEAD, "BJ-REG 14: the first receiver is responsible"),
    Edge("dispatched", "act", "in_hand", _LEAD, "handle first, argue later"),
    Edge("accepted", "act", "in_hand", _LEAD, "BJ-REG 15: handle within the limit"),
    Edge("in_hand", "act", "in_hand", _LEAD, "BJ-REG 15: handle within the limit"),
    Edge("redo", "act", "in_hand", _LEAD, "SZ: redo at once when the citizen is not satisfied"),
    Edge("accepted", "contact_citizen", "in_hand", _LEAD, "BJ-REG 15(1): contact the complainant"),
    Edge("in_hand", "contact_citizen", "in_hand", _LEAD, "BJ-REG 15(1): contact the complainant"),
    Edge("redo", "contact_citizen", "in_hand", _LEAD, "BJ-REG 15(1): contact the complainant"),
    Edge("in_hand", "ask_citizen", "in_hand", _LEAD, "a recorded question"),
    Edge("in_hand", "answer", "answered", _LEAD, "JN 27: reply with what was done, its basis and its evidence"),
    Edge("answered", "tell_citizen", "answered", _LEAD, "BJ-REG 15(3): feedback to the citizen"),
    Edge("answered", "tell_hotline", "verifying", _LEAD, "BJ-REG 15(3): and to the hotline; then the callback opens"),
    Edge("answered", "return_reply", "in_hand", _HOTLINE, "JN 27: a reply that is no answer goes back"),
    Edge("verifying", "return_reply", "in_hand", _HOTLINE, "JN 27: a reply that is no answer goes back"),
    # the citizen's word
    Edge("verifying", "attempt", "verifying", _ASKER, "8.4(34): up to three attempts"),
    Edge("verifying", "confirm", "closed", (*_ASKER, "citizen"), "BJ-REG 23: solved and satisfied"),
    Edge("verifying", "refute", "redo", (*_ASKER, "citizen"), "SZ: unsolved or dissatisfied"),
    Edge("verifying", "give_up", "closed", (*_ASKER, "system"), "8.4(34): nobody reached"),
    Edge("closed", "unmerge", "dispatched", (*_DISPATCH, "hotline.call_taker"), "8.1(5): every merge can be undone"),
    Edge("redo", "conclude", "closed", ("any.leader",), "a leader ends a listed case, with public reasons"),
)

# Acts that leave the state as it is, in every open state named.
_ANY_OPEN = OPEN_STATES
_WORK = ("dispatched", "accepted", "in_hand", "redo")
_BEFORE_ANSWER = ("received", *_WORK)
SIDE_TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("repeat", _ANY_OPEN, _DESK, "BJ-REG 11: the same matter joins the case it belongs to"),
    ("follow", _ANY_OPEN, ("citizen", "hotline.call_taker"), "others with the same trouble"),
    ("add_words", _ANY_OPEN, ("citizen", "hotline.call_taker"), "BJ-REG 8: the citizen may add"),
    ("attach", _ANY_OPEN, ("citizen", "hotline.call_taker", *_LEAD), "evidence with its digest"),
    ("note", _ANY_OPEN, (*_LEAD, *_HOTLINE, "assist.handler", "assist.unit_head"), "the whole process on the record"),
    ("recategorise", ("received", "dispatched"), _DISPATCH, "dispatch by the right row; clocks keep their start"),
    ("add_assistant", _WORK, (*_LEAD, *_DISPATCH), "BJ-REG 14: others cooperate, each within its limit"),
    ("report_part", _WORK, _ASSIST, "BJ-REG 14: report to the lead within the limit"),
    ("report_stage", _WORK, _ASSIST, "BJ-REG 14: a late part owes a reason and a stage report"),
    ("ask_cancel", _WORK, _LEAD, "BJ-REG 14: a part is given up only by agreement or by a ruling"),
    ("agree_cancel", _WORK, _ASSIST, "BJ-REG 14: the unit itself agrees that its part is not needed"),
    ("rule_cancel", _WORK, _DISPATCH, "BJ-REG 12: the hotline body rules that a part is not needed"),
    ("reject", _ANY_OPEN, _ARBITER, "BJ-REG 12: objection rejected; the unit is designated and may not object again"),
    (
        "state_view",
        _BEFORE_ANSWER,
        ("candidate.handler", "candidate.unit_head", *_LEAD),
        "BJ-REG 12: whoever may be it says so, in a consultation also who leads meanwhile",
    ),
    ("escalate", _ANY_OPEN, ("system",), "JN 29-30: not decided in time, so the next rung decides"),
    ("ask_extension", ("accepted", "in_hand", "redo"), _LEAD, "BJ-REG 15(2), AY-GOV 50: reason and new date"),
    ("ask_parking", ("accepted", "in_hand", "redo"), _LEAD, "JN 24: measures, explanation and a definite date"),
    ("grant", _BEFORE_ANSWER, ("lead.unit_head", *_ABOVE), "AY-GOV 50: by a head, never by who asked"),
    ("deny", _BEFORE_ANSWER, ("lead.unit_head", *_ABOVE), "AY-GOV 50: by a head, never by who asked"),
    ("review_parking", _ANY_OPEN, _ABOVE, "JN 24: looked at again when the date comes"),
    (
        "flag_interest",
        _ANY_OPEN,
        (*_DISPATCH, "hotline.call_taker"),
        "JN 32, XF 30: who is complained about is out",
    ),
    ("absorb", _ANY_OPEN, ("system",), "8.1(5): another case was found to be this one"),
    ("let_go", STATES, ("system",), "8.1(5): a merge was undone"),
    ("promote", STATES, ("hotline.dispatcher", "any.coordinator"), "BJ-REG 11: the dispatch catalogue is kept current"),
    ("ring", _ANY_OPEN, ("system",), "a limit comes near or has passed"),
)
TABLE += tuple(
    Edge(state, "merge", "closed", (*_DISPATCH, "hotline.call_taker"), "8.1(5): two cases that are one become one")
    for state in _BEFORE_ANSWER
)
TABLE += tuple(Edge(s, verb, s, who, rule) for verb, states, who, rule in SIDE_TABLE for s in states)

EDGES: dict[tuple[str | None, str], Edge] = {(e.state, e.verb): e for e in TABLE}
VERBS = tuple(dict.fromkeys(e.verb for e in TABLE))


# One form on a screen, several verbs: what was said decides which line of the table it is.
CHOICES: dict[str, tuple[str, str]] = {
    "record_verdict": ("confirm", "refute"),
    "rule": ("uphold", "reject"),
    "decide": ("grant", "deny"),
}


def edge(state: str | None, verb: str) -> Edge | None:
    """The line of the table for a verb in a state, or None when the table has none."""
    return EDGES.get((state, verb))


def verbs_from(state: str) -> tuple[str, ...]:
    """Every verb that has a line in this state, in the table's order."""
    return tuple(e.verb for e in TABLE if e.state == state)
