"""The plan of an invented city, followed for more than a year: everything through the actions that an office uses.

Figures are invented and marked as such, except those the pack gives with the address of their source.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from answerable.ops.simulation import planning_figures, planning_office, planning_work
from answerable.ops.simulation.planning_stage import CHAIR, OFFICE, REVIEWER, Stage
from answerable.ops.simulation.town import Town
from answerable.performance.actions import appraising
from answerable.performance.actions.commenting import comment, link_category
from answerable.performance.actions.opening import open_year
from answerable.plans.actions.plans import create_plan
from answerable.plans.actions.publishing import publish_plan
from answerable.plans.actions.storing import store
from answerable.rules.plan_periods import Span, containing

APPRAISED = ("hb-head", "devb-head", "itib-head")
COMMENTED = ("waiting", "charging", "answered")
RELATED = (("blackspots", "clean.hygiene"), ("light-housing", "housing"))


def follow(town: Town, folder: Path, *, until: datetime, seed: int) -> str:
    """Bring the plan in, publish it, and live with it until the end; returns its code, empty without a committee."""
    stage = Stage.read(town, folder, until=until, seed=seed)
    if not stage.able(CHAIR, OFFICE, REVIEWER):
        return ""
    _begin(stage)
    planning_work.letters(stage)
    planning_figures.record(stage)
    planning_work.work(stage)
    planning_figures.compute_figures(stage)
    _appraise(stage)
    planning_office.lower(stage)
    planning_office.define(stage)
    planning_office.judge(stage)
    planning_office.notice(stage)
    planning_office.evaluate(stage)
    planning_office.quarter(stage)
    planning_office.joint(stage)
    _read(stage)
    return stage.code


def _begin(stage: Stage) -> None:
    """Drawn up, brought in and published; figures follow as they become known."""
    said = replace(
        stage.document, indicators=tuple(replace(row, observations=()) for row in stage.document.indicators)
    )  # fmt: skip
    office, committee = stage.by(OFFICE), stage.by(OFFICE).unit
    now = stage.at(460)
    create_plan(
        actor=office, now=now, code=said.code, names=said.name, description=said.description,
        starts_on=said.starts_on, ends_on=said.ends_on, year_starts_in=said.year_starts_in, committee=committee or "",
        source=said.source,
    )  # fmt: skip
    store(actor=office, now=now, plan_code=said.code, document=said, decision=said.source or said.code)
    publish_plan(
        actor=stage.by(CHAIR), now=stage.at(459.5), code=said.code, decision=stage.say("document", number=1)
    )  # fmt: skip


def _appraise(stage: Stage) -> None:
    """The last year that is long over: one head appeals, one has a draft to reply to, one has still to report."""
    year = containing(stage.day(stage.at(80)), Span.YEAR, stage.document.year_starts_in).following(-1)
    opened = stage.on(year.last_day + timedelta(days=30))
    heads = [code for code in APPRAISED if stage.able(code)]
    rows = open_year(actor=stage.by(OFFICE), now=opened, plan_code=stage.code, year_code=year.code, posts=heads)
    for place, row in enumerate(sorted(rows, key=lambda one: heads.index(one.post.code))[:2]):
        appraising.report(
            actor=stage.by(row.post.code), now=opened + timedelta(days=10), key=row.pk,
            attainment=stage.text("attainment", place), measures=stage.text("measure", place), unmet=stage.say("unmet"),
        )  # fmt: skip
        appraising.put(actor=stage.by(OFFICE), now=opened + timedelta(days=16), key=row.pk)
        if place == 0:
            _appeal(stage, row.post.code, row.pk, opened + timedelta(days=20))


def _appeal(stage: Stage, head: str, key: UUID, now: datetime) -> None:
    """Reply, conclusion, appeal, and a decision by another post than concluded."""
    days = [now + timedelta(days=step) for step in (0, 3, 8, 14)]
    appraising.reply(actor=stage.by(head), now=days[0], key=key, words=stage.say("reply"))
    appraising.issue(actor=stage.by(OFFICE), now=days[1], key=key, conclusion=stage.say("conclusion"))
    appraising.appeal(actor=stage.by(head), now=days[2], key=key, words=stage.say("appeal"))
    appraising.decide(
        actor=stage.by(CHAIR), now=days[3], key=key, upheld=False, words=stage.say("appeal_decided")
    )  # fmt: skip


def _read(stage: Stage) -> None:
    """Citizens comment on figures, which become cases; complaints of a category stand beside a figure."""
    known = set(stage.plan.indicators.values_list("code", flat=True))
    for code, category in RELATED:
        if code in known and category in stage.town.book.categories:
            link_category(
                actor=stage.by(OFFICE), now=stage.at(90), plan_code=stage.code, code=code, category_code=category
            )  # fmt: skip
    for place, code in enumerate(COMMENTED):
        if code in known:
            comment(
                actor=stage.town.citizen(), now=stage.at(4 - place), plan_code=stage.code, code=code,
                words=stage.text("comment", place), language=stage.speaks.language,
            )  # fmt: skip
