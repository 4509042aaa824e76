"""The figures of the case stream as sources of indicators: registered with plans, which know nothing of cases.

A definition's version grows with every change of how it is computed; an indicator pins name, version and parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.performance.queries import figures
from answerable.performance.queries.scope import Scope, scope_of
from answerable.performance.sentences.figures import DEFINITION, LABEL, PARAMETER
from answerable.plans.sources import Compute, Parameter, Params, Source, Value, register
from answerable.rules.problems import Problem

Figure = Callable[[Scope], Value]

EVERYWHERE = ("category", "unit", "area")
FIGURES: dict[str, tuple[Figure, tuple[str, ...], int]] = {  # name: how it is computed, its parameters, its version
    "solved_rate": (figures.solved_rate, EVERYWHERE, 1),
    "satisfied_rate": (figures.satisfied_rate, EVERYWHERE, 1),
    "contact_in_time": (figures.contact_in_time, EVERYWHERE, 1),
    "median_days": (figures.median_days, EVERYWHERE, 1),
    "complaints_per_10000": (figures.complaints_per_10000, EVERYWHERE, 1),
    "refused_twice_share": (figures.refused_twice_share, EVERYWHERE, 1),
    "overdue_share": (figures.overdue_share, EVERYWHERE, 1),
    "callbacks_reached": (figures.callbacks_reached, EVERYWHERE, 1),
    "whistles_in_time": (figures.whistles_in_time, ("unit",), 2),
}


def register_all() -> None:
    """Called once, when the program starts."""
    for name, (figure, parameters, version) in FIGURES.items():
        register(
            Source(
                name, LABEL[name], DEFINITION[name], computed_by(figure),
                tuple(Parameter(one, one, PARAMETER[one]) for one in parameters), version, check,
            )
        )  # fmt: skip


def computed_by(figure: Figure) -> Compute:
    """A figure as plans ask for it: over whole days of the city, as known at an instant.

    Its notes are codes with a sentence (sentences.figures.NOTE), so that everybody reads them in their own language.
    """

    def compute(jurisdiction: Jurisdiction, params: Params, first: date, last: date, now: datetime) -> Value:
        scope = scope_of(jurisdiction, params, first, last, now)
        return figure(scope) if scope.since < scope.until else Value(note="period_not_begun")

    return compute


def check(jurisdiction: Jurisdiction, params: Params) -> list[Problem]:
    """Codes that the pack of the city does not know now."""
    book = organisation.rulebook(jurisdiction)
    known = {"category": book.categories, "unit": book.units, "area": book.areas}
    return [
        Problem(f"unknown_{name}", "source_params", {name: str(code)[:60]})
        for name, code in params.items()
        if code and name in known and str(code) not in known[name]
    ]
