"""Template tags that every face shares: built files, times in the reader's habit, numbers read in groups."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import dates, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_noop as N_

from answerable.organisation.models import Post
from answerable.organisation.sentences import post_in_unit
from answerable.portal.context import HTML_LANGUAGE

register = template.Library()
NEAR = {0: N_("today"), 1: N_("tomorrow"), -1: N_("yesterday")}
TITLE_CUT = 60  # a title as long as this was cut there when the case was opened
_BUILD = Path(__file__).resolve().parents[2] / "static" / "build"


@lru_cache(maxsize=4)
def _manifest(path: Path, changed: float) -> dict[str, Any]:
    del changed  # part of the key: a new build is read anew
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@register.simple_tag
def asset(name: str) -> SafeString:
    """Link and script elements of one entry of the Vite build; empty when nothing was built (pages work without)."""
    path = _BUILD / "manifest.json"
    if not path.exists():
        return mark_safe("")
    entry = _manifest(path, path.stat().st_mtime)[f"src/{name}.ts"]
    styles = format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"build/{css}"),) for css in entry.get("css", []))
    )
    # `theme` runs before the first paint and therefore blocks; everything else waits.
    kind = mark_safe("" if name == "theme" else ' type="module"')
    return styles + format_html('<script{} src="{}"></script>', kind, static(f"build/{entry['file']}"))


@register.filter
def whose(post: Post | None) -> str:
    """A post with its unit; nothing for no post."""
    return post_in_unit(post) if post else ""


def _day(local: datetime, now: datetime) -> str:
    """`Fri 27 Nov` or `11月27日（星期五）`; today, tomorrow and yesterday by name; the year when it is another."""
    today = timezone.localtime(now)
    days = (local.date() - today.date()).days
    near = gettext(NEAR[days]) if days in NEAR else ""
    same_year = local.year == today.year
    if (get_language() or "").startswith("zh"):
        weekday = str(dates.WEEKDAYS[local.weekday()])
        date = near or f"{'' if same_year else f'{local.year}年'}{local.month}月{local.day}日"
        return f"{date}（{weekday}）"
    weekday = str(dates.WEEKDAYS_ABBR[local.weekday()])
    if near:
        return f"{near} ({weekday})"
    return f"{weekday} {local.day} {local.strftime('%b')}{'' if same_year else f' {local.year}'}"


@register.filter
def when(at: datetime | None, now: datetime | None = None) -> str:
    """Local date and time with the day of the week, as the reader writes it; empty for no time."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    day = _day(local, now or timezone.now())
    return f"{day}{'' if day.endswith('）') else ' '}{local:%H:%M}"


@register.filter
def on_day(at: datetime | None, now: datetime | None = None) -> str:
    """As `when`, the day alone."""
    return _day(timezone.localtime(at), now or timezone.now()) if at else ""


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", max(minutes, 1)) % {"n": max(minutes, 1)}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


@register.filter
def due_in(at: datetime | None, now: datetime | None = None) -> str:
    """`in 3 hours`, `2 days late`: natural time between now and then; empty for no time."""
    if at is None:
        return ""
    left = at - (now or timezone.now())
    if left >= timedelta(0):
        return gettext("in %(span)s") % {"span": _span(left)}
    return gettext("%(span)s late") % {"span": _span(-left)}


@register.filter
def ago(at: datetime | None, now: datetime | None = None) -> str:
    """`3 hours ago`."""
    return gettext("%(span)s ago") % {"span": _span((now or timezone.now()) - at)} if at else ""


@register.filter
def grouped(number: str | None) -> SafeString:
    """A public number as it stands on every receipt, never broken over two lines: HK26-0012345-42."""
    return format_html('<span class="grouped">{}</span>', number or "")


@register.filter
def heading(case: Any) -> str:
    """What to call a case in a list: the beginning of its words, cut between words, or its category."""
    kept = str(case.title or "")
    title = kept.strip()
    if not title:
        return str(case.category)
    if len(kept) < TITLE_CUT:
        return title
    if kept != title:  # the cut fell between two words
        return f"{title}…"
    if " " in title and title.isascii():
        title = title.rpartition(" ")[0]
    return f"{title}…"


@register.filter
def html_lang(language: str) -> str:
    """The lang attribute of words in one of our languages, so that they get the glyphs of their own region."""
    return HTML_LANGUAGE.get(language, "")


LEVELS = {
    "overdue": N_("Overdue"),
    "soon": N_("Due soon"),
    "done": N_("Closed"),
    "waiting": N_("Waiting for the citizen’s word"),
}


@register.filter
def level_words(level: str) -> str:
    """How a strip stands, in words."""
    return gettext(LEVELS.get(level, N_("In time")))


@register.filter
def used_class(used: float | None) -> str:
    """The class that draws how much of the time is used, in steps of 5 % (a strict policy allows no inline style)."""
    share = min(max(used or 0.0, 0.0), 1.0)
    return f"used-{round(share * 20) * 5}"


@register.filter
def percent(share: float | None) -> str:
    """`83 %` of 0.83 (`83%` in Chinese); a dash when there is nothing to divide by."""
    if share is None:
        return "–"
    return f"{share * 100:.0f}%"


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """mapping[key], or None."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The address of this page with some of its filters changed; None takes one away."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = str(value)
    return f"?{params.urlencode()}"
