"""The five-year plan of Harbour: HARBOUR-5, from 2026 to 2030, published in February 2026.

`plan` is the published plan, `draft` the same before publication with the code HARBOUR-DRAFT. Posts that answer:
works-head (H-01, H-02), cleansing-head (H-03, H-04), transport-head (H-05, H-06); their handlers keep the data.
"""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

DECIDED_ON = date(2026, 1, 20)
WRITTEN_AT = datetime(2026, 1, 20, 8, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)

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


def post(code):
    from answerable.organisation.models import Post

    return Post.objects.get(code=code, jurisdiction__code="harbour")


def named(name):
    return {"name_en": name, "name_zh_hant": name, "name_zh_hans": name}


def answers(plan, noun, row, unit):
    """The head of a unit answers for the row, a handler of it keeps its data."""
    from answerable.plans.models import Accountability, Letter

    held = Accountability.objects.create(
        plan=plan, noun=noun, subject=row.pk, post=post(f"{unit}-head"), kind="accountable", since=WRITTEN_AT
    )
    Letter.objects.create(
        accountability=held, duty=row.name_en if noun != "indicator" else row.code, deadline=date(2030, 12, 31),
        standard="As the plan says.", issued_at=WRITTEN_AT, issued_by=post("planning-secretary"),
    )  # fmt: skip
    if noun == "indicator":
        Accountability.objects.create(
            plan=plan, noun=noun, subject=row.pk, post=post(f"{unit}-handler"), kind="steward", since=WRITTEN_AT
        )


def elements(plan):
    from answerable.plans.models import Element

    rows = {}
    for sequence, (code, name, unit) in enumerate(DOMAINS):
        domain = Element.objects.create(plan=plan, level="domain", code=code, sequence=sequence, **named(name))
        goal = Element.objects.create(
            plan=plan, parent=domain, level="goal", code=f"{code}-1", sequence=sequence, **named(f"{name}: goal")
        )
        rows[code] = Element.objects.create(
            plan=plan, parent=goal, level="objective", code=f"{code}-1-1", sequence=sequence, **named(f"Better {name}")
        )
        answers(plan, "element", rows[code], unit)
    return rows


def indicators(plan, objectives):
    from answerable.plans.models import Baseline, Indicator, IndicatorVersion, PathPoint, Target

    units = {code: unit for code, _, unit in DOMAINS}
    rows = {}
    for sequence, line in enumerate(INDICATORS):
        code, domain, name, kind, direction, nature, unit, period, tolerance, factor, base, aim, path = line
        row = Indicator.objects.create(
            plan=plan, element=objectives[domain], code=code, sequence=sequence, salt=secrets.token_bytes(16)
        )
        IndicatorVersion.objects.create(
            indicator=row, number=1, since=WRITTEN_AT, kind=kind, direction=direction, nature=nature, unit_en=unit,
            unit_zh_hant=unit, unit_zh_hans=unit, period=period, tolerance=tolerance, factor=factor, lag_days=20,
            definition=name, calculation="As counted.", data_source="Registers of the department", **named(name),
        )  # fmt: skip
        Baseline.objects.create(indicator=row, number=1, period="2025", value=base, decided_at=WRITTEN_AT)
        target = Target.objects.create(
            indicator=row, number=1, due_on=date(2028, 6, 30) if code == "H-06" else date(2030, 12, 31), value=aim[0],
            low=aim[1], high=aim[2], decided_on=DECIDED_ON, effective_on=DECIDED_ON, recorded_at=WRITTEN_AT,
            decision="Planning Committee, 20 January 2026, paper 1", path_kind="points",
        )  # fmt: skip
        for key, value in path.items():
            PathPoint.objects.create(target=target, period=key, value=Decimal(value))
        answers(plan, "indicator", row, units[domain])
        rows[code] = row
    return rows


def observations(plan, rows):
    from answerable.plans.models import Batch, Observation

    for code, period, figures, known_at in OBSERVED:
        row = rows[code]
        batch = Batch.objects.create(
            plan=plan, indicator=row, way="typed", state="accepted", came_at=known_at, settled_at=known_at
        )
        Observation.objects.create(
            indicator=row, meaning=row.versions.get(), period=period, state="final", known_at=known_at, batch=batch,
            **{name: Decimal(value) for name, value in figures.items()},
        )  # fmt: skip


def tasks(plan, rows):
    from answerable.plans.models import Dependency, Task

    made = {}
    for sequence, (code, indicator, unit, name, starts_on, due_on, days, waits) in enumerate(TASKS):
        made[code] = Task.objects.create(
            plan=plan, indicator=rows[indicator], element=rows[indicator].element, kind="task", code=code,
            sequence=sequence, starts_on=starts_on, due_on=due_on, duration_days=days, standard="Inspected and found "
            "complete.", acceptor=post("planning-reviewer"), salt=secrets.token_bytes(16), **named(name),
        )  # fmt: skip
        answers(plan, "task", made[code], unit)
        for before in waits:
            Dependency.objects.create(plan=plan, before=made[before], after=made[code])
    made["M-01"] = Task.objects.create(
        plan=plan, parent=made["T-01"], indicator=rows["H-01"], kind="milestone", code="M-01", duration_days=0,
        due_on=date(2026, 5, 29), standard="The site is handed over in writing.", acceptor=post("planning-reviewer"),
        salt=secrets.token_bytes(16), **named("Site handed over"),
    )  # fmt: skip
    answers(plan, "milestone", made["M-01"], "works")
    return made


def make_plan(code, state):
    from answerable.organisation.models import Jurisdiction, Unit
    from answerable.plans.models import Plan

    harbour = Jurisdiction.objects.get(code="harbour")
    plan = Plan.objects.create(
        jurisdiction=harbour, code=code, starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 31), state=state,
        committee=Unit.objects.get(jurisdiction=harbour, code="planning"), salt=secrets.token_bytes(16),
        created_at=WRITTEN_AT, name_en="Five years for Harbour", name_zh_hant="海港五年規劃", name_zh_hans="海港五年规划",
    )  # fmt: skip
    rows = indicators(plan, elements(plan))
    observations(plan, rows)
    tasks(plan, rows)
    return plan


@pytest.fixture
def plan(harbour):
    """HARBOUR-5, published, with six indicators, their observations to May 2026, four tasks and a milestone."""
    return make_plan("HARBOUR-5", "published")


@pytest.fixture
def draft(harbour):
    """HARBOUR-DRAFT: the same, before it was published."""
    return make_plan("HARBOUR-DRAFT", "draft")


@pytest.fixture
def indicator(plan):
    """indicator("H-01") -> that indicator of HARBOUR-5."""
    return lambda code: plan.indicators.get(code=code)


@pytest.fixture
def task(plan):
    """task("T-01") -> that task or milestone of HARBOUR-5."""
    return lambda code: plan.tasks.get(code=code)
