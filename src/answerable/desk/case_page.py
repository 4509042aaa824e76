"""Everything the page of a case shows, gathered for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from answerable.cases import actions, queries
from answerable.cases.models import Attachment, Case, Clock, Contact, Interest, Person
from answerable.desk import case_panels as panels
from answerable.desk.acts import FORMS, blank
from answerable.desk.forms import ActForm, Seen
from answerable.organisation.files import path_of
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem

MOST_SIMILAR = 5
OPEN_AT_ONCE = frozenset(
    {"answer", "act", "record_verdict", "report_part", "rule", "state_view", "decide", "review_parking"}
)


@dataclass
class CasePage:
    case: Case
    strip: Any
    moments: list[Any]
    forms: list[ActForm]
    quiet: list[ActForm]
    greyed: list[tuple[Any, str]]
    clocks: list[Clock]
    parts: panels.Parts
    time: panels.Time
    joined: panels.Joined | None
    out: list[Interest]
    similar: list[tuple[Any, panels.CaseLink]]
    contacts: list[Contact]
    person: Person | None
    hides_person: bool
    whose: panels.Whose | None
    rulings: list[Any]
    open_verb: str = ""
    failed: ActForm | None = None

    @property
    def verbs(self) -> set[str]:
        """What this reader may do now."""
        return {form.verb for form in (*self.forms, *self.quiet)}


def case_page(
    actor: Actor, number: str, *, now: datetime, failed: ActForm | None = None, open_verb: str = ""
) -> CasePage:
    """The page for this reader now. `failed` is a form that was refused: it stands open with what was typed."""
    case = queries.get_case(actor, number)
    seen = queries.may_see_person(case, actor)
    forms, greyed = _acts(case, actor, now, failed)
    return CasePage(
        case=case,
        strip=queries.strip(case, now=now),
        moments=queries.timeline(case, audience="staff"),
        forms=[form for form in forms if not form.quiet],
        quiet=[form for form in forms if form.quiet],
        greyed=greyed,
        clocks=list(case.clocks.filter(stopped_at=None).select_related("unit").order_by("due_at")),
        parts=panels.parts(case, now),
        time=panels.time(case, now),
        joined=panels.joined(case, actor),
        out=panels.out_of_it(case, actor),
        similar=_similar(case, actor, now),
        contacts=list(case.contacts.order_by("received_at")),
        person=case.person if seen else None,
        hides_person=not seen and case.person_id is not None,
        whose=panels.whose(case, actor),
        rulings=queries.past_rulings(case),
        open_verb=failed.verb if failed else open_verb or _opens(case, forms),
        failed=failed,
    )


def opened(actor: Actor, number: str, *, now: datetime, failed: ActForm | None = None, open_verb: str = "") -> CasePage:
    """The page, with a mark that it was looked at (or asked for in vain) where the case is about somebody (XF 30)."""
    try:
        page = case_page(actor, number, now=now, failed=failed, open_verb=open_verb)
    except NotFound:
        actions.look_at(actor=actor, number=number, now=now, saw_person=False)
        raise
    actions.look_at(actor=actor, number=number, now=now, saw_person=page.person is not None)
    return page


def _acts(
    case: Case, actor: Actor, now: datetime, failed: ActForm | None
) -> tuple[list[ActForm], list[tuple[Any, str]]]:
    """Forms of what this officer may do now, the main act first; and the rest, each with why not."""
    acts = [act for act in queries.allowed(case, actor, now=now) if act.verb in FORMS]
    forms = [blank(act.verb, Seen(case, actor, now)) for act in acts if act.allowed]
    if failed is not None:
        forms = [failed, *(form for form in forms if form.verb != failed.verb)]
    return forms, [(FORMS[act.verb].title, act.why) for act in acts if not act.allowed]


def _opens(case: Case, forms: list[ActForm]) -> str:
    """The act that stands open: the first one, when it is what the page leads to."""
    verb = forms[0].verb if forms else ""
    leads_on = verb in OPEN_AT_ONCE or (verb == "dispatch" and case.state == "received")
    return verb if leads_on else ""


def _similar(case: Case, actor: Actor, now: datetime) -> list[tuple[Any, panels.CaseLink]]:
    """Open cases that may be the same trouble, each with whether this reader may open it."""
    found = queries.similar_open(
        case.jurisdiction, words=case.words, category_code=case.category.code, latitude=case.latitude,
        longitude=case.longitude, now=now, n=MOST_SIMILAR + 1,
    )  # fmt: skip
    others = [near for near in found if near.case.pk != case.pk][:MOST_SIMILAR]
    opens = panels.links(actor, (near.case for near in others))
    return [(near, opens[near.case.pk]) for near in others]


def attachment(actor: Actor, key: UUID, *, now: datetime) -> tuple[Attachment, Path]:
    """A file of a case this officer may see, and where its bytes lie; NotFound for any other. The look is kept."""
    asked = Attachment.objects.filter(pk=key).select_related("case").first()
    if asked is not None and asked.case is not None:
        actions.look_at_each(actor=actor, cases=[asked.case], now=now, saw_person=False)
    found = Attachment.objects.filter(pk=key, case__in=queries.visible_to(actor).values("pk")).first()
    path = path_of(found.sha256) if found else None
    if found is None or path is None or not path.exists():
        raise NotFound(Problem("no_such_file", "", {}))
    return found, path
