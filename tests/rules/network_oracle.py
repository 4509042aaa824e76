"""Dates of a network the slow way: push whatever begins too early, again and again, until nothing moves.

It knows the four definitions at the head of rules.network and what progress means, and nothing of orders or passes.
"""

from __future__ import annotations

from answerable.rules.network import Activity, Dependency


def dates(
    activities: list[Activity], dependencies: list[Dependency], floor: int = 0
) -> tuple[dict[str, int], dict[str, int]]:
    """When what is left of each activity begins, and when it ends."""
    of = {activity.key: activity for activity in activities}
    begin = {key: _earliest_alone(activity, floor) for key, activity in of.items()}
    moved = True
    while moved:
        moved = False
        for link in dependencies:
            after = of[link.after]
            if after.actual_finish is not None:
                continue
            needed = _date_of_before(of[link.before], begin[link.before], link) + link.lag
            has = begin[link.after] + (after.left if link.kind in ("FF", "SF") else 0)
            if has < needed:
                begin[link.after] += needed - has
                moved = True
    return begin, {key: begin[key] + activity.left for key, activity in of.items()}


def _earliest_alone(activity: Activity, floor: int) -> int:
    if activity.actual_finish is not None:
        return activity.actual_finish
    found = floor
    if activity.start_from is not None and activity.actual_start is None:
        found = max(found, activity.start_from)
    if activity.finish_from is not None:
        found = max(found, activity.finish_from - activity.left)
    return found


def _date_of_before(before: Activity, begin: int, link: Dependency) -> int:
    if link.kind in ("SS", "SF"):
        return begin if before.actual_start is None else before.actual_start
    return begin + before.left
