"""answerable ledger: prove that the record is whole, and seal what waits."""

from __future__ import annotations

import sys
from datetime import timedelta

import click
from django.utils import timezone

from answerable.ledger import actions, queries


@click.group()
def command() -> None:
    """The append-only record of every act."""


@command.command()
@click.option("--checkpoint", metavar="POSITION:HEX", help="An end of the chain noted earlier, outside the database.")
@click.option("--lag", default=5, show_default=True, help="Minutes an entry may wait for its seal.")
@click.option("--strict", is_flag=True, help="End with 1 for a lag, too.")
def verify(checkpoint: str | None, lag: int, strict: bool) -> None:
    """Compute every hash again; name the first entry that does not fit and end with 1."""
    try:
        known = queries.Checkpoint.read(checkpoint) if checkpoint else None
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--checkpoint") from problem
    report = queries.verify(now=timezone.now(), lag_after=timedelta(minutes=lag), checkpoint=known)
    click.echo(f"{report.sealed:,} entries sealed, {report.waiting:,} waiting for their seal")
    if report.lag and report.waiting_since is not None:
        click.echo(
            f"LAG: the oldest waits since {report.waiting_since:%Y-%m-%d %H:%M} UTC; is the worker running? "
            "`answerable ledger seal` seals now"
        )
    if report.first_misfit is not None:
        click.echo(f"DOES NOT FIT: {report.first_misfit}")
        sys.exit(1)
    click.echo(f"The ledger is whole. Checkpoint, to be kept elsewhere: {report.head}")
    sys.exit(1 if strict and report.lag else 0)


@command.command()
@click.option("--limit", default=1000, show_default=True, help="Entries in one transaction.")
def seal(limit: int) -> None:
    """Seal everything that waits, now."""
    count = 0
    while done := actions.seal(now=timezone.now(), limit=limit):
        count += done
    left = queries.waiting()
    click.echo(f"{count:,} entries sealed" + (f"; {left:,} wait (another sequencer is at work)" if left else ""))
