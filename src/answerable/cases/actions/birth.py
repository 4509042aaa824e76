"""How a case comes into the world: with a number, a category, a tier, clocks, and somebody who answers for it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from uuid_utils.compat import uuid7

from answerable.cases.actions.clocks import birth_clocks, limit_due, part_clocks
from answerable.cases.actions.files import keep
from answerable.cases.models import Assignment, Case, Contact, Interest, Person
from answerable.ledger.actions.record import Record, in_one_go
from answerable.organisation.models import Area, Category, Jurisdiction, Tier
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.rules import dispatch, lifecycle
from answerable.rules.ids import public_number
from answerable.rules.masking import mask
from answerable.rules.problems import Problem, Refused
from answerable.triage.suggest import emergency_words, suggest

if TYPE_CHECKING:
    from answerable.cases.actions.intake import Said

TITLE_LENGTH = 60


def secret_of(case: UUID) -> str:
    """The secret in a citizen's link: derived, so that a later letter can carry the same link."""
    raw = hmac.digest(settings.SECRET_KEY.encode(), b"case link" + case.bytes, "sha256")
    return raw[:16].hex()


def salt_of(contact: UUID) -> bytes:
    """The salt of a contact that is no case: derived, because there is no case to keep it."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"contact salt" + contact.bytes, "sha256")[:16]


def link_digest(secret: str) -> bytes:
    """What is stored of that secret."""
    return hashlib.sha256(secret.encode()).digest()


def link_of(case: Case) -> str:
    """The address of the citizen's own page of this case, from the root of the site."""
    return f"/receipt/{case.number}/{secret_of(case.pk)}"


@dataclass(frozen=True)
class Placed:
    """What a case is about and where, and who therefore answers for it."""

    category: Category
    chosen_by: str
    area: Area | None
    tier: Tier
    decision: dispatch.Decision
    sure: bool


def category_for(said: Said, book: Rulebook) -> tuple[Category, str, bool]:
    """The category, who chose it, and whether it is sure enough to dispatch without a person."""
    if said.category_code:
        chosen_by = said.category_chosen_by or ("officer" if said.actor.kind == "officer" else "citizen")
        return book.categories[said.category_code], chosen_by, said.category_code != book.fallback_category.code
    found = suggest(said.words, book, n=2)
    if not found:
        return book.fallback_category, "nobody", False
    clear_lead = len(found) == 1 or found[0].score - found[1].score >= book.limit("suggestion_lead")
    sure = clear_lead and found[0].score >= book.limit("suggestion_score")
    return book.categories[found[0].code], "machine", sure


def tier_of(book: Rulebook, category_code: str) -> Tier:
    """The tier of a category; a pack without one for it is refused, because no case is without a limit."""
    tier = book.tier_of(category_code)
    if tier is None:
        raise Refused(Problem("tier_without_limit", "category_code", {"tier": category_code}))
    return tier


def place(said: Said, book: Rulebook) -> Placed:
    """Find category, area, tier and lead unit (rules.dispatch); there always is a lead unit."""
    category, chosen_by, sure = category_for(said, book)
    if said.known_unit:  # who answers is known: nothing is guessed from the category or the place
        known = dispatch.Decision(said.known_unit, (), (), "owner", None, True)
        return Placed(category, chosen_by, None, tier_of(book, category.code), known, True)
    area = book.areas[said.area_code] if said.area_code else None
    if area is None and said.latitude is not None and said.longitude is not None:
        area = book.area_at(said.latitude, said.longitude)
    if area is None:
        area = book.area_in_text(f"{said.address} {said.words}")
    district = book.district_unit(area.code) if area else None
    decision = dispatch.resolve(
        book.category_path(category.code),
        book.area_path(area.code) if area else (),
        book.catalogue,
        said.now,
        district.code if district else None,
        book.coordinator_unit.code,
        book.district_of,
    )
    decision = _without_whom_it_is_about(decision, said, book)
    return Placed(category, chosen_by, area, tier_of(book, category.code), decision, sure and decision.certain)


def _without_whom_it_is_about(decision: dispatch.Decision, said: Said, book: Rulebook) -> dispatch.Decision:
    if not said.complained_about:
        return decision
    found = dispatch.without(decision, said.complained_about, book.above(said.complained_about))
    if found is None:
        name = book.units[said.complained_about].name
        raise Refused(Problem("nobody_above", "complained_about", {"unit": name}))
    return found


