"""Who answered for a case, recomputed from its acts in the ledger, and the same as it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from answerable.cases.models import Assignment, Case
from answerable.ledger.queries import entries
from answerable.rules.responsibility import Act, Part, parts


def acts_of(case: Case) -> list[Act]:
    """The acts on a case as rules.responsibility reads them."""
    return acts_in(entry.body for entry in entries(case.pk))


def acts_in(bodies: Iterable[str]) -> list[Act]:
    """Acts from the bodies of ledger entries, oldest first."""
    return [act for body in bodies for act in _acts(json.loads(body))]


def recomputed(case: Case) -> tuple[Part, ...]:
    """Every part anybody had in the case, from its acts alone."""
    return parts(acts_of(case))


def stored(case: Case) -> tuple[Part, ...]:
    """The same from the assignments, for comparison; copies do not answer, and due times are a matter of clocks."""
    order = {"lead": 0, "candidate": 1, "assist": 2}
    found = (part for _, part in stored_parts(case.assignments.all()))
    return tuple(sorted(found, key=lambda part: (part.since, order[part.role], part.unit)))


def stored_parts(assignments: QuerySet[Assignment]) -> Iterator[tuple[UUID, Part]]:
    """Assignments as parts, each with its case; those that lasted no time are left out, as `parts` leaves them out."""
    names = ("case_id", "unit__code", "role", "rule", "since", "until", "reported_at")
    for case, unit, role, rule, since, until, reported in assignments.exclude(role="copy").values_list(*names):
        if until is None or since < until:
            yield case, Part(unit, role, rule, since, until, None, reported if role == "assist" else None)


def _acts(body: Mapping[str, Any]) -> Iterator[Act]:
    """The act of an entry; where cases are joined or parted, also each part that ended before and each it brings back
    reported, at the time it was (actions.carrying).
    """
    facts = body.get("facts") or {}
    at = datetime.fromisoformat(body["at"])
    for unit in facts.get("parts_ended", ()):
        yield Act(at, body["verb"], done=unit)
    yield _act(body)
    for unit, reported in facts.get("parts_reported", {}).items():
        yield Act(datetime.fromisoformat(reported), "report_part", done=unit)


def _act(body: Mapping[str, Any]) -> Act:
    facts = body.get("facts") or {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for change in body["changes"]:
        rows.setdefault(change["table"], []).append(change["set"])
    case = next((row for row in rows.get("case", ()) if "lead_unit" in row), {})
    named = [row["proposed_unit"] for row in rows.get("objection", ()) if "proposed_unit" in row]
    said_later = rows.get("interest", ()) if body["verb"] == "flag_interest" else ()  # at birth it has no part yet
    flagged = [row["unit"] for row in said_later if not row.get("post")]
    helper = facts.get("let_off", "") or next(iter(flagged), "")
    closed = next((row["closed_at"] for row in rows.get("case", ()) if row.get("closed_at")), None)
    return Act(
        at=datetime.fromisoformat(case.get("opened_at") or body["at"]),  # history brought in is older than its entry
        verb=body["verb"],
        lead=case.get("lead_unit", ""),
        named=(*named, *facts.get("consulted", ())),
        asked=tuple(facts.get("assisting", ())),
        done=facts.get("reported", "") or helper,
        rule=case.get("dispatch_rule", ""),
        closed=datetime.fromisoformat(closed) if closed else None,
    )
