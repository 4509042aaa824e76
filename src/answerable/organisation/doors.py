"""Who may open a page. Every view carries `audience`, a word or sentence that a test of the house reads back.

    @public                     anybody, signed in or not (portal pages, sign-in)
    @api                        programs; the view itself checks keys where it needs one

Staff pages have doors of their own that also turn people away: answerable.desk.doors. A view without any
of these fails tests/house/test_every_route_says_who_may_see_it.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """A page for anybody."""
    view.audience = "public"  # type: ignore[attr-defined]
    return view


def api(view: View) -> View:
    """An address for programs."""
    view.audience = "api"  # type: ignore[attr-defined]
    return view
