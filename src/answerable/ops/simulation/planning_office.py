"""What the committee of an invented city does with its plan: a target changed, reviews, notices, an evaluation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from answerable.ops.simulation.planning_stage import CHAIR, OFFICE, OUTSIDER, REVIEWER, STATISTICIAN, Stage
from answerable.plans.actions import changing, evaluating, lagging
from answerable.plans.actions.indicators import Meaning
from answerable.plans.actions.judging import judge_likelihood
from answerable.plans.actions.proposals import Proposal
from answerable.plans.models import LagNotice
from answerable.reviews.actions import decisions, issues, meeting
from answerable.reviews.actions.calling import call_review
from answerable.reviews.models import IssueAnswer, Review
from answerable.rules.four_classes import Class
from answerable.rules.plan_periods import Span, containing
from answerable.rules.reviewing import Kind

LOWERED = "solved"  # a target of our own: no target of a real government is lowered in a demonstration
LOWERED_TO = Decimal(88)
REDEFINED, GRACE = "passed-on", 40  # its figure is given a few more days to come in
JUDGED = (
    ("waiting", "amber_red"), ("light-housing", "amber_green"), ("beds", "green"), ("electric-buses", "amber_green"),
    ("land-resumed", "amber_green"), ("research", "red"), ("enterprises", "green"), ("care-places", "amber_red"),
)  # fmt: skip
FOUND = (("electric-buses", Class.LAGGING), ("light-housing", Class.AS_EXPECTED), ("", ""))
DECIDED = 3  # matters of a review on which something is decided
SAID = 12  # matters of which something is said at all


def lower(stage: Stage) -> None:
    """A target lowered by the full way: proposed by one, decided by the committee, effective, the old one in sight."""
    indicator = stage.plan.indicators.filter(code=LOWERED, ended="").first()
    if indicator is None or not stage.able(REVIEWER, CHAIR):
        return
    proposal = Proposal(
        ground="other_major", evidence_words=stage.say("change_evidence"), necessity=stage.say("change_necessity"),
        effects=stage.say("change_effects"), value=LOWERED_TO,
    )  # fmt: skip
    made = changing.propose_change(
        actor=stage.by(REVIEWER), now=stage.at(150), indicator=indicator.pk, proposal=proposal,
        papers=stage.paper("grounds"),
    )  # fmt: skip
    decided = stage.at(140)
    changing.record_step(
        actor=stage.by(CHAIR), now=decided, change=made.pk, step="committee", organ=stage.say("organ"),
        document=stage.say("document", number=4), decided_on=stage.day(decided), approved=True,
    )  # fmt: skip
    effective = stage.at(138)
    changing.make_effective(
        actor=stage.by(CHAIR), now=effective, change=made.pk, effective_on=stage.day(effective)
    )  # fmt: skip


def define(stage: Stage) -> None:
    """Another definition: proposed by one, agreed by the statistician, decided by the committee, in force."""
    indicator = stage.plan.indicators.filter(code=REDEFINED, ended="").first()
    if indicator is None or not stage.able(REVIEWER, CHAIR, STATISTICIAN):
        return
    proposal = Proposal(
        evidence_words=stage.say("definition_evidence"), necessity=stage.say("definition_necessity"),
        effects=stage.say("change_effects"), meaning=Meaning(fields={"grace_days": GRACE}),
    )  # fmt: skip
    made = changing.propose_change(
        actor=stage.by(REVIEWER), now=stage.at(120), indicator=indicator.pk, proposal=proposal
    )  # fmt: skip
    for days, who, step, number in ((112, STATISTICIAN, "statistician", 5), (105, CHAIR, "committee", 6)):
        decided = stage.at(days)
        changing.record_step(
            actor=stage.by(who), now=decided, change=made.pk, step=step, organ=stage.say("organ"),
            document=stage.say("document", number=number), decided_on=stage.day(decided), approved=True,
        )  # fmt: skip
    effective = stage.at(104)
    changing.make_effective(
        actor=stage.by(CHAIR), now=effective, change=made.pk, effective_on=stage.day(effective)
    )  # fmt: skip


def judge(stage: Stage) -> None:
    """Somebody other than the owners says how likely delivery is; some judge otherwise than the figures."""
    known = set(stage.plan.indicators.values_list("code", flat=True))
    for place, (code, colour) in enumerate(JUDGED):
        if code in known and stage.able(REVIEWER):
            marks = {name: 1 + (place + step) % 4 for step, name in enumerate(("challenge", "planning", "capacity"))}
            judge_likelihood(
                actor=stage.by(REVIEWER), now=stage.at(62), plan_code=stage.code, code=code,
                criteria={**marks, "stage": 3}, colour=colour, words=stage.text("judged", place),
            )  # fmt: skip


def notice(stage: Stage) -> None:
    """Notices to heads whose figures lag: most are answered in time, one is not and the head above is told."""
    lagging.send_lag_notices(now=stage.at(58))
    sent = LagNotice.objects.filter(indicator__plan=stage.plan).select_related("indicator", "post")
    for place, one in enumerate(sent.order_by("sent_at", "indicator__code")):
        if place % 4 == 1 or not stage.able(one.post.code):
            continue
        lagging.answer_lag_notice(
            actor=stage.by(one.post.code), now=stage.at(52), plan_code=stage.code, code=one.indicator.code,
            cause=stage.text("cause", place), measure=stage.text("measure", place),
            new_date=stage.day(stage.until) + timedelta(days=120),
        )  # fmt: skip
    lagging.note_overdue_notices(now=stage.at(36))


def quarter(stage: Stage) -> Review:
    """The review of the last quarter that ended long enough ago: called, held, minuted and reported."""
    ended = containing(stage.day(stage.at(35)), Span.QUARTER, stage.document.year_starts_in).following(-1)
    day = ended.last_day + timedelta(days=30)
    called = call_review(
        actor=stage.by(OFFICE), now=stage.on(day - timedelta(days=14)), kind=Kind.QUARTERLY, due_on=day + timedelta(4),
        plan_code=stage.code, period=ended.code,
    )  # fmt: skip
    _meet(stage, called, OFFICE, day)
    return called


def joint(stage: Stage) -> Review | None:
    """The joint review: what stalls between departments is asked about, and some say nothing."""
    chair = next(
        (code for code, post in sorted(stage.town.book.posts.items())
         if post.unit_id == stage.town.book.coordinator_unit.pk and "coordinator" in post.roles and stage.able(code)),
        "",
    )  # fmt: skip
    if not chair:
        return None
    day = stage.day(stage.at(5))
    called = call_review(actor=stage.by(chair), now=stage.at(19), kind=Kind.JOINT, due_on=day + timedelta(days=4))
    asked = IssueAnswer.objects.filter(issue__jurisdiction=stage.town.jurisdiction, answered_at=None)
    for place, one in enumerate(asked.select_related("unit", "issue").order_by("asked_at", "issue__key")):
        head = one.unit.head_post
        if place % 3 and head is not None and stage.able(head.code):
            issues.answer_issue(
                actor=stage.by(head.code), now=stage.at(17), key=one.issue_id, answer=stage.text("issue", place),
                promised_on=stage.day(stage.until) + timedelta(days=30),
            )  # fmt: skip
    issues.note_silence(now=stage.at(12))
    _meet(stage, called, chair, day)
    return called


def _meet(stage: Stage, called: Review, by: str, day: date) -> None:
    """Hold the meeting, go through the agenda, decide, minute and report."""
    actor, now, number = stage.by(by), stage.on(day), called.number
    meeting.hold(actor=actor, now=now, number=number)
    agenda = list(called.items.filter(dropped_at=None).select_related("post").order_by("number"))
    for place, item in enumerate(agenda):
        owner = item.post.code if item.post is not None else ""
        if place < DECIDED and stage.able(owner):
            meeting.decide(
                actor=actor, now=now + timedelta(minutes=10 + place), number=number, owner=owner,
                words=stage.text("decision", place), due_on=day + timedelta(days=20 + 20 * place), item=item.number,
            )  # fmt: skip
        elif place < SAID or item.matter == "forecast_short":
            meeting.discuss(actor=actor, now=now, number=number, item=item.number, said=stage.text("said", place))
    there = {code: (code != "devb-head", "") for code in (CHAIR, OFFICE, "hb-head", "devb-head") if stage.able(code)}
    meeting.minute(
        actor=actor, now=now + timedelta(hours=1), number=number, environment=stage.say("environment"),
        minutes=stage.say("minutes"), attendance=there,
    )  # fmt: skip
    meeting.report(actor=actor, now=now + timedelta(hours=2), number=number)
    _carry_out(stage, called, by)


def _carry_out(stage: Stage, called: Review, by: str) -> None:
    """The first decision is carried out and confirmed; the others are still open when the next review begins."""
    first = called.decisions.select_related("owner").order_by("number").first()
    if first is None or not stage.able(first.owner.code) or first.owner.code == by:
        return
    done = stage.on(first.due_on - timedelta(days=2))
    if done + timedelta(days=2) < stage.until:
        decisions.carry_out(actor=stage.by(first.owner.code), now=done, decision=first.pk, words=stage.say("done"))
        decisions.confirm(actor=stage.by(by), now=done + timedelta(days=1), decision=first.pk)


def evaluate(stage: Stage) -> None:
    """A mid-term evaluation that is still open: an outsider reads all and has found three things."""
    if not stage.able(OUTSIDER):
        return
    today = stage.day(stage.until)
    made = evaluating.open_evaluation(
        actor=stage.by(OFFICE), now=stage.at(50), plan=stage.plan.pk, title=stage.say("evaluation"),
        terms=stage.say("terms"), due_on=today + timedelta(days=60),
    )  # fmt: skip
    evaluating.invite(
        actor=stage.by(OFFICE), now=stage.at(48), evaluation=made.pk, post_code=OUTSIDER, standing="think_tank",
        body=stage.say("body"), until=today + timedelta(days=45),
    )  # fmt: skip
    known = set(stage.plan.indicators.values_list("code", flat=True)) | {""}
    found = [
        evaluating.find(
            actor=stage.by(OUTSIDER), now=stage.at(24), evaluation=made.pk, words=stage.text("finding", place),
            indicator_code=code, official_class=verdict, proposal=stage.text("proposal", place),
        )
        for place, (code, verdict) in enumerate(FOUND)
        if code in known
    ]  # fmt: skip
    evaluating.answer_finding(
        actor=stage.by(OFFICE), now=stage.at(12), finding=found[0].pk, answer=stage.say("finding_answer"),
        follow_up_on=today + timedelta(days=40), follow_up_post=OFFICE,
    )  # fmt: skip
