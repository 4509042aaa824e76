"""Who sat at a meeting: a table of posts, each with there or not there and a remark, as one field of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

Seats = dict[str, tuple[str, str]]  # by post: "there", "absent" or "" (not asked), and a remark


class SeatsTable(forms.Widget):
    """One line for each post; nothing needs a script."""

    posts: tuple[tuple[str, str], ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Seats:
        return {
            code: (data.get(f"{name}_{code}", ""), data.get(f"{name}_{code}_remark", ""))
            for code, _label in self.posts
        }  # fmt: skip

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        first = (attrs or {}).get("id", name)
        rows = (self._row(name, code, label, (value or {}).get(code, ("", "")), first if not n else "")
                for n, (code, label) in enumerate(self.posts))  # fmt: skip
        return format_html('<ul class="plain seats">{}</ul>', format_html_join("", "{}", ((row,) for row in rows)))

    def _row(self, name: str, code: str, label: str, said: tuple[str, str], known_as: str) -> SafeString:
        own = known_as or f"{name}_{code}"
        options = (
            ("", "—"),
            ("there", pgettext("at a meeting", "was there")),
            ("absent", pgettext("at a meeting", "was not there")),
        )
        picked = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((key, SafeString(" selected") if key == said[0] else "", words) for key, words in options),
        )  # fmt: skip
        return format_html(
            '<li><label for="{0}">{1}</label><select class="govuk-select" id="{0}" name="{2}_{3}">{4}</select>'
            '<input class="govuk-input" name="{2}_{3}_remark" value="{5}" aria-label="{6}" placeholder="{7}" '
            'autocomplete="off"></li>',
            own, label, name, code, picked, said[1], gettext("Remark: %(post)s") % {"post": label},
            gettext("who came instead, or why nobody"),
        )  # fmt: skip


class Attendance(forms.Field):
    """What the action takes: {post: (present, remark)}, of posts that were asked to come."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, widget=SeatsTable)

    @property
    def posts(self) -> tuple[tuple[str, str], ...]:
        return self.widget.posts

    @posts.setter
    def posts(self, rows: tuple[tuple[str, str], ...]) -> None:
        self.widget.posts = rows

    def clean(self, value: Seats) -> dict[str, tuple[bool, str]]:
        return {
            code: (said == "there", remark) for code, (said, remark) in value.items() if said in ("there", "absent")
        }
