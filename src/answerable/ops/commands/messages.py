"""answerable messages: compile, check and update the translations."""

from __future__ import annotations

import sys

import click

from answerable.ops import messages

NEEDS_DATABASE = False


@click.group()
def command() -> None:
    """Translations of the texts shown to people."""


@command.command()
def compile() -> None:
    """Make the .mo files that are older than their .po files."""
    written = messages.compile_all()
    click.echo(f"{len(written)} translation files compiled.")


@command.command()
def check() -> None:
    """List every text that lacks a translation; ends with 1 when there is one."""
    found = messages.missing()
    for message, language in found:
        click.echo(f"{message.file}:{message.line}: no {language} for {message.text!r}")
    click.echo(f"{len(found)} translations missing.")
    sys.exit(1 if found else 0)


@command.command()
def update() -> None:
    """Add every missing text to its .po file, empty, for a person to translate."""
    for path in messages.update():
        click.echo(str(path))
