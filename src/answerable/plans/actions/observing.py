"""A data steward records a figure by hand. What was recorded before stays; the new figure is known from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from answerable.organisation.files import Upload, checked
from answerable.plans.actions.entries import (
    accepted_batch,
    history_of,
    indicator_by,
    keep_evidence,
    known_now,
    meaning_of,
    observation,
    says_the_same,
    wanted_of,
)
from answerable.plans.actions.work import act_on
from answerable.plans.models import Observation
from answerable.plans.queries.around import around_indicator
from answerable.rules.access import Actor
from answerable.rules.observing import Entry, Reported, check, warnings
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import Observation as Seen
from answerable.rules.vintages import State


@transaction.atomic
def observe(
    *, actor: Actor, now: datetime, plan_code: str, code: str, reported: Reported, source_address: str = "",
    uploads: Sequence[Upload] = (), confirmed: bool = False, version: int | None = None,
) -> Observation:  # fmt: skip
    """One figure of one period, with at most one paper that shows it.

    Refused with every problem at its field; with `figure_is_unusual` until `confirmed`; with `nothing_new` when it
    stands so already. A figure that differs from one recorded earlier is a revision, which says why.
    """
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "observe", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        meaning = meaning_of(row)
        entry, problems = check(reported, wanted_of(row.plan, meaning, now))
        if entry is None:
            raise Refused(problems)
        known = known_now(row.plan, row, now)
        entry = as_revision(entry, known.get(entry.period))
        if not confirmed:
            history = history_of(known, Fraction(meaning.factor), entry.period)
            unusual = warnings(
                entry, history, Fraction(meaning.factor), Fraction(str(work.book.limit("unusual_steps")))
            )
            if unusual:
                raise Refused(unusual)
        papers = [keep_evidence(work, upload) for upload in checked(uploads)[:1]]
        batch = accepted_batch(work, row, "typed")
        seen = observation(
            work, batch, meaning, entry, evidence=papers[0] if papers else None, address=source_address[:500]
        )
        work.add(seen)
    return seen


def as_revision(entry: Entry, seen: Seen | None) -> Entry:
    """What changes an earlier figure is called a revision and says why; what changes nothing is refused."""
    if seen is None:
        return entry
    if says_the_same(entry, seen):
        raise Refused(Problem("nothing_new", "value", {"found": entry.period.code}))
    if entry.state is not State.FINAL or seen.state is not State.FINAL:
        return entry
    if not entry.words:
        raise Refused(Problem("revision_needs_words", "words", {"found": entry.period.code}))
    return replace(entry, state=State.REVISED)
