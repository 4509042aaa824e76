"""Evaluations as their readers see them: findings beside the computed class, answers, what is to follow and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Accountability, Contributor, Evaluation, Finding, Plan
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.queries.inputs import today_of
from answerable.rules.access import Actor
from answerable.rules.four_classes import Class
from answerable.rules.problems import NotFound, Problem

SEE_ALL = frozenset({"administrator", "auditor"})


@dataclass(frozen=True)
class FindingShown:
    """A finding beside the class computed at the evaluation's vintage (None: nothing can be said, or of the plan).

    `differs`: the finder puts the indicator in another class than the figures do. `overdue`: its follow-up is late.
    """

    finding: Finding
    computed: Class | None
    differs: bool
    overdue: bool


@dataclass(frozen=True)
class EvaluationPage:
    """`silent` are indicators nobody wrote a finding on. `computed` and `found` count indicators by class, the found
    ones by the newest finding on each. Findings are None while this reader may not read them yet."""

    evaluation: Evaluation
    contributors: list[Contributor]
    findings: list[FindingShown] | None
    silent: tuple[str, ...]
    computed: Mapping[Class | None, int]
    found: Mapping[str, int]

    @property
    def unanswered(self) -> int:
        return sum(shown.finding.answered_at is None for shown in self.findings or ())

    @property
    def differing(self) -> int:
        return sum(shown.differs for shown in self.findings or ())


def evaluations_of(plan: Plan) -> list[Evaluation]:
    """The evaluations of a plan, the newest first: that there is one, and its terms, is public."""
    return list(plan.evaluations.select_related("plan", "opened_by__unit").order_by("-opened_at"))


def get_evaluation(jurisdiction: Jurisdiction, actor: Actor | None, key: UUID, *, now: datetime) -> EvaluationPage:
    """One evaluation as this reader may see it; NotFound for one of another city or of a draft the public may not see.

    Findings are public once it is closed. Before that its committee, those who answer in the plan, the outsiders
    invited to it, and auditors read them.
    """
    evaluation = _rows().filter(pk=key, plan__jurisdiction=jurisdiction).first()
    inside = evaluation is not None and reads_findings(evaluation, actor, now=now)
    if evaluation is None or (evaluation.plan.state == "draft" and not inside):
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "evaluation"}))
    return _page(evaluation, readable=inside or evaluation.closed_at is not None, on=today_of(evaluation.plan, now))


def _rows() -> QuerySet[Evaluation]:
    return Evaluation.objects.select_related("plan__jurisdiction", "plan__committee", "opened_by__unit")


def reads_findings(evaluation: Evaluation, actor: Actor | None, *, now: datetime) -> bool:
    """Whether this reader may read findings while the evaluation is open."""
    if actor is None or actor.jurisdiction != evaluation.plan.jurisdiction.code:
        return False
    of_committee = actor.unit == evaluation.plan.committee.code and actor.roles != {"outsider"}
    if actor.kind == "system" or of_committee or actor.roles & SEE_ALL:
        return True
    invited = evaluation.contributors.filter(post__code=actor.post, officer__username=actor.officer)
    if invited.filter(until__gte=today_of(evaluation.plan, now)).exists():
        return True
    held = Accountability.objects.filter(Q(until=None) | Q(until__gt=now), plan=evaluation.plan, since__lte=now)
    return held.filter(post__code=actor.post).exists()


def _page(evaluation: Evaluation, *, readable: bool, on: date) -> EvaluationPage:
    found = figures(evaluation.plan, as_of=evaluation.as_of)
    rows = list(
        evaluation.findings.select_related(
            "indicator", "contributor__post__unit", "contributor__officer", "answered_by__unit",
            "follow_up_post__unit", "change",
        ).order_by("found_at", "pk")
    )  # fmt: skip
    newest = {row.indicator_id: row.official_class for row in rows if row.indicator_id and row.official_class}
    spoken = {row.indicator_id for row in rows}
    return EvaluationPage(
        evaluation=evaluation,
        contributors=list(evaluation.contributors.select_related("post__unit", "officer").order_by("invited_at")),
        findings=[_shown(row, found, on) for row in rows] if readable else None,
        silent=tuple(figure.code for key, figure in found.items() if key not in spoken) if readable else (),
        computed=Counter(figure.assessment.official for figure in found.values()),
        found=Counter(newest.values()) if readable else {},
    )


def _shown(row: Finding, found: Mapping[UUID, Figure], on: date) -> FindingShown:
    figure = found.get(row.indicator_id) if row.indicator_id else None
    computed = figure.assessment.official if figure is not None else None
    differs = bool(row.official_class) and computed is not None and row.official_class != computed.value
    overdue = row.follow_up_on is not None and row.done_at is None and row.follow_up_on < on
    return FindingShown(row, computed, differs, overdue)


def open_findings(plan: Plan) -> list[Finding]:
    """Findings that wait for an answer, or whose follow-up is not done; the oldest first."""
    rows = Finding.objects.filter(evaluation__plan=plan, done_at=None).filter(
        Q(answered_at=None) | Q(follow_up_on__isnull=False)
    )
    return list(
        rows.select_related("evaluation", "indicator", "answered_by", "follow_up_post__unit").order_by("found_at", "pk")
    )


def findings_for(actor: Actor, *, now: datetime) -> tuple[list[Finding], list[Finding]]:
    """What waits for a post: findings on its indicators that nobody answered, and those it is to follow up, by date."""
    rows = Finding.objects.filter(done_at=None, evaluation__plan__jurisdiction__code=actor.jurisdiction).select_related(
        "evaluation__plan", "indicator"
    )
    held = in_force(now).filter(post__code=actor.post, kind=ACCOUNTABLE, noun="indicator")
    unanswered = rows.filter(answered_at=None, indicator__in=held.values("subject")).order_by("found_at", "pk")
    follow = rows.filter(follow_up_post__code=actor.post, follow_up_post__jurisdiction__code=actor.jurisdiction)
    return list(unanswered), list(follow.order_by("follow_up_on", "pk"))


def invited_to(actor: Actor, *, on: date) -> list[Evaluation]:
    """The open evaluations an outsider is invited to."""
    mine = Contributor.objects.filter(post__code=actor.post, officer__username=actor.officer, until__gte=on)
    rows = _rows().filter(pk__in=mine.values("evaluation"), closed_at=None)
    return list(rows.filter(plan__jurisdiction__code=actor.jurisdiction).order_by("due_on"))
