"""The committee's office at the desk: drawing up, gaps and what clears them, letters, publishing, files, schedule."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from answerable.organisation import queries as organisation
from answerable.organisation.models import Tenure
from answerable.plans.models import Accountability, Indicator, Letter, PathPoint, Plan, PlanVersion, ScheduleRun, Target

from ..plans.conftest import make_plan

TABS = ("gaps", "coverage", "letters", "changes", "schedule", "links", "files")


@pytest.fixture
def plan(harbour):
    return make_plan("HARBOUR-5", published=True)


@pytest.fixture
def draft(harbour):
    return make_plan("HARBOUR-DRAFT", published=False)


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_every_part_of_a_plan_opens_for_its_office_in_three_languages(plan, sign_in):
    client = sign_in("planning-secretary")
    for language in ("zh-hant", "en", "zh-hans"):
        client.cookies["lang"] = language
        for tab in ("", *(f"/{name}" for name in TABS)):
            assert client.get(f"/desk/plans/HARBOUR-5{tab}").status_code == 200, tab


def test_a_vacant_post_reads_vacant_and_not_nobody(plan, sign_in):
    Tenure.objects.filter(post__code="works-head", until=None).update(until=timezone.now())
    organisation.forget()
    client = sign_in("planning-secretary")
    client.cookies["lang"] = "en"
    page = text(client.get("/desk/plans/HARBOUR-5"))
    flats = page.partition("indicators/H-01")[2].partition("indicators/H-02")[0]
    assert "VACANT: " in flats
    assert "stands in" in flats
    assert "nobody answers" not in flats


def test_a_draft_is_no_page_for_whoever_has_no_part_in_it(draft, sign_in):
    assert sign_in("planning-secretary").get("/desk/plans/HARBOUR-DRAFT").status_code == 200
    assert sign_in("north-handler").get("/desk/plans/HARBOUR-DRAFT").status_code == 404


def test_a_plan_is_drawn_up_filled_and_published(harbour, sign_in):
    client = sign_in("planning-secretary")
    missing = client.post("/desk/plans", {"code": "SMALL", "name_en": "A small plan"})
    assert missing.status_code == 422
    assert 'value="A small plan"' in text(missing)
    client.post("/desk/plans", {
        "code": "SMALL", "name_en": "A small plan", "starts_on": "2026-01-01", "ends_on": "2030-12-31",
        "committee": "planning",
    })  # fmt: skip
    home = "/desk/plans/SMALL"
    client.post(f"{home}/acts/add_element", {"code": "A", "name_en": "Water"})
    client.post(f"{home}/acts/add_element", {"code": "A-1", "name_en": "Clean water", "parent_code": "A"})
    client.post(f"{home}/acts/add_indicator", {"element_code": "A-1", "code": "W-1", "name_en": "Clean beaches"})
    where = f"{home}/indicators/W-1"
    client.post(f"{where}/describe", {
        "name_en": "Clean beaches", "kind": "level", "direction": "up", "nature": "binding", "unit_en": "beaches",
        "period": "year", "data_source": "Weekly samples", "calculation": "Counted.", "definition": "As the law says.",
    })  # fmt: skip
    client.post(f"{where}/set_baseline", {"period": "2025", "value": "3"})
    client.post(f"{where}/set_target", {
        "value": "8", "due_on": "2030-12-31", "decision": "Committee, paper 2", "decided_on": "2026-01-20",
    })  # fmt: skip
    assert Target.objects.get().value == 8
    barred = client.post(f"{home}/acts/publish_plan", {"decision": "Committee, paper 3"})
    assert barred.status_code == 422
    assert "nobody answers for it" in text(barred)
    who = f"{home}/who/indicator/W-1"
    letter = {"duty": "Clean beaches.", "deadline": "2030-12-31", "standard": "Eight beaches."}
    client.post(f"{who}/appoint", {"post_code": "works-head", **letter})
    client.post(f"{who}/name", {"post_code": "works-handler", "kind": "steward"})
    years = {f"at_{2026 + n}": str(value) for n, value in enumerate((4, 5, 6, 7, 8))}
    client.post(f"{where}/break_down", {"parent": "SMALL", **years})
    assert PathPoint.objects.count() == 5
    done = client.post(f"{home}/acts/publish_plan", {"decision": "Committee, paper 3"}, follow=True)
    assert done.status_code == 200, text(done)
    assert PlanVersion.objects.get().decision == "Committee, paper 3"


def test_each_gap_names_the_act_that_clears_it_and_leads_to_its_form(plan, sign_in):
    page = text(sign_in("planning-secretary").get("/desk/plans/HARBOUR-5/gaps"))
    assert "break_down" in page or "link_item" in page
    for link in set(re.findall(r'href="(/desk/plans/HARBOUR-5[^"#]*)', page)):
        assert sign_in("planning-secretary").get(link.replace("&amp;", "&")).status_code == 200, link


def test_parts_that_do_not_make_the_whole_are_told_beside_the_numbers(plan, sign_in):
    client, where = sign_in("planning-secretary"), "/desk/plans/HARBOUR-5/indicators/H-01"
    parts = {f"at_2027-Q{n}": "100" for n in (1, 2, 3, 4)}
    wrong = client.post(f"{where}/break_down", {"parent": "2027", **parts})
    assert wrong.status_code == 422
    assert "400" in text(wrong)
    assert "900" in text(wrong)
    assert 'value="225"' in text(client.get(f"{where}?parts=2027"))  # it begins with what the path asks
    client.post(f"{where}/break_down", {"parent": "2027", **{name: "225" for name in parts}})
    assert PathPoint.objects.filter(target__indicator__code="H-01", period__startswith="2027-Q").count() == 4


def test_another_head_is_appointed_and_the_earlier_one_stays_in_the_history(plan, sign_in):
    client, who = sign_in("planning-secretary"), "/desk/plans/HARBOUR-5/who/indicator/H-01"
    letter = {"duty": "Flats.", "deadline": "2030-12-31", "standard": "5,000 flats."}
    again = client.post(f"{who}/appoint", {"post_code": "transport-head", **letter})
    assert again.status_code == 422  # it says why somebody else answers
    client.post(f"{who}/appoint", {"post_code": "transport-head", "words": "The department moved.", **letter})
    key = Indicator.objects.get(code="H-01").pk
    held = Accountability.objects.filter(subject=key, kind="accountable").order_by("since")
    assert [row.post.code for row in held] == ["works-head", "transport-head"]
    assert Letter.objects.filter(accountability=held[1]).exists()
    assert "works" in text(client.get(who)).lower()


def test_a_workbook_is_looked_at_before_it_is_brought_in(plan, draft, sign_in):
    client = sign_in("planning-secretary")
    body = client.get("/desk/plans/HARBOUR-5/file.json").content
    home, before = "/desk/plans/HARBOUR-DRAFT", Indicator.objects.filter(plan=draft).count()
    file = SimpleUploadedFile("plan.json", body.replace(b'"H-06"', b'"H-07"'))
    seen = client.post(f"{home}/acts/look", {"file": file})
    assert seen.status_code == 200
    assert "What would become of it" in text(seen)
    assert Indicator.objects.filter(plan=draft).count() == before
    held = re.search(r'name="held"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="held"', text(seen))
    version = re.search(r'name="version" value="(\d+)"', text(seen))[1]
    sent = {"held": held[1] or held[2], "decision": "Committee, paper 9", "version": version}
    assert client.post(f"{home}/acts/bring_in", sent).status_code == 302
    assert Indicator.objects.filter(plan=draft, code="H-07").exists()


def test_what_was_looked_at_cannot_be_changed_on_the_way(draft, sign_in):
    sent = {"held": "eyJmb3JtYXQiOiAi:forged:signature", "decision": "Committee"}
    answer = sign_in("planning-secretary").post("/desk/plans/HARBOUR-DRAFT/acts/bring_in", sent)
    assert answer.status_code == 422


def test_a_workbook_with_wrong_cells_is_shown_cell_by_cell(draft, sign_in):
    answer = sign_in("planning-secretary").post("/desk/plans/HARBOUR-DRAFT/acts/look", {
        "file": SimpleUploadedFile("plan.xlsx", b"no workbook at all"),
    })  # fmt: skip
    assert answer.status_code == 422
    assert "act-look" in text(answer)


def test_the_odds_of_the_schedule_are_computed_and_shown(plan, sign_in):
    client = sign_in("planning-secretary")
    assert client.post("/desk/plans/HARBOUR-5/acts/run_schedule", {"runs": "50"}).status_code == 302
    assert ScheduleRun.objects.get().runs == 50
    page = text(client.get("/desk/plans/HARBOUR-5/schedule"))
    assert "in 50 cases of 100" in page
    assert "What may not be late" in page


def test_a_years_plan_is_made_from_the_plan(plan, sign_in):
    client = sign_in("planning-secretary")
    done = client.post("/desk/plans/HARBOUR-5/acts/make_year", {
        "year": "2027", "decision": "Committee, paper 11", "version": plan.version,
    }, follow=True)  # fmt: skip
    assert Plan.objects.get(parent=plan).code in text(done)


def test_the_plan_is_written_out_in_each_form(plan, sign_in):
    client = sign_in("planning-secretary")
    for form in ("xlsx", "json", "stratml", "mspdi", "template"):
        address = reverse("desk:plan-file", args=["HARBOUR-5", form])
        assert client.get(address).status_code == 200, form
    assert client.get("/desk/plans/HARBOUR-5/file.pdf").status_code == 404


def test_an_indicator_is_computed_from_the_case_stream_after_a_look_at_its_last_periods(plan, sign_in):
    client, where = sign_in("statistician"), "/desk/plans/HARBOUR-5/indicators/H-03"
    assert f"{where}/source" in text(client.get(where))
    seen = client.get(f"{where}/source", {"source": "complaints_per_10000", "param_unit": "cleansing"})
    page = text(seen)
    assert "Complaints, reports and requests for help told in the period" in page  # how it counts
    assert page.count('<th scope="row">') == 4
    assert Indicator.objects.get(code="H-03").versions.count() == 1
    sent = {"source": "complaints_per_10000", "param_unit": "cleansing"}
    refused = client.post(f"{where}/pin_source", sent | {"reason": "Counted by the hotline."})
    assert refused.status_code == 422
    assert "Counted by the hotline." in text(refused)
    whole = sent | {"reason": "Counted by the hotline.", "decision": "Committee, paper 12"}
    assert client.post(f"{where}/pin_source", whole).status_code == 302
    made = Indicator.objects.get(code="H-03").versions.get(until=None)
    assert (made.source, made.source_params) == ("complaints_per_10000", {"unit": "cleansing", "source_version": 1})
    assert "Computed by" in text(client.get(where))


def test_a_parameter_a_source_does_not_know_is_told_beside_it_and_nobody_else_pins(plan, draft, sign_in):
    where = "indicators/H-03/source"
    wrong = sign_in("statistician").get(f"/desk/plans/HARBOUR-5/{where}", {
        "source": "whistles_in_time", "param_area": "north",
    })  # fmt: skip
    assert "govuk-error-message" in text(wrong)
    assert sign_in("cleansing-head").get(f"/desk/plans/HARBOUR-5/{where}").status_code == 403
    office = sign_in("planning-secretary")
    assert office.get(f"/desk/plans/HARBOUR-5/{where}").status_code == 403
    sent = {"source": "solved_rate", "param_unit": ""}
    assert office.post("/desk/plans/HARBOUR-DRAFT/indicators/H-03/describe_source", sent).status_code == 302
    assert Indicator.objects.get(plan=draft, code="H-03").versions.get().source == "solved_rate"


def test_a_year_shows_the_tasks_due_in_it_and_a_wrong_link_is_taken_away(plan, sign_in):
    client = sign_in("planning-secretary")
    client.post("/desk/plans/HARBOUR-5/acts/make_year", {
        "year": "2027", "decision": "Committee, paper 11", "version": plan.version,
    })  # fmt: skip
    year = Plan.objects.get(parent=plan).code
    assert "/desk/plans/HARBOUR-5/tasks/T-02" in text(client.get(f"/desk/plans/{year}"))
    assert client.get(f"/desk/plans/{year}/coverage").status_code == 200
    gone = client.post("/desk/plans/HARBOUR-5/acts/unlink_item", {
        "link": "PA-12:indicator:H-01", "words": "About private flats.",
    })  # fmt: skip
    assert gone.status_code == 302
    assert "PA-12:indicator:H-01" not in text(client.get("/desk/plans/HARBOUR-5/links"))


def test_what_a_kind_needs_is_asked_of_it_and_a_path_may_be_walked_in_one_step(draft, sign_in):
    client, where = sign_in("planning-secretary"), "/desk/plans/HARBOUR-DRAFT/indicators/RANK"
    client.post("/desk/plans/HARBOUR-DRAFT/acts/add_indicator", {
        "element_code": "CLEAN-1-1", "code": "RANK", "name_en": "Rank of the beaches", "kind": "ordinal",
    })  # fmt: skip
    page = text(client.get(where))
    assert 'name="ranks"' in page
    assert 'name="relative_to"' not in page
    said = {
        "name_en": "Rank of the beaches", "kind": "ordinal", "direction": "up", "period": "year", "decimals": "0",
        "ranks": "poor; fair；good", "purpose": "Bathing.", "dimensions": "district; season",
    }  # fmt: skip
    assert client.post(f"{where}/describe", said).status_code == 302
    meaning = Indicator.objects.get(plan=draft, code="RANK").versions.get()
    assert (meaning.ranks, meaning.dimensions) == (["poor", "fair", "good"], ["district", "season"])
    assert (meaning.purpose, meaning.decimals, meaning.grace_days) == ("Bathing.", 0, 0)
    client.post(f"{where}/set_target", {
        "value": "3", "due_on": "2030-12-31", "decision": "Committee, paper 2", "decided_on": "2026-01-20",
        "path_kind": "step",
    })  # fmt: skip
    assert Target.objects.get(indicator__code="RANK").path_kind == "step"
