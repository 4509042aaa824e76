"""What stands in the select boxes of a room: the units called, their posts, promises and tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby

from answerable.desk.choices import UNIT_KIND_ORDER, Choice, Group
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.rules.access import Actor
from answerable.rules.whistle import STREETS
from answerable.whistles.queries import Room, TaskforceRoom

NONE: Choice = ("", "—")


def _named(units: Iterable[Unit]) -> list[Choice]:
    return [NONE, *((unit.code, unit.name) for unit in units)]


def called(room: Room) -> list[Choice]:
    """The units called and not let go."""
    return _named(call.summons.unit for call in room.calls)


def rated(room: Room) -> list[Choice]:
    """Every unit that was called and can be rated; streets and towns never are."""
    units = [call.summons.unit for call in (*room.calls, *room.released)]
    return _named({unit.code: unit for unit in units if unit.kind not in STREETS}.values())


def doers(room: Room | TaskforceRoom, actor: Actor) -> list[Choice]:
    """Who can be given a task: members of a taskforce; of a whistle who blew and who was called, or the own unit."""
    if isinstance(room, TaskforceRoom):
        return _named(member.unit for member in room.members)
    own = next((call for call in room.calls if call.summons.unit.code == actor.unit), None)
    if own is not None and own.summons.stance != "lead":
        return _named([own.summons.unit])
    return _named([room.whistle.unit, *(call.summons.unit for call in room.calls)])


def tasks(room: Room | TaskforceRoom, unit: str | None = None) -> list[Choice]:
    """Tasks that are not done, of every unit or of one."""
    rows = (bar.task for bar in room.bars if bar.task.done_at is None)
    return [NONE, *((str(task.pk), task.title) for task in rows if unit in (None, task.unit.code))]


def promises(room: Room, actor: Actor) -> list[Choice]:
    """Open promises of the actor's unit."""
    own = (call for call in room.calls if call.summons.unit.code == actor.unit)
    rows = (promise for call in own for promise in call.commitments if promise.kept_at is None)
    return [NONE, *((str(promise.pk), promise.words[:80]) for promise in rows)]


def still_open(room: Room) -> list[tuple[str, str, datetime]]:
    """Promises and tasks not done: whose, what, until when."""
    promised = [
        (call.summons.unit.name, promise.words, promise.due_at)
        for call in room.calls
        for promise in call.commitments
        if promise.kept_at is None
    ]
    tasks = [
        (bar.task.unit.name, bar.task.title, bar.task.due_at) for bar in room.bars if bar.task.done_at is None
    ]  # fmt: skip
    return promised + tasks


def city(room: Room | TaskforceRoom) -> Jurisdiction:
    """The jurisdiction of a room."""
    return (room.taskforce if isinstance(room, TaskforceRoom) else room.whistle).jurisdiction


def posts(jurisdiction: Jurisdiction, units: Collection[str]) -> list[Choice | Group]:
    """The posts of these units, by unit."""
    book = organisation.rulebook(jurisdiction)
    rows = sorted((post for post in book.posts.values() if post.unit.code in units), key=lambda post: post.unit.code)
    groups = groupby(rows, key=lambda post: post.unit.name)
    return [NONE, *((unit, [(post.code, post.name) for post in held]) for unit, held in groups)]


def heads(jurisdiction: Jurisdiction) -> list[Choice]:
    """Posts at the head of a unit: who may lead a taskforce. Departments first, as in every list of units."""
    book = organisation.rulebook(jurisdiction)
    rows = [post for post in book.posts.values() if post.roles and {"unit_head", "leader"} & set(post.roles)]
    ordered = sorted(rows, key=lambda post: (UNIT_KIND_ORDER.get(post.unit.kind, 99), post.unit.code, post.code))
    return [NONE, *((post.code, f"{post.unit.name} {post.name}") for post in ordered)]
