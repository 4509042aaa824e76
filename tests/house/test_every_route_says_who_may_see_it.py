"""Every address leads to a view that says for whom it is; see answerable.organisation.doors."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes(patterns=None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, here)
        else:
            yield here, entry


def audience(view) -> str:
    """What the view says, or, for a view that django-ninja made, that it is one of the API's."""
    view = getattr(view, "func", view)  # django-ninja wraps its own in functools.partial
    said = getattr(view, "audience", "") or getattr(getattr(view, "view_class", None), "audience", "")
    return said or ("api" if (view.__module__ or "").startswith("ninja") else "")


def test_every_view_says_its_audience() -> None:
    silent = [f"{a} ({r.callback.__module__})" for a, r in routes() if not audience(r.callback)]
    assert not silent, "\n".join(silent)


def test_everything_of_the_desk_but_the_door_itself_is_for_staff() -> None:
    open_to_all = [a for a, r in routes() if a.startswith("/desk/") and audience(r.callback) in {"public", "anyone"}]
    assert [a for a in open_to_all if "sign-" not in a and "language" not in a] == []
