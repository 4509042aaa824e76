"""Whatever anybody tries, and in whatever order, an appraisal keeps its figures and nobody judges themselves."""

from __future__ import annotations

import os
from datetime import timedelta
from random import Random

import pytest

from answerable.performance import actions
from answerable.performance.models import Appraisal
from answerable.rules.appraisal import TABLE
from answerable.rules.problems import Refused
from tests.performance.conftest import END

PEOPLE = ("works-head", "planning-secretary", "planning-chair", "planning-reviewer", "gov-reviewer", "cleansing-head")
INPUTS = {
    "report": {"attainment": "Most of it.", "unmet": "Twenty flats.", "measures": "Two crews more."},
    "moderate": {"code": "H-01", "judgement": "excused", "words": "A typhoon closed the site."},
    "put": {},
    "reply": {"words": "The twenty are let by now."},
    "issue": {"conclusion": "One of two was missed."},
    "appeal": {"words": "Please look again."},
    "decide": {"upheld": False, "words": "It stands."},
    "finalise": {},
}


@pytest.mark.parametrize("seed", range(int(os.environ.get("ANSWERABLE_STATEFUL_EXAMPLES", "1"))))
def test_no_order_of_acts_lets_a_head_judge_or_an_appeal_be_decided_by_its_issuer(open_year, actor, seed):
    rng, row, at, done = Random(seed), open_year()["works-head"], END, 0
    body, seen = row.body, ["open"]
    for _ in range(120):
        at += timedelta(hours=rng.choice((1, 20, 90)))
        fitting = [line.verb for line in TABLE if row.state in line.states] or sorted(INPUTS)
        verb, who = rng.choice(fitting if rng.random() < 0.8 else sorted(INPUTS)), rng.choice(PEOPLE)
        if row.state == "final" and rng.random() < 0.9:
            continue
        try:
            row = getattr(actions, verb)(actor=actor(who, at), now=at, key=row.pk, **INPUTS[verb])
            done += 1
        except Refused:
            continue
        seen += [row.state] if row.state != seen[-1] else []
    row = Appraisal.objects.select_related("issued_by", "decided_by", "post").get(pk=row.pk)
    assert row.body == body
    assert row.version == 1 + done
    assert len(seen) == len(set(seen)), "no state comes twice"
    assert row.state == "final", "so many attempts come to an end"
    assert row.issued_by != row.post
    assert row.decided_by is None or row.decided_by not in (row.post, row.issued_by)
    assert row.decided_at is not None or row.final_at > row.appeal_by
    assert {one.by.code for one in row.moderations.all()} <= set(PEOPLE) - {"works-head", "cleansing-head"}
