"""rules.responsibility_bulk and _hours: whole columns say of every case what `parts` and `answered` say of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import event, given
from hypothesis import strategies as st

from answerable.rules import lifecycle
from answerable.rules.responsibility import Act, answered, open_times, parts
from answerable.rules.responsibility_bulk import answers_all, open_all, parts_all
from answerable.rules.responsibility_columns import (
    ROLES,
    RULES,
    VERB,
    Numbers,
    Open,
    Parts,
    columns,
    part_columns,
    time_of,
)
from answerable.rules.responsibility_hours import Period, board, cells, digest, open_hours, per_hour

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)
UNITS = ("cleansing", "north", "transport", "works")
VERBS = (
    "receive", "receive_dispatched", "import", "dispatch", "consult", "object", "uphold", "reject", "escalate",
    "add_assistant", "absorb", "let_go", "report_part", "agree_cancel", "rule_cancel", "flag_interest", "merge",
    "unmerge", "confirm", "note",
)  # fmt: skip
DAY = Period(T0 - timedelta(hours=2), 24)


@st.composite
def acts(draw):
    """Acts of one case, also those no city would see: whatever follows whatever, several in one instant."""
    at, found = T0, []
    for _ in range(draw(st.integers(1, 14))):
        at += timedelta(minutes=draw(st.sampled_from([0, 0, 1, 37, 60, 600])))
        few = st.lists(st.sampled_from(UNITS), max_size=2).map(tuple)
        found.append(
            Act(
                at, draw(st.sampled_from(VERBS)), lead=draw(st.sampled_from(["", "", *UNITS])), named=draw(few),
                asked=draw(few), done=draw(st.sampled_from(["", "", *UNITS])), rule=draw(st.sampled_from("ab")),
                closed=draw(st.sampled_from([None, None, None, at, at + timedelta(minutes=5)])),
            )
        )  # fmt: skip
    return found


@st.composite
def lives(draw):
    """Acts of one case as they follow each other in a city."""
    found = [
        Act(T0, "receive_dispatched", lead="works", rule="catalogue", asked=draw(st.sampled_from([(), UNITS[:1]])))
    ]
    step = st.sampled_from([
        dict(verb="object", named=("north",)), dict(verb="uphold", lead="north", rule="upheld"), dict(verb="escalate"),
        dict(verb="reject"), dict(verb="dispatch", lead="transport", rule="dispatcher"),
        dict(verb="dispatch", lead="works", rule="dispatcher"), dict(verb="consult", named=("north", "cleansing")),
        dict(verb="add_assistant", asked=("transport",)), dict(verb="report_part", done="cleansing"),
        dict(verb="report_part", done="transport"), dict(verb="rule_cancel", done="cleansing"),
        dict(verb="flag_interest", lead="transport", done="works", rule="interest"),
        dict(verb="flag_interest", done="north"), dict(verb="merge", closed=True), dict(verb="unmerge"),
    ])  # fmt: skip
    for one in draw(st.lists(step, max_size=16)):
        at = found[-1].at + timedelta(minutes=draw(st.integers(0, 200)))
        found.append(Act(at, **one | ({"closed": at} if "closed" in one else {})))
    return found


cities = st.lists(st.one_of(acts(), lives()), max_size=6)


def numbered():
    return Numbers(UNITS), Numbers(RULES)


@given(cities)
def test_a_column_of_acts_gives_the_parts_that_each_case_gives_alone(city):
    units, rules = numbered()
    found = parts_all(columns(enumerate(city), units, rules))
    alone = part_columns([(case, parts(some)) for case, some in enumerate(city)], units, rules)
    for name, one, other in zip(Parts._fields, found, alone, strict=True):
        assert one.tolist() == other.tolist(), name
    for role, name in enumerate(ROLES):
        event(f"{name}: {'some' if (found.role == role).any() else 'none'}")
    assert rules.names[: len(RULES)] == RULES


@given(cities)
def test_it_knows_when_each_case_was_open(city):
    found = open_all(columns(enumerate(city), *numbered()))
    alone = [(case, time_of(a), time_of(b)) for case, some in enumerate(city) for a, b in open_times(some)]
    assert list(zip(*(column.tolist() for column in found), strict=True)) == alone


@given(cities)
def test_every_cell_of_the_board_says_who_answered_at_that_hour(city):
    units, rules = numbered()
    whole = columns(enumerate(city), units, rules)
    found = cells(answers_all(parts_all(whole), open_all(whole)), DAY)
    shown = board(found, np.arange(len(city)), DAY)
    assert shown.shown.shape == (len(city), DAY.hours)
    counts = per_hour(found, DAY, len(UNITS))
    for hour in range(DAY.hours):
        at = DAY.begin + timedelta(hours=hour)
        alone = [answered(some, at) for some in city]
        for case, who in enumerate(alone):
            names = {(UNITS[unit], ROLES[role]) for unit, role in shown.at(case, hour)}
            assert names == {(one.unit, one.role) for one in who}
        each = [{one.unit for one in who} for who in alone]
        assert counts[:, hour].tolist() == [sum(unit in some for some in each) for unit in UNITS]


@given(cities, st.randoms())
def test_the_digest_is_of_who_answered_when_and_not_of_how_it_is_written_down(city, chance):
    units, rules = numbered()
    whole = columns(enumerate(city), units, rules)
    answers = answers_all(parts_all(whole), open_all(whole))
    mark = digest(cells(answers, DAY))
    order = list(range(answers.case.size))
    chance.shuffle(order)
    assert (digest(cells(answers.rows(np.array(order, np.int64)), DAY)) == mark).all()
    middle = (answers.since + np.minimum(answers.until, answers.since + 7_200_000_000)) // 2
    halves = [answers._replace(until=middle), answers._replace(since=middle)]
    split = Parts(*(np.concatenate(pair) for pair in zip(*halves, strict=True)))
    assert (digest(cells(split, DAY)) == mark).all()
    odd = answers.case % 2 == 1
    apart = [digest(cells(answers.rows(some), DAY)) for some in (odd, ~odd)]
    assert (apart[0] + apart[1] == mark).all()
    late = answers._replace(since=answers.since + 3_600_000_000)
    if cells(answers, DAY).case.size:
        assert not (digest(cells(late, DAY)) == mark).all()


@given(cities)
def test_the_hours_a_case_is_open_are_counted_once(city):
    opened = open_all(columns(enumerate(city), *numbered()))
    hours = dict(zip(*(column.tolist() for column in open_hours(opened, DAY)), strict=True))
    for case, some in enumerate(city):
        times = [DAY.begin + timedelta(hours=hour) for hour in range(DAY.hours)]
        spans = open_times(some)
        assert hours.get(case, 0) == sum(any(a <= at and (b is None or at < b) for a, b in spans) for at in times)


def test_without_cases_there_is_nothing():
    whole = columns([], *numbered())
    assert parts_all(whole).case.size == open_all(whole).case.size == 0
    found = cells(answers_all(parts_all(whole), open_all(whole)), DAY)
    assert per_hour(found, DAY, 2).sum() == 0
    assert (digest(found) == 0).all()
    assert isinstance(open_all(whole), Open)


def test_a_merge_that_was_undone_leaves_the_time_between_to_the_other_case():
    def hour(n):
        return T0 + timedelta(hours=n)

    some = [
        Act(hour(0), "receive_dispatched", lead="works"),
        Act(hour(2), "merge", closed=hour(2)),
        Act(hour(5), "unmerge"),
    ]
    assert open_times(some) == ((hour(0), hour(2)), (hour(5), None))
    assert [len(answered(some, hour(n))) for n in (0, 1, 2, 4, 5, 90)] == [1, 1, 0, 0, 1, 1]


def test_verbs_are_numbered_as_the_lifecycle_has_them():
    assert tuple(VERB) == lifecycle.VERBS
