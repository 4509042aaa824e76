"""answerable build: styles and scripts, and compiled translations."""

from __future__ import annotations

import click

from answerable.ops import frontend, messages

NEEDS_DATABASE = False


@click.command()
def command() -> None:
    """Build styles, scripts and translations where their sources have changed."""
    try:
        built = frontend.build()
    except frontend.BuildFailed as reason:
        raise click.ClickException(str(reason)) from None
    click.echo("Styles and scripts built." if built else "Styles and scripts are current.")
    click.echo(f"{len(messages.compile_all())} translation files compiled.")
