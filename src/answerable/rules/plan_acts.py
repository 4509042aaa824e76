"""Who may do what with a plan: every verb, the states it fits, who may, and the rule behind it, in one table.

Sources: 部門首長責任制 (one named head answers), BJ-PLAN and SUPV (adjustment only through committee and legislature),
OWN (a principle of this system where no published rule was found). Columns: the noun acted on; the states of that noun
in which the verb fits (empty: any); who.

`who` names relations of an actor to the thing: owner (the accountable post, or who stands in while it is vacant),
contributor, steward, reviewer (posts of that kind for the subject), acceptor, giver, taker, proposer, invited (an
outsider asked to an open evaluation), above.<role> (a post of a unit above the owner's), committee.<role> (a post of
the plan's committee), any.<role> (a post anywhere), system.
"""

from __future__ import annotations

from typing import NamedTuple

from answerable.rules.access import Actor


class Line(NamedTuple):
    """One verb. `never` are relations that bar it, whatever else the actor is (nobody confirms their own work)."""

    verb: str
    noun: str
    states: tuple[str, ...]
    who: tuple[str, ...]
    rule: str
    never: tuple[str, ...] = ()


_OFFICE = ("committee.coordinator", "any.administrator")
_CHECKERS = ("committee.coordinator", "committee.reviewer", "any.statistician", "any.reviewer")
_JUDGES = ("committee.leader", "committee.coordinator", "any.reviewer")

