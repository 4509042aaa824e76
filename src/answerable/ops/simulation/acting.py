"""Play stories through cases.actions, act by act in the order of time: slow, and exactly what a city does."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from answerable.cases import actions
from answerable.cases.models import Case, Clock
from answerable.ops.simulation.arrivals import Arrival
from answerable.ops.simulation.story import Act, Story
from answerable.ops.simulation.town import RING_AFTER, Town


@dataclass
class _Playing:
    """A story under way: its case, and the act that comes next."""

    story: Story
    number: str = ""
    acts: Iterator[Act] | None = None
    next: Act | None = None

    def advance(self) -> Act | None:
        assert self.acts is not None
        self.next = next(self.acts, None)
        return self.next


@dataclass(order=True)
class _Turn:
    at: datetime
    index: int
    playing: _Playing = field(compare=False)


def run(
    town: Town,
    arrivals: Sequence[Arrival],
    *,
    seed: int,
    until: datetime,
    progress: Callable[[int], None] = lambda n: None,
) -> int:
    """Play all these stories; returns how many. Clocks ring between the acts as the worker would ring them."""
    turns = [_Turn(a.at, a.index, _Playing(Story(town, a, seed))) for a in arrivals]
    heapq.heapify(turns)
    begun = 0
    while turns and turns[0].at < until:
        turn = heapq.heappop(turns)
        _ring_until(turn.at)
        case = _begin(town, turn.playing) if not turn.playing.number else _do(town, turn.playing)
        begun += case.version == 1
        progress(begun)
        story = turn.playing.story
        story.unit, story.due, story.designated = case.lead_unit.code, case.due_at, case.designated
        parts = case.assignments.filter(role="assist", until=None, reported_at=None)
        story.assisting = list(parts.order_by("since", "unit__code").values_list("unit__code", flat=True))
        act = turn.playing.advance()
        if act is not None and case.state != "closed":
            heapq.heappush(turns, _Turn(act.at, turn.index, turn.playing))
    _ring_until(until)
    return begun


def _ring_until(at: datetime) -> None:
    """Take every step of a clock seconds after it is due, as the worker would, not when the next act happens."""
    late = Clock.objects.filter(stopped_at=None, next_at__lt=at - RING_AFTER).exclude(case__state="closed")
    while (clock := late.select_related("case").order_by("next_at", "kind").first()) is not None:
        assert clock.next_at is not None
        actions.ring(now=max(clock.next_at + RING_AFTER, clock.case.updated_at), limit=1)


def _begin(town: Town, playing: _Playing) -> Case:
    told = playing.story.told
    who = told.citizen
    case = actions.receive(
        actor=told.by.actor if told.by else town.citizen(), now=told.at, words=told.words, channel=who.channel,
        language=who.language, category_code=told.category.code if told.sure else town.book.fallback_category.code,
        category_chosen_by="officer" if told.by else "citizen", latitude=told.spot[0], longitude=told.spot[1],
        address=told.address, area_code=told.area.code,
        person=actions.PersonDetails(who.name, who.phone, who.email, who.language),
    ).case  # fmt: skip
    playing.number = case.number
    playing.acts = playing.story.acts()
    return case


def _do(town: Town, playing: _Playing) -> Case:
    act = playing.next
    assert act is not None
    case = Case.objects.get(number=playing.number)
    actor = town.actor(act.by, str(case.pk))
    return actions.perform(act.verb, actor=actor, now=act.at, number=playing.number, **act.inputs)
