"""A dispute as a story tells it: a unit objects, the one it names says its view, and a rung of the ladder rules."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from answerable.ops.simulation.town import RING_AFTER, Officer
from answerable.rules.disputes import judges, next_rung, rung_for

if TYPE_CHECKING:
    from answerable.ops.simulation.story import Act, Story

READS = timedelta(hours=4)  # a temper's `signs` is how many of these pass before a unit has read a case
MARGIN = timedelta(minutes=5)
QUICK, SLOW = (2.0, 30.0), (60.0, 260.0)  # hours to a ruling: most are quick, the others climb
CLIMBS = 0.2
RIGHT = 0.88  # share of rulings that see whose a case is
SAYS = 0.6  # share of units named in an objection that say their view before the ruling
NEVER = timedelta(days=400)


def disputes(story: Story, at: datetime) -> Generator[Act, None, datetime]:
    """Objections one after another, until a unit keeps the case or is designated; returns when that is settled.

    A unit that comes to read the case only after the limit may not object any more and keeps it.
    """
    waits = story.arrival.fate == "objects"
    while not story.designated and story.lead() is not None and story.town.book.codes_of("return_reason"):
        story.led.add(story.unit)
        proposed = story.opinions.proposes(story.unit)
        if waits and not proposed:
            proposed = story.town.other_unit(story.rng, story.unit).code
        read = READS * story.rng.uniform(*story.temper.signs)
        if waits:
            read = min(read, READS)
        if not proposed or read > timedelta(hours=story.town.book.limit("objection_hours")) - MARGIN:
            break
        at = yield from _objection(story, at + read, proposed, waits=waits)
    return at


def _objection(story: Story, filed: datetime, proposed: str, *, waits: bool) -> Generator[Act, None, datetime]:
    codes = story.town.book.codes_of("return_reason")
    objector, lead = story.unit, story.lead()
    assert lead is not None
    yield story.act(filed, "object", lead, {
        "reason_code": codes[int(story.rng.random() * len(codes))].code,
        "basis": story.voice.say(story.rng, "objection"), "proposed_unit": proposed,
        "interim": story.voice.say(story.rng, "acted") if story.urgent else "",
    })  # fmt: skip
    ruled = story.later(filed, *(SLOW if story.rng.random() < CLIMBS else QUICK))
    yield from _view(story, proposed, filed, ruled)
    if waits:
        ruled = filed + NEVER
    upheld = _sees(story, objector)
    words = {"outcome_words": story.voice.say(story.rng, "upheld" if upheld else "rejected")}
    kept = {"catalogue": "kept", "catalogue_words": words["outcome_words"]} if upheld else {}
    yield story.act(ruled, "uphold" if upheld else "reject", _arbiter(story, proposed, filed, ruled), words | kept)
    return ruled


def _sees(story: Story, objector: str) -> bool:
    """Whether the objection is upheld: most rulings see whose it is; where it is nobody's, either may be."""
    if not story.opinions.owner:
        return story.rng.random() < 0.5
    return (story.rng.random() < RIGHT) == (objector != story.opinions.owner)


def _view(story: Story, unit: str, filed: datetime, ruled: datetime) -> Generator[Act, None, None]:
    """What the unit named says: it is ours, or another's."""
    officer = story.town.officer(unit, "handler", "unit_head")
    if officer is None or story.rng.random() > SAYS:
        return
    at = filed + (ruled - filed) * story.rng.uniform(0.1, 0.6)
    stance = "not_ours" if story.opinions.proposes(unit) else "lead"
    basis = story.voice.say(story.rng, "objection" if stance == "not_ours" else "basis")
    yield story.act(at, "state_view", officer, {"stance": stance, "basis": basis})


def _arbiter(story: Story, proposed: str, filed: datetime, ruled: datetime) -> Officer:
    """Who rules by then: the rung the dispute has climbed to, or one above where nobody sits there; never a party."""
    town, parties = story.town, {story.unit, proposed}
    rungs = [rung.unit.code for rung in town.book.ladder]
    level, start = rung_for(rungs, 1, parties), filed
    while (above := next_rung(level, len(town.book.ladder))) is not None:
        over = town.rung_due(town.book.ladder[level - 1], start) + RING_AFTER
        if over >= ruled:
            break
        parties |= story.led
        level, start = rung_for(rungs, above, parties), over
    for unit in judges(rungs, level, parties):
        officer = town.officer(unit, "dispatcher", "coordinator", "leader", "unit_head")
        if officer is not None:
            return officer
    return story.hotline("dispatcher")
