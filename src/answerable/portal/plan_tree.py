"""The tree of a plan in public: areas, their goals, the objectives of these, each with how its indicators stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from answerable.plans.models import Element, Plan
from answerable.plans.queries.days import AsOf
from answerable.plans.queries.figures import Figure, figures
from answerable.rules.rollup import Rollup, Standing, roll_up


@dataclass(eq=False)
class Branch:
    """An element with the indicators under it and under everything below it; `path` leads from its area to itself."""

    element: Element
    above: Branch | None = None
    figures: list[Figure] = field(default_factory=list)

    @property
    def path(self) -> list[Branch]:
        return [*(self.above.path if self.above else ()), self]

    @property
    def area(self) -> Branch:
        return self.above.area if self.above else self

    @property
    def depth(self) -> int:
        """0 for an area."""
        return len(self.path) - 1

    @property
    def total(self) -> int:
        return len(self.figures)

    @property
    def counts(self) -> list[tuple[str, int]]:
        return in_order(rolled(self.figures))


def figures_on(plan: Plan, day: AsOf) -> dict[UUID, Figure]:
    """The indicators of a plan as known on a day; of a past one without those that were added since."""
    found = figures(plan, as_of=day.at)
    return {key: figure for key, figure in found.items() if figure.meaning is not None} if day.past else found


def rolled(found: Iterable[Figure]) -> Rollup:
    return roll_up(figure.item for figure in found)


def in_order(found: Rollup) -> list[tuple[str, int]]:
    """How many stand how, without what none does, in the order pages use."""
    return [(str(name), found.counts[name]) for name in Standing if found.counts.get(name)]


def branches(plan: Plan, found: Mapping[UUID, Figure], day: AsOf) -> dict[UUID, Branch]:
    """Every element by its key, each before what stands below it, in the plan's order. One query.

    Of a past day what was withdrawn later is not withdrawn: never to be saved.
    """
    below: dict[UUID | None, list[Element]] = {}
    for element in plan.elements.all():
        if element.withdrawn_at is not None and element.withdrawn_at > day.at:
            element.withdrawn_at = None
        below.setdefault(element.parent_id, []).append(element)
    tree: dict[UUID, Branch] = {}

    def grow(parent: UUID | None) -> None:
        for element in below.get(parent, []):
            tree[element.pk] = Branch(element, tree.get(parent) if parent else None)
            grow(element.pk)

    grow(None)
    for figure in found.values():
        for branch in tree[figure.indicator.element_id].path:
            branch.figures.append(figure)
    return tree


def in_tree_order(tree: Mapping[UUID, Branch], shown: Iterable[Figure]) -> list[Figure]:
    """Indicators in the order in which a reader meets their elements from the top."""
    place = {key: number for number, key in enumerate(tree)}
    return sorted(shown, key=lambda figure: place[figure.indicator.element_id])


@dataclass(frozen=True)
class Block:
    """Indicators of one element, under the headings that are new since the block before."""

    heads: list[Branch]
    figures: list[Figure]


def blocks(tree: Mapping[UUID, Branch], shown: Sequence[Figure]) -> list[Block]:
    """A page of indicators under the headings of their tree; a page that begins within an area names it again."""
    found, before = [], list[Branch]()
    for key, members in groupby(shown, key=lambda figure: figure.indicator.element_id):
        path = tree[key].path
        found.append(Block([branch for branch in path if branch not in before], list(members)))
        before = path
    return found
