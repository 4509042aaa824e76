"""Exactly one head answers at every instant; contributors never answer for the same; a vacant post rises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.plans.actions.answering import appoint, name, release
from answerable.plans.models import Accountability
from answerable.plans.queries.answering import answering
from answerable.plans.queries.plans import answered_at, history_of
from answerable.rules.problems import NotAllowed, NotFound, Refused
from tests.plans.conftest import PUBLISHED_AT, WRITTEN_AT

FOUR = {"duty": "Builds the flats.", "deadline": date(2030, 12, 31), "standard": "5,000 flats completed."}


def put(actor, at, post, code="H-01", **more):
    said = {
        "noun": "indicator",
        "code": code,
        "post_code": post,
        "words": "The department was divided.",
        **FOUR,
        **more,
    }
    return appoint(actor=actor, now=at, plan_code="HARBOUR-5", **said)


def test_another_head_answers_from_now_on_and_the_earlier_one_stays_in_the_history(plan, indicator, secretary, now):
    row = indicator("H-01")
    put(secretary, now, "cleansing-head")
    assert answering(plan.jurisdiction, [row.pk], now=now)[row.pk].post.code == "cleansing-head"
    before = answering(plan.jurisdiction, [row.pk], now=now - timedelta(seconds=1))
    assert before[row.pk].post.code == "works-head"
    assert [line.post.code for line in history_of(row.pk)] == ["cleansing-head", "works-head"]
    assert answered_at(row.pk, PUBLISHED_AT).post.code == "works-head"
    assert answered_at(row.pk, PUBLISHED_AT).officer.username == "works-head"
    assert answered_at(row.pk, WRITTEN_AT - timedelta(days=1)) is None


@pytest.mark.parametrize("lacking", ["post_code", "duty", "deadline", "standard"])
def test_without_head_duty_deadline_or_standard_nobody_is_appointed(plan, indicator, secretary, now, lacking):
    said = {"post_code": "cleansing-head", **FOUR, lacking: None if lacking == "deadline" else ""}
    with pytest.raises(Refused) as refused:
        put(secretary, now, said.pop("post_code"), **said)
    assert [(p.code, p.field) for p in refused.value.problems] == [("required", lacking)]
    assert Accountability.objects.filter(subject=indicator("H-01").pk, kind="accountable").count() == 1


def test_everything_that_lacks_is_named_at_once(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        put(secretary, now, "", duty=" ", deadline=None, standard="")
    assert [p.field for p in refused.value.problems] == ["post_code", "duty", "deadline", "standard"]


def test_whoever_takes_over_says_why(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        put(secretary, now, "cleansing-head", words="")
    assert refused.value.problems[0].field == "words"


def test_a_contributor_who_comes_to_answer_is_a_contributor_no_longer(plan, indicator, secretary, now):
    name(actor=secretary, now=now, plan_code="HARBOUR-5", noun="indicator", code="H-01", post_code="cleansing-head",
         kind="contributor")  # fmt: skip
    put(secretary, now + timedelta(hours=1), "cleansing-head")
    running = Accountability.objects.filter(subject=indicator("H-01").pk, post__code="cleansing-head", until=None)
    assert [row.kind for row in running] == ["accountable"]


def test_whoever_answers_is_named_neither_contributor_nor_reviewer(plan, secretary, now):
    for kind in ("contributor", "reviewer"):
        with pytest.raises(Refused) as refused:
            name(actor=secretary, now=now, plan_code="HARBOUR-5", noun="indicator", code="H-01",
                 post_code="works-head", kind=kind)  # fmt: skip
        assert refused.value.problems[0].code == "owner_is_no_other"


def test_the_database_refuses_a_second_head_and_a_head_who_contributes(plan, indicator, now):
    from tests.plans.conftest import make_plan  # noqa: F401  the city stands

    row = Accountability.objects.get(subject=indicator("H-01").pk, kind="accountable")
    other = Accountability.objects.get(subject=indicator("H-03").pk, kind="accountable").post
    for post, kind, constraint in ((other, "accountable", "one_accountable"), (row.post, "contributor", "owner_is_no")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Accountability.objects.create(
                plan=plan, noun="indicator", subject=row.subject, post=post, kind=kind, since=now
            )  # fmt: skip


def test_who_answers_is_never_released_alone(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        release(actor=secretary, now=now, plan_code="HARBOUR-5", noun="indicator", code="H-01", post_code="works-head",
                kind="accountable")  # fmt: skip
    assert refused.value.problems[0].code == "somebody_answers_always"


def test_a_steward_is_released_and_stays_in_the_history(plan, indicator, secretary, now):
    release(actor=secretary, now=now, plan_code="HARBOUR-5", noun="indicator", code="H-01", post_code="works-handler",
            kind="steward")  # fmt: skip
    assert [line.until for line in history_of(indicator("H-01").pk, kind="steward")] == [now]


def test_a_vacant_post_reads_vacant_and_rises_to_the_head_above(plan, indicator, now):
    from answerable.organisation.models import Tenure

    Tenure.objects.filter(post__code="works-head", until=None).update(until=now - timedelta(days=1))
    row = indicator("H-01")
    found = answering(plan.jurisdiction, [row.pk], now=now)[row.pk]
    assert found.vacant
    assert (found.post.code, found.standin.code) == ("works-head", "gov-leader")
    assert [(line.officer is None) for line in history_of(row.pk)] == [True, False]


def test_only_the_office_appoints(plan, actor, now):
    for who in ("works-head", "statistician", "think-tank"):
        with pytest.raises(NotAllowed):
            put(actor(who), now, "cleansing-head")


def test_nobody_is_appointed_to_what_is_not_there(plan, secretary, now):
    with pytest.raises(NotFound):
        put(secretary, now, "works-head", code="H-99")


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["appoint", "contributor", "steward", "release"]),
        st.sampled_from(["works-head", "cleansing-head", "transport-head"]),
        st.integers(min_value=0, max_value=2),
    ),
    max_size=8,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_invariants_1_and_2_hold_after_any_acts(plan, indicator, secretary, now, acts):
    row = indicator("H-01")
    with transaction.atomic():
        at = now
        for act, post, hours in acts:
            at += timedelta(hours=hours)
            about = {"actor": secretary, "now": at, "plan_code": "HARBOUR-5", "noun": "indicator", "code": "H-01",
                     "post_code": post}  # fmt: skip
            try:
                with transaction.atomic():
                    if act == "appoint":
                        appoint(**about, words="Another head.", **FOUR)
                    elif act == "release":
                        release(**about, kind="contributor")
                    else:
                        name(**about, kind=act)
            except Refused:
                continue
        for hour in range(0, 17):
            _one_head_and_no_contributor_of_it(row.pk, now + timedelta(hours=hour))
        transaction.set_rollback(True)


def _one_head_and_no_contributor_of_it(subject, instant):
    from answerable.plans.queries.answering import in_force

    rows = [(held.post.code, held.kind) for held in in_force(instant).filter(subject=subject)]
    heads = [post for post, kind in rows if kind == "accountable"]
    assert len(heads) == 1
    assert (heads[0], "contributor") not in rows
