"""The one way an existing case is changed: lock it, ask the table, do the work, write one entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.cases.models import Assignment, Case, Consultation, Objection
from answerable.ledger.actions.record import Record
from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules import lifecycle
from answerable.rules.access import About, Actor, Standing, has_interest, relations
from answerable.rules.disputes import judges
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused, Stale


@dataclass
class Work:
    """An act under way on a locked case."""

    case: Case
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record
    verb: str
    version_before: int
    assignments: list[Assignment]
    about: frozenset[About]
    changes: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def change(self, **values: Any) -> None:
        """Set fields of the case; written once, at the end of the act."""
        for name, value in values.items():
            setattr(self.case, name, value)
        self.changes |= values

    @property
    def lead(self) -> Assignment:
        return next(a for a in self.assignments if a.role == "lead")

    @property
    def post(self) -> Post:
        """The post of the officer who acts."""
        if self.actor.post is None:
            raise NotAllowed(Problem("needs_a_post"))
        return self.book.posts[self.actor.post]

    def unit(self, code: str, input_name: str) -> Unit:
        """A unit named in a form, or a problem at that input."""
        unit = self.book.units.get(code)
        if unit is None:
            raise Refused(Problem("unknown_unit", input_name, {"unit": code}))
        return unit

    @property
    def units_out(self) -> frozenset[str]:
        """The units the case is a complaint about as a whole: they have no part in it."""
        return frozenset(one.unit for one in self.about if not one.post)

    def may_lead(self, unit: Unit, input_name: str = "unit_code") -> Unit:
        """The unit, unless the case is a complaint about it (JN 32)."""
        if unit.code in self.units_out:
            raise Refused(Problem("has_interest", input_name, {"unit": unit.name}))
        return unit

    def reader(self, unit: Unit) -> Unit | None:
        """Whose head is told in the place of a unit: its own, or the nearest above whom the case is not about."""
        return reader_of(unit, self.about, self.book, self.now)

    def write(self) -> None:
        self.change(version=self.case.version + 1, updated_at=self.now)
        self.record.set(self.case, **self.changes)
        self.record.write(facts=self.facts or None)


def reader_of(unit: Unit, about: frozenset[About], book: Rulebook, now: datetime) -> Unit | None:
    """The nearest unit, itself first, whose head the matter is no complaint about; None when there is none."""
    if not about:
        return unit
    for one in (unit, *(book.units[code] for code in book.above(unit.code))):
        holder = organisation.holder(one.head_post, now)
        account = holder.username if holder is not None else None
        if not any(row.meets(one.code, one.head_post.code, account) for row in about):
            return one
    return None


def stands(case: Case, actor: Actor, assignments: list[Assignment], book: Rulebook) -> frozenset[str]:
    """How this actor stands to this case (rules.access.relations)."""
    return relations(actor, standing(case, assignments, book))


def standing(case: Case, assignments: list[Assignment], book: Rulebook) -> Standing:
    """The units that stand in some relation to a case now."""
    units: dict[str, set[str]] = {"assist": set(), "candidate": set()}
    for part in assignments:
        units.setdefault(part.role, set()).add(part.unit.code)
    return Standing(
        case=str(case.pk),
        lead=case.lead_unit.code,
        hotline=book.hotline_unit.code,
        asker=next((c.unit.code for c in case.callbacks.all() if c.done_at is None), None),
        assisting=frozenset(units["assist"]),
        candidates=frozenset(units["candidate"]),
        arbiters=frozenset(judges_of(case, units["candidate"], book)),
        above=frozenset(book.above(case.lead_unit.code)),
        interested=interested(case),
    )


def judges_of(case: Case, candidates: Collection[str], book: Rulebook) -> tuple[str, ...]:
    """The units that may rule on the case's open dispute, the lowest rung first (rules.disputes.judges)."""
    dispute = open_dispute(case)
    if dispute is None:
        return ()
    return judges([rung.unit.code for rung in book.ladder], dispute.rung, parties_of(case, dispute, candidates))


def parties_of(case: Case, dispute: Objection | Consultation, candidates: Collection[str]) -> set[str]:
    """Who may win by a ruling: the candidates, and of an objection the unit that leads."""
    return {*candidates, *([case.lead_unit.code] if isinstance(dispute, Objection) else [])}


def open_dispute(case: Case) -> Objection | Consultation | None:
    """The objection or the consultation that waits for a ruling; there is never one of each."""
    objection = case.objections.filter(ruled_at=None).select_related("proposed_unit").first()
    return objection or case.consultations.filter(ruled_at=None).first()


def interested(case: Case) -> frozenset[About]:
    """Whom the case is a complaint about."""
    found = case.interests.values_list("unit__code", "post__code", "officer")
    return frozenset(About(unit, post or "", officer) for unit, post, officer in found)


def stale(case: Case, expected: int) -> Stale:
    """Somebody was quicker: say who did what, and when."""
    last = Entry.objects.filter(stream=case.pk).order_by("-seq").first()
    params: dict[str, object] = {"expected": expected, "found": case.version}
    if last is not None:
        params |= {"verb": last.verb, "actor": last.actor, "at": last.at}
    return Stale(Problem("stale", "", params))


def _unknown(number: str) -> NotFound:
    return NotFound(Problem("no_such_case", "number", {"number": number}))


def _locked(actor: Actor, number: str) -> Case:
    query = Case.objects.select_for_update(of=("self",)).select_related("jurisdiction", "lead_unit", "tier", "person")
    case = query.filter(number=number, jurisdiction__code=actor.jurisdiction).first()
    if case is None:
        raise _unknown(number)
    return case


@contextmanager
def act_on(verb: str, *, actor: Actor, now: datetime, number: str, version: int | None = None) -> Iterator[Work]:
    """Run one act on one case in one transaction.

    Raises NotFound (whoever the case is a complaint about finds none either), Stale (the version read is not the one
    stored), NotAllowed (the table has no such edge for this actor now). On any error nothing is changed.
    """
    with transaction.atomic():
        case = _locked(actor, number)
        assignments = list(case.assignments.filter(until=None).select_related("unit"))
        book = organisation.rulebook(case.jurisdiction)
        place = standing(case, assignments, book)
        if has_interest(actor, place.interested):
            raise _unknown(number)
        edge = lifecycle.edge(case.state, verb)
        if version is not None and version != case.version:
            raise stale(case, version)
        if edge is None:
            raise NotAllowed(Problem("not_in_this_state", "", {"verb": verb, "state": case.state}))
        if not relations(actor, place) & set(edge.who):
            raise NotAllowed(Problem("not_yours", "", {"verb": verb, "unit": case.lead_unit.code}))
        record = Record(stream=case.pk, salt=case.salt, verb=verb, actor=actor, at=now, rule=edge.rule)
        work = Work(case, actor, now, book, record, verb, case.version, assignments, place.interested)
        if edge.next != case.state:
            work.change(state=edge.next)
        yield work
        work.write()
