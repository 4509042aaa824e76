"""A citizen's comment on an indicator is a case of whoever answers for it, and comes back answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import translation

from answerable.cases import abouts
from answerable.cases.actions import PersonDetails, perform
from answerable.cases.models import Case
from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.actions.tenure import end_tenure
from answerable.organisation.models import Tenure
from answerable.performance import actions
from answerable.performance.queries.comments import comment_cases, comments, linked_complaints
from answerable.plans.queries.figures import figures
from answerable.rules.problems import NotAllowed, NotFound, Refused
from tests.cases.conftest import GOOD, REPLY

ANA = PersonDetails("Ana Reyes", "55512345", "", "en")


@pytest.fixture
def say(actor, now, plan):
    """say("H-02", words) -> the receipt of a citizen's comment."""

    def tell(code="H-02", words="Six years for a flat is far too long, please build faster", **more):
        values = {"actor": actor("citizen"), "now": now, "plan_code": plan.code, "code": code, "words": words, **more}
        return actions.comment(**values)

    return tell


def test_a_comment_goes_to_the_unit_that_answers_and_nobody_guesses(say, now):
    case = say().case
    assert (case.about, case.lead_unit.code, case.dispatch_rule) == ("indicator:HARBOUR-5/H-02", "works", "owner")
    assert (case.category.code, case.state, case.kind) == ("plan.comment.indicator", "dispatched", "suggestion")
    with translation.override("en"):
        assert abouts.label(case) == "Waiting time for a flat (Five years for Harbour)"
    assert abouts.link(case) == "/plan/HARBOUR-5/indicators/H-02"
    resolve = case.clocks.get(kind="resolve")
    assert resolve.due_at.date() == (now + timedelta(days=7)).date(), "five working days from a Wednesday"
    entry = Entry.objects.get(stream=case.pk)
    written = next(c["set"] for c in json.loads(entry.body)["changes"] if c["table"] == "case")
    assert written["about"] == "indicator:HARBOUR-5/H-02"


def test_a_comment_is_answered_and_judged_by_the_citizen_like_any_case(say, actor, now):
    case = say(person=ANA).case

    def do(who, verb, minutes, **inputs):
        at = now + timedelta(minutes=minutes)
        return perform(verb, actor=actor(who), now=at, number=case.number, **inputs)

    do("works-handler", "accept", 5)
    do("works-handler", "act", 7, words="We wrote down what we build, where and by when")
    do("works-handler", "answer", 10, **REPLY)
    case = do("works-handler", "tell_citizen", 11, how="phone")
    case = do("works-handler", "tell_hotline", 12)
    case = do("hotline-callback", "record_verdict", 20, **GOOD)
    assert (case.state, case.closing) == ("closed", "confirmed")


def test_while_the_post_is_vacant_the_head_above_answers_the_comment(say, actor, now, plan):
    tenure = Tenure.objects.get(post__jurisdiction=plan.jurisdiction, post__code="works-head", until=None)
    yesterday = now - timedelta(days=1)
    end_tenure(tenure, yesterday, actor=actor("administrator"), now=yesterday)
    assert say().case.lead_unit.code == "gov"


def test_the_same_words_of_one_person_about_two_indicators_are_two_cases(say):
    first, second = say("H-02", person=ANA).case, say("H-01", person=ANA).case
    again = say("H-02", words="Six years for a flat is far too long, please build faster!", person=ANA).case
    assert first.pk != second.pk
    assert again.pk == first.pk


def test_a_draft_and_an_unknown_indicator_take_no_comment(say, draft, actor, now):
    with pytest.raises(NotFound):
        say("H-99")
    with pytest.raises(NotFound):
        actions.comment(actor=actor("citizen"), now=now, plan_code=draft.code, code="H-01", words="Too slow, all of it")
    assert not Case.objects.exists()


def test_a_city_without_such_a_category_says_so(say, harbour):
    harbour.settings.pop("plan_comment_category")
    harbour.save()
    organisation.forget()
    with pytest.raises(Refused) as refused:
        say()
    assert refused.value.problems[0].code == "no_comments_here"
    organisation.forget()


def test_counts_are_public_only_from_the_threshold_on(say, plan, actor, now):
    for n in range(4):
        say(words=f"This is opinion number {n} on the waiting time")
    assert comments(plan)["H-02"].told is None
    case = say(words="And a fifth opinion on the waiting time").case
    acts = (("accept", {}), ("act", {"words": "We wrote down what we build, where and by when"}), ("answer", REPLY))
    for minutes, (verb, inputs) in enumerate(acts, 1):
        at = now + timedelta(minutes=minutes)
        perform(verb, actor=actor("works-handler"), now=at, number=case.number, **inputs)
    found = comments(plan)
    assert (found["H-02"].told, found["H-02"].answered) == (5, 1)
    assert "H-01" not in found
    row = plan.indicators.get(code="H-02")
    assert len(comment_cases(actor("works-handler"), row)) == 5


