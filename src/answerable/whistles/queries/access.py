"""The only doors to whistles and taskforces for officers: what each may see. For the public: queries.public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.rules.access import Actor
from answerable.rules.ids import normalise_number
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
    coordinator, leaders and auditors see all that were blown. Never one about a case that is a complaint about the
    officer's post, nor about the officer's unit (JN 32), except where that unit blew it or has to answer it already.
    """
    whistles = Whistle.objects.filter(jurisdiction__code=actor.jurisdiction).select_related(*RELATED).defer(*HEAVY)
    if actor.kind == "system":
        return whistles
    if actor.kind != "officer" or actor.unit is None:
        return whistles.none()
    whistles = _without_complaints(whistles, actor)
    below, blown = _below(actor), Q(blown_at__isnull=False)
    own = Q(unit__code=actor.unit) | Q(unit__code__in=below)
    if actor.roles & SEES_ALL:
        return whistles.filter(own | blown)
    if not actor.roles & {"handler", "unit_head"}:
        return whistles.none()
    called = Summons.objects.filter(unit__jurisdiction__code=actor.jurisdiction, unit__code__in=[actor.unit, *below])
    return whistles.filter(own | blown & Q(pk__in=called.values("whistle")))


def _without_complaints(whistles: QuerySet[Whistle], actor: Actor) -> QuerySet[Whistle]:
    complaints = cases.complaints_about(actor)
    about_person = cases.complaints_about_person(actor)
    called = Summons.objects.filter(unit__code=actor.unit, whistle=OuterRef("pk"))
    theirs = ~Q(unit__code=actor.unit) & ~Exists(called)
    return whistles.exclude(_about(about_person)).exclude(_about(complaints) & theirs)


def _about(found: QuerySet[Case]) -> Q:
    subjects = Subject.objects.filter(whistle=OuterRef("pk"), noun="case", key__in=found.values("number"))
    return Q(Exists(subjects))


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
