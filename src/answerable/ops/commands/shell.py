"""answerable shell: a Python prompt with everything set up."""

from __future__ import annotations

import click
from django.core.management import call_command


@click.command()
@click.option("-c", "--code", default=None, help="Run this and end.")
def command(code: str | None) -> None:
    """Open a Python prompt on the running system."""
    call_command("shell", command=code)
