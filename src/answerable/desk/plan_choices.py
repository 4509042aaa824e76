"""What stands in the select boxes of plan forms: posts, tasks, indicators, elements and codes in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from answerable.desk.choices import UNIT_KIND_ORDER, Choice, Group
from answerable.organisation import queries as organisation
from answerable.organisation.models import Category, Jurisdiction, Post, Unit
from answerable.plans.models import Plan
from answerable.plans.models.accountability import CONTRIBUTOR, REVIEWER, STEWARD

NONE: Choice = ("", "—")
HEADS = frozenset({"unit_head", "leader"})
PARTS = (STEWARD, CONTRIBUTOR, REVIEWER)


def posts(jurisdiction: Jurisdiction, roles: frozenset[str] = frozenset(), but: str = "") -> list[Choice | Group]:
    """Every post by unit, departments first; with `roles` only posts that have one of them; never the post `but`."""
    rows = [
        post
        for post in organisation.rulebook(jurisdiction).posts.values()
        if post.code != but and (not roles or roles & set(post.roles))
    ]
    groups = groupby(sorted(rows, key=_order), key=lambda post: post.unit.name)
    return [NONE, *((unit, [(post.code, post.name) for post in held]) for unit, held in groups)]


def _order(post: Post) -> tuple[int, str, str]:
    return (UNIT_KIND_ORDER.get(post.unit.kind, 99), post.unit.code, post.code)


def committees(jurisdiction: Jurisdiction) -> list[Choice]:
    """Units a plan can be drawn up under: those with a coordinator, committees first."""
    units: dict[str, Unit] = {}
    for post in organisation.rulebook(jurisdiction).posts.values():
        if "coordinator" in post.roles:
            units[post.unit.code] = post.unit
    ordered = sorted(units.values(), key=lambda unit: (unit.kind != "committee", unit.code))
    return [NONE, *((unit.code, unit.name) for unit in ordered)]


def all_categories(jurisdiction: Jurisdiction) -> list[Choice]:
    """Every category of the pack, those below another after it and indented."""
    rows = sorted(organisation.rulebook(jurisdiction).categories.values(), key=lambda row: row.code)
    below: dict[str, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_code, []).append(row)

    def told(parent: str, depth: int) -> list[Choice]:
        return [
            line for row in below.get(parent, ())
            for line in ((row.code, f"{'　' * depth}{row.name}"), *told(row.code, depth + 1))
        ]  # fmt: skip

    return [NONE, *told("", 0)]


def tasks(plan: Plan, but: str = "", codes: Iterable[str] | None = None) -> list[Choice]:
    """The open tasks of a plan (or those of these codes)."""
    rows = plan.tasks.exclude(state__in=("accepted", "cancelled")).exclude(code=but)
    if codes is not None:
        rows = plan.tasks.filter(code__in=list(codes))
    return [NONE, *((row.code, f"{row.code} {row.name}") for row in rows.order_by("sequence", "code"))]


def elements(plan: Plan, levels: tuple[str, ...] = ()) -> list[Choice]:
    """The elements of a plan in its order, indented by level."""
    indent = {"domain": "", "goal": "　", "objective": "　　"}
    rows = plan.elements.filter(withdrawn_at=None).order_by("sequence", "code")
    return [
        NONE,
        *((row.code, f"{indent[row.level]}{row.code} {row.name}") for row in rows if not levels or row.level in levels),
    ]


def indicators(plan: Plan) -> list[Choice]:
    """The indicators of a plan that are followed."""
    rows = plan.indicators.filter(ended="").prefetch_related("versions")
    named = ((row.code, next((v.name for v in row.versions.all() if v.until is None), "")) for row in rows)
    return [NONE, *((code, f"{code} {name}".strip()) for code, name in named)]


def words(table: Mapping[str, Any], *codes: str, none: bool = True) -> list[Choice]:
    """Codes with their words, all of a table or these; an empty one first."""
    rows = [(code, table[code]) for code in (codes or table)]
    return [NONE, *rows] if none else rows
