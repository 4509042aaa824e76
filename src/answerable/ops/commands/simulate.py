"""`answerable simulate`: a city that behaves, for demonstrations, tests and benchmarks."""

from __future__ import annotations

from datetime import UTC, datetime, time
from time import perf_counter
from zoneinfo import ZoneInfo

import click
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from answerable.cases.actions.bulk import mark_simulated
from answerable.ledger.actions import seal
from answerable.ops.simulation import acting, bulk
from answerable.ops.simulation.plan import planned, usual_cases
from answerable.ops.simulation.town import Town
from answerable.organisation.models import Jurisdiction

SEALED_AT_ONCE = 20_000  # more cases than that, and the worker seals their entries in the background


@click.command(name="simulate")
@click.option("--pack", "code", default=None, help="A loaded pack; the one of this installation when none is named.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How many days back.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same city.")
@click.option("--cases", type=click.IntRange(1, 5_000_000), help="How many cases; by default what fits the city.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; by default this moment.")
@click.option("--act-by-act", is_flag=True, help="Through the same actions as the desk: slow, for small runs.")
def command(
    code: str | None, days: int, seed: int, cases: int | None, until: datetime | None, act_by_act: bool
) -> None:
    """Fill a loaded pack with the recent past of an invented city, its open work included."""
    code = code or settings.JURISDICTION
    jurisdiction = Jurisdiction.objects.filter(code=code).first()
    if jurisdiction is None:
        raise click.ClickException(f"The pack {code} is not loaded. Load it first: answerable pack load {code}")
    now = timezone.now()
    end = _end_of(until, jurisdiction) if until else now
    if end > now:
        raise click.ClickException("The simulated past must end today at the latest.")
    mark_simulated(jurisdiction, now=now)
    started = perf_counter()
    town = Town.read(jurisdiction, now=now, seed=seed)
    arrivals = planned(town, cases=cases or usual_cases(town, days), days=days, seed=seed, until=end)
    with _bar() as bar:
        task = bar.add_task("simulating", total=len(arrivals))
        player = acting.run if act_by_act else bulk.run
        count = player(town, arrivals, seed=seed, until=end, progress=lambda n: bar.update(task, completed=n))
    if count <= SEALED_AT_ONCE:
        while seal(now=now, limit=5_000):
            pass
    seconds = perf_counter() - started
    click.echo(
        f"{count:,} cases of {days} days until {end:%Y-%m-%d} in {seconds:.1f} s ({count / seconds:,.0f} a second)."
    )


def _end_of(day: datetime, jurisdiction: Jurisdiction) -> datetime:
    return datetime.combine(day.date(), time(23, 59, 59), ZoneInfo(jurisdiction.timezone)).astimezone(UTC)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
