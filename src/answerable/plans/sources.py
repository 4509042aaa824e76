"""Where an indicator's values can be computed from: a registry that plans declare and packages above fill.

Plans do not know cases, and cases do not know plans. Whoever knows both registers a source when it starts
(`register(Source("solved_rate", ...))`); an indicator names it in its meaning (IndicatorVersion.source) and pins its
parameters there, so that a value can always be computed again as it was defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise

from answerable.organisation.models import Jurisdiction
from answerable.rules.problems import NotFound, Problem

Params = Mapping[str, object]
VERSION = "source_version"  # the version of the source that a meaning pins
RESERVED = frozenset({VERSION, "related_categories"})  # kept beside the parameters and never given to the source
Words = str | Promise


@dataclass(frozen=True)
class Parameter:
    """One parameter. `kind`: category, unit, area (codes of the pack), text or number."""

    name: str
    kind: str
    label: Words
    required: bool = False


@dataclass(frozen=True)
class Value:
    """What a source found for one period: a value, or numerator and denominator; none of them when it gives no figure.

    `count` is how many cases (or whatever it counts) it rests on; `note` says why there is no figure, or what limits
    it (a code that the source's package has a sentence for, or words).
    """

    value: Fraction | Decimal | int | None = None
    numerator: Fraction | Decimal | int | None = None
    denominator: Fraction | Decimal | int | None = None
    count: int | None = None
    note: str = ""

    @property
    def missing(self) -> bool:
        """A quotient by nothing is no figure."""
        return self.value is None and (self.numerator is None or not self.denominator)


Compute = Callable[[Jurisdiction, Params, date, date, datetime], Value]


@dataclass(frozen=True)
class Source:
    """`compute(jurisdiction, params, first_day, last_day, now)` gives the figure of a period as known at `now`.

    `definition` says in words what is counted, `version` grows with every change of the way it is computed, and
    `check(jurisdiction, params)` names what is wrong with parameters before they are pinned.
    """

    name: str
    label: Words
    definition: Words
    compute: Compute
    parameters: tuple[Parameter, ...] = ()
    version: int = 1
    check: Callable[[Jurisdiction, Params], list[Problem]] | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known; a second one of the same name is a mistake in the program."""
    if source.name in _sources:
        raise ValueError(f"the source {source.name!r} is registered already")
    _sources[source.name] = source


def names() -> tuple[str, ...]:
    """Every source, in the order registered."""
    return tuple(_sources)


def source(name: str) -> Source:
    """The source of a name; NotFound when nobody registered it."""
    found = _sources.get(name)
    if found is None:
        raise NotFound(Problem("no_such_source", "source", {"source": name[:60]}))
    return found


def params_of(pinned: Params) -> dict[str, object]:
    """The parameters of a meaning, without what is kept beside them."""
    return {name: value for name, value in pinned.items() if name not in RESERVED}


def pin(name: str, params: Params) -> dict[str, object]:
    """What a meaning keeps of a source: its parameters and the version that computes them now."""
    return {**params, VERSION: source(name).version}


def check_params(jurisdiction: Jurisdiction, name: str, params: Params) -> list[Problem]:
    """What is wrong with a source's parameters: unknown ones, missing ones, and what the source itself finds."""
    found = source(name)
    known = {parameter.name for parameter in found.parameters}
    problems = [
        Problem("unknown_source_parameter", "source_params", {"parameter": key[:60]})
        for key in params_of(params)
        if key not in known
    ]
    problems += [
        Problem("source_parameter_missing", "source_params", {"parameter": parameter.name})
        for parameter in found.parameters
        if parameter.required and params.get(parameter.name) in (None, "")
    ]
    return problems + (found.check(jurisdiction, params) if found.check and not problems else [])
