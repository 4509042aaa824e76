"""Who answered for a case, recomputed from its acts in the ledger, and the same as it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from answerable.cases.models import Case
from answerable.ledger.queries import entries
from answerable.rules.responsibility import Act, Part, parts


def acts_of(case: Case) -> list[Act]:
    """The acts on a case as rules.responsibility reads them."""
    return acts_in(entry.body for entry in entries(case.pk))


def acts_in(bodies: Iterable[str]) -> list[Act]:
    """Acts from the bodies of ledger entries, oldest first."""
    return [_act(json.loads(body)) for body in bodies]


def recomputed(case: Case) -> tuple[Part, ...]:
    """Every part anybody had in the case, from its acts alone."""
    return parts(acts_of(case))


def stored(case: Case) -> tuple[Part, ...]:
    """The same from the assignments, for comparison; copies do not answer, and due times are a matter of clocks."""
    rows = case.assignments.exclude(role="copy").select_related("unit")
    found = [
        Part(a.unit.code, a.role, a.rule, a.since, a.until, None, a.reported_at if a.role == "assist" else None)
        for a in rows
        if a.until is None or a.since < a.until
    ]
    order = {"lead": 0, "candidate": 1, "assist": 2}
    return tuple(sorted(found, key=lambda part: (part.since, order[part.role], part.unit)))


def _act(body: Mapping[str, Any]) -> Act:
    facts = body.get("facts") or {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for change in body["changes"]:
        rows.setdefault(change["table"], []).append(change["set"])
    case = next((row for row in rows.get("case", ()) if "lead_unit" in row), {})
    named = [row["proposed_unit"] for row in rows.get("objection", ()) if "proposed_unit" in row]
    flagged = [row["unit"] for row in rows.get("interest", ()) if not row.get("post")]
    helper = facts.get("let_off", "") or next(iter(flagged), "")
    return Act(
        at=datetime.fromisoformat(body["at"]),
        verb=body["verb"],
        lead=case.get("lead_unit", ""),
        named=(*named, *facts.get("consulted", ())),
        asked=tuple(facts.get("assisting", ())),
        done=facts.get("reported", "") or helper,
        rule=case.get("dispatch_rule", ""),
    )
