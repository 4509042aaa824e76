"""answerable worker: background jobs and timers."""

from __future__ import annotations

import click

from answerable.ops import worker


@click.command()
def command() -> None:
    """Run background jobs and timers until stopped."""
    worker.run()
