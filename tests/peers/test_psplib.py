"""Every project network of the shared PSPLIB sets has the length its authors published."""

from __future__ import annotations

import csv
import tarfile
from itertools import pairwise

import networkx
import pytest

from answerable.plans.exchange import psplib
from answerable.plans.exchange.schedule_network import network_of_document
from answerable.rules.network import Activity, Dependency, network_of, schedule
from answerable.rules.problems import Refused

from .shared_plans import PLANS, there

pytestmark = pytest.mark.peer
FOLDER = PLANS / "psplib"


def published() -> dict[str, dict[str, str]]:
    with (FOLDER / "published_lengths.csv").open() as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def files(name: str) -> dict[str, bytes]:
    with tarfile.open(FOLDER / name) as archive:
        return {m.name.split("/")[-1]: archive.extractfile(m).read() for m in archive if m.name.endswith(".sm")}


@there("psplib")
@pytest.mark.parametrize(("archive", "networks"), [("j30.sm.tar.gz", 480), ("j60.sm.tar.gz", 480)])
def test_every_length_is_the_published_one(archive, networks):
    rows, wrong = published(), []
    content = files(archive)
    assert len(content) == networks
    for name, data in content.items():
        document, _ = psplib.read(data, name)
        found = schedule(network_of_document(document))
        row, arcs = rows[name], sum(len(task.links) for task in document.tasks)
        ours = (len(document.tasks), found.finish, len(found.critical()), arcs)
        theirs = (
            int(row["jobs_incl_dummies"]),
            int(row["published_mpm_time"]),
            int(row["n_critical"]),
            int(row["n_arcs"]),
        )
        if ours != theirs or psplib.published_length(data) != found.finish:
            wrong.append((name, ours, theirs))
    assert wrong == []


@there("psplib/instances")
@pytest.mark.parametrize("name", ["j301_1", "j3048_10", "j601_1", "j901_1", "j1201_1", "j12060_10"])
def test_larger_sets_state_their_length_in_the_file_and_networkx_finds_it_too(name):
    data = (FOLDER / "instances" / f"{name}.sm").read_bytes()
    document, _ = psplib.read(data, name)
    graph = networkx.DiGraph()
    for task in document.tasks:
        graph.add_edges_from(
            (link.before, task.uid, {"weight": _duration(document, link.before)}) for link in task.links
        )
    finish = schedule(network_of_document(document)).finish
    assert finish == networkx.dag_longest_path_length(graph) == psplib.published_length(data)


def _duration(document, uid):
    return next(task.duration for task in document.tasks if task.uid == uid)


@there("psplib/instances")
@pytest.mark.parametrize("name", ["UBO10_01.sch", "MPLIB2_Set1_0.rcmp", "RG300_1.rcp"])
def test_files_of_another_shape_are_refused(name):
    with pytest.raises(Refused, match="psplib_not_sm"):
        psplib.read((FOLDER / "instances" / name).read_bytes(), name)


@there("psplib/instances")
def test_maximal_lags_are_a_cycle_and_it_is_printed():
    """UBO10_01: a maximal lag from a to b is a dependency from b back to a with a negative lag."""
    lines = [line.split() for line in (FOLDER / "instances" / "UBO10_01.sch").read_text().splitlines()]
    size = int(lines[0][0]) + 2
    links = []
    for job, _, count, *rest in lines[1 : 1 + size]:
        afters, lags = rest[: int(count)], rest[int(count) :]
        links += [Dependency(job, after, "SS", int(lag.strip("[]"))) for after, lag in zip(afters, lags, strict=True)]
    activities = [Activity(row[0], int(row[2])) for row in lines[1 + size : 1 + 2 * size]]
    with pytest.raises(Refused) as refused:
        network_of(activities, links)
    (problem,) = refused.value.problems
    assert problem.code == "network_cycle"
    walk = problem.params["cycle"].split(" → ")
    assert walk[0] == walk[-1]
    assert {(link.before, link.after) for link in links} >= set(pairwise(walk))
