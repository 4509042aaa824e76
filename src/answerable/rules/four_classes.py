"""The official scale of a mid-term evaluation: early, faster, as expected, lagging (8.7(78); MID14 6.1).

It is another view of the same figures, not another judgement. The source names four classes and gives no line between
"faster" and "as expected": ours is a pace of 1.05, a setting, and never presented as official.
"""

from __future__ import annotations

from enum import StrEnum

from answerable.rules.lights import SETTINGS, Outcome, Settings, Status
from answerable.rules.trajectory import Aim


class Class(StrEnum):
    """提前實現, 快於預期, 基本符合, 滯後; and 停止, 擱置 with a reason (8.7(78))."""

    EARLY = "early"
    FASTER = "faster"
    AS_EXPECTED = "as_expected"
    LAGGING = "lagging"
    HALTED = "halted"
    SUSPENDED = "suspended"


_LAGGING = frozenset(
    {Outcome.MISSED, Outcome.REGRESSING, Outcome.SLIPPING, Outcome.BEHIND, Outcome.FAR_BEHIND}
)  # fmt: skip


def class_of(status: Status, aim: Aim, settings: Settings = SETTINGS) -> Class | None:
    """The class a computed status stands in; None where nothing can be said: no data, not due, withdrawn.

    Early: the target is reached before its day. Faster: the pace is at least 1.05. As expected: on track. Lagging:
    whatever is worse, so slipping lags too.
    """
    if status.outcome in (Outcome.HALTED, Outcome.SUSPENDED):
        return Class(status.outcome.value)
    before = status.reached is not None and status.reached.last_day < aim.until
    if before and status.outcome in (Outcome.TARGET_REACHED, Outcome.ACHIEVED):
        return Class.EARLY
    if status.outcome in _LAGGING:
        return Class.LAGGING
    if status.outcome not in (Outcome.ON_TRACK, Outcome.ACHIEVED):
        return None
    return Class.FASTER if status.pace is not None and status.pace >= settings.ahead else Class.AS_EXPECTED
