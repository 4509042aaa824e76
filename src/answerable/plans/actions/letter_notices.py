"""Who is told of a letter of responsibility: the post it asks, and of an objection the committee's office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from answerable.organisation.models import Post
from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.work import Work
from answerable.plans.models import Letter
from answerable.plans.queries.mine import letter_names
from answerable.plans.sentences.shown import InWords

OFFICE_ROLE = "coordinator"


def tell_issued(work: Work, letters: Iterable[Letter]) -> None:
    """A line to each post that is asked to accept, however many letters it gets at once; none to whoever issues them.

    The line of an empty chair waits for the next holder: a letter is accepted by nobody else.
    """
    by_post: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        by_post[letter.accountability.post.code].append(letter)
    for code, own in by_post.items():
        if code == work.actor.post:
            continue
        one = len(own) == 1
        outbox.send_to_post(
            now=work.now, post=work.book.posts[code], template="letter_issued",
            about=own[0].pk if one else work.plan.pk, title=_about(own[0]) if one else work.plan, count=len(own),
            unit=work.book.units[work.plan.committee.code],
            link=addresses.letter(own[0].pk) if one else addresses.my_plan(),
        )  # fmt: skip


def tell_objected(work: Work, letter: Letter) -> None:
    """A line to the office of the plan's committee (its coordinators; its head where it has none)."""
    for post in _office(work):
        outbox.send_to_post(
            now=work.now, post=post, template="letter_objected", about=letter.pk, title=_about(letter),
            unit=letter.accountability.post.unit, words=letter.objection, link=addresses.letters(work.plan.code),
        )  # fmt: skip


def _about(letter: Letter) -> InWords:
    """The name of what the letter is about."""
    return InWords(lambda: letter_names([letter])[letter.pk])


def _office(work: Work) -> list[Post]:
    committee = work.plan.committee
    posts = [p for p in work.book.posts.values() if p.unit_id == committee.pk and OFFICE_ROLE in p.roles]
    return posts or [work.book.posts[committee.head_post.code]]
