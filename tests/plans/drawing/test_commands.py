"""`answerable import plan` and `answerable export plan`: what goes out in any format comes in again unchanged."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from answerable.ops.commands.export import plan as export_plan
from answerable.ops.importing.plans import figures as import_figures
from answerable.ops.importing.plans import plan as import_plan
from answerable.plans.models import Plan

LIST = {
    "meta": {},
    "indicators": [
        {"id": "B-1", "set": "HARBOUR-BOOK", "kind": "text_target", "group": "Housing", "name_zh": "建屋",
         "name_en": "Flats", "unit": "flats", "nature": "other", "target_type": "cumulative_count", "direction": "up",
         "baseline": {"year": None, "value": None, "text": None},
         "target": {"year": 2030, "value": 5000, "operator": ">=", "text": None},
         "actuals": [{"period": "2026", "value": 300, "note": None, "source_url": None}],
         "responsible": {"abbr": None, "zh": "工務署", "en": "Works Department", "source": "stated"}, "deadline": None,
         "status_reported": None, "source_urls": ["https://example.org/plan"], "note": None, "nature_source": None},
    ],
}  # fmt: skip
WAITING = """as_at,awt_general_years,awt_elderly_one_person_years,composite_waiting_time_years,source_url,note
2026-06-30,5.6,,,https://example.org/waiting,
2026-09-30,5.5,,,https://example.org/waiting,
"""


def run(command, *words):
    found = CliRunner().invoke(command, [str(word) for word in words], obj={})
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


@pytest.mark.parametrize(
    ("form", "name"), [("json", "plan.json"), ("xlsx", "plan.xlsx"), ("csv", "folder"), ("stratml", "plan.xml")]
)
def test_what_goes_out_comes_in_again_unchanged(plan, tmp_path, form, name):
    path = tmp_path / name
    assert run(export_plan, "HARBOUR-5", "--format", form, "--output", path).exit_code == 0
    days = ["--starts", "2026-01-01", "--ends", "2030-12-31", "--plan-code", "HARBOUR-5"] if form == "stratml" else []
    found = run(import_plan, path, *days)
    assert found.exit_code == 0, found.output
    assert not Plan.objects.exclude(code="HARBOUR-5").exists()
    if form != "stratml":  # StratML has no place for most of a description
        assert found.output.splitlines()[-1] == "no change"


@pytest.mark.parametrize(("form", "head"), [("mspdi", b"<?xml"), ("ics", b"BEGIN:VCALENDAR")])
def test_the_schedule_and_the_nodes_go_out(plan, tmp_path, form, head):
    path = tmp_path / "out"
    assert run(export_plan, "HARBOUR-5", "--format", form, "--output", path).exit_code == 0
    assert path.read_bytes().startswith(head)


def test_a_plan_that_is_not_there_is_not_written(harbour):
    found = run(export_plan, "NONE")
    assert (found.exit_code, found.output.strip()) == (1, "Error: There is no plan NONE in harbour.")


def test_a_list_of_indicators_becomes_a_draft_with_its_gaps_and_again_changes_nothing(harbour, tmp_path):
    path = tmp_path / "list.json"
    path.write_text(json.dumps(LIST))
    words = [path, "--starts", "2026-01-01", "--ends", "2030-12-31"]
    first = run(import_plan, *words)
    assert first.exit_code == 0, first.output
    assert "gap     1  nobody keeps its data" in first.output
    assert "1 accountability" in first.output.splitlines()[-1]
    row = Plan.objects.get(code="HARBOUR-BOOK").accountabilities.get()
    assert row.post.code == "works-head"
    assert run(import_plan, *words).output.splitlines()[-1] == "no change"


def test_a_trial_reports_and_stores_nothing(harbour, tmp_path):
    path = tmp_path / "list.json"
    path.write_text(json.dumps(LIST))
    found = run(import_plan, path, "--starts", "2026-01-01", "--ends", "2030-12-31", "--dry-run")
    assert "added:" in found.output
    assert not Plan.objects.exclude(code="HARBOUR-5").exists()


def test_a_file_without_days_asks_for_them(harbour, tmp_path):
    path = tmp_path / "list.json"
    path.write_text(json.dumps(LIST))
    found = run(import_plan, path)
    assert found.exit_code == 1
    assert "--starts" in found.output


def test_a_file_of_no_known_format_is_refused(harbour, tmp_path):
    path = tmp_path / "plan.doc"
    path.write_text("five years")
    found = run(import_plan, path)
    assert "We cannot tell the format of plan.doc" in found.output


def test_waiting_times_become_observations(plan, tmp_path):
    path = tmp_path / "waiting.csv"
    path.write_text(WAITING)
    found = run(import_figures, "HARBOUR-5", path, "--into", "awt_general_years=H-02")
    assert found.exit_code == 0, found.output
    rows = plan.indicators.get(code="H-02").observations.order_by("period")
    assert [(row.period, float(row.value)) for row in rows][-2:] == [("2026-Q2", 5.6), ("2026-Q3", 5.5)]
    assert run(import_figures, "HARBOUR-5", path, "--into", "awt_general_years=H-02").output.strip() == "no change"
    assert "There is no column" in run(import_figures, "HARBOUR-5", path, "--into", "months=H-02").output
