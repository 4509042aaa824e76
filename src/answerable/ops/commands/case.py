"""`answerable case replay NUMBER`: is the case what its entries say it is?"""

from __future__ import annotations

import sys

import click


@click.group()
def command() -> None:
    """Look at one case."""


@command.command()
@click.argument("number")
@click.option("--timeline", is_flag=True, help="Also print what happened, a line a moment.")
def replay(number: str, timeline: bool) -> None:
    """Rebuild the case NUMBER from its ledger entries alone and compare it with what is stored.

    Exits with 1 when anything differs, and names table, row and field of each difference.
    """
    from django.conf import settings

    from answerable.cases import queries
    from answerable.rules.access import system
    from answerable.rules.problems import NotFound

    try:
        case = queries.get_case(system(settings.JURISDICTION), number)
    except NotFound:
        raise click.ClickException(f"there is no case {number} in {settings.JURISDICTION}") from None
    if timeline:
        for moment in queries.timeline(case, audience="staff"):
            click.echo(f"{moment.seq:4d}  {moment.at:%Y-%m-%d %H:%M}  {moment.sentence}")
    outcome = queries.replay(case)
    for breach in outcome.breaches:
        click.echo(f"breach: {breach}", err=True)
    for difference in outcome.differences:
        click.echo(
            f"differs: {difference.table} {difference.key} {difference.field}:"
            f" entries say {difference.replayed!r}, stored is {difference.stored!r}",
            err=True,
        )
    if not outcome.fits:
        sys.exit(1)
    click.echo(f"{outcome.number}: {outcome.entries} entries, the case they give is the case stored")
