"""Whether somebody who can be recognised says again what they said already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from answerable.cases.actions.birth import place
from answerable.cases.models import Case
from answerable.rules.intake import normalise_phone
from answerable.rules.repeats import Matter, same_matter

if TYPE_CHECKING:
    from answerable.cases.actions.intake import Said

MOST = 20  # open cases of one person that are compared


def known_matter(said: Said) -> str:
    """The number of the open case that this person told already, or nothing.

    Recognised by telephone number or e-mail address. One statement, and none for who left neither; files and
    imported or numbered requests of other systems are always new.
    """
    if not said.person or said.uploads or said.source_key:
        return ""
    phone, email = normalise_phone(said.person.phone) or "", said.person.email.strip()
    who = Q(pk=None)
    who |= Q(person__phone=phone) if phone else Q()
    who |= Q(person__email=email) if email else Q()
    if not (phone or email):
        return ""
    cases = Case.objects.filter(who, jurisdiction=said.book.jurisdiction, about=said.about).exclude(state="closed")
    fields = ("number", "words", "category__code", "area__code", "latitude", "longitude")
    rows = list(cases.order_by("-opened_at").values_list(*fields)[:MOST])
    if not rows:
        return ""
    placed = place(said, said.book)
    area = placed.area.code if placed.area else ""
    matter = Matter("", said.words, placed.category.code, area, said.latitude, said.longitude)
    earlier = [Matter(n, words, category, a or "", y, x) for n, words, category, a, y, x in rows]
    metres, alike = said.book.limit("similar_metres"), said.book.limit("repeat_alike")
    return same_matter(matter, earlier, metres=metres, alike=alike) or ""
