"""answerable clean: what `make clean` needs from us before the virtual environment goes."""

from __future__ import annotations

import click

from answerable.ops import embedded, start

NEEDS_DATABASE = False


@click.command()
@click.option("--yes", is_flag=True, help="Really: every case in the embedded database is lost.")
def command(yes: bool) -> None:
    """Stop the embedded PostgreSQL and remove its data, wherever they lie."""
    if not yes:
        click.confirm("Remove the embedded database and everything in it?", abort=True)
    embedded.stop(start.postgres())
    embedded.remove(start.postgres())
