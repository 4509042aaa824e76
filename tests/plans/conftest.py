"""The five-year plan of Harbour: HARBOUR-5, from 2026 to 2030, published in February 2026.

`plan` is the published plan, `draft` the same before publication with the code HARBOUR-DRAFT. Posts that answer:
works-head (H-01, H-02), cleansing-head (H-03, H-04), transport-head (H-05, H-06); their handlers keep the data.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from answerable.plans.exchange.naming import Answering, Names
from answerable.plans.exchange.plan_document import (
    Baseline,
    DependencyDocument,
    ElementDocument,
    IndicatorDocument,
    ItemDocument,
    MilestoneDocument,
    ObservationDocument,
    PathPoint,
    PlanDocument,
    TargetDocument,
    TaskDocument,
)

DECIDED_ON = date(2026, 1, 20)
WRITTEN_AT = datetime(2026, 1, 20, 8, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
OBSERVED_AT = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
DECISION = "Planning Committee, 20 January 2026, paper 1"

DOMAINS = (("HOUSING", "Housing", "works"), ("CLEAN", "A clean city", "cleansing"), ("MOVE", "Movement", "transport"))
# code, domain, name, kind, direction, nature, unit, period, tolerance, factor, baseline, (value, low, high), path
INDICATORS = (
    ("H-01", "HOUSING", "Flats completed", "cumulative_flow", "up", "binding", "flats", "quarter", "25", 1,
     "0", ("5000", None, None), {"2026": 800, "2027": 900, "2028": 1000, "2029": 1100, "2030": 1200}),
    ("H-02", "HOUSING", "Waiting time for a flat", "level", "down", "binding", "years", "quarter", "0.1", 1,
     "6.0", ("4.5", None, None), {"2026": "5.7", "2027": "5.4", "2028": "5.1", "2029": "4.8", "2030": "4.5"}),
    ("H-03", "CLEAN", "Back lanes cleaned up each year", "periodic_flow", "up", "expected", "lanes", "month", "10", 1,
     "420", ("500", None, None), {"2026": 500, "2027": 500, "2028": 500, "2029": 500, "2030": 500}),
    ("H-04", "CLEAN", "Share of waste recycled", "ratio", "up", "expected", "%", "quarter", "0.5", 100,
     "30", ("45", None, None), {"2026": 33, "2027": 36, "2028": 39, "2029": 42, "2030": 45}),
    ("H-05", "MOVE", "Buses on time", "floor", "up", "binding", "%", "month", "0", 1,
     "93", ("92", None, None), {"2026": 92, "2027": 92, "2028": 92, "2029": 92, "2030": 92}),
    ("H-06", "MOVE", "Harbour tram opened", "milestone", "none", "binding", "done", "year", None, 1,
     "0", ("1", None, None), {"2028": 1}),
)  # fmt: skip
OBSERVED = (
    ("H-01", "2026-Q1", {"value": "180"}, datetime(2026, 4, 20, 8, tzinfo=UTC)),
    ("H-02", "2026-Q1", {"value": "5.9"}, datetime(2026, 4, 20, 8, tzinfo=UTC)),
    ("H-04", "2026-Q1", {"numerator": "310", "denominator": "1000"}, datetime(2026, 4, 20, 8, tzinfo=UTC)),
    *(
        (code, f"2026-0{month}", {"value": str(value)}, datetime(2026, month + 1, 8, 8, tzinfo=UTC))
        for code, values in (("H-03", (40, 38, 45, 41, 39)), ("H-05", (94, 93, 91, 93, 94)))
        for month, value in enumerate(values, 1)
    ),
)
# code, indicator, unit, name, starts, due, days, waits for
TASKS = (
    ("T-01", "H-01", "works", "Prepare the site at the old mill", date(2026, 3, 2), date(2026, 5, 29), 60, ()),
    ("T-02", "H-01", "works", "Build the first block", date(2026, 6, 1), date(2027, 5, 31), 240, ("T-01",)),
    ("T-03", "H-06", "transport", "Design the tram line", date(2026, 3, 2), date(2026, 12, 18), 200, ()),
    ("T-04", "H-06", "transport", "Lay the rails past the old mill", date(2027, 6, 1), date(2028, 3, 31), 200,
     ("T-02", "T-03")),
)  # fmt: skip
ITEMS = (
    ItemDocument("PA-12", "policy_address", Names("建屋", "Build flats", "建屋"), 2026, "paragraph 12",
                 links=("H-01",)),
    ItemDocument("PA-30", "policy_address", Names("美化海濱", "A finer front", "美化海滨"), 2026, "paragraph 30"),
    ItemDocument("B-700", "budget_line", Names("公屋撥款", "Grant for flats", "公屋拨款"), 2026, "head 700",
                 amount=Decimal(1_200_000_000), currency="EUR", links=("H-01", "T-02")),
)  # fmt: skip


def who(code):
    return Answering(post_code=code)


def document(code="HARBOUR-5"):
    """The plan of Harbour as a document, without its observations."""
    units = {domain: unit for domain, _, unit in DOMAINS}
    return PlanDocument(
        code=code, name=Names("海港五年規劃", "Five years for Harbour", "海港五年规划"), starts_on=date(2026, 1, 1),
        ends_on=date(2030, 12, 31), elements=tuple(_elements()),
        indicators=tuple(_indicator(line, units[line[1]]) for line in INDICATORS), tasks=tuple(_tasks()),
        items=ITEMS,
    )  # fmt: skip


def named(name):
    return Names(name, name, name)


def _elements():
    for code, name, unit in DOMAINS:
        yield ElementDocument(code, "", "domain", named(name))
        yield ElementDocument(f"{code}-1", code, "goal", named(f"{name}: goal"))
        yield ElementDocument(
            f"{code}-1-1", f"{code}-1", "objective", named(f"Better {name}"), owner=who(f"{unit}-head")
        )


def _indicator(line, unit):
    code, domain, name, kind, direction, nature, measured_in, period, tolerance, factor, base, aim, path = line
    value, low, high = (None if number is None else Decimal(number) for number in aim)
    due_on = date(2028, 6, 30) if code == "H-06" else date(2030, 12, 31)
    return IndicatorDocument(
        code, f"{domain}-1-1", named(name), kind=kind, direction=direction, nature=nature, unit=named(measured_in),
        period=period, tolerance=None if tolerance is None else Decimal(tolerance), factor=Decimal(factor), lag_days=20,
        definition=named(name), calculation="As counted.", data_source="Registers of the department",
        baseline=Baseline("2025", Decimal(base)), targets=(TargetDocument(on=due_on, value=value, low=low, high=high),),
        path_kind="points", path=tuple(PathPoint(key, Decimal(number)) for key, number in path.items()),
        owner=who(f"{unit}-head"), steward=who(f"{unit}-handler"),
    )  # fmt: skip


def _tasks():
    for code, indicator, unit, name, starts_on, due_on, days, waits in TASKS:
        nodes = ()
        if code == "T-01":
            nodes = (MilestoneDocument(
                "M-01", named("Site handed over"), date(2026, 5, 29), "The site is handed over in writing.",
                who("works-head"), who("planning-reviewer"),
            ),)  # fmt: skip
        yield TaskDocument(
            code, indicator_code=indicator, name=named(name), starts_on=starts_on, ends_on=due_on,
            duration_days=Decimal(days), acceptance="Inspected and found complete.", owner=who(f"{unit}-head"),
            acceptor=who("planning-reviewer"), milestones=nodes,
            depends_on=tuple(DependencyDocument(before) for before in waits),
        )  # fmt: skip


def observed(code="HARBOUR-5"):
    """The same document with what was observed until May 2026."""
    seen = {}
    for indicator, period, figures, known_at in OBSERVED:
        numbers = {name: Decimal(value) for name, value in figures.items()}
        seen.setdefault(indicator, []).append(ObservationDocument(period, **numbers, state="final", known_at=known_at))
    whole = document(code)
    rows = (replace(row, observations=tuple(seen.get(row.code, ()))) for row in whole.indicators)
    return replace(whole, indicators=tuple(rows))


def office(at):
    """The secretary of the planning committee, as one who acts."""
    from answerable.organisation import queries
    from answerable.organisation.models import Officer

    return queries.actor_for(Officer.objects.get(username="planning-secretary"), now=at)


def make_plan(code, *, published):
    """The plan written through the acts of plans, as the secretary of the committee would."""
    from answerable.plans.actions.letters import issue_letters
    from answerable.plans.actions.plans import create_plan
    from answerable.plans.actions.publishing import publish_plan
    from answerable.plans.actions.storing import store

    said = document(code)
    plan = create_plan(
        actor=office(WRITTEN_AT), now=WRITTEN_AT, code=code, names=said.name, starts_on=said.starts_on,
        ends_on=said.ends_on, committee="planning",
    )  # fmt: skip
    store(actor=office(WRITTEN_AT), now=WRITTEN_AT, plan_code=code, document=said, decision=DECISION,
          decided_on=DECIDED_ON)  # fmt: skip
    issue_letters(actor=office(WRITTEN_AT), now=WRITTEN_AT, plan_code=code)
    if published:
        publish_plan(actor=office(PUBLISHED_AT), now=PUBLISHED_AT, code=code, decision=DECISION)
    store(actor=office(OBSERVED_AT), now=OBSERVED_AT, plan_code=code, document=observed(code), decision=DECISION,
          decided_on=DECIDED_ON, history=True)  # fmt: skip
    plan.refresh_from_db()
    return plan


@pytest.fixture
def plan(harbour):
    """HARBOUR-5, published, with six indicators, their observations to May 2026, four tasks and a milestone."""
    return make_plan("HARBOUR-5", published=True)


@pytest.fixture
def draft(harbour):
    """HARBOUR-DRAFT: the same, before it was published."""
    return make_plan("HARBOUR-DRAFT", published=False)


@pytest.fixture
def indicator(plan):
    """indicator("H-01") -> that indicator of HARBOUR-5."""
    return lambda code: plan.indicators.get(code=code)


@pytest.fixture
def task(plan):
    """task("T-01") -> that task or milestone of HARBOUR-5."""
    return lambda code: plan.tasks.get(code=code)
