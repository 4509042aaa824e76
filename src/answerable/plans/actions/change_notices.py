"""Who is told how a change of a target goes: whoever answers for the indicator, who proposed it, and the committee."""

from __future__ import annotations

from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.work import Work
from answerable.plans.models import ChangeRequest, IndicatorVersion
from answerable.plans.sentences.changes import change_state_words
from answerable.plans.sentences.shown import InWords


def tell(work: Work, change: ChangeRequest) -> None:
    """A line in each inbox, once a post, but not in that of whoever acts: they know."""
    around, book = work.around, work.book
    owner = around.standin if around.vacant else around.owner
    head = work.plan.committee.head_post.code
    codes = dict.fromkeys((owner, change.proposed_by.code, head))
    meaning = IndicatorVersion.objects.filter(indicator=change.indicator, until=None).first()
    for code in codes:
        if code and code != work.actor.post:
            outbox.send_to_post(
                now=work.now, post=book.posts[code], template="change_moved", about=change.pk, number=change.number,
                title=meaning if meaning is not None else change.number, unit=book.posts[change.proposed_by.code].unit,
                state=InWords(lambda: change_state_words(change.state)), words=change.settled_words or change.necessity,
                link=addresses.change(change.number),
            )  # fmt: skip
