"""answerable stop: stops the embedded database, whoever uses it."""

from __future__ import annotations

import click

from answerable.ops import embedded, start

NEEDS_DATABASE = False


@click.command()
def command() -> None:
    """Stop the embedded PostgreSQL of this folder."""
    stopped = embedded.stop(start.postgres())
    click.echo("Stopped." if stopped else "Nothing was running.")
