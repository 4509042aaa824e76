"""What the pages of whistles and taskforces show, gathered for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as N_

from answerable.desk import room_choices as choices
from answerable.desk import room_forms, taskforce_forms
from answerable.desk.gantt import Gantt, gantt
from answerable.desk.room_forms import RoomForm, Stand
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem
from answerable.whistles import queries
from answerable.whistles.models import Taskforce, Whistle
from answerable.whistles.queries.access import SEES_ALL

OWN_TABS = {
    "to_answer": N_("To be answered"),
    "to_sign": N_("To be signed"),
    "overdue": N_("Overdue with us"),
    "called": N_("All that call us"),
    "ours": N_("Blown by us"),
    "ended": N_("Ended"),
}
ALL_TABS = {"silent": N_("Nobody answered"), "all": N_("All open")}
TASKFORCES = "taskforces"


@dataclass(frozen=True)
class WhistlesPage:
    """One tab of the list. `lines` are whistles with their strips; under the tab of taskforces those stand instead."""

    tab: str
    tabs: list[tuple[str, str, int]]
    filters: dict[str, str]
    lines: list[tuple[Whistle, Any]]
    taskforces: list[Taskforce]
    may_blow: bool
    may_propose: bool


def whistles_page(actor: Actor, asked: Mapping[str, str], *, now: datetime) -> WhistlesPage:
    """The tab the address asks for, else the first that has something in it."""
    counts = queries.counts(actor, now=now)
    forces = queries.taskforces(actor)
    words = (OWN_TABS if actor.roles & queries.BLOWERS else {}) | (ALL_TABS if actor.roles & SEES_ALL else {})
    tabs = [(name, say, counts[name]) for name, say in words.items()]
    tabs.append((TASKFORCES, N_("Taskforces"), len(forces)))
    names = [name for name, _say, _count in tabs]
    wanted = asked.get("tab", "")
    tab = wanted if wanted in names else next((name for name, _say, count in tabs if count), names[0])
    filters = {name: asked[name] for name in queries.FILTERS if asked.get(name)}
    whistles = [] if tab == TASKFORCES else queries.whistles_of_unit(actor, now=now, tab=tab, filters=filters)
    lines = list(zip(whistles, queries.strips(whistles, now=now), strict=True))
    propose = bool(actor.roles & {"leader", "coordinator"})
    return WhistlesPage(tab, tabs, filters, lines, forces, queries.may_blow(actor), propose)


@dataclass
class RoomDesk:
    """A room with the forms of this reader; `failed` is the one that was refused, with everything typed still in it."""

    room: Any
    forms: list[RoomForm]
    quiet: list[RoomForm]
    greyed: list[tuple[str, str]]
    tasks: Gantt | None
    failed: RoomForm | None
    open_verb: str


Forms = Mapping[str, type[RoomForm]]
OPEN_AT_ONCE = frozenset({"answer_summons", "form"})


def room_desk(actor: Actor, number: str, *, now: datetime, failed: RoomForm | None = None, wish: str = "") -> RoomDesk:
    """The room of a whistle."""
    return _desk(Stand(queries.room(actor, number, now=now), actor, now), room_forms.FORMS, failed, wish)


def taskforce_desk(
    actor: Actor, number: str, *, now: datetime, failed: RoomForm | None = None, wish: str = ""
) -> RoomDesk:
    """The page of a taskforce."""
    return _desk(Stand(queries.taskforce_room(actor, number, now=now), actor, now), taskforce_forms.FORMS, failed, wish)


def _desk(stand: Stand, forms: Forms, failed: RoomForm | None, wish: str) -> RoomDesk:
    room = stand.room
    acts = [act for act in room.acts if act.verb in forms]
    found = [_form(forms, act.verb, stand, failed) for act in acts if act.allowed]
    if failed is not None and failed.verb not in {form.verb for form in found}:
        found.insert(0, failed)
    first = found[0].verb if found else ""
    opens = failed.verb if failed is not None else wish or (first if first in OPEN_AT_ONCE else "")
    return RoomDesk(
        room=room,
        forms=[form for form in found if not form.quiet],
        quiet=[form for form in found if form.quiet],
        greyed=[(act.label, act.why) for act in acts if not act.allowed],
        tasks=gantt(room.bars, stand.now),
        failed=failed,
        open_verb=opens,
    )


def _form(forms: Forms, verb: str, stand: Stand, failed: RoomForm | None) -> RoomForm:
    if failed is not None and failed.verb == verb:
        return failed
    form = forms[verb](jurisdiction=choices.city(stand.room), auto_id=f"{verb}_%s")
    form.suit(stand)
    return form


def bound(verb: str, request: Any, number: str, *, of_taskforce: bool = False) -> RoomForm:
    """The form that was sent, with the same fields and lists as when it was shown."""
    forms = taskforce_forms.FORMS if of_taskforce else room_forms.FORMS
    if verb not in forms:
        raise NotFound(Problem("unknown_verb", "", {"verb": verb}))
    read = queries.taskforce_room if of_taskforce else queries.room
    form = forms[verb](request.POST, request.FILES, jurisdiction=request.jurisdiction, auto_id=f"{verb}_%s")
    form.suit(Stand(read(request.actor, number, now=request.now), request.actor, request.now))
    form.full_clean()
    return form
