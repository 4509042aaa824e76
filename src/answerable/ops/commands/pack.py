"""answerable pack: check a jurisdiction pack, or load it."""

from __future__ import annotations

from typing import Literal

import click
from django.utils import timezone

from answerable.ops import packs
from answerable.organisation.packs import PackError, read


@click.group()
def command() -> None:
    """Check a city's pack, or load it. PATH is a folder, or the name of a pack that comes with the program."""


@command.command()
@click.argument("path")
def check(path: str) -> None:
    """Say everything that is wrong with a pack: file, line, remedy. Changes nothing."""
    try:
        pack = read(packs.folder_of(path))
    except PackError as error:
        raise _refuse(error) from None
    click.echo(f"{pack.path}: {pack.pack.name_en}, version {pack.pack.version}: all is well.")
    for file, rows in sorted(pack.tables.items()):
        click.echo(f"  {len(rows):>6,}  {file}")
    click.echo(f"  {len(pack.shapes):>6,}  shapes in areas.geojson")


check.needs_database = False  # type: ignore[attr-defined]


@command.command()
@click.argument("path")
@click.option(
    "--people",
    type=click.Choice(["invented", "none"]),
    default="none",
    show_default=True,
    help="Give every empty post an invented holder (for demonstrations only: they share a known password).",
)
def load(path: str, people: Literal["invented", "none"]) -> None:
    """Bring the database to what a pack says. A second load of the same files changes nothing."""
    try:
        loaded = packs.load(packs.folder_of(path), now=timezone.now(), people=people)
    except PackError as error:
        raise _refuse(error) from None
    if not loaded.counts:
        click.echo(f"{loaded.pack.pack.name_en} {loaded.pack.pack.version} was there already: nothing changed.")
    for name, count in loaded.counts.items():
        click.echo(f"  {count:>6,}  {name}")


def _refuse(error: PackError) -> click.ClickException:
    for finding in error.findings:
        click.echo(str(finding), err=True)
    return click.ClickException(f"{len(error.findings)} findings; nothing was loaded.")
