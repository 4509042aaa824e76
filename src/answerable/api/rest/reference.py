"""Who and what exists: the signed-in post, units, areas, categories, codes; and the three rates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router

from answerable.api.rest import schemas as s
from answerable.api.rest.site import ERRORS
from answerable.cases import queries as cases
from answerable.organisation import queries as organisation
from answerable.organisation.models import Area, Category, Unit
from answerable.organisation.rulebook import Rulebook
from answerable.rules.problems import Problem, Refused

router = Router(tags=["reference"])
DEFAULT_SPAN = timedelta(days=30)


def _book(request: HttpRequest) -> Rulebook:
    return organisation.rulebook(organisation.jurisdiction(request.auth.jurisdiction), now=request.now)


@router.get("/me", response={200: s.MeOut, **ERRORS}, summary="The post this request acts as")
def me(request: HttpRequest) -> s.MeOut:
    actor = request.auth
    return s.MeOut(jurisdiction=actor.jurisdiction, unit=actor.unit, post=actor.post, roles=sorted(actor.roles))


@router.get("/units", response={200: list[s.UnitOut], **ERRORS}, summary="Every unit in being")
def units(request: HttpRequest) -> list[s.UnitOut]:
    return [_unit(unit) for unit in _book(request).units.values()]


@router.get("/areas", response={200: list[s.AreaOut], **ERRORS}, summary="Every area")
def areas(request: HttpRequest) -> list[s.AreaOut]:
    return [_area(area) for area in _book(request).areas.values()]


@router.get("/categories", response={200: list[s.CategoryOut], **ERRORS}, summary="Every category in force")
def categories(request: HttpRequest) -> list[s.CategoryOut]:
    book = _book(request)
    return [_category(category, book) for category in book.categories.values()]


class Kind(s.Wish):
    kind: Literal["", "return_reason", "outcome", "exclusion", "unreached"] = ""


@router.get("/codes", response={200: list[s.CodeOut], **ERRORS}, summary="Coded reasons and outcomes in force")
def codes(request: HttpRequest, wish: Query[Kind]) -> list[s.CodeOut]:
    rows = _book(request).codes.values()
    return [s.CodeOut(code=c.code, name=c.name, kind=c.kind) for c in rows if wish.kind in ("", c.kind)]


class Span(s.Wish):
    """Of what the rates are: verdicts from since (default: 30 days before until) up to until (default: now)."""

    since: s.When | None = None
    until: s.When | None = None
    unit: s.Code = ""


@router.get("/rates", response={200: s.RatesOut, **ERRORS}, summary="The three rates over valid callbacks")
def rates(request: HttpRequest, span: Query[Span]) -> s.RatesOut:
    book = _book(request)
    until = span.until or request.now
    since = span.since or _back(until)
    if since >= until:
        raise Refused(Problem("since_after_until", "since"))
    unit = book.units.get(span.unit) if span.unit else None
    if span.unit and unit is None:
        raise Refused(Problem("unknown_unit", "unit", {"unit": span.unit}))
    found = cases.three_rates(book.jurisdiction, since=since, until=until, unit=unit)
    return s.RatesOut(response=found.response, solved=found.solved, satisfied=found.satisfied, valid_callbacks=found.n)


def _back(until: datetime) -> datetime:
    try:
        return until - DEFAULT_SPAN
    except OverflowError:
        raise Refused(Problem("since_after_until", "until")) from None


def _unit(unit: Unit) -> s.UnitOut:
    return s.UnitOut(
        code=unit.code, name=unit.name, kind=unit.kind, parent=unit.parent.code if unit.parent else None,
        area=unit.area.code if unit.area else None, head_post=unit.head_post.code,
        served_by_hotline=unit.served_by_hotline, phone=unit.phone,
    )  # fmt: skip


def _area(area: Area) -> s.AreaOut:
    parent = area.parent.code if area.parent else None
    return s.AreaOut(code=area.code, name=area.name, kind=area.kind, parent=parent, population=area.population)


def _category(category: Category, book: Rulebook) -> s.CategoryOut:
    tier = book.tier_of(category.code)
    return s.CategoryOut(
        code=category.code, name=category.name, level=category.level, parent=category.parent_code or None,
        usual_kind=category.usual_kind, emergency=category.emergency, public=category.public,
        tier=tier.code if tier else None, attributes=category.attributes,
    )  # fmt: skip
