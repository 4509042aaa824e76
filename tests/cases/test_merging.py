"""Two cases that are one become one, keep both numbers, and can become two again as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.cases.models import Case
from answerable.outbox.models import Message
from answerable.rules.access import citizen
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import GOOD, OBJECTION, code_of, finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(report, do):
    return do(report(), "works-handler", "accept")


@pytest.fixture
def second(report):
    return report(words="A hole in the road, my wheel is bent", person=PersonDetails(email="ben@example.org"))


@pytest.fixture
def merged(first, second, do):
    return do(second, "hotline-dispatcher", "merge", into=first.number, reason="The same hole", minutes=60)


def promises(case) -> set:
    running = case.clocks.filter(stopped_at=None)
    return set(running.values_list("kind", "unit__code", "started_at", "due_at", "step", "next_at", "rang_at"))


def test_both_numbers_stay_and_lead_to_the_case_that_goes_on(first, merged):
    assert (merged.state, merged.closing, merged.merged_into) == ("closed", "merged", first)
    assert {first.number, merged.number} == set(Case.objects.values_list("number", flat=True))
    assert queries.public_case(merged.jurisdiction, merged.number).merged_into == first
    assert Message.objects.filter(about=merged.pk, template="merged", address="ben@example.org").exists()
    assert not merged.clocks.filter(stopped_at=None).exists()


def test_affected_people_are_counted_and_uncounted(first, second, merged, do):
    first.refresh_from_db()
    assert first.affected == 2
    do(merged, "hotline-dispatcher", "unmerge", reason="Two holes")
    first.refresh_from_db()
    assert first.affected == 1


def test_people_who_come_by_two_steps_are_uncounted_on_the_whole_way(first, merged, report, do, now):
    third = report(words="the hole, seen from the bridge")
    first.refresh_from_db()
    do(first, "hotline-dispatcher", "merge", into=third.number, reason="The same hole again")
    third.refresh_from_db()
    assert third.affected == 3
    do(merged, "hotline-dispatcher", "unmerge", reason="Two holes after all", minutes=60)
    counted = {case.number: case.affected for case in Case.objects.all()}
    assert counted == {first.number: 1, merged.number: 1, third.number: 2}


def test_undone_the_clocks_run_on_with_the_times_and_steps_they_had(first, report, do, sweep, now):
    case = do(report(words="hole two"), "works-handler", "act", words="went there")
    sweep(case.due_at + timedelta(hours=1))
    case.refresh_from_db()
    before, due = promises(case), case.due_at
    case = do(case, "hotline-dispatcher", "merge", into=first.number, reason="The same hole", minutes=60)
    assert promises(case) == set()
    case = do(case, "hotline-dispatcher", "unmerge", reason="Two holes", minutes=600)
    assert promises(case) == before
    assert (case.state, case.closed_at, case.closing, case.merged_into, case.due_at) == (
        "dispatched",
        None,
        "",
        None,
        due,
    )
    assert queries.replay(case).fits
    assert queries.recomputed(case) == queries.stored(case)


def test_it_can_be_joined_undone_and_joined_again(first, merged, do):
    case = do(merged, "hotline-dispatcher", "unmerge", reason="Two holes")
    case = do(case, "hotline-dispatcher", "merge", into=first.number, reason="One hole after all", minutes=1)
    assert [m.undone_reason for m in case.merges.order_by("at")] == ["Two holes", ""]
    first.refresh_from_db()
    assert first.affected == 2


def test_a_closed_duplicate_shares_the_verdict_of_the_case_it_joined(first, merged, do):
    first.refresh_from_db()
    done = do(finish(first, do), "hotline-callback", "record_verdict", **GOOD)
    merged.refresh_from_db()
    assert queries.verdict_case(merged) == done
    assert queries.verdict_case(merged).callbacks.get().satisfied == "satisfied"
    assert not merged.callbacks.exists()


def test_a_case_joined_to_one_that_was_joined_shares_the_last_ones_verdict(first, merged, report, do):
    third = report(words="the hole, seen from the bridge")
    first.refresh_from_db()
    do(first, "hotline-dispatcher", "merge", into=third.number, reason="The same hole again")
    assert queries.verdict_case(Case.objects.get(pk=merged.pk)) == third


def test_no_circle_can_be_made(first, merged, do):
    first.refresh_from_db()
    for number, problem in (
        (merged.number, "merge_into_open"),
        (first.number, "no_such_case"),
        ("HB0", "no_such_case"),
    ):
        with pytest.raises(Refused) as raised:
            do(first, "hotline-dispatcher", "merge", into=number, reason="round and round")
        assert code_of(raised) == problem
    with pytest.raises(NotAllowed):
        do(merged, "hotline-dispatcher", "merge", into=first.number, reason="once more")


def test_a_circle_that_somebody_forced_into_the_tables_is_harmless(first, merged):
    Case.objects.filter(pk=first.pk).update(merged_into=merged)
    assert queries.verdict_case(Case.objects.get(pk=merged.pk)) in {first, merged}


def test_a_disputed_case_is_ruled_on_before_it_is_joined(first, second, do):
    case = do(second, "works-handler", "object", **OBJECTION)
    with pytest.raises(NotAllowed) as raised:
        do(case, "hotline-dispatcher", "merge", into=first.number, reason="The same hole")
    assert code_of(raised) == "rule_first"


def test_units_join_and_undo_nothing_and_both_need_a_reason(first, second, merged, do):
    with pytest.raises(NotAllowed):
        do(merged, "works-head", "unmerge", reason="We want it back")
    with pytest.raises(Refused):
        do(merged, "hotline-dispatcher", "unmerge", reason=" ")
    with pytest.raises(NotAllowed):
        do(first, "works-handler", "merge", into=second.number, reason="fewer cases")


def test_only_a_joined_case_can_be_undone(answered, do):
    case = do(answered(), "hotline-callback", "record_verdict", **GOOD)
    with pytest.raises(NotAllowed) as raised:
        do(case, "hotline-dispatcher", "unmerge", reason="open it again")
    assert code_of(raised) == "not_merged"


def test_a_complaint_about_a_unit_is_not_joined_to_a_case_of_that_unit(first, second, do):
    complaint = do(second, "hotline-call-taker", "flag_interest", unit_code="works", reason="Works dug the hole")
    for one, other in ((complaint, first), (first, complaint)):
        with pytest.raises(Refused) as raised:
            do(one, "hotline-dispatcher", "merge", into=other.number, reason="The same hole")
        assert code_of(raised) == "has_interest"


def test_what_a_citizen_adds_to_a_joined_case_is_refused_and_not_lost_in_silence(merged, now):
    with pytest.raises(NotAllowed):
        actions.perform("add_words", actor=citizen("harbour", str(merged.pk)), now=merged.updated_at,
                        number=merged.number, words="It is deeper now")  # fmt: skip


@pytest.fixture
def with_part(second, do):
    """The case that is to be joined, with an open part of transport."""
    case = do(second, "works-handler", "act", words="went there")
    return do(case, "works-handler", "add_assistant", unit_code="transport", task="Close the lane", minutes=30)


def join(case, into, do):
    return do(case, "hotline-call-taker", "merge", into=into.number, reason="The same hole", minutes=60)


def part_in(case, unit="transport"):
    return case.assignments.get(role="assist", unit__code=unit, until=None)


def fit(*cases) -> bool:
    cases = [Case.objects.get(pk=case.pk) for case in cases]
    return all(queries.replay(case).fits and queries.recomputed(case) == queries.stored(case) for case in cases)


def test_an_open_part_goes_on_in_the_other_case_with_its_task_and_its_time(with_part, first, do, actor, now):
    before, clock = part_in(with_part), with_part.clocks.get(kind="part", stopped_at=None)
    joined = join(with_part, first, do)
    part, runs = part_in(first), first.clocks.get(kind="part", stopped_at=None)
    assert (part.task, part.due_at, part.rule) == ("Close the lane", before.due_at, "joined")
    assert (runs.started_at, runs.due_at, runs.unit) == (clock.started_at, clock.due_at, clock.unit)
    assert queries.worklist(actor("transport-handler"), now=now, tab="parts") == [first]
    told = Message.objects.filter(about=first.pk, post__code="transport-head", template="part_carried").first()
    assert {number in told.body for number in (first.number, with_part.number)} == {True}
    first.refresh_from_db()
    with pytest.raises(NotAllowed) as raised:
        finish(first, do)
    assert code_of(raised) == "parts_open"
    assert fit(joined, first)


def test_undone_the_part_comes_back_as_it_was(with_part, first, do):
    before = promises(with_part)
    joined = join(with_part, first, do)
    case = do(joined, "hotline-dispatcher", "unmerge", reason="Two holes", minutes=90)
    assert promises(case) == before
    assert (part_in(case).task, part_in(case).carried_to) == ("Close the lane", None)
    assert not first.assignments.filter(role="assist", until=None).exists()
    assert not first.clocks.filter(kind="part", stopped_at=None).exists()
    told = Message.objects.filter(about=case.pk, post__code="transport-head", template="part_carried")
    assert told.exists()
    assert fit(case, first)


def test_what_was_reported_meanwhile_comes_back_reported(with_part, first, do):
    join(with_part, first, do)
    first.refresh_from_db()
    first = do(first, "works-handler", "act", words="went there", minutes=90)
    first = do(first, "transport-handler", "report_part", words="The lane was closed", minutes=5)
    case = do(with_part, "hotline-dispatcher", "unmerge", reason="Two holes", minutes=600)
    part = part_in(case)
    assert (part.report, part.reported_at) == ("The lane was closed", part_in(first).reported_at)
    assert not case.clocks.filter(kind="part", stopped_at=None).exists()
    assert fit(case, first)


def test_a_unit_with_a_part_in_both_does_both_by_the_earlier_date_until_they_part(with_part, first, do):
    first = do(first, "works-handler", "add_assistant", unit_code="transport", task="Put up a sign", minutes=3 * 1440)
    later, sooner = part_in(first).due_at, part_in(with_part).due_at
    joined = join(with_part, first, do)
    assert (part_in(first).task, part_in(first).due_at) == ("Put up a sign\nClose the lane", sooner)
    assert first.clocks.get(kind="part", stopped_at=None).due_at == sooner
    case = do(joined, "hotline-dispatcher", "unmerge", reason="Two holes", minutes=4 * 1440)
    assert (part_in(first).task, part_in(first).due_at) == ("Put up a sign", later)
    assert first.clocks.get(kind="part", stopped_at=None).due_at == later
    assert part_in(case).task == "Close the lane"
    assert fit(case, first)


def test_a_unit_that_reported_there_already_gets_a_part_anew(with_part, first, do):
    first = do(first, "works-handler", "add_assistant", unit_code="transport", task="Put up a sign")
    first = do(first, "transport-handler", "report_part", words="It stands", minutes=5)
    joined = join(with_part, first, do)
    assert (part_in(first).task, part_in(first).reported_at) == ("Close the lane", None)
    assert fit(joined, first)


def test_a_unit_that_leads_there_is_told_and_has_no_second_part(with_part, report, do):
    other = do(report(words="A hole, further on"), "hotline-dispatcher", "dispatch", unit_code="transport", reason="x")
    joined = join(with_part, other, do)
    assert not other.assignments.filter(role="assist").exists()
    assert Message.objects.filter(about=other.pk, post__code="transport-head", template="part_carried").exists()
    case = do(joined, "hotline-dispatcher", "unmerge", reason="Two holes", minutes=90)
    assert part_in(case).reported_at is None
    assert case.clocks.filter(kind="part", stopped_at=None).exists()
    assert fit(case, other)


def test_parts_come_back_through_every_case_on_the_way(with_part, first, report, do):
    third = report(words="the hole, seen from the bridge", now=first.opened_at)
    third = do(third, "works-handler", "accept")
    joined = join(with_part, first, do)
    first.refresh_from_db()
    join(first, third, do)
    assert part_in(third).task == "Close the lane"
    case = do(joined, "hotline-dispatcher", "unmerge", reason="Two holes", minutes=200)
    assert part_in(case).task == "Close the lane"
    assert not Case.objects.filter(assignments__role="assist", assignments__until=None).exclude(pk=case.pk).exists()
    assert fit(case, first, third)


def test_open_parts_do_not_go_to_a_case_in_which_nobody_can_report_them(with_part, answered, do):
    with pytest.raises(Refused) as raised:
        join(with_part, answered(words="A hole at the bridge"), do)
    assert code_of(raised) == "parts_need_work"
