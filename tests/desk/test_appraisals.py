"""Appraisals at the desk: opened, reported on, moderated, put, replied to, issued, appealed and decided."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from answerable.performance import actions
from answerable.performance.models import Appraisal
from tests.plans.conftest import plan

__all__ = ["plan"]

OPENED = datetime(2027, 2, 10, 9, tzinfo=UTC)
REPORT = {"attainment": "380 flats were completed.", "unmet": "The rest slipped.", "measures": "Two crews more."}


@pytest.fixture(autouse=True)
def february(monkeypatch):
    """The year 2026 is over: screens read the clock of Django, which is set forward."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: OPENED)


@pytest.fixture
def rows(plan, actor):
    """The appraisals of 2026 by post."""
    made = actions.open_year(
        actor=actor("planning-secretary", OPENED), now=OPENED, plan_code=plan.code, year_code="2026"
    )  # fmt: skip
    return {row.post.code: row for row in made}


@pytest.fixture
def works(rows):
    return rows["works-head"]


def page(client, row, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/desk/appraisals/{row.pk}{query}")
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def sent(client, row, verb: str, status: int = 302, **inputs) -> str:
    row.refresh_from_db()
    answer = client.post(f"/desk/appraisals/{row.pk}/{verb}", {"version": row.version} | inputs)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_the_secretary_opens_a_year_and_a_year_that_runs_is_refused(sign_in, plan):
    client = sign_in("planning-secretary")
    refused = client.post("/desk/appraisals/new", {"plan_code": plan.code, "year_code": "2099"})
    assert refused.status_code == 422
    assert "is no year of this plan" in refused.content.decode()
    opened = client.post("/desk/appraisals/new", {"plan_code": plan.code, "year_code": "2026"})
    assert opened["Location"] == "/desk/appraisals?year=2026"
    assert Appraisal.objects.filter(year="2026").count() == 3
    assert "Works Department" in client.get(opened["Location"]).content.decode()


def test_a_scorecard_is_read_as_counts_and_the_one_number_only_on_demand(sign_in, works):
    client = sign_in("works-head")
    text = page(client, works)
    assert "Flats completed" in text
    assert "binding: missed" in text
    assert "No appraisal of the last three years is final yet." in text
    assert "It is information to whoever appraises" in client.get("/desk/appraisals").content.decode()
    assert "One number:" not in text
    assert "One number:" in page(client, works, "?number=1")


def test_another_head_reads_nothing_of_it(sign_in, works):
    page(sign_in("cleansing-head"), works, status=404)
    assert str(works.pk) not in sign_in("cleansing-head").get("/desk/appraisals").content.decode()
    assert sign_in("works-handler").get("/desk/appraisals").status_code == 403


def test_the_head_reports_and_says_what_was_not_met(sign_in, works):
    client = sign_in("works-head")
    assert "Your year 2026 waits for your own report." in client.get("/desk/").content.decode()
    text = sent(client, works, "report", 422, attainment="380 flats.", measures="Two crews more.")
    assert "380 flats." in text
    assert "Nothing was changed yet" in text
    sent(client, works, "report", **REPORT)
    assert "The rest slipped." in page(client, works)


def test_a_draft_is_not_put_while_the_head_may_still_report(sign_in, works):
    text = sent(sign_in("planning-secretary"), works, "put", 422)
    assert "The head has time for the report until" in text
    works.refresh_from_db()
    assert works.state == "open"


def test_a_line_is_judged_otherwise_with_the_reason_and_the_computed_one_stays(sign_in, works):
    client = sign_in("planning-reviewer")
    text = page(client, works, "?act=moderate&code=H-01")
    assert '<option value="H-01" selected>' in text
    refused = sent(client, works, "moderate", 422, code="H-01", judgement="excused")
    assert 'id="moderate_words_error"' in refused
    sent(client, works, "moderate", code="H-01", judgement="excused", words="A storm stopped all sites.")
    text = page(client, works)
    assert "computed: missed" in text
    assert "A storm stopped all sites." in text


def test_two_at_once_are_told_and_nothing_is_lost(sign_in, works):
    text = sent(sign_in("planning-reviewer"), works, "moderate", 409, version=77, code="H-01", judgement="met",
                words="A storm.")  # fmt: skip
    assert "Somebody acted before you" in text
    assert "A storm." in text


def test_the_whole_way_to_a_decided_appeal(sign_in, works):
    sent(sign_in("works-head"), works, "report", **REPORT)
    sent(sign_in("planning-secretary"), works, "put")
    sent(sign_in("works-head"), works, "reply", words="The twenty are let by now.")
    sent(sign_in("planning-secretary"), works, "issue", conclusion="One binding target was missed.")
    text = page(sign_in("works-head"), works)
    assert "One binding target was missed." in text
    assert "Appeal against it" in text
    sent(sign_in("works-head"), works, "appeal", words="The storm was not counted.")
    judge = {"upheld": "yes", "words": "The storm counts.", "code_1": "H-01"}
    refused = sent(sign_in("planning-reviewer"), works, "decide", 422, **judge)
    assert "The storm counts." in refused
    assert 'id="decide_judgement_1_error"' in refused
    sent(sign_in("planning-reviewer"), works, "decide", **judge, judgement_1="excused", why_1="A storm.")
    works.refresh_from_db()
    assert (works.state, works.upheld) == ("final", True)
    text = page(sign_in("works-head"), works)
    assert "The appeal was upheld" in text
    assert "Nobody has to act any more" in text
    assert "2026: 0 missed" in text, "what was excused is not missed"
    assert "Among their like: departments" in sign_in("planning-chair").get("/desk/appraisals").content.decode()


def test_who_issued_it_is_not_offered_the_decision(sign_in, works):
    sent(sign_in("works-head"), works, "report", **REPORT)
    sent(sign_in("planning-chair"), works, "put")
    sent(sign_in("works-head"), works, "reply", words="So it was.")
    sent(sign_in("planning-chair"), works, "issue", conclusion="One binding target was missed.")
    sent(sign_in("works-head"), works, "appeal", words="The storm was not counted.")
    assert "Decide the appeal" not in page(sign_in("planning-chair"), works)
    assert "Decide the appeal" in page(sign_in("planning-reviewer"), works)
    text = sent(sign_in("planning-chair"), works, "decide", 422, upheld="no", words="It stands.")
    assert "is not an act of your post on this appraisal" in text
