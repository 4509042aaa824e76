"""Matters of an invented city that cannot be solved now: put off by their units, agreed to above them, in public."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.ops.simulation.texts import voice
from answerable.ops.simulation.town import Officer, Town

SOME = 4
DAYS = (3, 30, 90, 180)  # until the date at which each is looked at again


def put_off(town: Town, *, until: datetime, seed: int) -> int:
    """Put off a few open cases, each in another unit, to a date its unit above agrees to; returns how many."""
    rng, speaks = Random(f"{seed} postponing"), voice(str(town.jurisdiction.settings.get("default_language", "en")))
    open_cases = Case.objects.filter(jurisdiction=town.jurisdiction, state="in_hand", public=True, due_at__gt=until)
    done: set[str] = set()
    with transaction.atomic():
        for case in open_cases.order_by("opened_at").select_related("lead_unit"):
            unit = case.lead_unit.code
            handler, above = town.officer(unit, "handler"), _above(town, unit)
            if len(done) < SOME and unit not in done and handler and above and not _disputed(case):
                at = max(case.updated_at, until - timedelta(hours=2))
                words = {name: speaks.say(rng, f"park_{name}") for name in ("reason", "measures")}
                day = at + timedelta(days=DAYS[len(done)])
                given: dict[str, Any] = {**words, "until": day}
                actions.perform("ask_parking", actor=handler.actor, now=at, number=case.number, **given)
                granted: dict[str, Any] = {"granted": True, "words": speaks.say(rng, "park_granted")}
                actions.perform("decide", actor=above.actor, now=at, number=case.number, **granted)
                done.add(unit)
    return len(done)


def _disputed(case: Case) -> bool:
    return case.objections.filter(ruled_at=None).exists()


def _above(town: Town, unit: str) -> Officer | None:
    """Whoever may agree above a unit."""
    heads = (town.officer(code, "unit_head", "coordinator") for code in town.book.above(unit) if code != unit)
    return next((head for head in heads if head is not None), None)
