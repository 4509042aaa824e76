"""What stands against an act that the table of the lifecycle allows: a check for each verb that has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from answerable.cases.actions.disputes import dispatched_since
from answerable.cases.actions.work import judges_of, open_dispute
from answerable.cases.models import Assignment, Case, Consultation, Deferral, Objection
from answerable.organisation.queries import Rulebook
from answerable.rules.access import Actor
from answerable.rules.deferral import may_grant
from answerable.rules.disputes import objection_until
from answerable.rules.problems import Problem


@dataclass(frozen=True)
class Asked:
    """Whose wish it is, about which case, and when."""

    case: Case
    actor: Actor
    book: Rulebook
    now: datetime

    @property
    def dispute(self) -> Objection | Consultation | None:
        return open_dispute(self.case)

    @property
    def asked_for(self) -> Deferral | None:
        return self.case.deferrals.filter(decided_at=None).first()

    @property
    def part(self) -> Assignment | None:
        """The part of the actor's unit, not reported yet."""
        parts = self.case.assignments.filter(role="assist", until=None, reported_at=None, unit__code=self.actor.unit)
        return parts.first()


def _rule(asked: Asked) -> Problem | None:
    return None if isinstance(asked.dispute, Objection) else Problem("no_objection")


def _dispatch(asked: Asked) -> Problem | None:
    if asked.case.dispatches and asked.actor.unit == asked.case.lead_unit.code:
        return Problem("object_instead")
    return _route(asked)


def _route(asked: Asked) -> Problem | None:
    dispute = asked.dispute
    if dispute is None or isinstance(dispute, Objection):
        return Problem("rule_first") if dispute is not None else None
    named = asked.case.assignments.filter(role="candidate", until=None).values_list("unit__code", flat=True)
    free = judges_of(asked.case, list(named), asked.book)
    first = asked.book.units[free[0]]
    return None if asked.actor.unit in free else Problem("rung_decides", "", {"unit": first.name})


def _state_view(asked: Asked) -> Problem | None:
    leads = asked.actor.unit == asked.case.lead_unit.code
    return Problem("not_named") if leads and not isinstance(asked.dispute, Consultation) else None


def _consult(asked: Asked) -> Problem | None:
    return Problem("consulted_already") if asked.dispute is not None else None


def _answer(asked: Asked) -> Problem | None:
    if asked.dispute is not None:
        return Problem("objection_open")
    return _parts_open(asked)


def _parts_open(asked: Asked) -> Problem | None:
    parts = asked.case.assignments.filter(role="assist", until=None, reported_at=None).select_related("unit")
    names = [part.unit.name for part in parts]
    return Problem("parts_open", "", {"units": ", ".join(names)}) if names else None


def _object(asked: Asked) -> Problem | None:
    if asked.case.designated:
        return Problem("designated")
    if asked.dispute is not None:
        return Problem("objected_already")
    lead = asked.case.assignments.get(role="lead", until=None)
    hours = int(asked.book.limit("objection_hours"))
    until = objection_until(dispatched_since(asked.case, lead), hours)
    return Problem("objection_too_late", "", {"hours": hours, "until": until}) if asked.now > until else None


def _told(asked: Asked) -> bool:
    told = asked.case.replies.filter(returned_at=None, told_citizen_at__isnull=False, round=asked.case.redos + 1)
    return told.exists()


def _tell_citizen(asked: Asked) -> Problem | None:
    return Problem("told_already") if _told(asked) else None


def _tell_hotline(asked: Asked) -> Problem | None:
    return None if _told(asked) else Problem("tell_citizen_first")


def _conclude(asked: Asked) -> Problem | None:
    return Problem("not_listed") if asked.case.listed_at is None else _parts_open(asked)


def _own_part(asked: Asked) -> Problem | None:
    return None if asked.part is not None else Problem("reported_already")


def _agree_cancel(asked: Asked) -> Problem | None:
    part = asked.part
    return None if part is not None and part.cancel_asked_at else Problem("cancel_not_asked")


def _ask_cancel(asked: Asked) -> Problem | None:
    open_parts = asked.case.assignments.filter(role="assist", until=None, reported_at=None)
    return None if open_parts.exists() else Problem("no_such_part")


def _rule_cancel(asked: Asked) -> Problem | None:
    waiting = asked.case.assignments.filter(role="assist", until=None, cancel_asked_at__isnull=False)
    return None if waiting.exists() else Problem("cancel_not_asked")


def _ask_time(asked: Asked) -> Problem | None:
    if asked.asked_for is not None:
        return Problem("asked_already")
    clock = asked.case.clocks.filter(kind="resolve", stopped_at=None).first()
    return Problem("nothing_runs") if clock is None else None


def _ask_extension(asked: Asked) -> Problem | None:
    late = Problem("extension_too_late", "", {"due": asked.case.due_at}) if asked.now >= asked.case.due_at else None
    return _ask_time(asked) or late


def _ask_parking(asked: Asked) -> Problem | None:
    parked = asked.case.deferrals.filter(kind="parking", granted=True, reviewed_at=None).exists()
    return _ask_time(asked) or (Problem("parked_already") if parked else None)


def _decide(asked: Asked) -> Problem | None:
    wanted = asked.asked_for
    if wanted is None:
        return Problem("nothing_asked")
    if wanted.post.code == asked.actor.post:
        return Problem("not_your_own")
    lead = asked.case.lead_unit.code
    return may_grant(
        wanted.kind, extensions_before=asked.case.deferrals.filter(kind="extension", granted=True).count(),
        allowed=int(asked.book.limit("extensions")), within=asked.actor.unit == lead,
        above=asked.actor.unit != lead and asked.actor.unit in asked.book.above(lead),
        late=asked.now >= asked.case.due_at,
        named=asked.case.assignments.filter(role="candidate", until=None, unit__code=asked.actor.unit).exists(),
    )  # fmt: skip


def _review(asked: Asked) -> Problem | None:
    parked = asked.case.deferrals.filter(kind="parking", granted=True, reviewed_at=None).exists()
    return None if parked else Problem("not_parked")


def _merge(asked: Asked) -> Problem | None:
    return Problem("rule_first") if asked.dispute is not None else None


def _unmerge(asked: Asked) -> Problem | None:
    return None if asked.case.merged_into_id else Problem("not_merged")


def _promote(asked: Asked) -> Problem | None:
    open_to = {"promoted_at": None, "catalogue__in": ("", "kept"), "named_unit__isnull": False}
    rulings = (asked.case.objections, asked.case.consultations)
    found = any(rows.exclude(ruled_at=None).filter(**open_to).exists() for rows in rulings)
    return None if found else Problem("no_such_ruling")


CHECKS: dict[str, Callable[[Asked], Problem | None]] = {
    "rule": _rule, "dispatch": _dispatch, "route": _route, "consult": _consult, "state_view": _state_view,
    "answer": _answer, "object": _object,
    "tell_citizen": _tell_citizen, "tell_hotline": _tell_hotline, "conclude": _conclude, "report_part": _own_part,
    "report_stage": _own_part, "agree_cancel": _agree_cancel, "ask_cancel": _ask_cancel, "rule_cancel": _rule_cancel,
    "ask_extension": _ask_extension, "ask_parking": _ask_parking, "decide": _decide, "review_parking": _review,
    "merge": _merge, "unmerge": _unmerge, "promote": _promote,
}  # fmt: skip
