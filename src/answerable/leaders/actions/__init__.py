"""Every write of the leaders' seat. What a verb needs and who may do it: rules.rota and rules.publicity."""

from answerable.leaders.actions.calls import take_call
from answerable.leaders.actions.promises import promise, ring_promises, settle_promise
from answerable.leaders.actions.shifts import (
    cancel_shift,
    close_shift,
    explain_absence,
    open_shift,
    plan_shift,
)
from answerable.leaders.actions.stories import TITLE_LENGTH, choose, publish, record_consent, withdraw, write

__all__ = [
    "TITLE_LENGTH", "cancel_shift", "choose", "close_shift", "explain_absence", "open_shift", "plan_shift", "promise",
    "publish", "record_consent", "ring_promises", "settle_promise", "take_call", "withdraw", "write",
]  # fmt: skip
