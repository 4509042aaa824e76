"""The year's appraisal: frozen figures, the head's own word, moderation, reply, conclusion, appeal, decision."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from answerable.ledger.models import Entry
from answerable.organisation.models import Post
from answerable.outbox.models import Message
from answerable.performance import actions
from answerable.performance.models import Appraisal
from answerable.performance.queries.appraisals import appraisal_page, appraisals, places
from answerable.performance.queries.scorecard import number_of, scorecard, written
from answerable.performance.queries.year import year_of
from answerable.plans.models import ChangeRequest, ChangeStep, PathPoint, Target
from answerable.rules.problems import NotAllowed, NotFound, Refused, Stale
from tests.performance.conftest import END, REPORT, observe


def code(raised):
    return raised.value.problems[0].code


def test_every_post_that_answered_gets_a_card_of_counts_and_no_number(open_year):
    found = open_year()
    assert set(found) == {"works-head", "cleansing-head", "transport-head"}
    card = json.loads(found["works-head"].body)
    assert [(line["code"], line["judgement"]) for line in card["lines"]] == [("H-01", "missed"), ("H-02", "met")]
    assert (card["binding"], card["expected"], card["worst"]) == ({"met": 1, "missed": 1}, {}, "H-01")
    flats = card["lines"][0]
    assert (flats["value"], flats["planned"], flats["gap"], flats["progress"]) == ("780", "800", "-20", "39/40")
    assert flats["outcome"] == "on_track", "97.5 % of the path is green, and yet no reached binding target"
    cleansing = json.loads(found["cleansing-head"].body)
    assert {line["weight"] for line in cleansing["lines"]} == {0}, "expected indicators are shown and weigh nothing"
    assert found["works-head"].holder.username == "works-head"
    assert Message.objects.filter(template="appraisal", post__code="works-head", channel="in_app").count() == 1


def test_no_data_is_neither_met_nor_missed_and_makes_every_number_none(open_year):
    card = json.loads(open_year()["transport-head"].body)
    tram = next(line for line in card["lines"] if line["code"] == "H-06")
    assert tram["judgement"] in ("unknown", "not_due")
    silent = dict(card, lines=[dict(card["lines"][0], progress=None, nature="binding", weight=1)])
    assert number_of(silent) is None


def test_one_number_is_made_only_for_whoever_asks_for_it(year_over, open_year):
    card = json.loads(open_year()["works-head"].body)
    assert not [name for name in card if "score" in name or "number" in name]
    assert number_of(card) == (Fraction(39, 40) + 1) / 2
    assert number_of(card, {"H-01": Fraction(3), "H-02": Fraction(1)}) == (Fraction(117, 40) + 1) / 4


def test_a_year_that_runs_cannot_be_appraised_nor_on_figures_from_before_its_end(plan, actor, now):
    def attempt(who, at, **more):
        with pytest.raises(Refused) as refused:
            actions.open_year(actor=actor(who, at), now=at, plan_code=plan.code, year_code="2026", **more)
        return code(refused)

    assert attempt("planning-secretary", now) == "year_not_over"
    assert attempt("planning-secretary", END, as_of=datetime(2026, 12, 31, 9, tzinfo=UTC)) == "freeze_before_the_end"
    assert attempt("planning-secretary", END, posts=["auditor"]) == "post_answers_for_nothing"
    assert attempt("works-head", END) == "not_your_appraisal_act"
    assert not Appraisal.objects.exists()


def test_opening_again_opens_nothing_twice(open_year):
    assert len(open_year(posts=["works-head"])) == 1
    assert set(open_year(END + timedelta(days=1))) == {"cleansing-head", "transport-head"}


def test_the_same_instant_gives_the_same_bytes_whatever_comes_later(year_over, open_year):
    row = open_year()["works-head"]
    later = END + timedelta(days=40)
    observe(year_over, "H-01", "2026-Q4", 230, later, words="thirty more were found", state="revised")
    observe(year_over, "H-01", "2027-Q1", 250, later)
    assert written(scorecard(year_of(year_over, "2026"), row.post, as_of=row.as_of)) == row.body


def test_a_later_revision_stands_beside_and_changes_nothing(year_over, issued, actor):
    later = END + timedelta(days=40)
    observe(year_over, "H-01", "2026-Q4", 230, later, words="thirty more were found", state="revised")
    page = appraisal_page(actor("works-head", later), issued.pk, now=later + timedelta(days=1))
    assert [(one.code, one.then["judgement"], one.today["judgement"]) for one in page.restated] == [
        ("H-01", "missed", "met"),
    ]  # fmt: skip
    assert page.lines[0]["judgement"] == "missed"


def lower(plan, effective_on):
    """The target of H-01 lowered from that day on, as the rows stand afterwards (the acts: tests/plans/changes)."""
    row = plan.indicators.get(code="H-01")
    at = datetime(2026, 7, 20, 9, tzinfo=UTC)
    change = ChangeRequest.objects.create(
        plan=plan, indicator=row, number="HARBOUR-5/C-1", klass="lower_binding", state="effective", ground="emergency",
        evidence_words="Two sites were lost.", necessity="No other is ready.", effects="None.", proposed_at=at,
        proposed_by=Post.objects.get(code="works-head", jurisdiction=plan.jurisdiction), settled_at=at, salt=b"0" * 16,
    )  # fmt: skip
    for step in ("committee", "legislature"):
        ChangeStep.objects.create(
            change=change, step=step, outcome="done", organ="Council", document="paper 7", decided_on=effective_on,
            recorded_at=at, recorded_by=Post.objects.get(code="planning-secretary", jurisdiction=plan.jurisdiction),
        )  # fmt: skip
    target = Target.objects.create(
        indicator=row, number=2, due_on=date(2030, 12, 31), value=Decimal(4800), decided_on=effective_on,
        effective_on=effective_on, decision="Council, paper 7", change=change, path_kind="points", recorded_at=at,
    )  # fmt: skip
    for period, value in {"2026": 700, "2027": 900, "2028": 1000, "2029": 1100, "2030": 1100}.items():
        PathPoint.objects.create(target=target, period=period, value=value, recorded_at=at)


@pytest.mark.parametrize(("day", "judged", "target"), [(date(2026, 6, 15), "met", 2), (date(2026, 7, 10), "missed", 1)])
def test_a_binding_target_lowered_after_the_half_year_does_not_count(year_over, open_year, day, judged, target):
    lower(year_over, day)
    flats = json.loads(open_year()["works-head"].body)["lines"][0]
    assert (flats["judgement"], flats["target"]) == (judged, target)
    assert flats["judgement_original"] == "missed", "the first target is scored beside it for good"


# What is done with an appraisal.


def test_an_appraisal_goes_from_report_to_final_with_every_act_in_the_ledger(issued, act):
    with pytest.raises(NotAllowed) as early:
        act("finalise", issued, "planning-secretary", days=30)
    assert code(early) == "time_to_appeal"
    assert issued.appeal_by == datetime(2027, 3, 23, 9, tzinfo=UTC), "fifteen working days from 2 March"
    row = act("finalise", issued, "planning-secretary", days=60)
    assert (row.state, row.final_at) == ("final", END + timedelta(days=60))
    verbs = list(Entry.objects.filter(stream=row.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["open_appraisal", "report", "put", "reply", "issue", "finalise"]
    body = Entry.objects.filter(stream=row.pk, verb="report").get().body
    assert REPORT["unmet"] not in body, "free words stand in the ledger as digests"


def test_the_clock_makes_final_what_nobody_appealed_against(issued):
    assert actions.finalise_due(now=issued.appeal_by) == 0
    assert actions.finalise_due(now=issued.appeal_by + timedelta(seconds=1)) == 1
    issued.refresh_from_db()
    assert issued.state == "final"


def test_an_appeal_is_decided_by_another_post_and_may_change_a_line(issued, act, actor):
    act("appeal", issued, "works-head", days=23, words="The twenty were ready; the water board was late.")
    issued.refresh_from_db()
    assert issued.decide_by == datetime(2027, 3, 19, 9, tzinfo=UTC), "ten working days from 5 March"
    changes = [actions.Change("H-01", "excused", "The water board's hand-off was ninety days late.")]
    with pytest.raises(NotAllowed):
        act("decide", issued, "planning-secretary", days=26, upheld=True, words="Right.", changes=changes)
    with pytest.raises(Refused) as refused:
        act("decide", issued, "planning-reviewer", days=26, upheld=False, words="No.", changes=changes)
    assert code(refused) == "changes_need_an_upheld_appeal"
    row = act("decide", issued, "planning-reviewer", days=26, upheld=True, words="It shows.", changes=changes)
    assert (row.state, row.upheld) == ("final", True)
    at = END + timedelta(days=27)
    page = appraisal_page(actor("works-head", at), row.pk, now=at)
    assert (page.lines[0]["computed"], page.lines[0]["judgement"]) == ("missed", "excused")
    assert [(one.before, one.after, one.by.code) for one in page.moderations] == [
        ("missed", "excused", "planning-reviewer"),
    ]  # fmt: skip
    assert page.by_post.missed_years == 0


def test_after_fifteen_working_days_nobody_can_appeal(issued, act):
    with pytest.raises(NotAllowed) as late:
        act("appeal", issued, "works-head", days=60, words="Too late, I know")
    assert code(late) == "too_late_to_appeal"


def test_the_database_refuses_an_appeal_decided_by_its_issuer(issued, act):
    act("appeal", issued, "works-head", days=25, words="Please look again")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appraisal.objects.filter(pk=issued.pk).update(
            decided_by=issued.issued_by, decided_at=END, upheld=True, decision_words="fine"
        )


def test_without_a_report_the_head_has_the_time_of_the_pack(open_year, act):
    row = open_year()["works-head"]
    with pytest.raises(NotAllowed) as early:
        act("put", row, "planning-secretary", days=1)
    assert code(early) == "time_for_report"
    assert act("put", row, "planning-secretary", days=40).state == "put"
    with pytest.raises(NotAllowed) as early:
        act("issue", row, "planning-chair", days=41, conclusion="Nothing was said.")
    assert code(early) == "time_for_reply"
    assert act("issue", row, "planning-chair", days=70, conclusion="Nothing was said.").state == "issued"


def test_a_missed_line_must_be_explained_in_the_report(open_year, act):
    rows = open_year()
    with pytest.raises(Refused) as refused:
        act("report", rows["works-head"], "works-head", **(REPORT | {"unmet": ""}))
    assert (code(refused), refused.value.problems[0].field) == ("required", "unmet")


def test_a_moderator_says_why_and_what_was_computed_stays(open_year, act, actor):
    row = open_year()["works-head"]
    with pytest.raises(NotAllowed):
        act("moderate", row, "works-head", code="H-01", judgement="met", words="nearly")
    with pytest.raises(Refused):
        act("moderate", row, "planning-reviewer", code="H-01", judgement="met", words=" ")
    with pytest.raises(Refused) as refused:
        act("moderate", row, "planning-reviewer", code="H-09", judgement="met", words="seen on site")
    assert code(refused) == "no_such_line"
    act("moderate", row, "planning-reviewer", code="H-01", judgement="excused", words="A typhoon closed the site.")
    act("moderate", row, "planning-secretary", days=1, code="H-01", judgement="missed", words="Not for so long.")
    page = appraisal_page(actor("planning-chair", END), row.pk, now=END + timedelta(days=1))
    assert [(one.before, one.after) for one in page.moderations] == [("missed", "excused"), ("excused", "missed")]
    assert page.summary["binding"] == {"met": 1, "missed": 1}


def test_who_read_an_old_page_is_told(open_year, act):
    row = open_year()["works-head"]
    act("report", row, "works-head", version=1, **REPORT)
    with pytest.raises(Stale):
        act("put", row, "planning-secretary", version=1)


def test_an_appraisal_is_read_by_whom_it_concerns_and_by_nobody_else(open_year, actor):
    row = open_year()["works-head"]
    for who in ("works-head", "planning-secretary", "gov-leader", "auditor", "gov-reviewer"):
        assert appraisal_page(actor(who, END), row.pk, now=END).row == row
    for who in ("cleansing-head", "works-handler", "citizen"):
        with pytest.raises(NotFound):
            appraisal_page(actor(who, END), row.pk, now=END)
    assert [one.post.code for one in appraisals(actor("cleansing-head", END))] == ["cleansing-head"]
    assert len(appraisals(actor("planning-chair", END), year="2026")) == 3
    page = appraisal_page(actor("planning-secretary", END), row.pk, now=END)
    assert page.acts == ("moderate", "put")


def test_three_years_with_a_miss_are_a_proposal_to_the_appraiser_and_nothing_more(year_over, issued, act, actor):
    act("finalise", issued, "planning-secretary", days=60)
    for year in (2027, 2028):
        Appraisal.objects.create(
            plan=year_over, year=str(year), year_starts_on=date(year, 1, 1), post=issued.post, unit=issued.unit,
            holder=issued.holder if year == 2027 else None, state="final", final_at=END, as_of=END, body=issued.body,
            sha256=issued.sha256, opened_at=END, opened_by=issued.opened_by, report_by=END, salt=b"0" * 16,
        )  # fmt: skip
    last = Appraisal.objects.get(year="2028")
    page = appraisal_page(actor("planning-chair", END), last.pk, now=END)
    assert (page.by_post.missed_years, page.by_post.consequence) == (3, "removal_proposal")
    assert page.by_person is None
    middle = appraisal_page(actor("planning-chair", END), Appraisal.objects.get(year="2027").pk, now=END)
    assert (middle.by_person.missed_years, middle.by_person.consequence) == (2, "no_promotion")


def test_only_final_appraisals_are_ranked_and_like_with_like(year_over, issued, act):
    assert places(year_over, "2026") == {}
    act("finalise", issued, "planning-secretary", days=60)
    found = places(year_over, "2026")
    assert [(place, one.unit, one.met, one.judged) for place, one in found["department"]] == [(1, "works", 1, 2)]
