"""How the lines of an appraisal are judged now: as computed, or as a moderator said last."""

from __future__ import annotations

import json
from typing import Any

from answerable.performance.models import Appraisal
from answerable.performance.queries.scorecard import moderated
from answerable.rules.measures import Nature

Json = dict[str, Any]


def card_of(row: Appraisal) -> Json:
    """The scorecard as it was written at the vintage."""
    card: Json = json.loads(row.body)
    return card


def said(row: Appraisal) -> dict[str, str]:
    """What moderators said last, by code of line."""
    return {one.code: one.after for one in sorted(row.moderations.all(), key=lambda one: (one.at, str(one.pk)))}


def lines_of(row: Appraisal) -> list[Json]:
    """The lines with `judgement` as it stands and `computed` as it came."""
    return moderated(card_of(row), said(row))


def judged_now(row: Appraisal) -> dict[str, str]:
    return {line["code"]: line["judgement"] for line in lines_of(row)}


def missed_binding(row: Appraisal) -> int:
    """How many binding targets count as missed in this year."""
    return sum(line["nature"] == Nature.BINDING and line["judgement"] == "missed" for line in lines_of(row))
