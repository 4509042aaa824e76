"""The same problem again: a whistle that was just blown may make a taskforce due (8.5(57))."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.organisation.queries import Rulebook
from answerable.rules.access import system
from answerable.rules.taskforce import Blown, repeated
from answerable.whistles.actions import taskforce_acting, taskforces
from answerable.whistles.models import Subject, Taskforce, Whistle


def consider(whistle: Whistle, book: Rulebook, now: datetime) -> Taskforce | None:
    """Propose a taskforce when the pack's number of whistles is reached, or join the one there is."""
    days = book.limit("whistle_window_days")
    this, earlier = _blown(whistle), _like(whistle, now - timedelta(days=days))
    numbers = repeated(this, [_blown(w) for w in earlier], times=int(book.limit("whistle_repeats")), days=days)
    if not numbers:
        return None
    actor = system(whistle.jurisdiction.code)
    standing = Taskforce.objects.filter(state__in=("proposed", "formed"), whistle_links__whistle__number__in=numbers)
    found = standing.order_by("proposed_at").first()
    if found is not None:
        with taskforce_acting.act_on("add_whistle", actor=actor, now=now, number=found.number) as work:
            taskforces.add_whistle(work, whistle=whistle.number)
        return found
    with override(str(whistle.jurisdiction.settings.get("default_language", "zh-hant"))):
        reason = _("%(count)s whistles on one problem within %(days)s days: %(numbers)s")
        words = reason % {"count": len(numbers), "days": int(days), "numbers": ", ".join(numbers)}
    return taskforces.propose(actor=actor, now=now, title=whistle.title, reason=words, whistles=numbers)


def _like(whistle: Whistle, since: datetime) -> list[Whistle]:
    """Earlier whistles that may be about the same, the rule decides."""
    about = Q()
    for subject in whistle.subjects.all():
        about |= Q(noun=subject.noun, key=subject.key)
    same = Q(category=whistle.category, area=whistle.area) if whistle.category_id and whistle.area_id else Q(pk=None)
    if about:
        same |= Q(pk__in=Subject.objects.filter(about).values("whistle"))
    query = Whistle.objects.filter(same, jurisdiction=whistle.jurisdiction, state__in=("blown", "ended"))
    query = query.filter(blown_at__gte=since).exclude(pk=whistle.pk)
    return list(query.select_related("category", "area").prefetch_related("subjects"))


def _blown(whistle: Whistle) -> Blown:
    return Blown(
        number=whistle.number,
        at=whistle.blown_at or whistle.drafted_at,
        category=whistle.category.code if whistle.category else "",
        area=whistle.area.code if whistle.area else "",
        subjects=frozenset((subject.noun, subject.key) for subject in whistle.subjects.all()),
    )
