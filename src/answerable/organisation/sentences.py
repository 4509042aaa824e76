"""Problem codes as sentences: every package adds its own when the program starts, and all are read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from answerable.rules.problems import Problem

if TYPE_CHECKING:
    from answerable.organisation.models import Post

Words = Mapping[str, str | Promise]
Shown = Words | Callable[[str], str]
_sentences: dict[str, str | Promise] = {}
_shown: dict[str, Shown] = {}


def add_sentences(more: Words, shown: Mapping[str, Shown] | None = None) -> None:
    """The sentences of a package for problem codes of its own; called once, when the program starts.

    `shown` says how codes in the parameters of problems are read: by name of the parameter, then by code.
    """
    _sentences.update(more)
    _shown.update(shown or {})


def known() -> frozenset[str]:
    """The codes that have a sentence."""
    return frozenset(_sentences)


def local_time(moment: datetime) -> str:
    """A time as the reader writes it, with the day of the week."""
    local = timezone.localtime(moment)
    return date_format(local, _("D j M Y, H:i"))


def local_date(day: date) -> str:
    """A day as the reader writes it."""
    return date_format(day, _("j M Y"))


def post_in_unit(post: Post) -> str:
    """A post with its unit: `Secretary for Housing, Housing Bureau`; one name alone where it says the other."""
    name, unit = post.name, post.unit.name
    if unit in name or unit.startswith(name):
        return name
    return _("%(post)s, %(unit)s") % {"post": name, "unit": unit}


def _read(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return local_time(value)
    if isinstance(value, date):
        return local_date(value)
    if name == "actor":
        return str(value).removeprefix("post:").rpartition("/")[0] or _("the system")
    way = _shown.get(name)
    if way is None:
        return value
    return way(str(value)) if callable(way) else str(way.get(str(value), value))


def sentence(problem: Problem) -> str:
    """The problem in the language of the reader."""
    template = _sentences.get(problem.code)
    if template is None:
        return _("This cannot be done (%(code)s).") % {"code": problem.code}
    params: defaultdict[str, object] = defaultdict(str)
    params |= {name: _read(name, value) for name, value in problem.params.items()}
    return str(template) % params
