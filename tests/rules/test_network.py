"""rules.network: which activities decide when a plan ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.network import KINDS, Activity, Dependency, Network, network_of, network_of_columns, schedule
from answerable.rules.problems import Refused

from .network_oracle import dates

DIG, LAY, TEST = Activity("dig", 30), Activity("lay", 20), Activity("test", 10)


def planned(*links: Dependency, activities=(DIG, LAY), **wish):
    """Early start, early finish, late start, late finish of each activity by its key."""
    found = schedule(network_of(activities, links), **wish)
    columns = (found.early_start, found.early_finish, found.late_start, found.late_finish)
    return {a.key: tuple(int(c[n]) for c in columns) for n, a in enumerate(activities)}


@pytest.mark.parametrize(
    ("kind", "lag", "dig", "lay"),
    [
        ("FS", 0, (0, 30, 0, 30), (30, 50, 30, 50)),
        ("FS", 5, (0, 30, 0, 30), (35, 55, 35, 55)),
        ("FS", -10, (0, 30, 0, 30), (20, 40, 20, 40)),
        ("SS", 5, (0, 30, 0, 30), (5, 25, 10, 30)),
        ("FF", 0, (0, 30, 0, 30), (10, 30, 10, 30)),
        ("FF", 15, (0, 30, 0, 30), (25, 45, 25, 45)),
        ("SF", 25, (0, 30, 0, 30), (5, 25, 10, 30)),
        ("SF", -5, (0, 30, 0, 30), (0, 20, 10, 30)),
    ],
)
def test_each_kind_of_dependency_holds_back_the_date_it_names(kind, lag, dig, lay):
    assert planned(Dependency("dig", "lay", kind, lag)) == {"dig": dig, "lay": lay}


def test_float_says_how_late_work_may_be_before_the_end_and_before_the_next_move():
    activities = [Activity("a", 10), Activity("b", 4), Activity("c", 3), Activity("d", 5)]
    links = [Dependency("a", "d"), Dependency("b", "c"), Dependency("c", "d")]
    found = schedule(network_of(activities, links))
    assert found.total_float.tolist() == [0, 3, 3, 0]
    assert found.free_float.tolist() == [0, 0, 3, 0]
    assert found.critical() == ["a", "d"]
    assert found.near_critical(3) == ["b", "c"]
    assert found.near_critical(2) == []
    assert found.finish == 15


def test_an_earlier_end_than_possible_turns_float_negative_and_refuses_nothing():
    found = schedule(network_of([DIG, LAY], [Dependency("dig", "lay")]), by=40)
    assert found.finish == 50
    assert found.total_float.tolist() == [-10, -10]


def test_must_start_on_waits_for_its_date_and_never_breaks_a_dependency():
    held = replace(LAY, start_from=45, start_by=45)
    assert planned(Dependency("dig", "lay"), activities=(DIG, held)) == {
        "dig": (0, 30, 15, 45),
        "lay": (45, 65, 45, 65),
    }
    too_early = replace(LAY, start_from=25, start_by=25)
    found = schedule(network_of([DIG, too_early], [Dependency("dig", "lay")]))
    assert found.early_start.tolist() == [0, 30]
    assert found.total_float.tolist() == [-5, -5]


def test_must_finish_on_and_not_later_than_bound_the_other_end():
    held = replace(LAY, finish_from=70, finish_by=70)
    assert planned(activities=(DIG, held))["lay"] == (50, 70, 50, 70)
    assert planned(activities=(DIG, replace(LAY, finish_by=24)))["lay"] == (0, 20, 4, 24)


def test_what_is_done_stays_and_what_is_left_waits_for_the_status_date():
    dug = replace(DIG, actual_start=2, actual_finish=40)
    laying = replace(LAY, actual_start=41, remaining=15)
    links = [Dependency("dig", "lay"), Dependency("lay", "test")]
    found = planned(*links, activities=(dug, laying, TEST), status=60)
    assert found == {"dig": (2, 40, 2, 40), "lay": (41, 75, 41, 75), "test": (75, 85, 75, 85)}
    assert schedule(network_of([dug, laying, TEST], links), status=60).critical() == ["lay", "test"]


def test_retained_logic_lets_what_began_out_of_turn_wait_with_the_rest_of_its_work():
    digging = replace(DIG, actual_start=0, remaining=20)
    laying = replace(LAY, actual_start=5, remaining=15)
    found = schedule(network_of([digging, laying], [Dependency("dig", "lay")]), status=10)
    assert found.restart.tolist() == [10, 30]
    assert found.early_finish.tolist() == [30, 45]


def test_what_happened_settles_a_dependency_from_a_start():
    digging = replace(DIG, actual_start=12, remaining=25)
    assert planned(Dependency("dig", "lay", "SS", 40), activities=(digging, LAY), status=20)["lay"] == (52, 72, 52, 72)


def test_a_cycle_is_refused_and_printed():
    activities = [Activity(key, 1) for key in "abcde"]
    links = [Dependency(*pair) for pair in ("ab", "bc", "cd", "db", "de")]
    with pytest.raises(Refused) as refused:
        network_of(activities, links)
    (problem,) = refused.value.problems
    assert problem.code == "network_cycle"
    assert problem.params["cycle"] in {"b → c → d → b", "c → d → b → c", "d → b → c → d"}
    with pytest.raises(Refused, match="a → a"):
        network_of(activities, [Dependency("a", "a")])


def test_every_fault_of_a_network_is_told_at_once():
    wrong = [
        DIG,
        DIG,
        Activity("x", -1),
        Activity("y", 1, actual_finish=3),
        Activity("z", 1, actual_start=4, actual_finish=3),
    ]
    with pytest.raises(Refused) as refused:
        network_of(wrong, [Dependency("dig", "nobody"), Dependency("x", "y", "QQ")])
    assert [problem.code for problem in refused.value.problems] == [
        "activity_twice", "duration_negative", "finished_without_start", "finished_before_start", "activity_unknown",
        "dependency_kind_unknown",
    ]  # fmt: skip


def test_numbers_too_large_to_be_minutes_are_refused():
    for activities, lag in (([DIG, LAY], 2**41), ([replace(DIG, duration=2**70), LAY], 0)):
        with pytest.raises(Refused, match="minutes_too_many"):
            network_of(activities, [Dependency("dig", "lay", lag=lag)])
    with pytest.raises(Refused, match="minutes_too_many"):
        network_of([replace(DIG, finish_by=-(2**41))], [])


def test_an_empty_network_ends_when_it_starts():
    assert schedule(network_of([], []), start=7).finish == 7


links = st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(KINDS), st.integers(-12, 12))
maybe = st.one_of(st.none(), st.integers(0, 40))


@st.composite
def networks(draw):
    """Up to nine activities, some with bounds or progress, and dependencies that follow one order."""
    size = draw(st.integers(1, 9))
    activities = []
    for number in range(size):
        state = draw(st.sampled_from(["new", "new", "begun", "done"]))
        begun = draw(st.integers(0, 15)) if state != "new" else None
        activities.append(Activity(
            str(number), draw(st.integers(0, 20)), start_from=draw(maybe), finish_from=draw(maybe), actual_start=begun,
            actual_finish=begun + draw(st.integers(0, 9)) if state == "done" else None,
            remaining=draw(st.integers(0, 9)) if state == "begun" else None,
        ))  # fmt: skip
    found = [
        Dependency(str(min(a, b)), str(max(a, b)), kind, lag)
        for a, b, kind, lag in draw(st.lists(links, max_size=14))
        if a != b and max(a, b) < size
    ]
    shuffled = draw(st.permutations(activities))
    return list(shuffled), found


@given(networks(), st.integers(0, 25))
def test_earliest_dates_are_those_of_the_oracle(drawn, status):
    activities, dependencies = drawn
    found = schedule(network_of(activities, dependencies), status=status)
    begin, end = dates(activities, dependencies, floor=status)
    assert found.restart.tolist() == [begin[a.key] for a in activities]
    assert found.early_finish.tolist() == [end[a.key] for a in activities]
    assert found.finish == max(end.values())


def _delayed(activities, number, restart, minutes):
    """The same activities, one of which does not go on before so many minutes after `restart`."""
    late = activities[number]
    least = restart + minutes + late.left
    return [
        *activities[:number],
        replace(late, finish_from=max(least, late.finish_from or 0)),
        *activities[number + 1 :],
    ]


@given(networks(), st.integers(0, 25), st.data())
def test_total_float_is_how_late_an_activity_may_be_without_moving_the_end(drawn, status, data):
    activities, dependencies = drawn
    found = schedule(network_of(activities, dependencies), status=status)
    number = data.draw(st.integers(0, len(activities) - 1))
    if found.network.done[number]:
        assert found.total_float[number] == found.free_float[number] == 0
        return
    restart, spare = int(found.restart[number]), int(found.total_float[number])
    for minutes, within in ((spare, True), (spare + 1, False)):
        _, end = dates(_delayed(activities, number, restart, minutes), dependencies, floor=status)
        assert (max(end.values()) <= found.finish) is within


@given(networks(), st.integers(0, 25), st.data())
def test_free_float_is_how_late_an_activity_may_be_without_moving_another_or_the_end(drawn, status, data):
    activities, dependencies = drawn
    found = schedule(network_of(activities, dependencies), status=status)
    number = data.draw(st.integers(0, len(activities) - 1))
    if found.network.done[number]:
        return
    own, restart, spare = activities[number].key, int(found.restart[number]), int(found.free_float[number])
    before, _ = dates(activities, dependencies, floor=status)
    for minutes, still in ((spare, True), (spare + 1, False)):
        begin, end = dates(_delayed(activities, number, restart, minutes), dependencies, floor=status)
        unmoved = all(begin[key] == at for key, at in before.items() if key != own)
        assert (unmoved and max(end.values()) <= found.finish) is still


def _column_network(depth: int) -> Network:
    """1,200 activities; a small `depth` makes wide levels, a great one narrow levels."""
    chance = np.random.default_rng(depth)
    after = chance.integers(1, 1200, 4000)
    before = np.maximum(after - chance.integers(1, 1200 // depth + 1, 4000), 0)
    duration, lag = chance.integers(0, 500, 1200), chance.integers(-60, 60, 4000)
    keys = [str(number) for number in range(1200)]
    return network_of_columns(keys, duration, before, after, chance.integers(0, 4, 4000), lag)


@pytest.mark.parametrize("depth", [1, 1200])
def test_wide_and_narrow_networks_are_computed_alike(depth):
    network = _column_network(depth)
    assert network.order.wide is (depth == 1)
    found = schedule(network)
    activities = [Activity(key, int(minutes)) for key, minutes in zip(network.keys, network.duration, strict=True)]
    columns = zip(network.before, network.after, network.kind, network.lag, strict=True)
    dependencies = [Dependency(str(b), str(a), KINDS[k], int(lag)) for b, a, k, lag in columns]
    begin, _ = dates(activities, dependencies)
    assert found.restart.tolist() == [begin[key] for key in network.keys]
    assert int(found.total_float.min()) == 0
    assert found.critical()


def test_a_chain_of_fifty_thousand_is_as_long_as_its_parts():
    size = 50_000
    chain = np.arange(size - 1)
    network = network_of_columns([str(n) for n in range(size)], np.full(size, 3), chain, chain + 1)
    assert schedule(network).finish == 3 * size
    assert len(schedule(network).critical()) == size
