"""Joint consultations of an invented city: before a difficult dispatch the units a case may belong to are asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.ops.simulation.texts import voice
from answerable.ops.simulation.town import Town

SOME = 3  # of the cases that wait for dispatch


def ask(town: Town, *, until: datetime, seed: int) -> int:
    """Consult about a few cases that wait for dispatch, as the dispatcher does; returns how many. One unit has said."""
    rng, speaks = Random(f"{seed} consulting"), voice(str(town.jurisdiction.settings.get("default_language", "en")))
    dispatcher = town.officer(town.book.hotline_unit.code, "dispatcher")
    waiting = Case.objects.filter(jurisdiction=town.jurisdiction, state="received").order_by("opened_at")[:SOME]
    if dispatcher is None:
        return 0
    with transaction.atomic():
        for case in waiting.select_related("lead_unit"):
            at = max(case.updated_at, until - timedelta(hours=1))
            named = [town.other_unit(rng, case.lead_unit.code).code for _ in range(2)]
            question = speaks.say(rng, "consult_question")
            actions.perform(
                "consult", actor=dispatcher.actor, now=at, number=case.number, unit_codes=named, question=question
            )  # fmt: skip
            asked = town.officer(named[0], "handler", "unit_head")
            if asked is not None and named[0] != town.book.hotline_unit.code:
                said: dict[str, Any] = {"stance": "not_ours", "basis": speaks.say(rng, "objection")}
                actions.perform("state_view", actor=asked.actor, now=at, number=case.number, **said)
    return len(waiting)
