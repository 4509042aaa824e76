"""Whatever a plan says, the formats that keep everything give it back, and StratML gives back what it took."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from answerable.plans.exchange import plan_json, spreadsheet, stratml
from answerable.plans.exchange.plan_document import PlanDocument
from tests.plans.exchange.strategies import plans

pytestmark = pytest.mark.slow
# Without shrinking: a plan that fails is small enough to read, and making it smaller takes minutes.
QUICK = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@given(plans())
@QUICK
def test_json_gives_any_plan_back(plan: PlanDocument) -> None:
    again, report = plan_json.read(plan_json.write(plan))
    assert again == plan
    assert not report.lines
    assert plan_json.digest(again) == plan_json.digest(plan)


@given(plans())
@QUICK
def test_csv_gives_any_plan_back(plan: PlanDocument) -> None:
    again, report = spreadsheet.read_csv(spreadsheet.write_csv(plan))
    assert not report.lines
    assert again == plan


@given(plans())
@QUICK
def test_a_workbook_gives_any_plan_back(plan: PlanDocument) -> None:
    again, report = spreadsheet.read(spreadsheet.write(plan))
    assert not report.lines
    assert again == plan


@given(plans())
@QUICK
def test_stratml_reads_the_same_from_its_second_writing(plan: PlanDocument) -> None:
    first, report = stratml.read(stratml.write(plan))
    assert set(report.counts) <= {
        "stratml_empty",
        "stratml_to_be_determined",
        "stratml_says_nothing",
        "stratml_undated",
    }
    assert stratml.read(stratml.write(first))[0] == first
    assert len(first.indicators) == len(plan.indicators) + sum(len(task.milestones) for task in plan.tasks)
