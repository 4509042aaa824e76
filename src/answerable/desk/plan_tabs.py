"""The tabs of a plan at the desk: what each shows, and which forms stand on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.desk.plan_acts import Forms, PlanForm, Stand
from answerable.desk.plan_files import FILE_FORMS, written
from answerable.desk.plan_forms_links import LINK_FORMS
from answerable.desk.plan_forms_office import OVERVIEW_FORMS
from answerable.desk.plan_forms_schedule import LETTERS_FORMS, SCHEDULE_FORMS
from answerable.plans.queries.access import PUBLIC
from answerable.plans.queries.budgets import budget
from answerable.plans.queries.changes import changes_of
from answerable.plans.queries.coverage import matrix
from answerable.plans.queries.figures import figures
from answerable.plans.queries.gaps import gaps_of
from answerable.plans.queries.items import links_of
from answerable.plans.queries.letters import draft_letters, letters_objected
from answerable.plans.queries.mine import letter_names
from answerable.plans.queries.plans import tree, versions_of
from answerable.plans.queries.schedule import chart, critical_path, newest_run, serial_to_parallel
from answerable.plans.queries.slips import delay_attribution, slips
from answerable.plans.queries.tasks import lines_of_year, task_lines
from answerable.plans.queries.years import year_lines
from answerable.rules.access import Actor
from answerable.rules.plan_acts import Around, may
from answerable.rules.problems import NotFound, Problem

Content = Callable[[Stand, Mapping[str, str]], dict[str, Any]]
NO_FORMS: Forms = {}


@dataclass(frozen=True)
class Tab:
    """`content` gives what the template of the tab shows."""

    label: str | Promise
    forms: Forms
    content: Content


def _overview(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    lines = task_lines(stand.plan, today=stand.today, now=stand.now)
    return {
        "nodes": tree(stand.plan),
        "figures": figures(stand.plan, as_of=stand.now),
        "lines": {line.task.pk: line for line in lines},
        "versions": versions_of(stand.plan),
        "due": lines_of_year(stand.plan, today=stand.today, now=stand.now),
        "year": year_lines(stand.plan, now=stand.now),
        "children": stand.plan.children.order_by("starts_on"),
    }


def _gaps(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    found = gaps_of(stand.plan, now=stand.now)
    mine = asked.get("mine") == "1"
    lines = found.for_post(stand.actor.post or "") if mine else found.lines
    return {"lines": lines, "barring": len(found.barring), "all": len(found.lines), "mine": mine}


def _coverage(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"matrix": matrix(stand.plan, now=stand.now)}


def _letters(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    objected = letters_objected(stand.plan)
    return {
        "drafts": draft_letters(stand.plan, now=stand.now, without=True),
        "objected": [(letter, name) for letter in objected for name in [letter_names(objected)[letter.pk]]],
    }


def _changes(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"changes": changes_of(stand.plan)}


def _schedule(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    plan, today, now = stand.plan, stand.today, stand.now
    drawn = chart(plan, today=today, now=now)
    if drawn is None:
        return {"chart": None}
    return {
        "chart": drawn,
        "path": critical_path(plan, status_on=today, now=now),
        "run": newest_run(plan, as_of=now),
        "both": serial_to_parallel(plan, status_on=today, now=now),
        "delays": delay_attribution(plan, status_on=today, now=now),
        "slips": slips(plan, status_on=today),
        "money": budget(plan, today=today, as_of=now),
    }


def _links(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"links": links_of(stand.plan, now=stand.now)}


def _files(stand: Stand, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"published": stand.plan.state in PUBLIC}


TABS: dict[str, Tab] = {
    "overview": Tab(_("The plan"), OVERVIEW_FORMS, _overview),
    "gaps": Tab(_("Gaps"), NO_FORMS, _gaps),
    "coverage": Tab(_("Coverage"), NO_FORMS, _coverage),
    "letters": Tab(_("Letters"), LETTERS_FORMS, _letters),
    "changes": Tab(_("Changes"), NO_FORMS, _changes),
    "schedule": Tab(_("Schedule"), SCHEDULE_FORMS, _schedule),
    "links": Tab(_("Policy Address and budget"), LINK_FORMS, _links),
    "files": Tab(_("Bring in, write out"), FILE_FORMS, _files),
}


def tab_of(name: str) -> Tab:
    if name not in TABS:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "page"}))
    return TABS[name]


def tab_with(verb: str) -> tuple[str, Forms]:
    """The tab on which a form stands."""
    for name, tab in TABS.items():
        if verb in tab.forms:
            return name, tab.forms
    raise NotFound(Problem("unknown_verb", "", {"verb": verb}))


def may_create(actor: Actor) -> bool:
    """Whether this reader could draw up a plan under the committee it belongs to."""
    return may("create_plan", actor, Around(committee=actor.unit or ""))


__all__ = ["TABS", "PlanForm", "may_create", "tab_of", "tab_with", "written"]
