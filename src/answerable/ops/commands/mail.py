"""`answerable mail receive`: the door for letters; a mail server pipes each one into it."""

from __future__ import annotations

from typing import BinaryIO

import click


@click.group()
def command() -> None:
    """Letters that came by e-mail."""


@command.command()
@click.argument("letter", type=click.File("rb"), default="-")
def receive(letter: BinaryIO) -> None:
    """Take in one LETTER (a file, or standard input). Exits with 75, so that the mail server tries again,
    only when the failure is ours; a letter that can never be taken is refused with 65 and the reason."""
    import sys

    from django.conf import settings
    from django.db import OperationalError
    from django.utils import timezone

    from answerable.cases.sentences import sentence
    from answerable.ops import mail
    from answerable.rules.problems import Refused

    try:
        case = mail.receive(letter.read(), jurisdiction=settings.JURISDICTION, now=timezone.now())
    except Refused as refused:
        for problem in refused.problems:
            click.echo(sentence(problem), err=True)
        sys.exit(65)
    except OperationalError as error:
        click.echo(f"the database cannot be reached: {error}", err=True)
        sys.exit(75)
    click.echo(case.number)
