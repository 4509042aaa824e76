"""The only doors to cases: what an officer, a citizen with a link, and the public may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.cases.actions.birth import link_digest
from answerable.cases.models import Assignment, Case, Deferral, Interest
from answerable.cases.queries.ruling import may_rule_on
from answerable.cases.queries.wiring import book_of
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor
from answerable.rules.ids import normalise_number
from answerable.rules.problems import NotFound, Problem

SEES_ALL = frozenset(
    {"call_taker", "dispatcher", "callback_officer", "coordinator", "leader", "reviewer", "verifier", "auditor"}
)
DECIDES = frozenset({"unit_head", "leader", "coordinator"})
SEES_PERSON = frozenset({"call_taker", "dispatcher", "callback_officer"})
RELATED = ("jurisdiction", "lead_unit__head_post", "category", "area", "tier")
# Columns of those that no page of a case shows: a district's shape alone is tens of kilobytes.
HEAVY = (
    "area__boundary", "category__synonyms", "category__attributes", "jurisdiction__settings", "tier__limits",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases an officer may see: all for hotline, leaders and auditors; else those of the own unit.

    A head also sees those of the units below in which a new date was asked for, to decide and to look again (JN 24),
    and those whose dispute the unit may rule on.
    Never one that is a complaint about the officer's unit, post or person (JN 32, XF 30).
    """
    about = about_actor(actor).filter(case=OuterRef("pk"))
    cases = Case.objects.filter(jurisdiction__code=actor.jurisdiction).select_related(*RELATED).defer(*HEAVY)
    if actor.kind == "system":
        return cases
    cases = cases.exclude(Exists(about))
    if actor.roles & SEES_ALL:
        return cases
    if actor.kind != "officer" or not actor.roles & {"handler", "unit_head"}:
        return cases.none()
    part = Assignment.objects.filter(case=OuterRef("pk"), unit__code=actor.unit, until=None)
    own = Q(lead_unit__code=actor.unit) | Exists(part)
    if "unit_head" not in actor.roles:
        return cases.filter(own)
    asked = Exists(Deferral.objects.filter(case=OuterRef("pk")))
    return cases.filter(own | Q(asked, lead_unit__code__in=units_below(actor)) | Q(pk__in=may_rule_on(actor)))


def units_below(actor: Actor) -> list[str]:
    """The units for which the actor's unit is one of those above, by code."""
    book = book_of(actor.jurisdiction)
    return [code for code in book.units if actor.unit in book.above(code)]


def about_actor(actor: Actor) -> QuerySet[Interest]:
    """What says of a case that it is a complaint about the officer's unit, post or person (rules.access.About)."""
    about = Interest.objects.filter(unit__jurisdiction__code=actor.jurisdiction)
    return about.filter(Q(post=None, unit__code=actor.unit) | about_person(actor))


def about_person(actor: Actor) -> Q:
    """What of the interests is about the officer alone, not the whole unit."""
    post = Q(post__code=actor.post)
    if actor.officer is None or actor.program:
        return post
    return Q(officer=actor.officer) | post & Q(officer="")


def complaints_about(actor: Actor) -> QuerySet[Case]:
    """The cases that are a complaint about this officer's unit, post or person: not shown by the packages above."""
    return Case.objects.filter(pk__in=about_actor(actor).values("case"), jurisdiction__code=actor.jurisdiction)


def complaints_about_person(actor: Actor) -> QuerySet[Case]:
    """Those of them that are about the officer, not about the whole unit."""
    about = Interest.objects.filter(about_person(actor))
    return Case.objects.filter(pk__in=about.values("case"), jurisdiction__code=actor.jurisdiction)


def complained_about(jurisdiction: Jurisdiction, numbers: Iterable[str]) -> dict[str, str]:
    """The units that cases of these numbers are a complaint about, name by code: they have no part in them (JN 32)."""
    about = Interest.objects.filter(case__number__in=list(numbers), case__jurisdiction=jurisdiction, post=None)
    return {row.unit.code: row.unit.name for row in about.select_related("unit")}


def public_cases(jurisdiction: Jurisdiction) -> QuerySet[Case]:
    """What everybody may see. Pages built on it show public_words, never words, person or address."""
    return Case.objects.filter(jurisdiction=jurisdiction, public=True).select_related(*RELATED).defer(*HEAVY)


def _none(number: str) -> NotFound:
    return NotFound(Problem("no_such_case", "number", {"number": number[:40]}))


def get_case(actor: Actor, number: str) -> Case:
    """One case an officer may see; the same NotFound whether it is hidden or does not exist."""
    wanted = normalise_number(number) or number
    case = visible_to(actor).select_related("person", "dispatch_row").filter(number=wanted).first()
    if case is None:
        raise _none(number)
    return case


def public_case(jurisdiction: Jurisdiction, number: str) -> Case:
    """One public case by its number, however it was typed."""
    case = public_cases(jurisdiction).filter(number=normalise_number(number) or number).first()
    if case is None:
        raise _none(number)
    return case


def case_by_secret(number: str, secret: str) -> Case:
    """The case a citizen's own link opens, public or not."""
    case = (
        Case.objects.select_related(*RELATED, "person")
        .defer(*HEAVY)
        .filter(number=number, link_digest=link_digest(secret))
        .first()
    )
    if case is None:
        raise _none(number)
    return case


def may_see_person(case: Case, actor: Actor) -> bool:
    """Who told us is shown to the hotline body's desk and to the unit that leads, to nobody else."""
    if actor.roles & SEES_PERSON:
        return True
    return actor.unit == case.lead_unit.code and bool(actor.roles & {"handler", "unit_head"})


def earlier_cases(actor: Actor, *, phone: str = "", email: str = "", limit: int = 20) -> list[Case]:
    """Cases of whoever left this telephone number or address, newest first, of those the actor may see."""
    who = Q(person__phone=phone) if phone else Q(person__email=email)
    if not (phone or email):
        return []
    cases = visible_to(actor).filter(who, person__jurisdiction__code=actor.jurisdiction)
    return list(cases.order_by("-opened_at")[:limit])


def search(actor: Actor, text: str, *, limit: int = 50) -> list[Case]:
    """By number, telephone number or words; the newest that fit, of those the actor may see."""
    text = text.strip()
    if not text:
        return []
    cases = visible_to(actor).order_by("-opened_at")
    number = normalise_number(text)
    if number:
        return list(cases.filter(number=number))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 6 and actor.roles & SEES_PERSON:
        found = list(cases.filter(person__phone__in=[digits, text])[:limit])
        if found:
            return found
    return list(cases.filter(Q(public_words__icontains=text) | Q(title__icontains=text))[:limit])
