"""Writes to what triage knows: the knowledge base of a pack."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from answerable.organisation.actions.rule_rows import Wish, sync_rows
from answerable.organisation.models import Jurisdiction, Unit
from answerable.organisation.packs import Pack
from answerable.triage.models import Article


def load_articles(pack: Pack, jurisdiction: Jurisdiction, *, now: datetime) -> int:
    """Make the current articles be those of the pack, as versions; returns how many versions are new."""
    units = dict(Unit.objects.filter(jurisdiction=jurisdiction).values_list("code", "pk"))
    with transaction.atomic():
        return sync_rows(Article, pack, jurisdiction, _wishes(pack, units), now)


def _wishes(pack: Pack, units: dict[str, int]) -> list[Wish]:
    return [
        (
            row,
            row.code,
            {"unit_id": units[row.unit], "category_code": row.category, **row.names("question"), **row.names("answer")},
        )
        for row in pack.rows("articles.toml")
    ]
