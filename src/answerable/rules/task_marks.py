"""How a task or a hand-off stands on a day: on time, late, at risk. Read off its dates, stored nowhere.

Sources: domain rules 8.7 (75) a node counts when it is accepted by another than its owner, (92) how departments work
together is measured from the record of nodes, not from opinion; plan rules 4.2 (17). What makes a task "at risk" no
source says: here it is a forecast later than the due date, a start that was missed, or a hand-off it waits for that is
late; each is named, so that a reader can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MARKS = ("done", "done_late", "cancelled", "waits_for_acceptance", "late", "at_risk", "on_time", "undated")
RISKS = ("forecast_late", "p80_late", "start_missed", "handoff_late")
HANDOFF_STATES = ("asked", "promised", "given", "returned", "accepted")
_CLOSED = {"accepted": "done", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class TaskTimes:
    """What is known of a task. `forecast_on` is the earliest finish of the network, `p80_on` the P80 of the odds."""

    state: str
    starts_on: date | None = None
    due_on: date | None = None
    started_on: date | None = None
    finished_on: date | None = None
    submitted_on: date | None = None  # of the submission that waits
    forecast_on: date | None = None
    p80_on: date | None = None
    late_handoffs: int = 0


def mark(times: TaskTimes, today: date) -> str:
    """One of MARKS. Handed in by the due date and still waiting for the acceptor is not the owner's lateness."""
    due = times.due_on
    if times.state in _CLOSED:
        late = times.state == "accepted" and due is not None and (times.finished_on or due) > due
        return "done_late" if late else _CLOSED[times.state]
    if times.state == "submitted":
        return "waits_for_acceptance" if due is None or (times.submitted_on or today) <= due else "late"
    if due is None:
        return "at_risk" if risks(times, today) else "undated"
    if due < today:
        return "late"
    return "at_risk" if risks(times, today) else "on_time"


def risks(times: TaskTimes, today: date) -> tuple[str, ...]:
    """Why an open task may become late: some of RISKS; none for one that is handed in or closed."""
    if times.state not in ("planned", "started"):
        return ()
    due = times.due_on or date.max
    found = {
        "forecast_late": times.forecast_on is not None and times.forecast_on > due,
        "p80_late": times.p80_on is not None and times.p80_on > due,
        "start_missed": times.state == "planned" and times.starts_on is not None and times.starts_on < today,
        "handoff_late": times.late_handoffs > 0,
    }
    return tuple(name for name in RISKS if found[name])


def days_late(state: str, due_on: date | None, done_on: date | None, today: date) -> int:
    """Calendar days past the due date: until it was done, or until today; 0 without a date, or when cancelled."""
    if due_on is None or state == "cancelled":
        return 0
    return max(0, ((done_on or today) - due_on).days)


def handoff_state(*, promised_on: date | None, given_on: date | None, accepted_on: date | None, returned: bool) -> str:
    """One of HANDOFF_STATES. `returned` says that it was sent back and not given again since."""
    if accepted_on is not None:
        return "accepted"
    if given_on is not None:
        return "given"
    if returned:
        return "returned"
    return "asked" if promised_on is None else "promised"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing one post owes others by a day: a hand-off, or its own part in another post's task.

    `due_on` is the date first promised, which never moves; `done_on` the day of what was accepted in the end.
    """

    post: str
    key: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a post's nodes that came due were done by then; `share` is None without any."""

    due: int
    on_time: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.on_time, self.due) if self.due else None


def coordination(nodes: Iterable[Node], *, since: date, until: date, today: date) -> dict[str, Share]:
    """By post, the nodes due from `since` to `until` whose day has passed or that are done, and those done in time."""
    counted: dict[str, list[bool]] = {}
    for node in nodes:
        done_on = node.done_on if node.done_on is not None and node.done_on <= today else None
        if since <= node.due_on <= until and (node.due_on < today or done_on is not None):
            counted.setdefault(node.post, []).append(done_on is not None and done_on <= node.due_on)
    return {post: Share(len(times), sum(times)) for post, times in counted.items()}
