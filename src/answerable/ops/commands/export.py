"""`answerable export plan CODE --format FORMAT`: a plan as a file that others read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from answerable.organisation import queries as organisation
from answerable.plans.exchange import ics, mspdi, plan_json, spreadsheet, stratml
from answerable.plans.models import Plan
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.plans import get_plan
from answerable.plans.queries.schedule_out import schedule_document
from answerable.rules.access import system
from answerable.rules.problems import NotFound


@click.group(name="export")
def command() -> None:
    """Write out what this system holds."""


def _stratml(plan: Plan, now: datetime) -> bytes:
    return stratml.write(document_of(plan, now=now))


def _xlsx(plan: Plan, now: datetime) -> bytes:
    return spreadsheet.write(document_of(plan, now=now))


def _json(plan: Plan, now: datetime) -> bytes:
    return plan_json.write(document_of(plan, now=now))


def _mspdi(plan: Plan, now: datetime) -> bytes:
    return mspdi.write(schedule_document(plan, status_on=today_of(plan, now), now=now))


def _ics(plan: Plan, now: datetime) -> bytes:
    domain = (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".") or "localhost"
    return ics.write(plan.name, ics.entries_of(document_of(plan, now=now), now), domain)


WRITERS: dict[str, tuple[str, Callable[[Plan, datetime], bytes]]] = {
    "stratml": (".xml", _stratml),
    "xlsx": (".xlsx", _xlsx),
    "json": (".json", _json),
    "mspdi": (".mspdi.xml", _mspdi),
    "ics": (".ics", _ics),
}


@command.command(name="plan")
@click.argument("code")
@click.option("--format", "form", type=click.Choice([*WRITERS, "csv"]), default="json", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File (for CSV: folder); else named after the plan.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Figures, targets and who answers as of the end of that day (UTC).",
)
def plan(code: str, form: str, output: Path | None, as_of: datetime | None) -> None:
    """Write the plan CODE: StratML, XLSX, CSV, JSON, MSPDI (its schedule) or ICS (its nodes)."""
    now = timezone.now()
    if as_of is not None:
        now = min(now, as_of.replace(hour=23, minute=59, second=59, tzinfo=now.tzinfo))
    try:
        kept = get_plan(system(organisation.jurisdiction(settings.JURISDICTION).code), code, now=now)
    except NotFound:
        raise click.ClickException(f"There is no plan {code} in {settings.JURISDICTION}.") from None
    if form == "csv":
        _write_csv(kept, output or Path(code), now)
        return
    suffix, writer = WRITERS[form]
    path = output or Path(f"{code}{suffix}")
    path.write_bytes(writer(kept, now))
    click.echo(f"{path}: {path.stat().st_size:,} bytes")


def _write_csv(kept: Plan, folder: Path, now: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in spreadsheet.write_csv(document_of(kept, now=now)).items():
        (folder / name).write_bytes(body)
        click.echo(f"{folder / name}: {len(body):,} bytes")
