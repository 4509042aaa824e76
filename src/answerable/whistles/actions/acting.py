"""The one way an existing whistle is changed: lock it, ask the table, note what was silent, do the work, one entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.rules import whistle as rules
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem
from answerable.whistles.actions.silence import note_silence
from answerable.whistles.actions.work import Work, stale, stands
from answerable.whistles.models import Whistle
from answerable.whistles.queries.access import visible_to


def _locked(actor: Actor, number: str) -> Whistle:
    query = Whistle.objects.select_for_update(of=("self",)).select_related("jurisdiction", "unit", "grade")
    whistle = query.filter(number=number, jurisdiction__code=actor.jurisdiction).first()
    if whistle is None or not visible_to(actor).filter(pk=whistle.pk).exists():
        raise NotFound(Problem("no_such_whistle", "number", {"number": number[:40]}))
    return whistle


@contextmanager
def act_on(verb: str, *, actor: Actor, now: datetime, number: str, version: int | None = None) -> Iterator[Work]:
    """Run one act on one whistle in one transaction.

    Raises NotFound (also for whoever may not see it, as in queries.access), Stale (the version read is not the one
    stored), NotAllowed (the table has no such edge for this actor now). On any error nothing is changed. A limit to
    sign that has passed is noted before any act, so that nobody can slip a word in front of their own silence.
    """
    with transaction.atomic():
        whistle = _locked(actor, number)
        edge = rules.edge(whistle.state, verb)
        if version is not None and version != whistle.version:
            raise stale(whistle, version)
        if edge is None:
            raise NotAllowed(
                Problem("whistle_not_in_this_state", "", {"whistle_act": verb, "whistle_state": whistle.state})
            )
        summonses = list(
            whistle.summonses.filter(released_at=None).select_related("unit").order_by("summoned_at", "id")
        )
        book = organisation.rulebook(whistle.jurisdiction)
        if not stands(whistle, actor, summonses, book) & set(edge.who):
            raise NotAllowed(Problem("not_yours_in_this_whistle", "", {"whistle_act": verb}))
        record = Record(stream=whistle.pk, salt=whistle.salt, verb=verb, actor=actor, at=now, rule=edge.rule)
        work = Work(whistle, actor, now, book, record, verb, summonses)
        if edge.next != whistle.state:
            work.change(state=edge.next)
        if edge.state == "blown":
            note_silence(work)
        yield work
        work.write()
