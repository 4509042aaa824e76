"""rules.targets and rules.adjustment: an old target stays in sight, and a new one comes by its way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from answerable.rules.adjustment import (
    ChangeClass,
    Gates,
    Organ,
    StepTaken,
    check_effect,
    check_grounds,
    check_separation,
    check_step,
    check_time,
    last_day,
    next_step,
    route_of,
)
from answerable.rules.lights import Outcome
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.targets import TargetVersion, changes, for_appraisal, in_force, leniency, scores
from tests.rules.plan_cast import aim, instant, period, points, seen

F = Fraction
FLATS = Measure(Kind.CUMULATIVE_FLOW, nature=Nature.BINDING)


def version(number: int, goal, effective: str, **more) -> TargetVersion:
    day = date.fromisoformat(effective)
    return TargetVersion(number, goal, day, day, **more)


FIRST = version(1, aim("2022-12-31", "2032-12-31", 300), "2023-01-01")
LOWERED = version(2, aim("2022-12-31", "2032-12-31", 270), "2026-05-01")


def test_the_leniency_of_the_rule():
    assert leniency(FLATS, [FIRST, LOWERED]).net == F(1, 10)
    (change,) = changes(FLATS, [FIRST, LOWERED])
    assert (change.kinds, change.before, change.after) == (("lowered",), 300, 270)


def test_putting_off_is_lowering_at_the_first_date():
    later = version(2, aim("2022-12-31", "2034-12-31", 300), "2026-05-01")
    (change,) = changes(FLATS, [FIRST, later])
    assert (change.kinds, change.after, change.leniency) == (("postponed",), 250, F(1, 6))
    queue = Measure(Kind.LEVEL, Direction.DOWN)
    promises = [version(1, aim("2023-12-31", "2027-12-31", "4.5", 6), "2024-01-01"),
                version(2, aim("2023-12-31", "2029-12-31", "4.5", 6), "2025-01-01")]  # fmt: skip
    assert leniency(queue, promises).net == F(1, 3)


def test_a_raise_does_not_undo_a_lowering_on_the_record():
    raised = version(3, aim("2022-12-31", "2032-12-31", 330), "2027-05-01")
    found = leniency(FLATS, [FIRST, LOWERED, raised])
    assert (found.net, found.lowered) == (F(-1, 10), F(1, 10))
    assert [c.kinds for c in changes(FLATS, [raised, FIRST, LOWERED])] == [("lowered",), ("raised",)]


def test_a_wider_band_is_lowered_and_a_new_path_is_named():
    band = Measure(Kind.BAND, Direction.NONE)
    bands = [version(n, aim("2020-12-31", "2025-12-31", low=low, high=3), f"202{n}-06-01")
             for n, low in ((1, "1"), (2, "0.5"), (3, "1.5"))]  # fmt: skip
    assert [c.kinds for c in changes(band, bands)] == [("lowered",), ("raised",)]
    assert leniency(band, bands).unknown == 2
    bent = version(2, aim("2022-12-31", "2032-12-31", 300, path=points({"2032": 300})), "2026-05-01")
    assert changes(FLATS, [FIRST, bent])[0].kinds == ("path",)


def test_both_targets_are_scored():
    figures = seen({"2023": 27, "2024": 27})
    found = scores(FLATS, [FIRST, LOWERED], figures, as_of=instant("2026-06-01"))
    assert [(v.number, s.pace, s.outcome) for v, s in found] == [
        (1, F("0.9"), Outcome.SLIPPING),
        (2, 1, Outcome.ON_TRACK),
    ]
    assert [v.number for v, _ in scores(FLATS, [FIRST, LOWERED], figures, as_of=instant("2026-04-01"))] == [1]


def test_a_target_takes_effect_after_its_decision():
    assert in_force([FIRST, LOWERED], date(2026, 4, 30)) is FIRST
    assert in_force([FIRST, LOWERED], date(2026, 5, 1)) is LOWERED
    with pytest.raises(ValueError, match="before it was decided"):
        TargetVersion(2, FIRST.aim, date(2026, 5, 2), date(2026, 5, 1))


def test_a_year_is_appraised_by_the_target_of_the_first_of_april():
    year = period("2026")
    assert for_appraisal([FIRST, LOWERED], year, binding=False) is FIRST
    assert for_appraisal([FIRST, LOWERED], year, binding=True) is LOWERED
    assert for_appraisal([FIRST, version(2, LOWERED.aim, "2026-07-01")], year, binding=True) is FIRST
    assert for_appraisal([FIRST, version(2, LOWERED.aim, "2026-05-01", full_way=False)], year, binding=True) is FIRST
    assert for_appraisal([FIRST, version(2, LOWERED.aim, "2026-03-31")], year, binding=False).number == 2
    assert for_appraisal([FIRST, version(2, LOWERED.aim, "2026-09-30")], period("2026", 4), binding=True).number == 2


# The way of a change


@pytest.mark.parametrize(
    ("classes", "nature", "organs", "higher"),
    [
        ("editorial", "binding", "secretariat", False),
        ("definition", "binding", "statistician committee", False),
        ("raise", "binding", "committee", False),
        ("lower", "expected", "committee", False),
        ("postpone", "other", "committee", False),
        ("lower", "binding", "committee filed tabled legislature", True),
        ("drop", "binding", "committee filed tabled legislature", True),
        ("path", "binding", "committee filed tabled legislature", False),
        ("raise postpone", "binding", "committee filed tabled legislature", True),
        ("definition lower", "expected", "statistician committee", False),
    ],
)
def test_the_class_of_change_fixes_the_organs(classes, nature, organs, higher):
    route = route_of([ChangeClass(c) for c in classes.split()], Nature(nature))
    assert (" ".join(route.steps), route.higher) == (organs, higher)


def test_a_stage_of_a_binding_target_needs_no_higher_way():
    assert not route_of([ChangeClass.LOWER], Nature.BINDING, final_goal=False).higher
    with pytest.raises(ValueError, match="a change of nothing"):
        route_of([], Nature.BINDING)


def test_nobody_decides_on_their_own_wish():
    assert check_separation(proposer="a", approver="b", owner="c") is None
    for posts, code in (
        (("a", "c", "c"), "approver_answers_for_it"),
        (("a", "a", "c"), "approver_proposed_it"),
        (("c", "b", "c"), "owner_proposed_it"),
    ):
        assert check_separation(proposer=posts[0], approver=posts[1], owner=posts[2]).code == code


def test_making_it_easier_needs_a_ground():
    assert check_grounds("", [ChangeClass.RAISE]) is None
    assert check_grounds("economy", [ChangeClass.LOWER]) is None
    assert check_grounds("", [ChangeClass.LOWER]).code == "change_needs_a_ground"
    assert check_grounds("convenience", [ChangeClass.RAISE]).code == "change_needs_a_ground"


PLAN = (date(2026, 1, 1), date(2030, 12, 31))


def test_the_gates_in_time():
    assert last_day(PLAN, None) == date(2029, 6, 30)
    assert last_day(PLAN, period("2027")) == date(2027, 9, 30)
    assert last_day(PLAN, period("2027", 4)) == date(2027, 12, 31)
    assert last_day((date(2026, 1, 1), date(2028, 12, 31)), None) == date(2028, 12, 31)
    assert last_day(PLAN, None, Gates(plan_year=3, plan_quarter=4)) == date(2028, 12, 31)
    end = date(2030, 12, 31)
    assert check_time(date(2029, 6, 30), plan=PLAN, target_until=end) is None
    assert check_time(date(2029, 7, 1), plan=PLAN, target_until=end).code == "change_too_late"
    assert check_time(date(2027, 1, 1), plan=PLAN, target_until=date(2026, 12, 31)).code == "change_after_the_target"


def test_every_step_comes_in_its_turn_and_after_the_days_it_must_lie():
    route, taken = route_of([ChangeClass.LOWER], Nature.BINDING), []
    proposed = date(2027, 1, 10)

    def problem(organ, on):
        found = check_step(route, taken, StepTaken(organ, date.fromisoformat(on)), proposed_on=proposed)
        return found and found.code

    assert problem(Organ.LEGISLATURE, "2027-03-01") == "step_out_of_turn"
    assert problem(Organ.COMMITTEE, "2027-01-09") == "step_before_the_last"
    for organ, on in ((Organ.COMMITTEE, "2027-01-20"), (Organ.FILED, "2027-02-01"), (Organ.TABLED, "2027-02-20")):
        assert problem(organ, on) is None
        taken.append(StepTaken(organ, date.fromisoformat(on)))
        assert check_effect(route, taken, date(2027, 4, 1), old_until=PLAN[1]).code == "step_missing"
    assert problem(Organ.LEGISLATURE, "2027-03-06") == "step_too_soon"
    assert problem(Organ.LEGISLATURE, "2027-03-07") is None
    taken.append(StepTaken(Organ.LEGISLATURE, date(2027, 3, 7)))
    assert next_step(route, taken) is None
    assert check_effect(route, taken, date(2027, 3, 7), old_until=PLAN[1]) is None
    assert check_effect(route, taken, date(2027, 3, 6), old_until=PLAN[1]).code == "effect_before_decision"
    assert check_effect(route, taken, date(2027, 4, 1), old_until=date(2027, 3, 1)).code == "change_after_the_target"


def test_a_refusal_ends_the_way():
    route = route_of([ChangeClass.LOWER], Nature.BINDING)
    taken = [StepTaken(Organ.COMMITTEE, date(2027, 1, 20), approved=False)]
    assert next_step(route, taken) is None
    step = StepTaken(Organ.FILED, date(2027, 2, 1))
    assert check_step(route, taken, step, proposed_on=date(2027, 1, 1)).code == "change_was_refused"
    assert check_effect(route, taken, date(2027, 4, 1), old_until=None).code == "change_was_refused"
