"""The plan workbench: what is expected of a post, letters, tasks handed in and sent back, hand-offs and figures."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from answerable.plans.actions import handoffs
from answerable.plans.exchange.observations_sheet import template
from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.models import Batch, Feed, HandOff, Letter, Observation, Task
from answerable.plans.queries.letters import letters_waiting

from ..plans.conftest import make_plan

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
HOME = "/desk/plans/HARBOUR-5"


@pytest.fixture
def plan(harbour):
    return make_plan("HARBOUR-5", published=True)


@pytest.fixture
def paper():
    return lambda: SimpleUploadedFile("site.png", PNG, "image/png")


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_head_reads_first_what_is_expected_and_by_when(plan, sign_in):
    page = text(sign_in("works-head").get("/desk/plan"))
    assert "Accept or object to 6 letters of responsibility" in page
    assert "Flats completed" in page
    assert "Waiting time for a flat" in page
    assert "Prepare the site at the old mill" in page
    assert page.index('id="expected"') < page.index('id="figures"')


def test_the_front_page_of_the_desk_leads_there(plan, sign_in):
    page = text(sign_in("works-head").get("/desk/"))
    assert "The plan expects" in page
    assert 'href="/desk/plan"' in page


def test_a_draft_expects_nothing_but_is_named(harbour, sign_in):
    make_plan("HARBOUR-DRAFT", published=False)
    page = text(sign_in("works-handler").get("/desk/plan"))
    assert "You are named in a draft" in page
    assert "Record the figure" not in page


def test_a_post_without_a_part_in_a_plan_is_told_so(plan, sign_in):
    assert "Nothing of a plan is yours" in text(sign_in("auditor").get("/desk/plan"))


def test_a_head_accepts_a_letter_and_it_no_longer_waits(plan, sign_in, officer, at):
    client = sign_in("works-head")
    letter = letters_waiting(officer("works-head"), now=at)[0]
    page = client.get(f"/desk/plans/letters/{letter.pk}")
    version = re.search(r'name="version" value="(\d+)"', text(page))[1]
    done = client.post(f"/desk/plans/letters/{letter.pk}/accept_letter", {"version": version}, follow=True)
    assert "accept this letter" not in text(done)
    assert "Accepted" in text(done)
    assert Letter.objects.get(pk=letter.pk).accepted_by.username == "works-head"


def test_a_letter_is_nobody_elses_to_accept(plan, sign_in, officer, at):
    letter = letters_waiting(officer("works-head"), now=at)[0]
    answer = sign_in("cleansing-head").post(f"/desk/plans/letters/{letter.pk}/accept_letter", {"version": "1"})
    assert answer.status_code in (409, 422)
    assert Letter.objects.get(pk=letter.pk).accepted_at is None


def test_a_milestone_is_handed_in_sent_back_handed_in_again_and_accepted(plan, sign_in, paper):
    where = f"{HOME}/tasks/M-01"

    def version():
        return Task.objects.get(code="M-01").version

    head = sign_in("works-head")
    empty = head.post(f"{where}/submit", {"version": version(), "words": "Handed over in writing."})
    assert empty.status_code == 422
    assert "Handed over in writing." in text(empty)
    assert "Please add at least one paper that shows what was done" in text(empty)
    head.post(f"{where}/submit", {"version": version(), "words": "Handed over.", "uploads": paper()})
    assert Task.objects.get(code="M-01").state == "submitted"
    acceptor = sign_in("planning-reviewer")
    assert "Accept it or send it back" in text(acceptor.get("/desk/plan"))
    acceptor.post(f"{where}/return_task", {"version": version(), "words": "The signature of the owner lacks."})
    head = sign_in("works-head")
    assert "The signature of the owner lacks." in text(head.get(where))
    head.post(f"{where}/submit", {"version": version(), "words": "Signed.", "uploads": paper()})
    sign_in("planning-reviewer").post(f"{where}/accept_task", {"version": version(), "words": ""})
    assert Task.objects.get(code="M-01").state == "accepted"


def test_who_acts_on_an_older_version_is_told_and_loses_nothing(plan, sign_in, paper):
    client = sign_in("works-head")
    late = client.post(f"{HOME}/tasks/T-02/submit", {"version": "999", "words": "All done.", "uploads": paper()})
    assert late.status_code == 409
    assert "Somebody acted before you" in text(late)
    assert "All done." in text(late)


def test_a_paper_is_read_by_whoever_may_see_the_plan(plan, sign_in, paper):
    head = sign_in("works-head")
    head.post(f"{HOME}/tasks/M-01/submit", {"version": "1", "words": "Handed over.", "uploads": paper()})
    link = re.search(r"/desk/plans/papers/[0-9a-f-]+", text(head.get(f"{HOME}/tasks/M-01")))[0]
    assert b"".join(sign_in("planning-reviewer").get(link)) == PNG


def test_a_hand_off_is_asked_promised_given_and_accepted(plan, sign_in):
    asked = {"what": "Map of the pipes", "giver": "transport-head"}
    sign_in("works-head").post(f"{HOME}/tasks/T-02/ask_handoff", asked)
    row = HandOff.objects.get()
    page, giver = f"/desk/plans/handoffs/{row.number}", sign_in("transport-head")
    assert "Promise a day for a hand-off" in text(giver.get("/desk/plan"))
    promised = timezone.localdate() + timedelta(days=20)
    giver.post(f"{page}/promise_handoff", {"version": row.version, "promised_on": promised.isoformat()})
    giver.post(f"{page}/give_handoff", {"version": row.version + 1})
    taker = sign_in("works-head")
    assert "Accept what was handed over" in text(taker.get("/desk/plan"))
    taker.post(f"{page}/accept_handoff", {"version": row.version + 2})
    row.refresh_from_db()
    assert row.accepted_at is not None
    assert row.baseline_on == promised


def test_a_late_hand_off_leads_to_the_form_of_a_whistle(plan, sign_in, actor):
    then = timezone.now() - timedelta(days=60)
    row = handoffs.ask_handoff(
        actor=actor("works-head", then), now=then, plan_code="HARBOUR-5", code="T-02", what="Map of the pipes",
        giver="transport-head",
    )  # fmt: skip
    handoffs.promise_handoff(
        actor=actor("transport-head", then), now=then, number=row.number, promised_on=(then + timedelta(9)).date()
    )  # fmt: skip
    page = text(sign_in("works-head").get(f"/desk/plans/handoffs/{row.number}"))
    assert f"/desk/whistles/new?noun=handoff&amp;key={row.number}" in page


def test_a_steward_records_a_figure_and_is_asked_about_what_is_wrong(plan, sign_in):
    client, where = sign_in("works-handler"), f"{HOME}/indicators/H-02"
    wrong = client.post(f"{where}/observe", {"version": "1", "period": "2026-05", "value": "abc", "state": "final"})
    assert wrong.status_code in (409, 422)
    version = re.search(r'name="version" value="(\d+)"', text(client.get(where)))[1]
    wrong = client.post(f"{where}/observe", {"version": version, "period": "2026-05", "value": "abc", "state": "final"})
    assert "is no number" in text(wrong)
    assert 'value="abc"' in text(wrong)
    client.post(f"{where}/observe", {"version": version, "period": "2026-Q2", "value": "5.8", "state": "final"})
    assert Observation.objects.filter(indicator__code="H-02", period="2026-Q2", value="5.8").exists()


def test_the_same_refusals_are_read_in_chinese(plan, sign_in):
    client = sign_in("works-handler")
    client.cookies["lang"] = "zh-hant"
    answer = client.get(f"{HOME}/indicators/H-02")
    assert answer.status_code == 200
    assert 'lang="zh-Hant' in answer.content.decode()


def sheet(period, value):
    """The steward's workbook with one row filled in."""
    return SimpleUploadedFile("figures.xlsx", template([ObservationDocument(period, value=value)], "en"))


