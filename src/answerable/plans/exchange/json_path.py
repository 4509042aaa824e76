"""Paths into JSON: names and numbers with dots between (data.rows.0.value); * stands for every one of a list."""

from __future__ import annotations

from collections.abc import Iterator

Json = object


def at(found: Json, path: str) -> Json | None:
    """What stands at a path, None when nothing does; a list or object at its end is nothing."""
    for step in _steps(path):
        found = _step(found, step)
    return None if isinstance(found, list | dict) else found


def rows_at(found: Json, path: str) -> Iterator[Json]:
    """The rows at a path: the members of a list, or the pairs of an object as {key, value}; none for anything else."""
    for place in _places(found, _steps(path)):
        if isinstance(place, list):
            yield from place
        elif isinstance(place, dict):
            yield from ({"key": key, "value": value} for key, value in place.items())


def _steps(path: str) -> list[str]:
    return [step for step in path.replace("[", ".").replace("]", "").split(".") if step]


def _step(found: Json, step: str) -> Json | None:
    if isinstance(found, dict):
        return found.get(step)
    if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
        member: Json = found[int(step)]
        return member
    return None


def _places(found: Json, steps: list[str]) -> Iterator[Json]:
    places = [found]
    for step in steps:
        if step == "*":
            places = [member for place in places for member in (place if isinstance(place, list) else ())]
        else:
            places = [_step(place, step) for place in places]
    yield from places
