"""The plan of Harbour that other tests start from."""

from answerable.plans.queries.answering import answering


def test_every_indicator_of_the_plan_has_one_post_that_answers(plan, now):
    rows = list(plan.indicators.all())
    found = answering(plan.jurisdiction, [row.pk for row in rows], now=now)
    assert {row.code: found[row.pk].post.code for row in rows} == {
        "H-01": "works-head", "H-02": "works-head", "H-03": "cleansing-head", "H-04": "cleansing-head",
        "H-05": "transport-head", "H-06": "transport-head",
    }  # fmt: skip


def test_a_milestone_has_a_standard_and_somebody_else_who_accepts_it(plan, task):
    assert task("M-01").acceptor.code == "planning-reviewer"
    assert task("M-01").standard
