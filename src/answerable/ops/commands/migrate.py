"""answerable migrate: brings the tables up to date, as the owner, and gives the application its rights."""

from __future__ import annotations

import click
from django.core.management import call_command

from answerable.ops import owner


def migrate(*, verbosity: int = 1) -> None:
    with owner.as_owner():
        call_command("migrate", interactive=False, verbosity=verbosity)
        owner.grant()


@click.command()
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well.")
def command(quiet: bool) -> None:
    """Bring the database's tables up to date. Safe to run again at any time."""
    migrate(verbosity=0 if quiet else 1)
