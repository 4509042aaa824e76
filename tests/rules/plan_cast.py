"""Short ways to say an aim and its figures, for tests of the rules of plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction

from answerable.rules.exact import exact
from answerable.rules.plan_periods import Period, parse
from answerable.rules.trajectory import Aim, Path, Shape
from answerable.rules.vintages import Observation, State

LONG_AFTER = datetime(2099, 1, 1, tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def number(value: object) -> Fraction | None:
    return None if value is None else exact(value)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seen(figures: Mapping[str, object], known: str = "2000-01-01", state: State = State.FINAL, ysi: int = 1) -> list:
    """Figures by code of period: a number, or (numerator, denominator)."""
    found = []
    for code, figure in figures.items():
        period = parse(code, ysi)
        if isinstance(figure, tuple):
            parts = {"numerator": exact(figure[0]), "denominator": exact(figure[1])}
            found.append(Observation(period, None, instant(known), state, key=code, **parts))
        else:
            found.append(Observation(period, exact(figure), instant(known), state, key=code))
    return found


def points(figures: Mapping[str, object], shape: Shape = Shape.POINTS, ysi: int = 1) -> Path:
    return Path(shape, tuple((parse(code, ysi), exact(value)) for code, value in figures.items()))


def aim(since: str, until: str, target: object = None, baseline: object = None, **more) -> Aim:
    """Days as ISO text, numbers as text or whole numbers."""
    for name in ("low", "high"):
        more[name] = number(more.get(name))
    return Aim(day(since), day(until), number(target), number(baseline), **more)


def period(code: str, ysi: int = 1) -> Period:
    return parse(code, ysi)
