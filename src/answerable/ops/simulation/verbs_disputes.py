"""The verbs of cases.actions.disputes on a Life; see ops.simulation.life."""

from __future__ import annotations

from typing import Any

from answerable.ops.simulation.life import _VERBS, Life
from answerable.ops.simulation.town import Officer
from answerable.ops.simulation.verbs import give_to
from answerable.organisation.models import Unit
from answerable.rules.disputes import next_rung, passed_on, rung_for

By = Officer | None


def object_(
    life: Life, by: By, *, reason_code: str, basis: str, proposed_unit: str, interim: str = ""
) -> None:  # fmt: skip
    assert by is not None
    proposed = life.town.book.units[proposed_unit]
    life.objection = life._add(
        "objection", case=life.history.stream, unit=life.ref(life.unit), post=by.post,
        reason_code=life.ref(life.town.book.codes[reason_code]), basis=basis, proposed_unit=life.ref(proposed),
        filed_at=life.now, interim=interim, rung=1,
    )  # fmt: skip
    if interim:
        life.step(by, "action", interim, public=False)
    _name(life, [proposed], rule="named")
    _start_ruling(life, 1, {life.unit.code, proposed.code})


def _name(life: Life, units: list[Unit], *, rule: str) -> None:
    for unit in units:
        if unit.code not in life.candidates and unit.code != life.unit.code:
            life.candidates[unit.code] = life._add(
                "assignment", case=life.history.stream, unit=life.ref(unit), role="candidate", rule=rule, since=life.now
            )


def _start_ruling(life: Life, level: int, parties: set[str]) -> None:
    life.stop("ruling")
    assert life.objection is not None
    ladder = life.town.book.ladder
    free = rung_for([rung.unit.code for rung in ladder], level, parties)
    if free != life.objection["rung"]:
        life.history.set("objection", life.objection, rung=free)
    rung = ladder[free - 1]
    life._clock("ruling", life.now, life.town.rung_due(rung, life.now), life.ref(rung.unit))


def escalate(life: Life) -> None:
    assert life.objection is not None
    level = next_rung(int(life.objection["rung"]), len(life.town.book.ladder))
    units = life.town.book.units
    _name(life, [units[code] for code in passed_on(life.leads, life.unit.code)], rule="passed_on")
    if level is not None:
        _start_ruling(life, level, {life.unit.code, *life.candidates})
    life.facts["rung"] = life.objection["rung"]


def state_view(life: Life, by: By, *, stance: str, basis: str) -> None:
    assert by is not None
    part = life.candidates[str(by.actor.unit)]
    life.history.set("assignment", part, stance=stance, report=basis, reported_at=life.now)


def uphold(life: Life, by: By, *, outcome_words: str, catalogue: str, catalogue_words: str) -> None:
    assert life.objection is not None
    unit = life.town.book.units[life.objection["proposed_unit"].text]
    about: dict[str, Any] = {}
    if life.case.get("dispatch_row") is not None:
        about = {"catalogue": catalogue, "catalogue_words": catalogue_words}
    _close(life, by, outcome_words, unit, upheld=True, **about)
    give_to(life, unit, rule="upheld")
    if life.changes["dispatches"] >= int(life.town.book.limit("dispatches_before_designation")):
        life.changes["designated"] = True


def reject(life: Life, by: By, *, outcome_words: str) -> None:
    _close(life, by, outcome_words, life.unit, upheld=False)
    life.changes["designated"] = True


def _close(life: Life, by: By, words: str, named: Unit, **ruling: object) -> None:
    assert life.objection is not None
    life.history.set(
        "objection", life.objection, ruled_at=life.now, ruled_by=by.post if by else None, outcome_words=words,
        named_unit=life.ref(named), **ruling,
    )  # fmt: skip
    life.stop("ruling")
    for part in life.candidates.values():
        life.history.set("assignment", part, until=life.now)
    life.candidates.clear()


_VERBS |= {"object": object_, "state_view": state_view, "uphold": uphold, "reject": reject, "escalate": escalate}
