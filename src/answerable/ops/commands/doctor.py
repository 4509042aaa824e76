"""answerable doctor: what is well here, what is not, and what to do about it."""

from __future__ import annotations

import sys

import click

from answerable.ops import doctor


@click.command()
def command() -> None:
    """Examine this installation; ends with 1 when something is wrong."""
    ill = 0
    for finding in doctor.examine():
        ill += not finding.well
        click.echo(f"{'ok   ' if finding.well else 'WRONG'}  {finding.name:13} {finding.sentence}")
    sys.exit(1 if ill else 0)
