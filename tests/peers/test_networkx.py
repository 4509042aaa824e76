"""Random networks against networkx: the longest path is the length of the plan."""

from __future__ import annotations

from itertools import pairwise

import networkx
import numpy as np
import pytest

from answerable.rules.network import KINDS, Activity, Dependency, network_of, schedule
from answerable.rules.problems import Refused

pytestmark = pytest.mark.peer


def drawn(seed: int, size: int = 300, links: int = 900):
    """Activities, and dependencies of all four kinds without a cycle."""
    chance = np.random.default_rng(seed)
    activities = [Activity(str(number), int(minutes)) for number, minutes in enumerate(chance.integers(0, 500, size))]
    found = []
    for low, high in np.sort(chance.integers(0, size, (links, 2)), axis=1).tolist():
        if low != high:
            kind, lag = KINDS[chance.integers(0, 4)], int(chance.integers(-90, 90))
            found.append(Dependency(str(low), str(high), kind, lag))
    return activities, found


def graph_of(activities, dependencies) -> networkx.DiGraph:
    """Starts and finishes as nodes of their own: every rule of the four kinds is one arrow, and a begin and an end."""
    graph = networkx.DiGraph()
    for activity in activities:
        arrow(graph, "begin", ("start", activity.key), 0)
        arrow(graph, ("finish", activity.key), "end", 0)
        graph.add_edge(("start", activity.key), ("finish", activity.key), weight=activity.duration)
    length = {activity.key: activity.duration for activity in activities}
    for link in dependencies:
        near = "finish" if link.kind[0] == "F" else "start"
        held = link.lag - (length[link.after] if link.kind[1] == "F" else 0)
        arrow(graph, (near, link.before), ("start", link.after), held)
    return graph


def arrow(graph, tail, head, weight):
    if not graph.has_edge(tail, head) or graph[tail][head]["weight"] < weight:
        graph.add_edge(tail, head, weight=weight)


@pytest.mark.parametrize("seed", range(12))
def test_the_length_is_that_of_the_longest_path(seed):
    activities, dependencies = drawn(seed)
    found = schedule(network_of(activities, dependencies))
    graph = graph_of(activities, dependencies)
    assert found.finish == networkx.dag_longest_path_length(graph)
    path = networkx.dag_longest_path(graph)
    on_it = {node[1] for node in path if node[0] == "finish"}
    assert on_it <= set(found.critical())


@pytest.mark.parametrize("seed", range(4))
def test_a_cycle_is_one_that_networkx_sees_too(seed):
    activities, dependencies = drawn(seed, 60, 120)
    closing = dependencies[-1]
    dependencies.append(Dependency(closing.after, closing.before))
    with pytest.raises(Refused) as refused:
        network_of(activities, dependencies)
    walk = refused.value.problems[0].params["cycle"].split(" → ")
    graph = networkx.DiGraph((link.before, link.after) for link in dependencies)
    assert walk[0] == walk[-1]
    assert len(set(walk)) == len(walk) - 1
    assert all(graph.has_edge(a, b) for a, b in pairwise(walk))