def test_a_wrong_sheet_names_its_cells_and_the_corrected_one_is_taken_over(plan, sign_in):
    client, where = sign_in("works-handler"), f"{HOME}/indicators/H-02"
    assert client.get(f"{where}/sheet.xlsx").content.startswith(b"PK")
    wrong = client.post(f"{where}/upload", {"file": sheet("2026-13", Decimal("5.8"))}, follow=True)
    assert re.search(r"[A-Z]+\d+", text(wrong))
    assert "These cells are wrong" in text(wrong)
    assert "Take 1 figure over" not in text(wrong)
    right = client.post(f"{where}/upload", {"file": sheet("2026-Q2", Decimal("5.8"))}, follow=True)
    assert "1 new, 0 differ" in text(right)
    batch = Batch.objects.filter(way="upload").order_by("-came_at")[0]
    version = re.search(r'name="version" value="(\d+)"', text(right))[1]
    client.post(f"/desk/plans/batches/{batch.pk}/accept_batch", {"version": version})
    assert Observation.objects.filter(indicator__code="H-02", period="2026-Q2").count() == 1


def test_figures_are_checked_by_another_post_than_their_steward(plan, sign_in):
    where = f"{HOME}/indicators/H-02"
    keep = sign_in("works-handler")
    keep.post(f"{where}/observe", {"period": "2026-Q2", "value": "5.8", "state": "final"})
    seen = Observation.objects.get(indicator__code="H-02", period="2026-Q2")
    assert str(seen.pk) not in text(keep.get(where))
    check = sign_in("planning-reviewer")
    assert str(seen.pk) in text(check.get(where))
    check.post(f"{where}/approve_observation", {"keys": [str(seen.pk)]})
    seen.refresh_from_db()
    assert seen.approved_by.code == "planning-reviewer"


def test_an_address_is_set_to_be_pulled_from(plan, sign_in):
    client, where = sign_in("works-handler"), f"{HOME}/indicators/H-02"
    sent = {"address": "https://example.org/waiting.csv", "form": "csv", "period": "quarter", "value": "years"}
    bad = client.post(f"{where}/set_feed", {**sent, "address": "ftp://example.org", "every_hours": "24"})
    assert bad.status_code == 422
    assert "no address that figures can be pulled from" in text(bad)
    client.post(f"{where}/set_feed", {**sent, "every_hours": "24"})
    assert Feed.objects.get().mapping["value"] == "years"