TABLE: tuple[Line, ...] = (
    Line("create_plan", "plan", (), _OFFICE, "a plan is drawn up by the committee's office"),
    Line("import_plan", "plan", ("draft", "published"), _OFFICE, "what is brought in says where it comes from"),
    Line("edit_plan", "plan", ("draft",), _OFFICE, "before publication words may change; afterwards only by a change"),
    Line("publish_plan", "plan", ("draft", "published"), ("committee.coordinator", "committee.leader"),
         "invariant 3: whole before it binds; every version stays"),
    Line("close_plan", "plan", ("published",), ("committee.coordinator", "committee.leader"), "BJ-PLAN 13"),
    Line("link_item", "plan", ("draft", "published"), (*_OFFICE, "owner"), "a plan item without a link is listed"),
    Line("unlink_item", "plan", ("draft", "published"), _OFFICE, "a wrong link goes with the reason, and is kept"),
    Line("make_year", "plan", ("published",), ("committee.coordinator",), "BJ-PLAN 14(3): the year from the plan"),
    Line("freeze", "plan", ("published", "closed"), ("committee.coordinator", "any.reviewer", "system"),
         "invariant 19"),
    Line("appoint", "plan", (), _OFFICE, "8.7(70): exactly one first responsible head"),
    Line("issue_letter", "plan", (), ("committee.coordinator", "committee.leader"), "duty, deadline, standard, limits"),
    Line("accept_letter", "plan", (), ("owner",), "accepted by whoever holds the post", ("standin",)),
    Line("object_letter", "plan", (), ("owner",), "a head may say what the letter asks beyond the post", ("standin",)),
    Line("set_pilot", "plan", ("draft", "published"), ("committee.coordinator", "committee.leader"),
         "the rule of one head may start on chosen items; which, is shown"),
    Line("add_indicator", "plan", ("draft", "published"), _OFFICE, "8.7(70)"),
    Line("add_task", "plan", ("draft", "published"), (*_OFFICE, "owner"), "8.7(71)"),
    Line("take_baseline", "plan", (), ("committee.coordinator",), "a picture of the schedule stays for good"),
    Line("import_schedule", "plan", ("draft", "published"), _OFFICE, "what is brought in says where it comes from"),
    Line("run_schedule", "plan", (), ("committee.coordinator", "any.unit_head", "system"), "computed, with its seed"),
    Line("break_down", "indicator", (), _OFFICE, "8.7(74): year, quarter, month; nobody bends their own path",
         ("owner",)),
    Line("set_target", "indicator", (), ("committee.coordinator", "committee.leader"),
         "the first target; a later one only by a change", ("owner",)),
    Line("redefine", "indicator", (), ("any.statistician",), "invariant 8: other words or source, by a decision",
         ("owner",)),
    Line("relate", "indicator", (), (*_OFFICE, "owner"), "4.7: a part is linked to what it is a part of"),
    Line("unrelate", "indicator", (), _OFFICE, "a wrong link goes with the reason, and is kept"),
    Line("end_indicator", "indicator", (), ("committee.leader", "committee.coordinator"), "invariants 8 and 14",
         ("owner",)),
    Line("observe", "indicator", (), ("steward", "any.statistician"), "8.7(77): every value says who recorded it"),
    Line("upload", "indicator", (), ("steward", "any.statistician"), "read whole or not; shown before it counts"),
    Line("set_feed", "indicator", (), ("steward", "any.statistician", "committee.coordinator"), "pulled, accepted"),
    Line("pull", "indicator", (), ("steward", "any.statistician", "system"), "what changed is shown before it counts"),
    Line("accept_batch", "indicator", (), ("steward", "any.statistician", "committee.coordinator"), "invariant 5"),
    Line("refuse_batch", "indicator", (), ("steward", "any.statistician", "committee.coordinator"), "with the reason"),
    Line("compute", "indicator", (), ("steward", "any.statistician", "system"), "from the case stream, pinned"),
    Line("approve_observation", "indicator", (), _CHECKERS, "checked by somebody else", ("steward",)),
    Line("override", "indicator", (), _JUDGES, "invariant 18: who, why, until when", ("owner",)),
    Line("end_override", "indicator", (), _JUDGES, "invariant 18", ("owner",)),
    Line("judge", "indicator", (), _JUDGES, "8.7(81): by somebody other than the owner", ("owner",)),
    Line("send_lag_notice", "indicator", (), ("committee.coordinator", "any.reviewer", "system"), "JN-PERF 15"),
    Line("ring_lag_notice", "indicator", (), ("system",), "JN-PERF 15: silence is told to the head above"),
    Line("answer_lag_notice", "indicator", (), ("owner",), "JN-PERF 15: cause, measure, new date in 10 working days"),
    Line("link_category", "indicator", (), ("owner", "committee.coordinator", "any.statistician"),
         "8.7(96): complaints about the same thing are read beside the figure"),
    Line("unlink_category", "indicator", (), ("committee.coordinator", "any.statistician"),
         "8.7(96): not by whoever answers for the figure", ("owner",)),
    Line("propose_change", "indicator", (),
         ("contributor", "committee.coordinator", "committee.leader", "above.unit_head", "above.leader",
          "any.reviewer"),
         "BJ-PLAN 29; invariant 7: never by whoever answers for it", ("owner",)),
    Line("record_step", "change", ("proposed", "approved"), ("committee.coordinator", "committee.leader"),
         "BJ-PLAN 30 to 32: the organ decides", ("owner", "proposer")),
    Line("sign_definition", "change", ("proposed",), ("any.statistician",), "invariant 8: statistician and committee",
         ("owner", "proposer")),
    Line("make_effective", "change", ("approved",), ("committee.coordinator", "committee.leader"),
         "only when every step is on the record", ("owner", "proposer")),
    Line("correct_name", "plan", ("published",), ("committee.coordinator",),
         "class editorial: the secretariat, on the record", ("owner",)),
    Line("withdraw_change", "change", ("proposed", "approved"), ("proposer",), "taken back by whoever proposed it"),
    Line("edit_task", "task", ("planned", "started"), (*_OFFICE, "owner"), "dates promised stay in the baseline"),
    Line("move_task", "task", ("planned", "started"), _OFFICE, "8.7(75): its date, standard and acceptor, with why",
         ("owner",)),
    Line("start_task", "task", ("planned",), ("owner", "contributor"), "8.7(75)"),
    Line("estimate", "task", ("planned", "started"), ("owner", "contributor"), "three estimates, for the odds"),
    Line("submit", "task", ("planned", "started"), ("owner",), "8.7(75): submitted is not accepted"),
    Line("accept_task", "task", ("submitted",), ("acceptor",), "invariant 17: another post than owner's", ("owner",)),
    Line("return_task", "task", ("submitted",), ("acceptor",), "sent back with the reason", ("owner",)),
    Line("cancel_task", "task", ("planned", "started", "submitted"), ("committee.coordinator", "committee.leader"),
         "invariant 14: it stays and is counted"),
    Line("depend", "task", (), (*_OFFICE, "owner"), "invariant 16: no cycles"),
    Line("make_parallel", "task", (), (*_OFFICE, "owner"), "串聯式 -> 並聯式, with the reason"),
    Line("step_in", "task", (), (*_OFFICE, "owner", "any.reviewer"), "why government does this"),
    Line("budget", "task", (), (*_OFFICE, "owner", "steward"), "planned value and cost, by period"),
    Line("ask_handoff", "task", (), ("owner", "contributor", *_OFFICE), "what one post needs from another"),
    Line("promise_handoff", "handoff", ("asked", "promised", "returned"), ("giver",), "the first date promised stays"),
    Line("give_handoff", "handoff", ("asked", "promised", "returned"), ("giver",), "given, with the day"),
    Line("accept_handoff", "handoff", ("given",), ("taker",), "accepted by whoever needs it", ("giver",)),
    Line("return_handoff", "handoff", ("given",), ("taker",), "sent back with the reason", ("giver",)),
    Line("ring_handoff", "handoff", ("promised", "returned"), ("system",), "it is late: whoever waits is told"),
    Line("open_evaluation", "plan", ("published",), ("committee.coordinator", "committee.leader"), "SUPV 23"),
    Line("invite", "evaluation", ("open",), ("committee.coordinator",), "think tanks, academia, industry, legislators"),
    Line("find", "evaluation", ("open",), ("invited",), "findings by outsiders, on figures of one vintage"),
    Line("answer_finding", "evaluation", ("open", "closed"), ("committee.coordinator", "owner"), "with a follow-up"),
    Line("link_change", "evaluation", ("open", "closed"), ("committee.coordinator",), "BJ-PLAN 26: what came of it"),
    Line("finish_finding", "evaluation", ("open", "closed"), ("committee.coordinator",), "done says how"),
    Line("close_evaluation", "evaluation", ("open",), ("committee.coordinator", "committee.leader"), "with a summary"),
)  # fmt: skip
LINES = {line.verb: line for line in TABLE}