# Complaints of a category beside an indicator.


def test_the_owner_may_link_complaints_but_not_unlink_them(plan, actor, now):
    given = {"now": now, "plan_code": plan.code, "code": "H-03", "category_code": "clean"}
    actions.link_category(actor=actor("cleansing-head"), **given)
    with pytest.raises(Refused) as refused:
        actions.link_category(actor=actor("planning-secretary"), **given)
    assert refused.value.problems[0].code == "category_linked_already"
    later = given | {"now": now + timedelta(days=1), "words": "They are about another thing"}
    with pytest.raises(NotAllowed):
        actions.unlink_category(actor=actor("cleansing-head"), **later)
    ended = actions.unlink_category(actor=actor("statistician"), **later)
    assert ended.until is not None
    entries = list(Entry.objects.filter(stream=plan.indicators.get(code="H-03").pk).order_by("seq"))
    verbs = [entry.verb for entry in entries]
    assert verbs[-2:] == ["link_category", "unlink_category"]


@pytest.fixture
def dumped(report):
    """dumped(n, at) -> n complaints about dumping told at that time."""

    def tell(n: int, at) -> None:
        for k in range(n):
            report(
                words=f"Rubbish lies behind house {k} since the {at:%d %B}", now=at, category_code="clean.waste.dumping"
            )

    return tell


def test_met_while_linked_complaints_rise_by_more_than_half_is_marked(plan, actor, now, dumped):
    actions.link_category(
        actor=actor("cleansing-head"), now=now, plan_code=plan.code, code="H-03", category_code="clean"
    )  # fmt: skip
    april, may = datetime(2026, 4, 14, 9, tzinfo=UTC), datetime(2026, 5, 12, 9, tzinfo=UTC)
    dumped(1, datetime(2026, 3, 30, 9, tzinfo=UTC))
    dumped(6, april)
    dumped(9, may)
    key = plan.indicators.get(code="H-03").pk
    found = linked_complaints(plan, figures(plan, as_of=now), as_of=now)
    beside = found[key]
    assert (beside.period.code, beside.compared.code) == ("2026-05", "2026-04")
    assert [(line.code, line.now, line.before, line.risen) for line in beside.lines] == [
        ("clean", 9, 6, Fraction(1, 2)),
    ]  # fmt: skip
    assert not beside.to_check, "by half is not by more than half"
    dumped(1, may + timedelta(hours=1))
    again = linked_complaints(plan, figures(plan, as_of=now), as_of=now)[key]
    light = figures(plan, as_of=now)[key].status.outcome
    assert again.to_check == (light in ("on_track", "achieved", "target_reached"))


def test_with_a_year_of_record_the_same_season_is_compared(plan, actor, now, dumped):
    actions.link_category(
        actor=actor("cleansing-head"), now=now, plan_code=plan.code, code="H-03", category_code="clean.waste.dumping"
    )  # fmt: skip
    dumped(1, datetime(2025, 2, 3, 9, tzinfo=UTC))
    dumped(8, datetime(2025, 5, 6, 9, tzinfo=UTC))
    dumped(3, datetime(2026, 5, 6, 9, tzinfo=UTC))
    beside = next(iter(linked_complaints(plan, figures(plan, as_of=now), as_of=now).values()))
    assert beside.compared.code == "2025-05"
    assert [(line.now, line.before) for line in beside.lines] == [(None, 8)], "three are too few to be shown"


def test_what_nobody_recorded_is_no_nought_and_marks_nothing(plan, actor, now, dumped):
    actions.link_category(
        actor=actor("cleansing-head"), now=now, plan_code=plan.code, code="H-03", category_code="clean"
    )  # fmt: skip
    dumped(12, datetime(2026, 4, 30, 9, tzinfo=UTC))
    dumped(12, datetime(2026, 5, 12, 9, tzinfo=UTC))
    beside = next(iter(linked_complaints(plan, figures(plan, as_of=now), as_of=now).values()))
    assert (beside.recorded, beside.recorded_before, beside.to_check) == (True, False, False)
    assert [(line.now, line.before, line.risen) for line in beside.lines] == [(12, None, None)]
