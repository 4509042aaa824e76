"""What waits for what: no cycles, also across departments; what is made parallel stays in the history."""

from __future__ import annotations

from decimal import Decimal

import pytest

from answerable.plans.actions.dependencies import depend, make_parallel
from answerable.plans.models import Dependency
from answerable.plans.queries.tasks import task_page
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.schedule.conftest import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def wait(plan, actor, now):
    """wait("T-01", "T-04") -> T-01 waits for T-04."""

    def act(after, before, who="planning-secretary", **more):
        return depend(actor=actor(who), now=now, plan_code=plan.code, code=after, before=before, **more)

    return act


def test_a_cycle_is_refused_with_the_cycle_printed_across_departments(wait):
    with pytest.raises(Refused) as raised:
        wait("T-01", "T-04")
    problem = raised.value.problems[0]
    assert problem.code == "network_cycle"
    assert set(str(problem.params["cycle"]).split(" → ")) == {"T-01", "T-02", "T-04"}
    assert Dependency.objects.count() == 3


def test_no_task_waits_for_itself_or_twice_or_for_nothing(wait):
    for after, before, said in (("T-01", "T-01", "dependency_on_itself"), ("T-02", "T-01", "dependency_there"),
                                ("T-02", "T-99", "no_such_task_part")):  # fmt: skip
        with pytest.raises(Refused) as raised:
            wait(after, before)
        assert code(raised) == [said]
    with pytest.raises(Refused) as raised:
        wait("T-03", "T-01", kind="XY")
    assert code(raised) == ["dependency_kind_unknown"]


def test_what_waits_is_said_by_its_owner_or_the_office(wait):
    assert wait("T-03", "T-01", who="transport-head", kind="SS", lag_days=Decimal(-2)).lag_days == -2
    with pytest.raises(NotAllowed):
        wait("T-03", "T-02", who="works-head")


def test_a_task_does_not_wait_for_the_task_above_it(wait, add):
    add("S-01", parent="T-02")
    with pytest.raises(Refused) as raised:
        wait("S-01", "T-02")
    assert code(raised) == ["network_cycle"]


def test_made_parallel_both_go_on_side_by_side_and_the_history_says_why(plan, actor, now):
    with pytest.raises(Refused):
        make_parallel(actor=actor("transport-head"), now=now, plan_code=plan.code, code="T-04", before="T-02", words="")
    make_parallel(
        actor=actor("transport-head"), now=now, plan_code=plan.code, code="T-04", before="T-02",
        words="The rails reach the site before the block is closed.",
    )  # fmt: skip
    page = task_page(plan, "T-04", today=now.date(), now=now)
    held = {(row.before.code, row.kind): row.removed_words for row in page.waits_for}
    assert held == {
        ("T-03", "FS"): "", ("T-02", "SS"): "", ("T-02", "FF"): "",
        ("T-02", "FS"): "The rails reach the site before the block is closed.",
    }  # fmt: skip


def test_what_never_belonged_together_is_parted_wholly(plan, actor, now, wait):
    make_parallel(
        actor=actor("transport-head"), now=now, plan_code=plan.code, code="T-04", before="T-02", wholly=True,
        words="Another street.",
    )  # fmt: skip
    assert Dependency.objects.filter(after__code="T-04", removed_at=None).count() == 1
    assert wait("T-02", "T-04", who="works-head").kind == "FS"
