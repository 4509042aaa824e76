"""How indicators of a plan stand to each other: one is a part of another, its peer, or contributes to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from answerable.plans.actions.indicators import indicator_by
from answerable.plans.actions.work import act_on, locked, words_of
from answerable.plans.models import IndicatorLink
from answerable.plans.queries.around import around_indicator
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused


def relate(
    *, actor: Actor, now: datetime, plan_code: str, code: str, other: str, kind: str, words: str = "",
    version: int | None = None,
) -> IndicatorLink:  # fmt: skip
    """Say how an indicator stands to another of its plan: narrower, broader, peer, contributes.

    Refused for itself, for an unknown one, and while the two are related already, whichever said so.
    """
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        end = row.plan.indicators.filter(code=other).exclude(pk=row.pk).first()
        problems = [] if end else [Problem("no_such_code", "other", {"code": other[:64]})]
        problems += [] if kind in IndicatorLink.KINDS else [Problem("no_such_word", "kind", {"word": kind[:40]})]
        both = Q(indicator=row, other=end) | Q(indicator=end, other=row)
        if end is not None and IndicatorLink.objects.filter(both, removed_at=None).exists():
            problems.append(Problem("linked_already", "other", {"code": other}))
        if problems:
            raise Refused(problems)
        with act_on(
            "relate", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
        ) as work:  # fmt: skip
            link = IndicatorLink(
                indicator=row, other=end, kind=kind, linked_by=work.post, linked_at=now,
                words=words_of(words, "words", required=False),
            )  # fmt: skip
            work.add(link)
    return link


def unrelate(
    *, actor: Actor, now: datetime, plan_code: str, code: str, other: str, words: str, version: int | None = None
) -> IndicatorLink:  # fmt: skip
    """Take a wrong relation away, and say why; it stays with its time."""
    with transaction.atomic():
        row = indicator_by(actor, plan_code, code)
        held: IndicatorLink = locked(IndicatorLink, indicator=row, other__code=other, removed_at=None)
        with act_on(
            "unrelate", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now,
            version=version,
        ) as work:  # fmt: skip
            work.set(held, removed_at=now, removed_words=words_of(words, "words"))
    return held
