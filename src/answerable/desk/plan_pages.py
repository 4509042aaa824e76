"""What the pages of a plan show beside their forms: charts, tables, sheets to fill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from answerable.desk import roles
from answerable.desk.plan_acts import Stand, any_open
from answerable.desk.plan_forms_figures import open_notice
from answerable.desk.plan_source import SOURCE_FORMS
from answerable.plans import charts
from answerable.plans.exchange import observations_sheet
from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.picture import drawing
from answerable.plans.queries.figures import figures
from answerable.plans.queries.mine import letter_names
from answerable.plans.queries.periods_due import periods_due
from answerable.plans.sentences.meanings import said_line
from answerable.rules.problems import NotFound, Problem

MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


def more(stand: Stand) -> dict[str, Any]:
    """What a page needs beside its stand and its forms."""
    way = _MORE.get((stand.noun, type(stand.row).__name__))
    found = {"may_blow": bool(stand.actor.roles & set(roles.UNIT))}
    return found | (way(stand) if way is not None else {})


def _indicator(stand: Stand) -> dict[str, Any]:
    series = stand.page.series
    return {
        "figure": series.figure,
        "chart": charts.svg(drawing(series)),
        "rows": [point for point in reversed(series.points) if point.value is not None or point.state],
        "notice": open_notice(series.figure),
        "explained": series.figure.status,
        "relations": list(stand.row.relations.filter(removed_at=None).select_related("other").order_by("other__code")),
        "related": list(
            stand.row.related.filter(removed_at=None).select_related("indicator").order_by("indicator__code")
        ),
        "may_pin": any_open(stand, SOURCE_FORMS),
    }


def _letter(stand: Stand) -> dict[str, Any]:
    name = letter_names([stand.row])[stand.row.pk]
    return {"letter": stand.row, "held": stand.row.accountability, "about": name, "root": stand.page}


def _batch(stand: Stand) -> dict[str, Any]:
    preview = stand.page.preview
    return {"counts": {kind: len(preview.of(kind)) for kind in ("new", "changed", "same")}}


def _change(stand: Stand) -> dict[str, Any]:
    change, old = stand.row, stand.page.old
    found = figures(stand.plan, as_of=stand.now, codes=[change.indicator.code]) if change.indicator else {}
    return {
        "figure": found.get(change.indicator_id),
        "old_path": {point.period: point.value for point in old.points.all()} if old is not None else {},
        "meaning": [said_line(line.column, line.was, line.now) for line in stand.page.meaning],
        "papers": list(change.papers.all()),
    }


_MORE: dict[tuple[str, str], Callable[[Stand], dict[str, Any]]] = {
    ("indicator", "Indicator"): _indicator,
    ("plan", "Letter"): _letter,
    ("indicator", "Batch"): _batch,
    ("change", "ChangeRequest"): _change,
}


def sheet_of(stand: Stand, form: str, language: str) -> tuple[bytes, str]:
    """The sheet for a steward, as XLSX or CSV, with a row for each period that is due and has no figure."""
    if form not in MEDIA:
        raise NotFound(Problem("no_such_file"))
    figure = stand.page.series.figure
    seen = {point.period for point in stand.page.series.points if point.state}
    due = periods_due(stand.plan, figure.meaning, stand.today) if figure.meaning is not None else ()
    rows = [ObservationDocument(period.code) for period in due if period not in seen]
    if form == "csv":
        return observations_sheet.template_csv(rows), MEDIA[form]
    return observations_sheet.template(rows, language), MEDIA[form]
