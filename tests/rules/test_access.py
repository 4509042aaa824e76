"""rules.access: how an actor stands to a case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.access import ROLES, About, Actor, Standing, citizen, has_interest, relations, system

UNITS = ("works", "north", "hotline", "coordination", "gov")
unit = st.sampled_from(UNITS)
some = st.frozensets(unit)
officers = st.builds(
    lambda unit, roles, post: Actor("officer", "harbour", frozenset(roles), unit, f"{unit}-{post}", "ann"),
    unit, st.sets(st.sampled_from(sorted(ROLES)), min_size=1), st.sampled_from(["head", "clerk"]),
)  # fmt: skip
standings = st.builds(
    Standing, case=st.just("c"), lead=unit, hotline=st.just("hotline"), asker=st.one_of(st.none(), unit),
    assisting=some, candidates=some, arbiters=some, above=some,
    interested=st.frozensets(
        st.builds(About, unit, st.sampled_from(["", "works-head", "hotline-clerk"]), st.sampled_from(["", "ann", "b"])),
        max_size=2,
    ),
)  # fmt: skip


@given(officers, standings)
def test_whoever_is_complained_about_stands_in_no_relation(actor, standing):
    whole = {one.unit for one in standing.interested if not one.post}
    people = {one.officer or one.post for one in standing.interested if one.post}
    if actor.unit in whole or {actor.officer, actor.post} & people:
        assert has_interest(actor, standing.interested)
        assert relations(actor, standing) == frozenset()
    else:
        assert {f"any.{role}" for role in actor.roles} <= relations(actor, standing)


@given(officers, standings)
def test_no_unit_that_handles_the_case_asks_the_citizen(actor, standing):
    stands = {name.partition(".")[0] for name in relations(actor, standing)}
    assert not ("asker" in stands and stands & {"lead", "assist"})
    assert not ("above" in stands and "lead" in stands)


@given(officers, standings)
def test_a_relation_comes_with_the_roles_of_the_post_and_no_others(actor, standing):
    assert {name.partition(".")[2] for name in relations(actor, standing)} <= actor.roles


@given(standings)
def test_the_system_and_the_citizen_stand_apart_from_officers(standing):
    assert relations(system("harbour"), standing) == {"system"}
    assert relations(citizen("harbour", "c"), standing) == {"citizen"}
    assert relations(citizen("harbour", "another"), standing) == frozenset()
    assert not has_interest(system("harbour"), standing.interested)


def test_a_complaint_stays_with_the_person_and_not_with_the_chair():
    about = frozenset({About("works", "works-clerk", "ann")})
    ann, bob = (Actor("officer", "harbour", frozenset(), "works", "works-clerk", name) for name in ("ann", "bob"))
    assert has_interest(ann, about)
    assert not has_interest(bob, about)
    assert has_interest(Actor("officer", "harbour", frozenset(), "hotline", "hotline-clerk", "ann"), about)
    program = Actor("officer", "harbour", frozenset(), "works", "works-clerk", "key-1", program=True)
    assert has_interest(program, about)
    assert has_interest(bob, frozenset({About("works", "works-clerk")}))


def test_the_ledger_names_a_post_and_an_account_and_no_citizen():
    actor = Actor("officer", "harbour", frozenset({"handler"}), "works", "works-handler", "ann")
    assert actor.key == "post:works-handler/ann"
    assert citizen("harbour", "7").key == "citizen:7"
    assert system("harbour").key == "system"