class Around(NamedTuple):
    """Posts (by code) that stand in some relation to the thing acted on, and the units that matter."""

    committee: str = ""
    owner: str = ""
    vacant: bool = False  # the owner's post has no holder
    standin: str = ""  # the post that answers while it is vacant
    owner_unit: str = ""
    above: frozenset[str] = frozenset()  # units above the owner's
    contributors: frozenset[str] = frozenset()
    stewards: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    acceptor: str = ""
    giver: str = ""
    taker: str = ""
    proposer: str = ""
    invited: frozenset[str] = frozenset()


def relations(actor: Actor, around: Around) -> frozenset[str]:
    """How an actor stands to the thing: the names used in `who` and `never`."""
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind != "officer" or actor.post is None:
        return frozenset()
    post = actor.post
    answers = around.standin if around.vacant else around.owner
    holds = {
        "owner": post in (around.owner, answers) and bool(post),
        "standin": around.vacant and post == around.standin and post != around.owner,
        "contributor": post in around.contributors,
        "steward": post in around.stewards,
        "reviewer": post in around.reviewers,
        "acceptor": post == around.acceptor,
        "giver": post == around.giver,
        "taker": post == around.taker,
        "proposer": post == around.proposer,
        "invited": post in around.invited,
    }
    names = {name for name, true in holds.items() if true}
    for role in actor.roles:
        names.add(f"any.{role}")
        if actor.unit == around.committee:
            names.add(f"committee.{role}")
        if actor.unit in around.above:
            names.add(f"above.{role}")
    return frozenset(names)


def may(verb: str, actor: Actor, around: Around) -> bool:
    """Whether the table lets this actor do this."""
    line, names = LINES[verb], relations(actor, around)
    return bool(names & set(line.who)) and not names & set(line.never)
