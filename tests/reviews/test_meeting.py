"""A review: called, built from data, held on frozen figures, decisions with owner and date, and a public report."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from answerable.ledger.models import Entry
from answerable.plans.models import Batch, Observation
from answerable.reviews import actions, queries
from answerable.rules.problems import NotAllowed, NotFound, Refused, Stale
from answerable.rules.reviewing import Duty
from tests.reviews.conftest import CALLED_AT, HELD_AT, NEXT_AT


def codes(refusal) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def agenda(review) -> list[tuple[str, str]]:
    return list(review.items.filter(dropped_at=None).order_by("number").values_list("matter", "key"))


def observe(plan, code, period, value, at, state="final"):
    row = plan.indicators.get(code=code)
    batch = Batch.objects.create(plan=plan, indicator=row, way="typed", state="accepted", came_at=at, settled_at=at)
    return Observation.objects.create(
        indicator=row, meaning=row.versions.get(), period=period, value=Decimal(str(value)), state=state, known_at=at,
        batch=batch,
    )  # fmt: skip


def test_a_review_is_called_by_the_unit_that_chairs_it(plan, call) -> None:
    with pytest.raises(NotAllowed):
        call(by="works-head")
    assert call(by="planning-secretary").state == "called"


def test_a_review_looks_back_on_a_period_that_is_over(plan, call) -> None:
    with pytest.raises(Refused) as refusal:
        call(period="2026-Q3")
    assert codes(refusal) == {"period_not_over"}
    with pytest.raises(Refused) as refusal:
        call(period="2026-06")
    assert codes(refusal) == {"no_such_review_period"}
    with pytest.raises(Refused) as refusal:
        call(due_on=date(2026, 7, 9))
    assert codes(refusal) == {"review_in_the_past"}


def test_a_period_is_reviewed_once_unless_the_review_was_called_off(review, call, actor) -> None:
    with pytest.raises(Refused) as refusal:
        call()
    assert codes(refusal) == {"review_called_already"}
    actions.call_off_review(actor=actor("planning-chair"), now=CALLED_AT, number=review.number, words="Typhoon.")
    assert call().pk != review.pk


def test_a_taskforce_holds_a_review_of_its_own_under_its_own_unit(review, call) -> None:
    other = call(unit_code="works", by="works-head")
    assert (other.unit.code, other.period) == ("works", "2026-Q2")


def test_a_draft_is_not_reviewed(draft, call) -> None:
    with pytest.raises(Refused) as refusal:
        call(plan_code="HARBOUR-DRAFT")
    assert codes(refusal) == {"review_of_a_draft"}


def test_the_agenda_is_built_from_data_and_stands_in_the_order_of_the_duties(review, actor, harbour) -> None:
    found = agenda(review)
    assert ("late_milestone", "M-01") in found
    assert ("late_task", "T-01") in found
    page = queries.get_review(harbour, actor("planning-chair"), review.number, now=CALLED_AT)
    order = list(Duty)
    shown = [order.index(duty) for duty in page.agenda]
    assert shown == sorted(shown)
    assert page.agenda[Duty.CONTRIBUTION][0].post.code == "works-head"


def test_binding_indicators_come_before_others_and_the_worse_before_the_better(plan, call) -> None:
    observe(plan, "H-05", "2026-06", 80, CALLED_AT - timedelta(days=1))  # binding, broken now
    observe(plan, "H-03", "2026-06", 1, CALLED_AT - timedelta(days=1))
    review = call()
    behind = [key for matter, key in agenda(review) if matter == "behind"]
    binding = [key for key in behind if key in ("H-01", "H-02", "H-05", "H-06")]
    assert behind[: len(binding)] == binding
    assert binding[0] == "H-05"


def test_what_is_no_longer_so_is_dropped_and_stays_on_record(review, task, actor) -> None:
    assert ("late_milestone", "M-01") in agenda(review)
    row = task("M-01")
    row.state, row.cancelled_words = "cancelled", "Not needed."
    row.save()
    actions.gather(actor=actor("planning-secretary"), now=CALLED_AT + timedelta(days=1), number=review.number)
    assert ("late_milestone", "M-01") not in agenda(review)
    assert review.items.get(matter="late_milestone", key="M-01").dropped_at == CALLED_AT + timedelta(days=1)


def test_what_the_data_does_not_know_is_added_by_hand_and_stays(review, actor) -> None:
    item = actions.add_item(actor=actor("planning-secretary"), now=CALLED_AT, number=review.number, words="The flood.")
    actions.gather(actor=actor("planning-secretary"), now=CALLED_AT, number=review.number)
    assert agenda(review)[-1] == ("other", item.key)


def test_figures_are_frozen_when_it_is_held_and_stay_whatever_comes(held, plan, harbour, actor) -> None:
    assert held.freeze.as_of == HELD_AT
    before = held.freeze.body
    observe(plan, "H-01", "2026-Q1", 250, HELD_AT + timedelta(days=1), state="revised")
    held.freeze.refresh_from_db()
    assert held.freeze.body == before
    report = queries.report(held, now=HELD_AT + timedelta(days=2))
    assert {row["code"]: row["value"] for row in report.values["figures"]}["H-01"] == "180"


def test_figures_of_an_earlier_vintage_may_be_looked_at_and_none_to_come(review, actor) -> None:
    chair = actor("planning-chair")
    with pytest.raises(Refused) as refusal:
        actions.hold(actor=chair, now=HELD_AT, number=review.number, as_of=HELD_AT + timedelta(days=1))
    assert codes(refusal) == {"vintage_still_to_come"}
    held = actions.hold(actor=chair, now=HELD_AT, number=review.number, as_of=HELD_AT - timedelta(days=3))
    assert held.freeze.as_of == HELD_AT - timedelta(days=3)


def test_a_decision_has_words_an_owner_and_a_date_to_come(held, actor) -> None:
    wishes = {"actor": actor("planning-chair"), "now": HELD_AT, "number": held.number}
    for change, code in (
        ({"words": ""}, "required"), ({"owner": "nobody"}, "no_such_post"), ({"due_on": None}, "required"),
        ({"due_on": date(2026, 7, 1)}, "decision_in_the_past"),
    ):  # fmt: skip
        given = {"words": "Do it.", "owner": "works-head", "due_on": date(2026, 9, 30)} | change
        with pytest.raises(Refused) as refusal:
            actions.decide(**wishes, **given)
        assert codes(refusal) == {code}
    with pytest.raises(NotAllowed):
        actions.decide(**(wishes | {"actor": actor("works-head")}), words="x", owner="works-head",
                       due_on=date(2026, 9, 30))  # fmt: skip


def test_nothing_is_decided_before_it_is_held(review, actor) -> None:
    with pytest.raises(NotAllowed) as refusal:
        actions.decide(actor=actor("planning-chair"), now=CALLED_AT, number=review.number, words="Do it.",
                       owner="works-head", due_on=date(2026, 9, 30))  # fmt: skip
    assert codes(refusal) == {"review_not_so"}


def test_done_is_said_by_the_owner_and_confirmed_by_another(decision, actor) -> None:
    later = HELD_AT + timedelta(days=20)
    chair = actor("planning-chair")
    with pytest.raises(NotAllowed):
        actions.carry_out(actor=chair, now=later, decision=decision.pk, words="Done.")
    with pytest.raises(Refused) as refusal:
        actions.confirm(actor=chair, now=later, decision=decision.pk)
    assert codes(refusal) == {"decision_not_done"}
    actions.carry_out(actor=actor("works-head"), now=later, decision=decision.pk, words="Opened on 15 August.")
    with pytest.raises(NotAllowed):
        actions.confirm(actor=actor("works-head"), now=later, decision=decision.pk)
    actions.send_back(actor=chair, now=later, decision=decision.pk, words="The site has no access road.")
    decision.refresh_from_db()
    assert (decision.done_at, decision.returned_words) == (None, "The site has no access road.")
    actions.carry_out(actor=actor("works-head"), now=later, decision=decision.pk, words="With a road now.")
    done = actions.confirm(actor=chair, now=later, decision=decision.pk)
    assert done.confirmed_by.code == "planning-chair"


def test_nobody_confirms_their_own_work_though_they_chair(held, actor) -> None:
    mine = actions.decide(actor=actor("planning-chair"), now=HELD_AT, number=held.number, words="Write to the mayor.",
                          owner="planning-chair", due_on=date(2026, 8, 31))  # fmt: skip
    actions.carry_out(actor=actor("planning-chair"), now=HELD_AT, decision=mine.pk, words="Written.")
    with pytest.raises(NotAllowed):
        actions.confirm(actor=actor("planning-chair"), now=HELD_AT, decision=mine.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(mine).objects.filter(pk=mine.pk).update(confirmed_at=HELD_AT, confirmed_by=mine.owner)
    actions.confirm(actor=actor("planning-secretary"), now=HELD_AT, decision=mine.pk)


def test_the_next_review_opens_with_what_is_undone(decision, held, call, actor) -> None:
    following = call(period="2026-Q3", due_on=date(2026, 10, 30), at=NEXT_AT)
    assert agenda(following)[0] == ("undone_decision", f"{held.number}/{decision.number}")
    assert following.items.get(number=1).undone == decision
    actions.carry_out(actor=actor("works-head"), now=NEXT_AT, decision=decision.pk, words="Opened.")
    actions.gather(actor=actor("planning-chair"), now=NEXT_AT, number=following.number)
    assert agenda(following)[0][0] == "undone_decision"  # said to be done is not confirmed
    actions.confirm(actor=actor("planning-chair"), now=NEXT_AT, decision=decision.pk)
    actions.gather(actor=actor("planning-chair"), now=NEXT_AT, number=following.number)
    assert agenda(following)[0][0] != "undone_decision"


def test_a_status_that_a_revision_changed_comes_to_the_next_review(held, plan, call) -> None:
    assert json.loads(held.freeze.body)["figures"][0]["status"]["outcome"] == "slipping"
    observe(plan, "H-01", "2026-Q1", 100, HELD_AT + timedelta(days=9), state="revised")
    following = call(period="2026-Q3", due_on=date(2026, 10, 30), at=NEXT_AT)
    item = following.items.get(matter="status_revised", key="H-01")
    assert (item.facts["before"], item.facts["after"]) == ("slipping", "far_behind")


def test_a_new_period_is_no_revision(held, plan, call) -> None:
    observe(plan, "H-01", "2026-Q2", 10, HELD_AT + timedelta(days=9))
    following = call(period="2026-Q3", due_on=date(2026, 10, 30), at=NEXT_AT)
    assert not following.items.filter(matter="status_revised").exists()


def test_an_indicator_whose_owner_never_acts_is_a_phantoms(review, actor) -> None:
    item = review.items.get(matter="phantom_owner", key="H-01")
    assert int(item.facts["days"]) > 60


def test_an_act_on_the_indicator_ends_that(plan, call, actor) -> None:
    from answerable.plans.actions.observing import observe as observed
    from answerable.rules.observing import Reported

    observed(actor=actor("works-handler"), now=CALLED_AT - timedelta(days=1), plan_code="HARBOUR-5", code="H-01",
             reported=Reported("2026-Q2", "190"))  # fmt: skip
    assert not call().items.filter(matter="phantom_owner", key="H-01").exists()


def test_there_is_no_report_without_minutes_and_a_look_around(held, actor) -> None:
    with pytest.raises(Refused) as refusal:
        actions.report(actor=actor("planning-chair"), now=HELD_AT, number=held.number)
    assert {p.field for p in refusal.value.problems if p.code == "required"} == {"environment", "minutes"}


def test_a_forecast_that_falls_short_must_be_answered(minuted, plan, actor) -> None:
    short = minuted.items.filter(matter="forecast_short", dropped_at=None)
    assert short.exists()
    with pytest.raises(Refused) as refusal:
        actions.report(actor=actor("planning-chair"), now=HELD_AT, number=minuted.number)
    assert codes(refusal) == {"matter_passed_over"}
    for item in short:
        actions.decide(actor=actor("planning-chair"), now=HELD_AT, number=minuted.number, words="A plan to catch up.",
                       owner="works-head", due_on=date(2026, 9, 30), item=item.number)  # fmt: skip
    assert actions.report(actor=actor("planning-chair"), now=HELD_AT, number=minuted.number).state == "reported"


def test_the_report_is_kept_with_its_digest_and_reads_the_same_later(reported, plan, actor) -> None:
    assert reported.report_sha256 == hashlib.sha256(reported.report.encode()).hexdigest()
    before = queries.report(reported, now=HELD_AT)
    plan.name_en = "Another name"
    plan.save()
    assert queries.report(reported, now=NEXT_AT).values == before.values
    with pytest.raises(NotAllowed):
        actions.minute(actor=actor("planning-chair"), now=NEXT_AT, number=reported.number, environment="x", minutes="y")


def test_the_public_reads_reports_and_officers_read_agendas(review, reported, call, harbour, actor) -> None:
    following = call(period="2026-Q3", due_on=date(2026, 10, 30), at=NEXT_AT)
    assert queries.reviews_of(harbour, None) == [reported]
    assert queries.reviews_of(harbour, actor("works-handler")) == [following, reported]
    for reader in (None, actor("think-tank"), actor("citizen")):
        with pytest.raises(NotFound):
            queries.get_review(harbour, reader, following.number, now=NEXT_AT)
    assert queries.upcoming(harbour, since=date(2026, 10, 1)) == [following]


def test_what_a_reader_may_do_is_said(held, decision, harbour, actor) -> None:
    chair = queries.get_review(harbour, actor("planning-chair"), held.number, now=HELD_AT)
    assert chair.verbs == ("add_item", "minute", "discuss", "decide", "report")
    assert chair.decisions[0].verbs == ()
    owner = queries.get_review(harbour, actor("works-head"), held.number, now=HELD_AT)
    assert (owner.verbs, owner.decisions[0].verbs) == ((), ("carry_out",))
    assert [shown.decision for shown in queries.decisions_of_post(actor("works-head"), now=HELD_AT)] == [decision]


def test_every_act_is_one_entry_of_the_ledger(reported, actor) -> None:
    verbs = list(Entry.objects.filter(stream=reported.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs[:4] == ["call_review", "hold", "minute", "decide"]
    assert verbs[-1] == "report"


def test_two_at_once_the_second_reads_again(review, actor) -> None:
    actions.gather(actor=actor("planning-chair"), now=CALLED_AT, number=review.number)
    with pytest.raises(Stale):
        actions.hold(actor=actor("planning-chair"), now=HELD_AT, number=review.number, version=1)


def test_the_heads_on_the_agenda_are_told_when_it_is_called(review) -> None:
    from answerable.outbox.models import Message

    told = Message.objects.filter(template="review_called", channel="in_app")
    assert {"works-head", "transport-head", "cleansing-head"} >= set(told.values_list("post__code", flat=True))
    line = told.get(post__code="works-head")
    assert "Quarterly review of Five years for Harbour, 2026-Q2" in line.subject


def test_a_mid_term_review_looks_at_the_findings_of_its_evaluation_and_at_proposed_changes(plan, call, actor) -> None:
    from answerable.plans.actions.changing import propose_change
    from answerable.plans.actions.evaluating import find, invite, open_evaluation
    from answerable.plans.actions.proposals import Proposal

    at, until = CALLED_AT - timedelta(days=2), date(2026, 7, 30)
    secretary = actor("planning-secretary")
    evaluation = open_evaluation(actor=secretary, now=at, plan=plan.pk, title="Half-way", terms="All.", due_on=until)
    invite(actor=secretary, now=at, evaluation=evaluation.pk, post_code="think-tank", standing="think_tank", body="",
           until=until)  # fmt: skip
    found = find(actor=actor("think-tank"), now=at, evaluation=evaluation.pk, indicator_code="H-03", words="Too few.")
    change = propose_change(
        actor=actor("planning-reviewer"), now=at, indicator=found.indicator_id,
        proposal=Proposal("economy", "The finding.", "Too few crews.", "None.", Decimal(450)),
    )  # fmt: skip
    review = call(kind="mid_term", period="", evaluation=evaluation.pk)
    assert review.evaluation == evaluation
    assert {("open_finding", str(found.pk)), ("proposed_change", change.number)} <= set(agenda(review))
    assert review.items.get(matter="proposed_change").facts["change"] == "lower"
