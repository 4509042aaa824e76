"""answerable apikey: keys for programs that write to this system."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from django.conf import settings
from django.utils import timezone

from answerable.api import actions
from answerable.api.sentences import sentence
from answerable.organisation import queries as organisation
from answerable.rules.problems import Refused


@click.group()
def command() -> None:
    """Keys for programs (Open311 clients, other systems)."""


@command.command()
@click.argument("label")
@click.option("--post", "post_code", default="", help="Code of an officer post: the key acts in the REST API as it.")
@click.option("--read-only", is_flag=True, help="The key may not create Open311 requests.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Last day (UTC) the key works.")
def create(label: str, post_code: str, read_only: bool, expires: datetime | None) -> None:
    """Make a key called LABEL and show it once."""
    until = expires.replace(tzinfo=UTC, hour=23, minute=59, second=59) if expires else None
    try:
        _, key = actions.create_key(
            now=timezone.now(),
            jurisdiction=organisation.jurisdiction(settings.JURISDICTION),
            label=label,
            may_post=not read_only,
            post_code=post_code,
            expires_at=until,
        )
    except Refused as refused:
        raise click.ClickException(" ".join(str(sentence(p)) for p in refused.problems)) from None
    click.echo(key)
    click.echo("Keep this key now: only its digest is stored, and it cannot be shown again.", err=True)


@command.command()
@click.argument("label")
def revoke(label: str) -> None:
    """Withdraw the key called LABEL at once."""
    try:
        actions.revoke_key(
            now=timezone.now(), jurisdiction=organisation.jurisdiction(settings.JURISDICTION), label=label
        )
    except Refused as refused:
        raise click.ClickException(" ".join(str(sentence(p)) for p in refused.problems)) from None
    click.echo(f"{label}: withdrawn.")