def open_case(said: Said, *, sequence: int, person: Person | None, contact: Contact) -> Case:
    """Write the case, its contact, its assignments and clocks, its first entry, and the receipt to be sent."""
    book = said.book
    placed = place(said, book)
    verb = "receive_dispatched" if placed.sure else "receive"
    edge = lifecycle.EDGES[None, verb]
    case = _case(said, placed, book, sequence, person, edge.next)
    parts = _assignments(case, placed, book)
    clocks = [*birth_clocks(case, book, sign=placed.sure), *part_clocks(said.book, parts)]
    case.due_at = next(c.due_at for c in clocks if c.kind == "resolve")
    contact.case, contact.person, contact.kind = case, person, case.kind
    record = Record(stream=case.pk, salt=case.salt, verb=verb, actor=said.actor, at=said.now, rule=edge.rule)
    with in_one_go():
        if person is not None:
            record.add(person)
        record.add(case)
        record.add(contact)
        record.add_all(parts)
        record.add_all(clocks)
        record.add_all(_interests(case, said))
        record.add_all(keep(said.uploads, at=said.now, by=said.actor.key, case=case, contact=contact))
        record.write(facts=_facts(said, parts), new_stream=True)
    announce(case, said, parts)
    return case


def _facts(said: Said, parts: list[Assignment]) -> dict[str, object] | None:
    """Who assists by the catalogue, and which questions were answered; the answers themselves stand in the words."""
    assisting = [part.unit.code for part in parts if part.role == "assist"]
    asked = {"asked": sorted(said.attributes)} if said.attributes else {}
    return {**asked, **({"assisting": assisting} if assisting else {})} or None


def _case(said: Said, placed: Placed, book: Rulebook, sequence: int, person: Person | None, state: str) -> Case:
    jurisdiction: Jurisdiction = book.jurisdiction
    key = uuid7()
    year = said.now.astimezone(ZoneInfo(jurisdiction.timezone)).year
    public_words = mask(said.words)  # before the title is cut from it: half a number would not be known as one
    return Case(
        id=key,
        jurisdiction=jurisdiction,
        number=public_number(jurisdiction.number_prefix, year, sequence),
        kind=said.kind or placed.category.usual_kind or "complaint",
        state=state,
        salt=secrets.token_bytes(16),
        person=person,
        link_digest=link_digest(secret_of(key)),
        title=mask(said.title) if said.title else " ".join(public_words.split())[:TITLE_LENGTH],
        words=said.words,
        public_words=public_words,
        language=said.language,
        channel=said.channel,
        category=placed.category,
        category_chosen_by=placed.chosen_by,
        area=placed.area,
        address=said.address,
        latitude=said.latitude,
        longitude=said.longitude,
        public=said.public and placed.category.public and not said.complained_about,
        emergency=placed.category.emergency or bool(emergency_words(said.words)),
        tier=placed.tier,
        dispatch_row=book.dispatch_rows[placed.decision.row_id] if placed.decision.row_id else None,
        dispatch_rule=placed.decision.rule,
        pack_version=jurisdiction.pack_version,
        lead_unit=book.units[placed.decision.unit],
        opened_at=said.now,
        updated_at=said.now,
        dispatches=1 if placed.sure and placed.decision.rule != "interest" else 0,
        about=said.about,
        source=said.source,
        source_key=said.source_key,
    )


def _interests(case: Case, said: Said) -> list[Interest]:
    """Whom it is a complaint about by what was said; the words of the case say why."""
    if not said.complained_about:
        return []
    flagged_by = said.book.posts[said.actor.post] if said.actor.post else None
    unit = said.book.units[said.complained_about]
    return [Interest(case=case, unit=unit, reason="", flagged_by=flagged_by, since=said.now)]


def _assignments(case: Case, placed: Placed, book: Rulebook) -> list[Assignment]:
    decision = placed.decision
    lead = Assignment(case=case, unit=case.lead_unit, role="lead", rule=decision.rule, since=case.opened_at)
    if not placed.sure:
        return [lead]
    copies = [
        Assignment(case=case, unit=book.units[code], role="copy", rule="copy", since=case.opened_at)
        for code in decision.copies
    ]
    assists = [
        Assignment(
            case=case, unit=book.units[code], role="assist", rule="catalogue", since=case.opened_at,
            due_at=limit_due(book, "part_days", case.opened_at),
        )
        for code in decision.assisting
    ]  # fmt: skip
    return [lead, *copies, *assists]


TOLD = {"lead": "dispatched", "assist": "part_catalogue", "copy": "copied"}


def announce(case: Case, said: Said, parts: list[Assignment]) -> None:
    """Tell the head of every unit that has a part in it, and the citizen who left an e-mail address."""
    letters = []
    for part in parts:
        letters += outbox.to_post(
            now=said.now, post=part.unit.head_post, template=TOLD[part.role], about=case.pk,
            number=case.number, title=case.title, unit=case.lead_unit, due=part.due_at or case.due_at,
            task=case.category,
        )  # fmt: skip
    if case.person is not None:
        letters += outbox.to_person(
            now=said.now, jurisdiction=case.jurisdiction, email=case.person.email, phone="",
            language=case.person.language, template="receipt", about=case.pk,
            number=case.number, unit=case.lead_unit, due=case.due_at, link=link_of(case),
        )  # fmt: skip
    outbox.store(letters)
