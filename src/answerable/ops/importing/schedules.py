"""`answerable import schedule PLAN FILE`: tasks from an MSPDI file or a network of PSPLIB become tasks of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from answerable.organisation import queries as organisation
from answerable.organisation.sentences import sentence
from answerable.plans.actions.schedules_in import store_schedule
from answerable.plans.exchange import mspdi, psplib
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.schedule_document import ScheduleDocument
from answerable.plans.models import Plan
from answerable.rules.access import Actor
from answerable.rules.problems import Refused

SHOWN_LINES = 40


@click.command(name="schedule")
@click.argument("plan_code", metavar="PLAN")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", required=True, help="Code of the post that answers for the tasks, until others are appointed.")
@click.option("--acceptor", required=True, help="Code of the post that accepts them; another one.")
@click.option("--prefix", default="", help="Put before the number of each task to make its code.")
@click.option("--by", default="", help="Post that brings it in; without it a coordinator of the plan's committee.")
def schedule(plan_code: str, file: Path, owner: str, acceptor: str, prefix: str, by: str) -> None:
    """Bring the tasks, links and baselines of FILE (.xml of Microsoft Project, .sm of PSPLIB) into a plan.

    Everything or nothing; what is not kept as it stands is listed. A duration unit of PSPLIB counts as a working day.
    """
    now = timezone.now()
    try:
        document, report = _read(file)
        stored = store_schedule(
            actor=_actor(plan_code, by, now), now=now, plan_code=plan_code, document=document, owner=owner,
            acceptor=acceptor, prefix=prefix,
        )  # fmt: skip
    except Refused as refused:
        raise click.ClickException("\n".join(sentence(problem) for problem in refused.problems)) from None
    _show(report)
    _show(stored.report)
    click.echo(f"{stored.tasks} tasks, {stored.dependencies} dependencies, {stored.baselines} baselines")


def _read(file: Path) -> tuple[ScheduleDocument, Report]:
    content = file.read_bytes()
    if file.suffix.lower() == ".sm":
        document, report = psplib.read(content, file.name)
        return replace(document, minutes_per_day=1), report
    return mspdi.read(content)


def _actor(plan_code: str, by: str, now: datetime) -> Actor:
    """Whoever holds the post `by`, or the first held post of a coordinator in the plan's committee."""
    city = organisation.jurisdiction(settings.JURISDICTION)
    plan = Plan.objects.filter(jurisdiction=city, code=plan_code).select_related("committee").first()
    if plan is None:
        raise click.ClickException(f"There is no plan {plan_code}.")
    posts = organisation.rulebook(city).posts.values()
    wanted = [post for post in posts if post.code == by] if by else [
        post for post in posts if post.unit_id == plan.committee_id and "coordinator" in post.roles
    ]  # fmt: skip
    held = organisation.holders([post.pk for post in wanted], now)
    post = next((post for post in sorted(wanted, key=lambda p: p.code) if post.pk in held), None)
    if post is None:
        raise click.ClickException("Nobody holds such a post now. Name one with --by.")
    return organisation.actor_for(held[post.pk], now=now, post_code=post.code)


def _show(report: Report) -> None:
    lines = list(report)
    for line in lines[:SHOWN_LINES]:
        click.echo(f"  {line.field or '·'}  {sentence(line)}")
    if len(lines) > SHOWN_LINES:
        click.echo(f"  … and {len(lines) - SHOWN_LINES} more")
