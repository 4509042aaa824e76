"""Changes of targets as everybody may read them: what was asked, by whom, which organ decided what, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from answerable.organisation import queries as organisation
from answerable.plans.gates import gates_of
from answerable.plans.models import ChangeRequest, ChangeStep, Indicator, Plan, Target
from answerable.plans.queries.around import around_change
from answerable.plans.queries.meanings import MeaningLine, meaning_at, meaning_lines
from answerable.rules import adjustment, plan_acts
from answerable.rules.access import Actor
from answerable.rules.adjustment import ChangeClass, Organ, Route, StepTaken
from answerable.rules.measures import Nature
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotFound, Problem

OPEN = ("proposed", "approved")
VERBS = ("record_step", "sign_definition", "make_effective", "withdraw_change")
STEPS = ("record_step", "sign_definition")


@dataclass(frozen=True)
class StepShown:
    """A step of the way: taken (`row`), or still to come, and then not before `soonest`."""

    organ: Organ
    row: ChangeStep | None
    due: bool = False
    soonest: date | None = None


@dataclass(frozen=True)
class ChangePage:
    """One change: `old` is the target it would replace, `new` the one it made, `leniency` how much easier it makes it.

    `higher`: it touches the final goal of a binding indicator. `meaning`: what changes of the definition. `verbs` are
    what this reader may do now.
    """

    change: ChangeRequest
    old: Target | None
    new: Target | None
    route: Route
    steps: tuple[StepShown, ...]
    leniency: Fraction | None
    meaning: tuple[MeaningLine, ...] = ()
    verbs: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """Its classes, the strictest first: an easier definition is lowered by it."""
        return tuple(dict.fromkeys(one.value for one in classes_of_change(self.change)))

    @property
    def higher(self) -> bool:
        return self.change.higher


def changes_of(plan: Plan, *, states: tuple[str, ...] = (), indicator: Indicator | None = None) -> list[ChangeRequest]:
    """The changes of a plan, the newest first: all, of some states, or of one indicator."""
    rows = _rows().filter(plan=plan)
    rows = rows.filter(state__in=states) if states else rows
    rows = rows.filter(indicator=indicator) if indicator is not None else rows
    return list(rows.order_by("-proposed_at"))


def _rows() -> QuerySet[ChangeRequest]:
    steps = ChangeStep.objects.select_related("recorded_by__unit").order_by("decided_on", "recorded_at")
    rows = ChangeRequest.objects.select_related(
        "plan__jurisdiction", "plan__committee", "indicator__plan__committee", "proposed_by__unit"
    )
    return rows.prefetch_related(Prefetch("steps", queryset=steps), "targets", "papers__evidence")


def get_change(actor: Actor | None, number: str, *, now: datetime) -> ChangePage:
    """A change by its number; NotFound where this reader may not know of the plan. Changes of published plans are
    public, from the proposal on."""
    found = _rows().filter(number=number)
    found = found.filter(plan__jurisdiction__code=actor.jurisdiction) if actor is not None else found
    change = found.first()
    if change is None or (actor is None and change.plan.state == "draft"):
        raise NotFound(Problem("no_such_plan_thing", "number", {"noun": "changerequest"}))
    return change_page(change, actor=actor, now=now)


def change_page(change: ChangeRequest, *, actor: Actor | None, now: datetime) -> ChangePage:
    """A change with its way: the steps taken, the next one and the first day on which it can be."""
    new = next(iter(change.targets.all()), None)
    older = Target.objects.filter(indicator=change.indicator).order_by("-number")
    old = older.filter(number__lt=new.number).first() if new is not None else older.first()
    route = route_for(change)
    return ChangePage(
        change, old, new, route, _steps(change, route), Fraction(change.leniency) if change.leniency else None,
        meaning_lines(change), verbs_of(change, actor, now),
    )  # fmt: skip


def _steps(change: ChangeRequest, route: Route) -> tuple[StepShown, ...]:
    rows = {row.step: row for row in change.steps.all()}
    taken = steps_of(change)
    due = adjustment.next_step(route, taken) if change.state in OPEN else None
    return tuple(
        StepShown(organ, rows.get(organ.value), organ is due, _soonest(change, taken) if organ is due else None)
        for organ in route.steps
    )


def _soonest(change: ChangeRequest, taken: list[StepTaken]) -> date:
    """The first day on which the step that is due may be decided: asked of the rule itself, not computed beside it."""
    route, gates = route_for(change), gates_of(change.plan.jurisdiction)
    proposed = _day(change, change.proposed_at)
    organ = adjustment.next_step(route, taken)
    assert organ is not None
    day = max([proposed, *(step.on for step in taken)])
    problem = adjustment.check_step(route, taken, StepTaken(organ, day), proposed_on=proposed, gates=gates)
    found = problem.params.get("soonest") if problem is not None else None
    return found if isinstance(found, date) else day


def verbs_of(change: ChangeRequest, actor: Actor | None, now: datetime) -> tuple[str, ...]:
    """What this reader may do with a change now."""
    if actor is None:
        return ()
    around = around_change(change, now=now)
    fitting = (verb for verb in VERBS if change.state in plan_acts.LINES[verb].states)
    due = adjustment.next_step(route_for(change), steps_of(change))
    step = verb_of(due) if due is not None else ""
    return tuple(verb for verb in fitting if plan_acts.may(verb, actor, around) and (verb not in STEPS or verb == step))


def verb_of(step: str) -> str:
    """The act that records a step: what the statistician says of a definition is the statistician's to record."""
    return "sign_definition" if step == Organ.STATISTICIAN else "record_step"


def steps_of(change: ChangeRequest) -> list[StepTaken]:
    """The steps on the record as the rules take them, in their order."""
    rows = sorted(change.steps.all(), key=lambda row: (row.decided_on, row.recorded_at))
    return [StepTaken(Organ(r.step), r.decided_on, r.outcome == "done", r.recorded_by.code) for r in rows]


def route_for(change: ChangeRequest) -> Route:
    """The steps this change needs: by its classes, and by what the indicator was when it was proposed."""
    nature = Nature.OTHER
    if change.indicator_id is not None:
        meaning = meaning_at(change.indicator_id, change.proposed_at)
        nature = Nature(meaning.nature or "other") if meaning is not None else nature
    return adjustment.route_of(classes_of_change(change), nature, final_goal=change.higher)


def classes_of_change(change: ChangeRequest) -> tuple[ChangeClass, ...]:
    """The strictest class, which is kept, and what else it is."""
    return (ChangeClass(change.klass), *([ChangeClass.DEFINITION] if change.new_meaning else []))


def holders_around(change: ChangeRequest, around: Around, *, now: datetime) -> dict[str, str]:
    """Who held the proposer's post when it was proposed, and who answers for the indicator now: user names."""
    book = organisation.rulebook(change.plan.jurisdiction)
    owner = book.post(around.standin if around.vacant else around.owner)
    proposer = organisation.holder(change.proposed_by, change.proposed_at)
    holder = organisation.holder(owner, now) if owner is not None else None
    return {
        "proposer": proposer.username if proposer is not None else "",
        "owner": holder.username if holder is not None else "",
    }


def _day(change: ChangeRequest, at: datetime) -> date:
    return at.astimezone(ZoneInfo(change.plan.jurisdiction.timezone)).date()
