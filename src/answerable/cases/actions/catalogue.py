"""What a ruling does to the dispatch catalogue (派單目錄): a row is corrected, a row is kept, or a row is added."""

from __future__ import annotations

from answerable.cases.actions.inputs import choice, words_of
from answerable.cases.actions.work import Work
from answerable.organisation.actions import catalogue
from answerable.organisation.models import Unit

SCOPES = ("corrected", "here")  # everywhere, or for this area alone
CHOICES = (*SCOPES, "kept")


def keep_or_correct(work: Work, unit: Unit, chosen: str, words: str, *, reason: str) -> dict[str, str]:
    """Fields of the ruling about the row that had named the unit; asked only where a row had."""
    row = work.case.dispatch_row
    if row is None or row.unit_id != work.case.lead_unit_id:
        return {}
    choice(chosen, CHOICES, "catalogue")
    if chosen == "kept":
        return {"catalogue": chosen, "catalogue_words": words_of(words, "catalogue_words")}
    put_into_catalogue(work, unit, chosen, reason=reason, whole=row.area_code)
    return {"catalogue": chosen}


def put_into_catalogue(work: Work, unit: Unit, scope: str, *, reason: str, whole: str = "") -> None:
    """From now on the catalogue names this unit for the case's category: in the case's area, or in the `whole` one."""
    choice(scope, SCOPES, "scope")
    area = work.case.area.code if scope == "here" and work.case.area else whole
    row = catalogue.name_unit(
        work.case.jurisdiction, category=work.case.category.code, area=area, unit=unit, now=work.now,
        approver=work.post.code, reason=reason,
    )  # fmt: skip
    work.facts["catalogue"] = f"{row.code}@{row.version}"
