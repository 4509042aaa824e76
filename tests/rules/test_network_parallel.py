"""rules.network_parallel and network_cuts: what it would bring to do two things at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.network import Activity, Dependency, bounds, network_of, schedule
from answerable.rules.network_cuts import finish_of, finishes_if_lighter, paths_of
from answerable.rules.network_parallel import Parallel, Saving, parallel

from .test_network import networks

POSTS = {"survey": "lands", "consult": "planning", "design": "works", "approve": "fire", "build": "works"}


def plan(*links: str, **minutes: int) -> Parallel:
    """`a>b` is a dependency; how long each lasts is given by its name."""
    activities = [Activity(key, length) for key, length in minutes.items()]
    return parallel(network_of(activities, [Dependency(*link.split(">")) for link in links]), POSTS)


def test_two_steps_made_parallel_take_as_long_as_the_longer_and_what_follows_waits_for_both():
    found = plan("survey>consult", "consult>build", survey=30, consult=20, build=50)
    assert found.finish == 100
    assert found.alone == [Saving("consult", "build", "planning", 20), Saving("survey", "consult", "lands", 20)]
    assert found.together == [Saving("survey", "consult", "lands", 20), Saving("consult", "build", "planning", 20)]
    assert found.least == 60  # consult ends with survey, so build begins with consult after ten
    assert found.by_giving == {"lands": 20, "planning": 20}


def test_a_dependency_off_the_critical_path_brings_nothing():
    found = plan("survey>build", "consult>design", "design>build", survey=90, consult=5, design=5, build=10)
    assert [saving.before for saving in found.alone] == ["survey"]
    assert found.alone[0].minutes == 10


def test_where_another_path_is_nearly_as_long_only_the_difference_is_saved():
    found = plan("survey>build", "consult>build", survey=40, consult=33, build=20)
    assert found.alone == [Saving("survey", "build", "lands", 7)]
    assert found.together == [Saving("survey", "build", "lands", 7), Saving("consult", "build", "planning", 13)]


def test_two_equal_paths_are_shortened_together_when_neither_alone_brings_anything():
    found = plan("survey>build", "consult>build", survey=40, consult=40, build=25)
    assert found.alone == []
    assert sum(saving.minutes for saving in found.together) == 25
    assert {saving.giving for saving in found.together} == {"lands", "planning"}


def test_one_post_that_holds_back_both_paths_sees_it():
    activities = [Activity("survey", 40), Activity("map", 40), Activity("build", 25)]
    links = [Dependency("survey", "build"), Dependency("map", "build")]
    found = parallel(network_of(activities, links), {"survey": "lands", "map": "lands"})
    assert found.by_giving == {"lands": 25}


def test_milestones_and_what_is_done_have_nothing_to_make_parallel():
    activities = [Activity("survey", 9, actual_start=0, actual_finish=9), Activity("build", 5), Activity("opened", 0)]
    links = [Dependency("survey", "build"), Dependency("build", "opened")]
    found = parallel(network_of(activities, links), POSTS, status=9)
    assert (found.finish, found.least, found.alone, found.together) == (14, 14, [], [])


def test_no_more_than_the_wanted_number_is_chosen():
    keys = "abcdefgh"
    chain = network_of([Activity(k, 10) for k in keys], map(Dependency, keys, keys[1:]))
    assert len(parallel(chain, {}, most=3).together) == 3


@given(networks(), st.integers(0, 25), st.data())
def test_what_each_dependency_alone_does_is_what_another_pass_says(drawn, status, data):
    activities, dependencies = drawn
    network = network_of(activities, dependencies)
    weight, low = bounds(network, status)
    lighter = np.array(data.draw(st.lists(st.integers(0, 30), min_size=weight.size, max_size=weight.size)), np.int64)
    found = finishes_if_lighter(network, paths_of(network, weight, low), lighter)
    for k in range(weight.size):
        less = weight.copy()
        less[k] -= lighter[k]
        assert found[k] == finish_of(network, less, low)


@given(networks(), st.integers(0, 25))
def test_savings_are_those_of_the_plan_computed_again_with_both_ending_together(drawn, status):
    activities, dependencies = drawn
    network = network_of(activities, dependencies)
    found = parallel(network, {a.key: a.key for a in activities}, status=status)
    assert found.finish == max(schedule(network, status=status).early_finish.tolist())
    assert found.finish - sum(saving.minutes for saving in found.together) >= found.least
    of = {activity.key: activity for activity in activities}
    for k, link in enumerate(dependencies):
        if sum((other.before, other.after) == (link.before, link.after) for other in dependencies) > 1:
            continue
        changed = [*dependencies[:k], *_side_by_side(link, of[link.before], of[link.after]), *dependencies[k + 1 :]]
        minutes = found.finish - schedule(network_of(activities, changed), status=status).finish
        alone = [s.minutes for s in found.alone if (s.before, s.after) == (link.before, link.after)]
        assert alone == ([minutes] if minutes else [])


def _side_by_side(link, before, after):
    """Both begin and both end together, unless the link asks for less already, or for nothing any more."""
    apart = before.left - after.left if before.actual_start is not None else max(before.left - after.left, 0)
    if link.kind != "FS" or before.actual_finish is not None or before.left + link.lag <= apart:
        return [link]
    together = [replace(link, kind="SS", lag=0), replace(link, kind="FF", lag=0)]
    return together[1:] if before.actual_start is not None else together
