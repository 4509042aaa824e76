"""Where what a message is about is shown: the one place outside the faces that knows their paths.

A message is written by an act, below the pages; a test holds every path here to the addresses the pages answer at.
"""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID


def _path(*parts: object) -> str:
    """The parts as one path; whatever stands in a code is one part of it."""
    return "/" + "/".join(quote(str(part), safe="") for part in parts)


def my_plan() -> str:
    """What the reader's own post answers for, with the letters that wait for it."""
    return _path("desk", "plan")


def letters(plan: str) -> str:
    """The letters of a plan, for the committee's office."""
    return _path("desk", "plans", plan, "letters")


def letter(key: UUID) -> str:
    """One letter of responsibility, for whoever accepts it."""
    return _path("desk", "plans", "letters", key)


def indicator(plan: str, code: str) -> str:
    """An indicator at the desk."""
    return _path("desk", "plans", plan, "indicators", code)


def task(plan: str, code: str) -> str:
    """A task or milestone at the desk."""
    return _path("desk", "plans", plan, "tasks", code)


def change(number: str) -> str:
    """A change of a target, by its public number."""
    return _path("desk", "plans", "changes", number)


def handoff(number: str) -> str:
    """A hand-off, by its public number."""
    return _path("desk", "plans", "handoffs", number)


def evaluation(plan: str, key: UUID) -> str:
    """An evaluation of a plan."""
    return _path("desk", "plans", plan, "evaluations", key)


def whistle_about(noun: str, key: str) -> str:
    """The form of a whistle, with what it is about filled in."""
    return f"/desk/whistles/new?noun={quote(noun, safe='')}&key={quote(key, safe='')}"


def public_indicator(plan: str, code: str) -> str:
    """An indicator as everybody reads it."""
    return _path("plan", plan, "indicators", code)


def following(secret: str) -> str:
    """Where a follower confirms that they asked to be told."""
    return _path("plan", "following", secret)


def following_end(secret: str) -> str:
    """Where a follower ends it."""
    return _path("plan", "following", secret, "end")
