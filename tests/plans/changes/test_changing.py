"""A target is changed by the full way or not at all, and the old one stays in sight for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.ledger.models import Entry
from answerable.organisation.files import Upload
from answerable.plans.actions.changing import make_effective, withdraw_change
from answerable.plans.queries.changes import change_page, changes_of
from answerable.plans.queries.inputs import inputs_of
from answerable.rules.plan_periods import parse
from answerable.rules.problems import NotAllowed, Refused, Stale
from answerable.rules.targets import in_force
from answerable.rules.trajectory import planned_in, planned_level, planned_total
from tests.plans.changes.conftest import FULL_WAY

LATER = datetime(2026, 7, 21, 8, 0, tzinfo=UTC)


def codes(refusal) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def targets(row) -> list[tuple[int, Decimal]]:
    return list(row.targets.order_by("number").values_list("number", "value"))


def test_a_lowered_binding_target_takes_effect_after_all_four_steps(propose, full_way, indicator, actor, plan) -> None:
    change = propose("H-01", value=4500)
    assert (change.klass, change.state, change.leniency) == ("lower", "proposed", "1/10")
    full_way(change)
    change.refresh_from_db()
    assert change.state == "approved"
    target = make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 21))
    assert targets(indicator("H-01")) == [(1, Decimal(5000)), (2, Decimal(4500))]
    assert target is not None
    assert target.decided_on == date(2026, 7, 20)
    assert "The legislature, 2026-07-20, Paper of the legislature" in target.decision
    change.refresh_from_db()
    assert change.state == "effective"


def test_before_that_the_old_target_is_in_force_and_so_it_stays_for_the_past(
    propose, full_way, indicator, actor, plan
) -> None:
    change = propose("H-01", value=4500)
    full_way(change)
    row = indicator("H-01")
    make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 8, 1))
    inputs = inputs_of(plan, [row], as_of=LATER)[row.pk]
    before, after = inputs.targets
    assert in_force(inputs.targets, date(2026, 7, 31)) is before
    assert in_force(inputs.targets, date(2026, 8, 1)) is after
    for quarter in ("2026-Q1", "2026-Q2"):
        assert planned_in(after.aim, parse(quarter)) == planned_in(before.aim, parse(quarter)) == 200
    assert planned_total(after.aim, after.aim.until) == 4500


def test_every_step_and_every_act_stands_in_the_ledger(propose, full_way, actor) -> None:
    change = propose("H-01", value=4500)
    full_way(change)
    make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 21))
    verbs = list(Entry.objects.filter(stream=change.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["propose_change", *["record_step"] * 4, "make_effective"]


def test_an_expected_target_needs_the_committee_alone(propose, decide, indicator, actor) -> None:
    change = propose("H-03", value=450)
    page = change_page(change, actor=None, now=LATER)
    assert [step.organ for step in page.steps] == ["committee"]
    decide(change, "committee")
    make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 1))
    goals = {p.period: p.value for p in indicator("H-03").targets.get(number=2).points.all()}
    assert goals["2026"] == goals["2030"] == 450
    assert abs(goals["2026-05"] - Decimal(500) / 12) < Decimal("0.0000001")
    assert abs(goals["2026-12"] - Decimal(200) / 6) < Decimal("0.0000001")


def test_a_raised_target_needs_no_ground_and_is_a_change_all_the_same(propose, decide, actor, indicator) -> None:
    change = propose("H-02", value=4, ground="", higher=False)
    assert (change.klass, Fraction(change.leniency)) == ("raise", Fraction(-1, 3))
    decide(change, "committee")
    make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 1))
    assert targets(indicator("H-02"))[-1] == (2, Decimal(4))


def test_putting_off_is_measured_as_a_lowering_at_the_first_date(propose) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-01", due_on=date(2031, 6, 30))
    assert codes(refusal) == {"new_date_after_the_plan"}
    change = propose("H-06", due_on=date(2029, 6, 30))
    assert change.klass == "postpone"


def test_what_is_delivered_gets_another_day_and_no_path(propose, full_way, actor) -> None:
    change = propose("H-06", due_on=date(2029, 6, 30))
    full_way(change)
    target = make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 21))
    assert target is not None
    assert (target.due_on, target.value, target.points.count()) == (date(2029, 6, 30), Decimal(1), 0)


def test_a_path_of_a_level_is_walked_as_it_was_proposed(propose, full_way, indicator, actor, plan) -> None:
    path = {"2027": Decimal("5.6"), "2028": Decimal("5.3"), "2029": Decimal("4.9")}
    change = propose("H-02", path=path, higher=False)
    full_way(change)
    make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 21))
    row = indicator("H-02")
    before, after = inputs_of(plan, [row], as_of=LATER)[row.pk].targets
    assert planned_level(after.aim, date(2026, 6, 30)) == planned_level(before.aim, date(2026, 6, 30))
    assert planned_level(after.aim, date(2028, 12, 31)) == Fraction("5.3")
    assert planned_level(after.aim, date(2030, 12, 31)) == Fraction("4.5")


def test_an_easier_target_needs_one_of_the_grounds(propose) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-01", value=4500, ground="")
    assert codes(refusal) == {"change_needs_a_ground"}


def test_the_final_goal_of_a_binding_indicator_needs_the_higher_procedure(propose) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-01", value=4500, higher=False)
    assert codes(refusal) == {"final_goal_needs_higher_procedure"}
    path = {"2026": Decimal(700), "2027": Decimal(1000)}
    assert propose("H-01", path=path, higher=False).klass == "path"


def test_a_path_adds_up_and_leaves_the_past_alone(propose) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-01", path={"2027": Decimal(1000)}, higher=False)
    assert codes(refusal) == {"path_does_not_add_up"}
    with pytest.raises(Refused) as refusal:
        propose("H-01", path={"2026-Q1": Decimal(150), "2026-Q3": Decimal(250)}, higher=False)
    assert "path_rewrites_the_past" in codes(refusal)


def test_whoever_answers_for_an_indicator_neither_proposes_nor_decides(propose, decide, actor, plan) -> None:
    with pytest.raises(NotAllowed):
        propose("H-01", value=4500, by="works-head")
    change = propose("H-01", value=4500)
    with pytest.raises(NotAllowed) as refusal:
        decide(change, "committee", by="works-head")
    assert codes(refusal) == {"approver_answers_for_it"}


def test_whoever_proposed_it_does_not_decide(propose, decide) -> None:
    change = propose("H-01", value=4500)
    with pytest.raises(NotAllowed) as refusal:
        decide(change, "committee", by="planning-secretary")
    assert codes(refusal) == {"approver_proposed_it"}


def test_the_same_person_in_two_posts_is_still_one_person(propose, decide, now) -> None:
    from answerable.organisation.models import Officer, Post, Tenure

    change = propose("H-01", value=4500)
    secretary = Officer.objects.get(username="planning-secretary")
    chair = Post.objects.get(code="planning-chair")
    Tenure.objects.filter(post=chair, until=None).update(until=now - timedelta(hours=1))
    Tenure.objects.create(post=chair, officer=secretary, since=now - timedelta(minutes=30))
    from answerable.organisation import queries
    from answerable.plans.actions.changing import record_step

    both = queries.actor_for(secretary, now=now, post_code="planning-chair")
    with pytest.raises(NotAllowed) as refusal:
        record_step(actor=both, now=now, change=change.pk, step="committee", organ="Committee", document="1",
                    decided_on=now.date(), approved=True)  # fmt: skip
    assert codes(refusal) == {"approver_proposed_it"}


def test_steps_come_in_their_order(propose, decide) -> None:
    change = propose("H-01", value=4500)
    with pytest.raises(Refused) as refusal:
        decide(change, "legislature")
    assert codes(refusal) == {"step_out_of_turn"}


def test_the_draft_lies_with_the_legislature_as_long_as_the_pack_asks(propose, decide) -> None:
    change = propose("H-01", value=4500)
    for step, day in FULL_WAY[:3]:
        decide(change, step, day)
    with pytest.raises(Refused) as refusal:
        decide(change, "legislature", date(2026, 7, 10))
    assert codes(refusal) == {"step_too_soon"}
    assert refusal.value.problems[0].params["soonest"] == date(2026, 7, 14)
    assert change_page(change, actor=None, now=LATER).steps[-1].soonest == date(2026, 7, 14)


def test_a_step_that_is_still_to_come_cannot_be_recorded(propose, decide, now) -> None:
    change = propose("H-01", value=4500)
    with pytest.raises(Refused) as refusal:
        decide(change, "committee", date(2026, 6, 11), at=now)
    assert codes(refusal) == {"step_in_the_future"}


def test_a_refusal_ends_the_change_and_says_why(propose, decide, indicator, actor) -> None:
    change = propose("H-01", value=4500)
    with pytest.raises(Refused):
        decide(change, "committee", approved=False)
    decide(change, "committee", approved=False, words="The flood cost one site, not two.")
    change.refresh_from_db()
    assert (change.state, change.settled_words) == ("refused", "The flood cost one site, not two.")
    with pytest.raises(NotAllowed):
        make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 21))
    assert len(targets(indicator("H-01"))) == 1
    assert propose("H-01", value=4800).state == "proposed"


def test_nothing_takes_effect_before_it_was_decided(propose, full_way, actor) -> None:
    change = propose("H-01", value=4500)
    full_way(change)
    with pytest.raises(Refused) as refusal:
        make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 1))
    assert codes(refusal) == {"effect_before_decision"}


def test_a_proposal_can_be_taken_back_by_whoever_made_it(propose, actor, now) -> None:
    change = propose("H-01", value=4500)
    with pytest.raises(NotAllowed):
        withdraw_change(actor=actor("planning-chair"), now=now, change=change.pk, words="No.")
    withdraw_change(actor=actor("planning-secretary"), now=now, change=change.pk, words="The site was found again.")
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_one_change_of_an_indicator_is_under_way_at_a_time(propose) -> None:
    propose("H-01", value=4500)
    with pytest.raises(Refused) as refusal:
        propose("H-01", value=4000)
    assert codes(refusal) == {"change_under_way"}


def test_after_the_middle_of_the_fourth_year_the_target_stands(propose, indicator) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-01", value=4500, at=datetime(2029, 7, 1, 9, 0, tzinfo=UTC))
    assert codes(refusal) == {"change_too_late"}
    assert propose("H-01", value=4500, at=datetime(2029, 6, 30, 9, 0, tzinfo=UTC)).state == "proposed"


def test_the_gate_is_a_number_of_the_pack(propose, harbour) -> None:
    harbour.settings["change_plan_year"] = 1
    harbour.settings["change_plan_quarter"] = 1
    harbour.save()
    with pytest.raises(Refused) as refusal:
        propose("H-01", value=4500)
    assert codes(refusal) == {"change_too_late"}


def test_an_indicator_that_is_dropped_stays_and_says_so(propose, full_way, indicator, actor) -> None:
    change = propose("H-06", drop=True)
    assert change.klass == "drop"
    full_way(change)
    nothing = make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=date(2026, 7, 21))
    row = indicator("H-06")
    assert nothing is None
    assert (row.ended, row.ended_at) == ("withdrawn", LATER)
    assert change.number in row.ended_words


def test_owner_proposer_and_chair_are_told_how_it_goes(propose, decide) -> None:
    from answerable.outbox.models import Message

    def told():
        lines = Message.objects.filter(template="change_moved", channel="in_app").order_by("pk")
        return [(line.post.code, line.subject.rpartition("(")[2]) for line in lines]

    change = propose("H-03", value=450)
    assert told() == [("cleansing-head", "proposed)"), ("planning-chair", "proposed)")]
    decide(change, "committee")
    assert told()[2:] == [("cleansing-head", "approved, not in effect yet)"),
                          ("planning-secretary", "approved, not in effect yet)")]  # fmt: skip


def test_papers_are_kept_by_their_digest(propose) -> None:
    change = propose("H-01", value=4500, papers=[Upload("flood.pdf", b"%PDF-1.4 the report of the flood")])
    paper = change.papers.get().evidence
    assert (paper.media_type, len(paper.sha256)) == ("application/pdf", 64)


def test_the_page_of_a_change_says_what_may_be_done_by_whom(propose, actor, now) -> None:
    change = propose("H-01", value=4500)
    assert change_page(change, actor=actor("planning-chair"), now=now).verbs == ("record_step",)
    assert change_page(change, actor=actor("planning-secretary"), now=now).verbs == ("withdraw_change",)
    assert change_page(change, actor=actor("works-head"), now=now).verbs == ()
    assert [step.due for step in change_page(change, actor=None, now=now).steps] == [True, False, False, False]
    assert changes_of(change.plan, states=("proposed",)) == [change]


def test_two_at_once_the_second_reads_again(propose, decide, indicator, actor, now) -> None:
    from answerable.plans.actions.changing import record_step

    change = propose("H-01", value=4500)
    decide(change, "committee")
    with pytest.raises(Stale):
        record_step(actor=actor("planning-chair"), now=now, change=change.pk, step="filed", organ="L", document="2",
                    decided_on=now.date(), approved=True, version=1)  # fmt: skip


def test_the_database_lets_nobody_edit_a_target_of_a_published_plan(indicator) -> None:
    target = indicator("H-01").targets.get()
    edit = "UPDATE plans_target SET value = 1 WHERE id = %s"
    for statement in (edit, "DELETE FROM plans_pathpoint WHERE target_id = %s"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [target.pk])


@pytest.mark.django_db(transaction=True)
def test_the_database_lets_no_new_target_in_without_its_steps(propose, indicator) -> None:
    from answerable.plans.models import Target

    change, row = propose("H-01", value=4500), indicator("H-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(
            indicator=row, number=2, due_on=date(2030, 12, 31), value=1, decided_on=date(2026, 6, 10),
            effective_on=date(2026, 6, 10), decision="by hand", change=change, recorded_at=LATER,
        )  # fmt: skip
