"""Everything the page of a case shows, gathered for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.cases import queries
from answerable.cases.models import Assignment, Case, Clock, Contact, Objection, Person
from answerable.desk.acts import FORMS, blank
from answerable.desk.forms import ActForm
from answerable.rules import lifecycle
from answerable.rules.access import Actor

MOST_SIMILAR = 5
# The verb on the form of each verb of the table: "confirm" and "refute" are both asked by "record_verdict".
FORM_OF = {verb: form for form, verbs in lifecycle.CHOICES.items() for verb in verbs}


@dataclass
class CasePage:
    case: Case
    strip: Any
    moments: list[Any]
    forms: list[ActForm]
    quiet: list[ActForm]
    greyed: list[tuple[Any, str]]
    clocks: list[Clock]
    parts: list[Assignment]
    similar: list[Any]
    contacts: list[Contact]
    person: Person | None
    hides_person: bool
    objection: Objection | None
    open_verb: str = ""
    failed: ActForm | None = None


def case_page(
    actor: Actor, number: str, *, now: datetime, failed: ActForm | None = None, open_verb: str = ""
) -> CasePage:
    """The page for this reader now. `failed` is a form that was refused: it stands open with what was typed."""
    case = queries.get_case(actor, number)
    seen = queries.may_see_person(case, actor)
    forms, greyed = _acts(case, actor, now, failed)
    assignments = case.assignments.filter(until=None).exclude(role="lead")
    return CasePage(
        case=case,
        strip=queries.strip(case, now=now),
        moments=queries.timeline(case, audience="staff")[::-1],
        forms=[form for form in forms if not form.quiet],
        quiet=[form for form in forms if form.quiet],
        greyed=greyed,
        clocks=list(case.clocks.filter(stopped_at=None).select_related("unit").order_by("due_at")),
        parts=list(assignments.select_related("unit").order_by("role", "due_at")),
        similar=_similar(case, now),
        contacts=list(case.contacts.order_by("received_at")),
        person=case.person if seen else None,
        hides_person=not seen and case.person_id is not None,
        objection=case.objections.filter(ruled_at=None).select_related("unit", "proposed_unit", "reason_code").first(),
        open_verb=failed.verb if failed else open_verb or (forms[0].verb if forms and forms[0].fields else ""),
        failed=failed,
    )


def _acts(
    case: Case, actor: Actor, now: datetime, failed: ActForm | None
) -> tuple[list[ActForm], list[tuple[Any, str]]]:
    """Forms of what this officer may do now, in the desk's order; and the rest, each with why not."""
    may: dict[str, bool] = {}
    why: dict[str, str] = {}
    for act in queries.allowed(case, actor, now=now):
        verb = FORM_OF.get(act.verb, act.verb)
        if verb in FORMS:
            may[verb] = may.get(verb, False) or act.allowed
            why[verb] = act.why
    open_forms = []
    for verb in FORMS:
        if failed is not None and verb == failed.verb:
            open_forms.append(failed)
        elif may.get(verb):
            open_forms.append(blank(verb, case.jurisdiction))
    return open_forms, [(FORMS[verb].title, why[verb]) for verb in FORMS if verb in may and not may[verb] and why[verb]]


def _similar(case: Case, now: datetime) -> list[Any]:
    found = queries.similar_open(
        case.jurisdiction, words=case.words, category_code=case.category.code, latitude=case.latitude,
        longitude=case.longitude, now=now, n=MOST_SIMILAR + 1,
    )  # fmt: skip
    return [near for near in found if near.case.pk != case.pk][:MOST_SIMILAR]
