"""Which format a file of a plan is in, and what stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from answerable.plans.exchange import indicator_list, plan_json, spreadsheet, stratml
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.report import Report
from answerable.rules.problems import Problem, Refused

FORMATS = ("json", "list", "xlsx", "csv", "stratml")
Found = tuple[tuple[PlanDocument, ...], Report]


def read_plans(file: Path, form: str | None = None) -> Found:
    """Every plan in a file (or a folder of CSV files). Raises Refused for a format nobody knows, and as readers do."""
    form = form or form_of(file)
    if form == "csv":
        folder = sorted(file.glob("*.csv")) if file.is_dir() else [file]
        document, report = spreadsheet.read_csv({one.name: one.read_bytes() for one in folder})
        return (document,), report
    if form == "list":
        return indicator_list.read(file.read_bytes())
    readers: dict[str, Callable[[bytes], tuple[PlanDocument, Report]]] = {
        "json": plan_json.read, "xlsx": spreadsheet.read, "stratml": stratml.read,
    }  # fmt: skip
    if form not in readers:
        raise Refused(Problem("plan_format_unknown", "file", {"name": file.name}))
    document, report = readers[form](file.read_bytes())
    return (document,), report


def form_of(file: Path) -> str:
    """A folder or a name tells it; JSON is a plan of ours or a list of indicators."""
    if file.is_dir():
        return "csv"
    known = {".xlsx": "xlsx", ".csv": "csv", ".xml": "stratml", ".stratml": "stratml"}
    suffix = file.suffix.lower()
    if suffix != ".json":
        return known.get(suffix, "")
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return "json"
    return "list" if isinstance(found, dict) and "indicators" in found else "json"
