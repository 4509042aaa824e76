"""`answerable responsibility [CASE]`: who answered, recomputed from the ledger, and is it what is stored?"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from answerable.cases.models import Case
    from answerable.organisation.models import Jurisdiction


@click.command()
@click.argument("case", required=False)
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="Of which moment, by the city's clock; now when none is given.",
)
def command(case: str | None, at: datetime | None) -> None:
    """Say who answered for the case CASE, and why, from its acts in the ledger alone.

    Compares every part of every unit with what is stored; without CASE those of all cases. Exits with 1 when anything
    differs.
    """
    from answerable.organisation.queries import jurisdiction

    city = jurisdiction(settings.JURISDICTION)
    if case is None and at is not None:
        raise click.UsageError("--at needs a case")
    if case is None:
        sys.exit(0 if _all(city) else 1)
    moment = at.replace(tzinfo=ZoneInfo(city.timezone)) if at else timezone.now()
    sys.exit(0 if _one(city, _case(case), moment) else 1)


def _case(number: str) -> Case:
    from answerable.cases import queries
    from answerable.rules.access import system
    from answerable.rules.problems import NotFound

    try:
        return queries.get_case(system(settings.JURISDICTION), number)
    except NotFound:
        raise click.ClickException(f"there is no case {number} in {settings.JURISDICTION}") from None


def _one(city: Jurisdiction, case: Case, at: datetime) -> bool:
    from answerable.cases import queries
    from answerable.organisation.queries import rulebook
    from answerable.rules.dispatch import REASONS
    from answerable.rules.responsibility import answered, parts

    units, zone = rulebook(city).units, ZoneInfo(city.timezone)
    acts = queries.acts_of(case)
    click.echo(f"{case.number} at {at.astimezone(zone):%Y-%m-%d %H:%M}, from {len(acts)} acts:")
    for one in answered(acts, at):
        name = f"{units[one.unit].name} ({one.unit})" if one.unit in units else one.unit
        click.echo(f"  {one.role:9}  {name}, since {one.since.astimezone(zone):%Y-%m-%d %H:%M}")
        click.echo(f"             {one.rule}: {REASONS.get(one.rule, 'no reason of this name')}")
    if not answered(acts, at):
        click.echo("  nobody: it was not yet open, or no more")
    found, kept = parts(acts), queries.stored(case)
    for part in found + kept:
        if part not in kept or part not in found:
            says = "acts say" if part in found else "stored is"
            until = f"until {part.until.astimezone(zone):%Y-%m-%d %H:%M}" if part.until else "still"
            since = f"since {part.since.astimezone(zone):%Y-%m-%d %H:%M}"
            click.echo(f"differs: {says} {part.role} {part.unit} ({part.rule}) {since}, {until}", err=True)
    if found == kept:
        click.echo(f"{len(found)} parts in all; they are those stored")
    return found == kept


def _all(city: Jurisdiction) -> bool:
    from answerable.cases.queries.responsibility_audit import audit

    cases = acts = parts = differing = 0
    for some in audit(city):
        cases, acts, parts = cases + some.cases, acts + some.acts, parts + some.parts
        differing += len(some.differing)
        for number in some.differing:
            click.echo(f"differs: {number}", err=True)
    click.echo(f"{cases:,} cases, {acts:,} acts, {parts:,} parts recomputed; cases that differ: {differing:,}")
    return not differing
