"""Plans through REST v1: indicators of any day, series, targets and tasks; drafts only for those who answer in them."""

from __future__ import annotations

from tests.plans.conftest import draft, plan

from .test_rest import call  # noqa: F401

__all__ = ["draft", "plan"]

PLAN = "plans/HARBOUR-5"


def test_plans_are_listed_and_a_draft_only_for_those_in_it(call, plan, draft):  # noqa: F811
    assert {row["code"] for row in call("GET", "plans", "works-head")} == {"HARBOUR-5", "HARBOUR-DRAFT"}
    assert [row["code"] for row in call("GET", "plans", "hotline-call-taker")] == ["HARBOUR-5"]
    call("GET", "plans/HARBOUR-DRAFT", "hotline-call-taker", status=404)
    call("GET", PLAN, None, status=401)


def test_indicators_as_known_on_a_day(call, plan):  # noqa: F811
    found = {row["code"]: row for row in call("GET", f"{PLAN}/indicators?as_of=2026-06-15")}
    assert (found["H-02"]["value"], found["H-02"]["target"]["value"], len(found)) == ("5.9", "4.5", 6)
    before = {row["code"]: row for row in call("GET", f"{PLAN}/indicators?as_of=2026-03-01")}
    assert before["H-02"]["value"] is None


def test_indicators_are_narrowed_by_light_and_unit_and_paged(call, plan):  # noqa: F811
    day = "as_of=2026-06-15"
    assert {r["code"] for r in call("GET", f"{PLAN}/indicators?{day}&unit=works")} == {"H-01", "H-02"}
    assert [r["code"] for r in call("GET", f"{PLAN}/indicators?{day}&light=slipping&limit=1")] == ["H-01"]
    assert [r["code"] for r in call("GET", f"{PLAN}/indicators?{day}&offset=5")] == ["H-06"]


def test_one_indicator_has_its_series_and_targets(call, plan):  # noqa: F811
    found = call("GET", f"{PLAN}/indicators/H-01?as_of=2026-06-15")
    (point,) = [p for p in found["series"] if p["value"] is not None]
    assert (point["period"], point["value"], point["total"], point["planned"]) == ("2026-Q1", "180", "180", "200")
    assert [t["value"] for t in found["targets"]] == ["5000"]
    call("GET", f"{PLAN}/indicators/H-99", status=404)


def test_tasks_say_how_they_stand(call, plan):  # noqa: F811
    found = {row["code"]: row for row in call("GET", f"{PLAN}/tasks")}
    assert (found["M-01"]["parent"], found["M-01"]["kind"], found["M-01"]["acceptor"]) == (
        "T-01", "milestone", "planning-reviewer",
    )  # fmt: skip
    assert found["T-01"]["mark"] == "late"
    assert found["T-01"]["answers"]["post"]["code"] == "works-head"


def test_a_day_that_has_not_been_and_an_unknown_wish_are_refused(call, plan):  # noqa: F811
    (problem,) = call("GET", f"{PLAN}/indicators?as_of=2099-01-01", status=422)["problems"]
    assert (problem["code"], problem["field"]) == ("no_such_day", "as_of")
    assert "no day that has been" in problem["sentence"]
    call("GET", f"{PLAN}/indicators?as_of=someday", status=422)
    call("GET", f"{PLAN}/indicators?light=red", status=422)
