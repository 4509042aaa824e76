"""The dispatch catalogue changed by a ruling: a new version of a row, or a row that was not there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from answerable.organisation.models import DispatchRow, Jurisdiction, Unit
from answerable.organisation.rulebook import forget

BASIS = "ruling on a dispute (BJ-REG 12)"


def name_unit(
    jurisdiction: Jurisdiction, *, category: str, area: str, unit: Unit, now: datetime, approver: str, reason: str
) -> DispatchRow:
    """Let the catalogue name a unit for a category in an area ("" for everywhere) from now on.

    The row in force for exactly this category and area gets a new version; without one a row is added, under a code
    of its own. Loading the same pack again leaves it alone (DispatchRow.by_ruling). Every process reads the rulebook
    again, because the jurisdiction says that it changed.
    """
    rows = DispatchRow.objects.select_for_update().filter(jurisdiction=jurisdiction, effective_until=None)
    old = rows.filter(category_code=category, area_code=area).order_by("-effective_from").first()
    if old is not None:
        DispatchRow.objects.filter(pk=old.pk).update(effective_until=now)
    code = old.code if old is not None else f"ruling:{category}:{area or 'everywhere'}"
    versions = DispatchRow.objects.filter(jurisdiction=jurisdiction, code=code).count()
    row = DispatchRow.objects.create(
        jurisdiction=jurisdiction, code=code, version=versions + 1, approver=approver[:200], reason=reason[:500],
        effective_from=now, category_code=category, area_code=area, unit=unit,
        assisting=[code for code in old.assisting if code != unit.code] if old is not None else [],
        basis=BASIS, by_ruling=True,
    )  # fmt: skip
    Jurisdiction.objects.filter(pk=jurisdiction.pk).update(loaded_at=now)
    forget(jurisdiction)
    transaction.on_commit(lambda: forget(jurisdiction))
    return row
