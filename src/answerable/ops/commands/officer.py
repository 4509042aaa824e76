"""answerable officer: accounts, and who holds which post."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings
from django.utils import timezone

from answerable.cases.sentences import sentence
from answerable.organisation import actions, queries
from answerable.organisation.models import Jurisdiction, Officer, Post
from answerable.rules.access import system
from answerable.rules.problems import Refused

SHORTEST_PASSWORD = 12


@click.group()
def command() -> None:
    """Accounts of officers, and the posts they hold in this installation's jurisdiction."""


@command.command()
@click.argument("username")
@click.option("--name-zh-hant", required=True, help="Name in Traditional Chinese.")
@click.option("--name-en", required=True, help="Name in English.")
@click.option("--name-zh-hans", required=True, help="Name in Simplified Chinese.")
@click.option("--email", default="", help="Where messages to their posts go.")
@click.password_option(help="At least 12 characters; asked for when not given.")
def add(username: str, name_zh_hant: str, name_en: str, name_zh_hans: str, email: str, password: str) -> None:
    """Make an account called USERNAME. It may do nothing until it is appointed."""
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"The password is too short: take at least {SHORTEST_PASSWORD} characters.")
    names = {"name_zh_hant": name_zh_hant, "name_en": name_en, "name_zh_hans": name_zh_hans}
    with _told():
        actions.add_officer(username, **names, password=password, email=email)
    click.echo(f"{username}: the account is made. Now appoint it to a post.")


@command.command()
@click.argument("username")
@click.argument("post")
def appoint(username: str, post: str) -> None:
    """Let the officer USERNAME hold POST (its code) from now on."""
    now = timezone.now()
    with _told():
        held = actions.appoint(_officer(username), _post(post), now, actor=system(settings.JURISDICTION), now=now)
    click.echo(f"{username} holds {held.post.name_en}, {held.post.unit.name_en}, from now on.")


@command.command()
@click.argument("post")
def end(post: str) -> None:
    """End the tenure of whoever holds POST (its code), now."""
    now = timezone.now()
    tenure = queries.tenures_at(now).filter(post=_post(post)).first()
    if tenure is None:
        raise click.ClickException(f"Nobody holds {post}.")
    with _told():
        actions.end_tenure(tenure, now, actor=system(settings.JURISDICTION), now=now)
    click.echo(f"{tenure.officer.username} holds {post} no more.")


@command.command("list")
@click.option("--vacant", is_flag=True, help="Only the posts that nobody holds.")
def list_posts(vacant: bool) -> None:
    """List the posts and who holds them."""
    jurisdiction, now = _jurisdiction(), timezone.now()
    posts = list(queries.posts_in(jurisdiction))
    held = queries.holders([post.pk for post in posts], now)
    for code, username in _lines(posts, held):
        if not (vacant and username):
            click.echo(f"{code:<40} {username or '(vacant)'}")


def _lines(posts: list[Post], held: dict[int, Officer]) -> Iterator[tuple[str, str]]:
    for post in posts:
        officer = held.get(post.pk)
        yield post.code, officer.username if officer else ""


def _officer(username: str) -> Officer:
    officer = Officer.objects.filter(username=username).first()
    if officer is None:
        raise click.ClickException(f"There is no officer {username}. Make the account first: answerable officer add.")
    return officer


def _post(code: str) -> Post:
    post = queries.posts_in(_jurisdiction()).filter(code=code).first()
    if post is None:
        raise click.ClickException(f"There is no post {code}. See: answerable officer list")
    return post


def _jurisdiction() -> Jurisdiction:
    with _told():
        return queries.jurisdiction(settings.JURISDICTION)


@contextmanager
def _told() -> Iterator[None]:
    """A refusal as a sentence at the command line."""
    try:
        yield
    except Refused as refused:
        raise click.ClickException(" ".join(str(sentence(p)) for p in refused.problems)) from None
