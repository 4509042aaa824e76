"""One small plan that uses every part of the document, for the tests of all formats."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from answerable.plans.exchange.plan_document import (
    Answering,
    Baseline,
    DependencyDocument,
    ElementDocument,
    IndicatorDocument,
    ItemDocument,
    MilestoneDocument,
    Names,
    ObservationDocument,
    PathPoint,
    PlanDocument,
    TargetDocument,
    TaskDocument,
)

HOUSING = Answering(post_code="housing_head")
WORKS = Answering(stated=Names("工務處", "Works Office", "工务处"), how_known="stated", words="annex 2")

QUEUE = IndicatorDocument(
    code="queue",
    element_code="homes_sooner",
    name=Names("輪候時間", "Waiting time", "轮候时间"),
    number="1.1.1",
    definition=Names("", "From application to the first offer", ""),
    purpose="Shows how long people wait",
    calculation="mean over applicants housed in the last twelve months",
    limitations="leaves out single non-elderly applicants",
    data_source="register of applications",
    source_address="https://harbour.example/queue.csv",
    kind="level",
    direction="down",
    unit=Names("年", "years", "年"),
    nature="binding",
    tolerance=Decimal("0.1"),
    period="quarter",
    lag_days=45,
    grace_days=10,
    aggregation_over_time="last",
    aggregation_over_areas="mean",
    dimensions=("district",),
    baseline=Baseline("2022-Q1", Decimal("6.1")),
    targets=(TargetDocument(on=date(2027, 3, 31), value=Decimal("4.5"), operator="<=", words="at most 4.5 years"),),
    path_kind="points",
    path=(PathPoint("2025", Decimal("5.25")), PathPoint("2026", Decimal("4.50"))),
    observations=(
        ObservationDocument(
            "2025-Q1",
            Decimal("5.3"),
            state="final",
            known_at=datetime(2025, 5, 15, 9, tzinfo=UTC),
            source_address="https://harbour.example/2025q1",
        ),
        ObservationDocument("2025-Q2", numerator=Decimal("1080"), denominator=Decimal("200"), state="provisional"),
    ),
    owner=HOUSING,
    steward=Answering(post_code="statistician"),
    contributors=(WORKS,),
)
FLATS = IndicatorDocument(
    code="flats",
    element_code="more_homes",
    name=Names("新單位", "New flats", "新单位"),
    kind="cumulative_flow",
    direction="up",
    nature="expected",
    targets=(TargetDocument(period="2026", low=Decimal(20000), high=Decimal(22000), operator="range"),),
    owner=WORKS,
    notes='=HYPERLINK("https://evil.example","a formula that is only a text")',
)
BARE = IndicatorDocument(code="bare", element_code="more_homes", name=Names(en="Green roofs"))
TASKS = (
    TaskDocument(
        code="drain",
        element_code="more_homes",
        kind="deliverable",
        name=Names("排水工程", "Drainage works", "排水工程"),
        starts_on=date(2025, 4, 1),
        ends_on=date(2026, 6, 30),
        duration_days=Decimal(300),
        adds=Decimal(800),
        owner=WORKS,
        acceptor=HOUSING,
        acceptance="dry at a storm of ten years",
        milestones=(
            MilestoneDocument("drain_tender", Names("招標", "Tender", "招标"), date(2025, 9, 30), "contract signed"),
        ),
        depends_on=(DependencyDocument("design", "SS", Decimal(10)),),
    ),
    TaskDocument(code="design", element_code="more_homes", name=Names(en="Design")),
)
ITEMS = (
    ItemDocument(
        code="address_12",
        kind="policy_address",
        name=Names("第12段", "Paragraph 12", "第12段"),
        reference="12",
        year=2024,
        address="https://harbour.example/address#12",
        links=("queue", "more_homes"),
    ),
    ItemDocument(code="head_62", kind="budget_line", reference="62", amount=Decimal("1250000.50"), currency="HKD"),
)
PLAN = PlanDocument(
    code="harbour_plan",
    name=Names("海港五年計劃", "Harbour five-year plan", "海港五年计划"),
    description=Names("安居", "Homes for all", "安居"),
    starts_on=date(2022, 4, 1),
    ends_on=date(2027, 3, 31),
    year_starts_in=4,
    elements=(
        ElementDocument("homes", "", "domain", Names("房屋", "Homes", "房屋"), number="1"),
        ElementDocument("more_homes", "homes", "goal", Names("多建", "More homes", "多建"), owner=WORKS),
        ElementDocument(
            "homes_sooner", "more_homes", "objective", Names("早上樓", "Sooner", "早上楼"), owner=HOUSING, number="1.1"
        ),
    ),
    indicators=(QUEUE, FLATS, BARE),
    tasks=TASKS,
    items=ITEMS,
    source="https://harbour.example/plan",
    notes="adopted by the council",
    published_on=date(2022, 3, 1),
)
