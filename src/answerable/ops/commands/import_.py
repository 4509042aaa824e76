"""`answerable import requests FILE --mapping MAP`: bring in rows of another system, every one accounted for."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import click
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from answerable.ops.importing.mapping import MappingError, read_mapping, shipped
from answerable.ops.importing.plans import figures, plan
from answerable.ops.importing.problems import FileProblem
from answerable.ops.importing.readers import count_rows
from answerable.ops.importing.report import Tally
from answerable.ops.importing.run import Order, run
from answerable.ops.importing.schedules import schedule
from answerable.organisation.models import Jurisdiction


@click.group(name="import")
def command() -> None:
    """Bring in what other systems hold."""


command.add_command(figures)
command.add_command(plan)
command.add_command(schedule)


@command.command(name="mappings")
def mappings() -> None:
    """List the mappings that come with the package."""
    for name, path in shipped().items():
        click.echo(f"{name:32} {read_mapping(path).title}")


mappings.needs_database = False  # type: ignore[attr-defined]


@command.command(name="requests")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping_name", required=True, help="A TOML file, or the name of a shipped mapping.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.option("--limit", type=click.IntRange(min=1), help="Read so many rows at most.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="CSV of refused rows with reasons.")
@click.option("--pack", "code", default=None, help="The loaded pack the requests belong to.")
def requests(
    file: Path, mapping_name: str, dry_run: bool, limit: int | None, report: Path | None, code: str | None
) -> None:
    """Import requests from a CSV (also gzipped), XLSX, JSON lines or Parquet file.

    Safe to run again: a row that is here already is counted as such and not added twice.
    """
    code = code or settings.JURISDICTION
    jurisdiction = Jurisdiction.objects.filter(code=code).first()
    if jurisdiction is None:
        raise click.ClickException(f"The pack {code} is not loaded. Load it first: answerable pack load {code}")
    started = perf_counter()
    try:
        mapping = read_mapping(mapping_name)
        total = count_rows(file, mapping.file, limit)
        with _bar() as bar:
            task = bar.add_task("importing", total=total, tally="")
            order = Order(
                path=file, mapping=mapping, jurisdiction=jurisdiction, now=timezone.now(), dry_run=dry_run,
                limit=limit, report=report, progress=lambda t: bar.update(task, completed=t.read, tally=_line(t)),
            )  # fmt: skip
            tally = run(order)
    except (MappingError, FileProblem) as problem:
        raise click.ClickException(str(problem)) from None
    _show(tally, perf_counter() - started, dry_run=dry_run, report=report)


def _bar() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    return Progress(*columns, TextColumn("{task.fields[tally]}"), TimeElapsedColumn(), console=Console(stderr=True))


def _line(tally: Tally) -> str:
    return f"{tally.read:,} read, {tally.imported:,} imported, {tally.present:,} here, {tally.refused:,} refused"


def _show(tally: Tally, seconds: float, *, dry_run: bool, report: Path | None) -> None:
    console = Console()
    table = Table(show_header=False, box=None)
    would = "would be imported" if dry_run else "imported"
    for name, count in (("rows read", tally.read), (would, tally.imported), ("already there", tally.present)):
        table.add_row(name, f"{count:,}")
    table.add_row("refused", f"{tally.refused:,}")
    console.print(table)
    for reason, count in tally.reasons.most_common():
        console.print(f"  {count:>9,}  {reason}, first at {tally.examples[reason]}", markup=False, highlight=False)
    if tally.refused:
        where = f"Every refused row with its reason: {report}" if report else "Name a file with --report to see each."
        console.print(where, markup=False, highlight=False)
    console.print(f"{seconds:.1f} s, {tally.read / max(seconds, 1e-9):,.0f} rows a second", highlight=False)
