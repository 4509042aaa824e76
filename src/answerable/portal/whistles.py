"""Whistles and taskforces as tables and records that everybody may take away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from answerable.organisation.models import Jurisdiction
from answerable.portal.queries import EXPORT_ROWS
from answerable.whistles import queries

COLUMNS = (
    "number", "kind", "title", "unit", "blown_at", "called", "in_time", "late", "on_site", "silent_at", "unanswered_at",
    "ended_at",
)  # fmt: skip


def records(jurisdiction: Jurisdiction, *, state: str = "", now: datetime) -> Iterator[dict[str, Any]]:
    """Public whistles, newest first: units by name, in the language of the request; times with their zone."""
    rows = queries.public_rows(jurisdiction, state=state)[:EXPORT_ROWS]
    for whistle in queries.shown_whistles(rows, now=now):
        yield {
            "number": whistle.number,
            "kind": whistle.kind,
            "title": whistle.title,
            "unit": whistle.unit,
            "blown_at": whistle.blown_at.isoformat(),
            "called": whistle.called,
            "in_time": [call.unit.name for call in whistle.calls if call.standing == "in_time"],
            "late": whistle.silent,
            "on_site": [call.unit.name for call in whistle.calls if call.on_site_at is not None],
            "silent_at": whistle.silent_at.isoformat() if whistle.silent_at else None,
            "unanswered_at": whistle.unanswered_at.isoformat() if whistle.unanswered_at else None,
            "ended_at": whistle.ended_at.isoformat() if whistle.ended_at else None,
        }


def rows(jurisdiction: Jurisdiction, *, state: str = "", now: datetime) -> list[list[str]]:
    """The same as a table, heading first; several units in a cell with `; ` between; no cell is a formula."""
    table = [list(COLUMNS)]
    for record in records(jurisdiction, state=state, now=now):
        cells = ("; ".join(v) if isinstance(v, list) else str(v or "") for v in record.values())
        table.append([f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells])
    return table
