"""answerable floors: draws docs/explanation/floors.svg from the imports."""

from __future__ import annotations

import sys

import click

from answerable.ops import floors

NEEDS_DATABASE = False


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when the picture is not current.")
def command(check: bool) -> None:
    """Draw the floors of the house from its imports."""
    drawn = floors.picture()
    current = floors.PICTURE.exists() and floors.PICTURE.read_text("utf-8") == drawn
    if check:
        sys.exit(0 if current else 1)
    floors.PICTURE.parent.mkdir(parents=True, exist_ok=True)
    floors.PICTURE.write_text(drawn, "utf-8")
    click.echo(str(floors.PICTURE))
