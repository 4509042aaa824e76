"""Every write of reviews. What a verb needs and who may do it: rules.reviewing."""

from answerable.reviews.actions.calling import call_due, call_off_review, call_review, gather, gather_called
from answerable.reviews.actions.decisions import carry_out, confirm, remind_due, send_back
from answerable.reviews.actions.issues import answer_issue, ask_again, hand_over_issue, note_silence, settle_issue
from answerable.reviews.actions.meeting import add_item, decide, discuss, hold, minute, report

__all__ = [
    "add_item", "answer_issue", "ask_again", "call_due", "call_off_review", "call_review", "carry_out", "confirm",
    "decide", "discuss", "gather", "gather_called", "hand_over_issue", "hold", "minute", "note_silence", "remind_due",
    "report", "send_back", "settle_issue",
]  # fmt: skip
