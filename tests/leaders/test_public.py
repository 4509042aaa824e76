"""What everybody sees of the rota."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.leaders import actions, queries
from answerable.rules.problems import NotFound
from tests.leaders.conftest import WORDS


def test_who_came_and_who_did_not_stand_side_by_side(plan, seated, actor, harbour):
    shift, at = seated
    plan("north-head", hours=1, length=1)
    actions.close_shift(actor=actor("gov-leader"), now=at, key=shift.pk)
    rota = queries.public_rota(harbour, now=at + timedelta(days=1))
    assert [(s.post.code, s.state) for s in rota.past] == [("north-head", "absent"), ("gov-leader", "done")]
    assert (rota.came, rota.missed, rota.coming) == (1, 1, [])


def test_words_of_promises_and_reasons_are_masked(promised, plan, actor, harbour):
    missed = plan("north-head", hours=1, length=1)
    at = missed.ends_at + timedelta(minutes=1)
    actions.explain_absence(actor=actor("north-head"), now=at, key=missed.pk, reason="With Mr Chan, 91234567")
    shown = {s.post.code: s for s in queries.public_rota(harbour, now=promised.due_at + timedelta(days=1)).past}
    assert shown["north-head"].reason == "With Mr ***, ***"
    assert [(p.words, p.standing) for p in shown["gov-leader"].promises] == [(promised.words, "overdue")]


def test_a_case_the_public_may_not_see_is_counted_and_not_linked(seated, actor, harbour):
    shift, at = seated
    leader = actor("gov-leader")
    hidden = actions.take_call(actor=leader, now=at, key=shift.pk, words=WORDS, public=False).case
    actions.promise(
        actor=leader, now=at, key=shift.pk, words="We look into it", unit_code="works", number=hidden.number,
        due_at=at + timedelta(days=1),
    )  # fmt: skip
    seen = queries.public_rota(harbour, now=at).coming[0]
    assert (seen.calls, seen.cases, seen.promises[0].case) == (1, [], None)


@pytest.mark.parametrize("names", [True, False])
def test_names_are_shown_only_where_the_pack_says_so(plan, harbour, now, names):
    plan()
    harbour.settings["rota_shows_names"] = names
    assert bool(queries.public_rota(harbour, now=now).coming[0].name) is names


def test_a_city_may_keep_its_rota_to_itself(plan, harbour, now):
    plan()
    harbour.settings["rota_public"] = False
    with pytest.raises(NotFound):
        queries.public_rota(harbour, now=now)
    assert queries.rota_next(harbour, now=now) is None


def test_the_front_page_names_the_shift_that_comes_next(plan, harbour, now):
    assert queries.rota_next(harbour, now=now) is None
    plan("north-head", hours=30)
    plan(hours=5)
    assert queries.rota_next(harbour, now=now).post.code == "gov-leader"
