"""The only doors to whistles and taskforces: what an officer and the public may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor
from answerable.rules.ids import normalise_number
from answerable.rules.masking import mask
from answerable.rules.problems import NotFound, Problem
from answerable.whistles.models import Subject, Summons, Taskforce, Whistle

SEES_ALL = frozenset({"call_taker", "dispatcher", "coordinator", "leader", "reviewer", "auditor"})
RELATED = ("jurisdiction", "unit__head_post", "grade", "area", "category", "post", "reason_code")
HEAVY = ("area__boundary", "category__synonyms", "category__attributes", "jurisdiction__settings")


def _below(actor: Actor) -> list[str]:
    """The units in whose chain the actor's unit stands above; for heads only."""
    if not actor.roles & {"unit_head"}:
        return []
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    return [code for code in book.units if actor.unit in book.above(code)]


def visible_to(actor: Actor) -> QuerySet[Whistle]:
    """The whistles an officer may see.

    The blower's unit sees its own, drafts too; units called see those that were blown, also after they were let go;
    heads of the units above either see them, drafts of the blower too since they may have to sign; hotline,
    coordinator, leaders and auditors see all that were blown.
    """
    whistles = Whistle.objects.filter(jurisdiction__code=actor.jurisdiction).select_related(*RELATED).defer(*HEAVY)
    if actor.kind == "system":
        return whistles
    if actor.kind != "officer" or actor.unit is None:
        return whistles.none()
    below, blown = _below(actor), Q(blown_at__isnull=False)
    own = Q(unit__code=actor.unit) | Q(unit__code__in=below)
    if actor.roles & SEES_ALL:
        return whistles.filter(own | blown)
    if not actor.roles & {"handler", "unit_head"}:
        return whistles.none()
    called = Summons.objects.filter(unit__jurisdiction__code=actor.jurisdiction, unit__code__in=[actor.unit, *below])
    return whistles.filter(own | blown & Q(pk__in=called.values("whistle")))


def get_whistle(actor: Actor, number: str) -> Whistle:
    """One whistle an officer may see; the same NotFound whether it is hidden or does not exist."""
    whistle = visible_to(actor).filter(number=normalise_number(number) or number).first()
    if whistle is None:
        raise NotFound(Problem("no_such_whistle", "number", {"number": number[:40]}))
    return whistle


def taskforces_visible_to(actor: Actor) -> QuerySet[Taskforce]:
    """Members and lead see theirs; hotline, coordinator, leaders and auditors see all."""
    related = ("jurisdiction", "category", "area", "lead_post__unit")
    taskforces = Taskforce.objects.filter(jurisdiction__code=actor.jurisdiction).select_related(*related)
    if actor.kind == "system" or actor.roles & SEES_ALL:
        return taskforces
    if actor.kind != "officer" or actor.unit is None:
        return taskforces.none()
    return taskforces.filter(Q(lead_post__unit__code=actor.unit) | Q(members__unit__code=actor.unit)).distinct()


def get_taskforce(actor: Actor, number: str) -> Taskforce:
    """One taskforce an officer may see."""
    taskforce = taskforces_visible_to(actor).filter(number=normalise_number(number) or number).first()
    if taskforce is None:
        raise NotFound(Problem("no_such_taskforce", "number", {"number": number[:40]}))
    return taskforce


@dataclass(frozen=True)
class PublicWhistle:
    """What everybody may know of a whistle: units by name, the title masked, no words of anybody."""

    number: str
    title: str
    kind: str
    unit: str
    called: list[str]
    blown_at: datetime
    ended_at: datetime | None
    silent: list[str]


@dataclass(frozen=True)
class PublicWhistles:
    """Counts are whole, the list is cut."""

    blown: int
    open: int
    ended: int
    silent: int
    whistles: list[PublicWhistle]


def public_whistles(jurisdiction: Jurisdiction, *, limit: int = 50) -> PublicWhistles:
    """Blown and ended whistles, newest first; those about a case or category that is not public stay off."""
    hidden_cases = Case.objects.filter(jurisdiction=jurisdiction, public=False).values("number")
    hidden = Subject.objects.filter(noun="case", key__in=hidden_cases).values("whistle")
    whistles = Whistle.objects.filter(jurisdiction=jurisdiction, state__in=("blown", "ended"))
    whistles = whistles.exclude(category__public=False).exclude(pk__in=hidden)
    counts = whistles.aggregate(
        blown=Count("pk"),
        open=Count("pk", filter=Q(state="blown")),
        ended=Count("pk", filter=Q(state="ended")),
        silent=Count("pk", filter=Q(silent_at__isnull=False)),
    )
    listed = whistles.select_related("unit").prefetch_related("summonses__unit").order_by("-blown_at")[:limit]
    return PublicWhistles(**counts, whistles=_shown(listed))


def _shown(whistles: Sequence[Whistle] | QuerySet[Whistle]) -> list[PublicWhistle]:
    return [
        PublicWhistle(
            whistle.number, mask(whistle.title), whistle.kind, whistle.unit.name,
            [summons.unit.name for summons in whistle.summonses.all()],
            whistle.blown_at or whistle.drafted_at, whistle.ended_at,
            [summons.unit.name for summons in whistle.summonses.all() if summons.silent_at is not None],
        )
        for whistle in whistles
    ]  # fmt: skip
