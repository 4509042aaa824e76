"""Inside the program: a plan of many indicators with months of figures each, and how long its reads take.

    python -m parts.plan_filling prepare INDICATORS MONTHS
    python -m parts.plan_filling keep
    python -m parts.plan_filling forget
    python -m parts.plan_filling reads

Each prints one line of JSON. DATABASE_URL says where; ANSWERABLE_OWNER_URL who may make tables there.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from answerable.ops import start
from parts.figures import spread

CODE, READS = "BENCH", 20
BEGUN = datetime(datetime.now(UTC).year - 4, 1, 4, 9, tzinfo=UTC)
# kind, direction, baseline, target, a month's figure
KINDS = (
    ("level", "down", 60, 45, lambda month, chance: Decimal(6000 - 15 * month + chance.randint(-60, 60)) / 100),
    ("cumulative_flow", "up", 0, 6000, lambda month, chance: Decimal(chance.randint(70, 120))),
    ("periodic_flow", "up", 0, 1200, lambda month, chance: Decimal(chance.randint(80, 115))),
    ("cap", "down", 0, 40, lambda month, chance: Decimal(chance.randint(20, 41))),
    ("floor", "up", 0, 90, lambda month, chance: Decimal(chance.randint(88, 99))),
)


def now() -> datetime:
    """This moment: the clock of the server works on the same plan meanwhile."""
    return datetime.now(UTC)


def prepare(indicators: int, months: int) -> dict[str, Any]:
    from django.db import connection
    from django.utils import timezone

    from answerable.ops import owner, packs
    from answerable.ops.commands.migrate import migrate
    from answerable.plans.models import Plan

    migrate(verbosity=0)
    packs.load(packs.folder_of(settings.JURISDICTION), now=timezone.now(), people="invented")
    begun = time.perf_counter()
    if not Plan.objects.filter(code=CODE).exists():
        _fill(indicators, months)
    with owner.as_owner(), connection.cursor() as cursor:
        owner.grant()
        cursor.execute("VACUUM (ANALYZE)")
    return {"seconds": round(time.perf_counter() - begun, 1)}


def _fill(indicators: int, months: int) -> None:
    from answerable.organisation import queries as organisation
    from answerable.plans.models import Accountability, Batch, Element, Plan
    from answerable.plans.models import Indicator as Row

    city = organisation.jurisdiction(settings.JURISDICTION)
    book = organisation.rulebook(city)
    heads = [unit.head_post for unit in book.units.values()]
    plan = Plan.objects.create(
        jurisdiction=city, code=CODE, starts_on=date(now().year - 4, 1, 1), ends_on=date(now().year, 12, 31),
        state="published",
        committee=book.coordinator_unit, salt=secrets.token_bytes(16), created_at=BEGUN, simulated=True,
        name_en="A plan to measure", name_zh_hant="量度用規劃", name_zh_hans="度量用规划",
    )  # fmt: skip
    areas = [
        Element.objects.create(plan=plan, level="domain", code=f"D{n:02}", sequence=n, name_en=f"Area {n}",
                               name_zh_hant=f"範疇{n}", name_zh_hans=f"范畴{n}")
        for n in range(20)
    ]  # fmt: skip
    rows = Row.objects.bulk_create(
        [Row(plan=plan, element=areas[n % 20], code=f"I-{n:04}", sequence=n, salt=secrets.token_bytes(16))
         for n in range(indicators)]
    )  # fmt: skip
    batch = Batch.objects.create(plan=plan, way="simulated", state="accepted", came_at=BEGUN, settled_at=BEGUN)
    _describe(rows)
    _observe(rows, batch, months)
    Accountability.objects.bulk_create(
        [Accountability(plan=plan, noun="indicator", subject=row.pk, post=heads[n % len(heads)], kind="accountable",
                        since=BEGUN) for n, row in enumerate(rows)]
    )  # fmt: skip


def _describe(rows: list[Any]) -> None:
    from answerable.plans.models import Baseline, IndicatorVersion, Target

    meanings, baselines, targets = [], [], []
    for n, row in enumerate(rows):
        kind, direction, base, aim, _ = KINDS[n % len(KINDS)]
        meanings.append(IndicatorVersion(
            indicator=row, number=1, since=BEGUN, kind=kind, direction=direction, nature="binding", unit_en="units",
            unit_zh_hant="單位", unit_zh_hans="单位", period="month", lag_days=15, tolerance=Decimal("0.5"),
            definition="Made for measuring. " * 20, name_en=f"Indicator {n}", name_zh_hant=f"指標{n}",
            name_zh_hans=f"指标{n}",
        ))  # fmt: skip
        baselines.append(Baseline(indicator=row, number=1, period=str(now().year - 5), value=base, decided_at=BEGUN))
        targets.append(Target(
            indicator=row, number=1, due_on=date(now().year, 12, 31), value=aim, decided_on=BEGUN.date(),
            effective_on=BEGUN.date(), decision="none", recorded_at=BEGUN,
        ))  # fmt: skip
    IndicatorVersion.objects.bulk_create(meanings)
    Baseline.objects.bulk_create(baselines)
    Target.objects.bulk_create(targets)


def _observe(rows: list[Any], batch: Any, months: int) -> None:
    """`months` figures of each indicator, the newest for the last month; every tenth was revised once."""
    from answerable.plans.models import IndicatorVersion, Observation

    chance, last = random.Random(5), now().year * 12 + now().month - 2
    meanings = dict(IndicatorVersion.objects.values_list("indicator_id", "pk"))
    made = []
    for n, row in enumerate(rows):
        figure = KINDS[n % len(KINDS)][4]
        for month in range(months):
            at = last - months + 1 + month
            known = datetime(at // 12, at % 12 + 1, 1, 9, tzinfo=UTC) + timedelta(days=40)
            for vintage in range(2 if chance.random() < 0.1 else 1):
                came = min(known + timedelta(days=5 * vintage), now() - timedelta(hours=1))
                made.append(Observation(
                    indicator=row, meaning_id=meanings[row.pk], period=f"{at // 12}-{at % 12 + 1:02}", batch=batch,
                    value=figure(month, chance), state="revised" if vintage else "final", simulated=True,
                    known_at=came + timedelta(seconds=vintage),
                ))  # fmt: skip
    Observation.objects.bulk_create(made, batch_size=2000)


def keep() -> dict[str, Any]:
    from answerable.plans.actions.keeping import keep_assessments

    begun = time.perf_counter()
    return {"kept": keep_assessments(now=now()), "seconds": round(time.perf_counter() - begun, 2)}


def forget() -> dict[str, Any]:
    from answerable.plans.models import KeptAssessment

    return {"forgotten": KeptAssessment.objects.all().delete()[0]}


def reads() -> dict[str, Any]:
    """The reads behind the two pages, in this process, without rendering."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from answerable.plans.models import Plan
    from answerable.plans.queries import remembered
    from answerable.plans.queries.figures import figures
    from answerable.plans.queries.series import series

    plan = Plan.objects.select_related("jurisdiction").get(code=CODE)
    found: dict[str, Any] = {}
    acts = {
        "remembered": lambda n: figures(plan, as_of=now()),
        "kept": lambda n: (remembered.forget(), figures(plan, as_of=now())),
        "series": lambda n: series(plan, f"I-{n:04}", as_of=now()),
    }
    for name, act in acts.items():
        with CaptureQueriesContext(connection) as sent:
            act(0)
        took = []
        for n in range(READS):
            begun = time.perf_counter()
            act(n)
            took.append(time.perf_counter() - begun)
        found[name] = {**spread(took), "statements": len(sent)}
    return found


VERBS = {"prepare": prepare, "keep": keep, "forget": forget, "reads": reads}


def main() -> None:
    start.django()
    verb, *rest = sys.argv[1:]
    print(json.dumps(VERBS[verb](*map(int, rest))))  # noqa: T201


if __name__ == "__main__":
    main()
