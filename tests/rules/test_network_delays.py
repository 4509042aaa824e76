"""rules.network_delays: whose lateness made the plan late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.network import Activity, Dependency, network_of, schedule
from answerable.rules.network_delays import Delay, delays, own_slips

from .test_network import networks

POSTS = {"survey": "lands", "consult": "planning", "design": "works"}
STEPS = [Activity("survey", 10), Activity("consult", 20), Activity("design", 10), Activity("build", 30)]
KEYS = [step.key for step in STEPS]
CHAIN = network_of(STEPS, map(Dependency, KEYS, KEYS[1:]))
FAN = network_of(STEPS, [Dependency("survey", "build"), Dependency("consult", "build"), Dependency("design", "build")])


def test_lateness_that_was_handed_on_is_not_counted_again():
    assert own_slips(CHAIN, [15, 35, 50]) == [5, 0, 5]
    assert own_slips(CHAIN, [15, 33, 40]) == [5, 0, 0]


def test_what_is_not_yet_handed_over_is_late_by_now():
    assert own_slips(CHAIN, [10, None, None], now=25) == [0, 0, 0]
    assert own_slips(CHAIN, [10, None, None], now=37) == [0, 7, 0]
    assert own_slips(CHAIN, [10, None, None]) == [0, 0, 0]


def test_in_a_chain_every_slip_costs_what_it_lasted():
    found = delays(CHAIN, POSTS, [5, 0, 3])
    assert (found.promised, found.finish, found.late) == (70, 78, 8)
    assert found.handoffs == [Delay("survey", "consult", "lands", 5, 5), Delay("design", "build", "works", 3, 3)]
    assert found.by_giving == {"lands": 5, "works": 3}


def test_two_late_at_once_change_nothing_alone_and_the_parts_do_not_add_up():
    found = delays(FAN, POSTS, [20, 10, 0])
    assert found.late == 10
    assert found.handoffs == [Delay("survey", "build", "lands", 20, 0), Delay("consult", "build", "planning", 10, 0)]
    assert found.by_giving == {"lands": 0, "planning": 0}
    both = delays(FAN, {**POSTS, "consult": "lands"}, [20, 10, 0])
    assert both.by_giving == {"lands": 10}


def test_float_forgives_a_slip():
    assert delays(FAN, POSTS, [4, 0, 0]).late == 0


def test_a_slip_for_each_dependency_and_none_negative():
    with pytest.raises(ValueError, match="slips"):
        delays(CHAIN, POSTS, [1, 2])
    with pytest.raises(ValueError, match="slips"):
        delays(CHAIN, POSTS, [1, 2, -3])


@given(networks(), st.data())
def test_but_for_a_slip_the_plan_ends_as_it_does_without_it(drawn, data):
    activities, dependencies = drawn
    activities = [replace(a, actual_start=None, actual_finish=None, remaining=None) for a in activities]
    count = len(dependencies)
    slips = data.draw(st.lists(st.integers(0, 30), min_size=count, max_size=count))
    network = network_of(activities, dependencies)
    found = delays(network, {a.key: a.key for a in activities}, slips)

    def finish(left_out=lambda number: False):
        late = [replace(d, lag=d.lag + (0 if left_out(n) else slips[n])) for n, d in enumerate(dependencies)]
        return schedule(network_of(activities, late)).finish

    assert found.finish == finish()
    assert found.promised == schedule(network).finish
    expected = sorted(found.finish - finish(lambda m, n=n: m == n) for n in range(count) if slips[n])
    assert sorted(delay.minutes for delay in found.handoffs) == expected
    for post, minutes in found.by_giving.items():
        assert minutes == found.finish - finish(lambda m, post=post: dependencies[m].before == post)


@given(networks(), st.data())
def test_own_slips_explain_every_date_at_which_something_was_handed_over(drawn, data):
    activities, dependencies = drawn
    activities = [replace(a, actual_start=None, actual_finish=None, remaining=None) for a in activities]
    count = len(dependencies)
    slips = data.draw(st.lists(st.integers(0, 30), min_size=count, max_size=count))
    late = network_of(activities, [replace(d, lag=d.lag + n) for d, n in zip(dependencies, slips, strict=True)])
    played = schedule(late)
    place = {activity.key: number for number, activity in enumerate(activities)}
    came = [
        int((played.early_finish if d.kind[0] == "F" else played.early_start)[place[d.before]]) + d.lag + slips[n]
        for n, d in enumerate(dependencies)
    ]
    assert own_slips(network_of(activities, dependencies), came) == slips
