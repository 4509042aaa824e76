"""`answerable import plan FILE` and `answerable import figures FILE`: every row accounted for, every gap shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from answerable.ops.importing.plan_files import FORMATS, read_plans
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.organisation.sentences import sentence
from answerable.plans.actions.plans import create_plan
from answerable.plans.actions.storing import store, store_observations
from answerable.plans.actions.storing_report import StoreReport
from answerable.plans.exchange import waiting_times
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.report import Report
from answerable.plans.models import Plan
from answerable.plans.queries.gaps import gaps_of
from answerable.plans.sentences.plans import GAPS
from answerable.rules.access import Actor
from answerable.rules.problems import Refused

SHOWN_LINES = 40
HISTORY = "Figures of a published plan count from the day they became known; else from today. No freeze may change."
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="plan")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else told from the file itself.")
@click.option("--set", "set_code", help="Which plan of a list of several.")
@click.option("--plan-code", help="Code under which it is kept; else its own.")
@click.option("--starts", type=_DAY, help="First day, where the file gives none.")
@click.option("--ends", type=_DAY, help="Last day, where the file gives none.")
@click.option("--committee", help="Unit whose reviews change its targets; else the pack's committee.")
@click.option("--decision", help="Organ, date and document behind the targets; else the name of the file.")
@click.option("--simulated", is_flag=True, help="Its observations are invented, and every page will say so.")
@click.option("--history", is_flag=True, help=HISTORY)
@click.option("--by", default="", help="Post that brings it in; else a coordinator of the committee, or administrator.")
@click.option("--dry-run", is_flag=True, help="Read, check and report everything; store nothing.")
@click.option("--all-lines", is_flag=True, help=f"Print every line of the report, not the first {SHOWN_LINES}.")
def plan(
    file: Path, form: str | None, set_code: str | None, plan_code: str | None, starts: datetime | None,
    ends: datetime | None, committee: str | None, decision: str | None, simulated: bool, history: bool, by: str,
    dry_run: bool, all_lines: bool,
) -> None:  # fmt: skip
    """Bring in a plan: JSON, XLSX, CSV (a folder of files), StratML, or a list of indicators.

    Safe to run again: what is there already is not added twice. What the file leaves open is listed as gaps.
    """
    now, city = timezone.now(), _city()
    with translation.override("en"):
        try:
            document, report = _one(file, form, set_code)
            document = _dated(document, plan_code, starts, ends)
            with transaction.atomic():
                stored = _store(document, city, now, committee, decision or file.name, by, simulated, history)
                kept = Plan.objects.select_related("jurisdiction", "committee").get(
                    jurisdiction=city, code=document.code
                )
                _show(kept, report, stored, now, None if all_lines else SHOWN_LINES)
                transaction.set_rollback(dry_run)
        except Refused as refused:
            raise click.ClickException("\n".join(sentence(problem) for problem in refused.problems)) from None
    if dry_run:
        click.echo("Nothing was stored: this was a trial.")


@click.command(name="figures")
@click.argument("plan_code", metavar="PLAN")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", "pairs", multiple=True, required=True, metavar="COLUMN=CODE",
              help="Column of the file and the indicator it belongs to; may be given several times.")  # fmt: skip
@click.option("--history", is_flag=True, help=HISTORY)
@click.option("--by", default="", help="Post that brings them in.")
def figures(plan_code: str, file: Path, pairs: tuple[str, ...], history: bool, by: str) -> None:
    """Bring quarterly waiting times (CSV of Hong Kong's public housing) into indicators of a plan."""
    now, city = timezone.now(), _city()
    with translation.override("en"):
        kept = Plan.objects.filter(jurisdiction=city, code=plan_code).select_related("committee").first()
        if kept is None:
            raise click.ClickException(f"There is no plan {plan_code}.")
        try:
            found, report = waiting_times.read(file.read_bytes(), kept.year_starts_in)
            series = {code: found[column] for column, _, code in (pair.partition("=") for pair in pairs)}
            stored = store_observations(
                actor=actor_of(city, kept.committee, by, now), now=now, plan_code=plan_code, series=series,
                source=file.name, history=history,
            )  # fmt: skip
        except KeyError as unknown:
            columns = ", ".join(waiting_times.SERIES)
            raise click.ClickException(f"There is no column {unknown}; there are {columns}.") from None
        except Refused as refused:
            raise click.ClickException("\n".join(sentence(problem) for problem in refused.problems)) from None
        _lines(report, SHOWN_LINES)
        _lines(stored, SHOWN_LINES)
        click.echo(counts_line(stored))


def _city() -> Jurisdiction:
    city = Jurisdiction.objects.filter(code=settings.JURISDICTION).first()
    if city is None:
        raise click.ClickException(f"Load the pack first: answerable pack load {settings.JURISDICTION}")
    return city


def _one(file: Path, form: str | None, set_code: str | None) -> tuple[PlanDocument, Report]:
    documents, report = read_plans(file, form)
    wanted = [document for document in documents if set_code in (None, document.code)]
    if len(wanted) != 1:
        known = ", ".join(document.code for document in documents)
        raise click.ClickException(f"The file holds these plans; name one with --set: {known}")
    codes = {row.code for row in wanted[0].indicators}
    if len(documents) > 1:
        others = {row.code for document in documents for row in document.indicators} - codes
        report = Report([line for line in report if line.field.partition(" ")[0] not in others])
    return wanted[0], report


def _dated(
    document: PlanDocument, code: str | None, starts: datetime | None, ends: datetime | None
) -> PlanDocument:  # fmt: skip
    starts_on: date | None = starts.date() if starts else document.starts_on
    ends_on: date | None = ends.date() if ends else document.ends_on
    if starts_on is None or ends_on is None:
        raise click.ClickException("The file does not say from when to when the plan runs; give --starts and --ends.")
    return replace(document, code=code or document.code, starts_on=starts_on, ends_on=ends_on)


def _store(
    document: PlanDocument, city: Jurisdiction, now: datetime, committee: str | None, decision: str, by: str,
    simulated: bool, history: bool,
) -> StoreReport:  # fmt: skip
    unit = committee_of(city, committee)
    actor = actor_of(city, unit, by, now)
    if not Plan.objects.filter(jurisdiction=city, code=document.code).exists():
        create_plan(
            actor=actor, now=now, code=document.code, names=document.name, description=document.description,
            starts_on=document.starts_on, ends_on=document.ends_on, year_starts_in=document.year_starts_in,
            committee=unit.code, simulated=simulated, source=document.source or decision,
        )  # fmt: skip
    return store(
        actor=actor, now=now, plan_code=document.code, document=document, decision=decision, simulated=simulated,
        history=history,
    )  # fmt: skip


def committee_of(city: Jurisdiction, code: str | None) -> Unit:
    """The unit named, else the only committee with a coordinator, else the coordinating unit of the pack."""
    book = organisation.rulebook(city)
    if code is not None:
        unit = book.unit(code)
        if unit is None:
            raise click.ClickException(f"There is no unit {code}.")
        return unit
    seated = {post.unit.code for post in book.posts.values() if "coordinator" in post.roles}
    committees = [unit for unit in book.units.values() if unit.kind == "committee" and unit.code in seated]
    return committees[0] if len(committees) == 1 else book.coordinator_unit


def actor_of(city: Jurisdiction, committee: Unit, by: str, now: datetime) -> Actor:
    """Whoever holds the post `by`, or the first held post of a coordinator of the committee, or an administrator's."""
    posts = sorted(organisation.rulebook(city).posts.values(), key=lambda post: post.code)
    if by:
        wanted = [post for post in posts if post.code == by]
    else:
        wanted = [post for post in posts if post.unit_id == committee.pk and "coordinator" in post.roles]
        wanted += [post for post in posts if "administrator" in post.roles]
    held = organisation.holders([post.pk for post in wanted], now)
    post = next((post for post in wanted if post.pk in held), None)
    if post is None:
        raise click.ClickException("Nobody holds such a post now. Name one with --by.")
    return organisation.actor_for(held[post.pk], now=now, post_code=post.code)


def _show(kept: Plan, report: Report, stored: StoreReport, now: datetime, limit: int | None) -> None:
    click.echo(f"{kept.code}: {kept.name} ({kept.starts_on} to {kept.ends_on}), {kept.state}")
    _lines(report, limit)
    _lines(stored, limit)
    for code, count in Counter(line.gap.code for line in gaps_of(kept, now=now).lines).most_common():
        click.echo(f"  gap {count:>5}  {GAPS.get(code, code)}")
    click.echo(counts_line(stored))


def _lines(report: Report, limit: int | None) -> None:
    lines = list(report)
    for line in lines[:limit]:
        click.echo(f"  {line.field or '·'}  {sentence(line)}")
    if limit is not None and len(lines) > limit:
        click.echo(f"  … and {len(lines) - limit} more; --all-lines prints them")
        for code, count in sorted(Counter(line.code for line in lines).items()):
            click.echo(f"    {count:>5}  {code}")


def counts_line(stored: StoreReport) -> str:
    """What was added, changed and there already, by table."""
    if stored.no_change:
        return "no change"
    parts = [("added", stored.added), ("changed", stored.changed), ("there already", stored.same)]
    told = [f"{name}: " + ", ".join(f"{count} {noun}" for noun, count in sorted(counts.items()))
            for name, counts in parts if counts]  # fmt: skip
    return "; ".join(told)
