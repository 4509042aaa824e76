"""A plan at work in a browser: a letter accepted, a milestone sent back, a sheet put right, a comment answered."""

from __future__ import annotations

import io
import re

import pytest
from xlsxwriter import Workbook

from tests.journeys.plan_place import act, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_head_accepts_a_letter_of_responsibility_and_the_public_reads_it(sit, citizen, spoken) -> None:
    head = sit("transport-head", f"/desk/plans/{spoken.plan}/indicators/H-06")
    head.follow("main a[href*='/desk/plans/letters/']")
    letter = head.page.url
    press(head, "accept_letter")
    head.page.goto(letter)
    head.reads(spoken.lang, spoken.accepted)
    assert head.page.locator("form[action$='/accept_letter']").count() == 0
    public = citizen(f"/plan/{spoken.plan}/letters")
    about = head.page.locator("h1").inner_text()
    public.page.locator(".plan-letters details").filter(has_text=about).first.locator("summary").click()
    public.reads(spoken.lang, head.page.locator(".wb-letter dd").first.inner_text().splitlines()[0])


def test_a_milestone_is_handed_in_sent_back_handed_in_again_and_accepted_by_another(sit, spoken) -> None:
    where = f"/desk/plans/{spoken.plan}/tasks/M-01"
    owner, acceptor = sit("works-head", where), sit("planning-reviewer")
    act(owner, "submit", papers="uploads", words=spoken.say("done"))
    assert owner.page.locator("#act-accept_task").count() == 0, "nobody accepts their own work"
    acceptor.page.goto(owner.page.url)
    act(acceptor, "return_task", words=spoken.say("lacking"))
    owner.page.reload()
    owner.reads(spoken.lang, spoken.say("lacking"))
    act(owner, "submit", papers="uploads", words=spoken.say("again"))
    acceptor.page.reload()
    act(acceptor, "accept_task", words=spoken.say("found"))
    acceptor.reads(spoken.lang, spoken.say("done"), spoken.say("lacking"), spoken.say("again"), spoken.say("found"))
    assert acceptor.page.locator("#act-accept_task").count() == 0


def test_a_steward_uploads_a_wrong_sheet_and_is_led_to_right_it(sit, citizen, spoken) -> None:
    steward = sit("cleansing-handler", f"/desk/plans/{spoken.plan}/indicators/H-03")
    assert steward.page.request.get(f"{steward.page.url}/sheet.xlsx").ok
    upload(steward, sheet(("2026-06", "forty-one"), ("2026-07", 43)))
    steward.reads(spoken.lang, "B2", "forty-one")
    assert steward.page.locator("#act-accept_batch, form[action$='/accept_batch']").count() == 0
    steward.follow("section.notice a[href*='act=upload']")
    upload(steward, sheet(("2026-06", 41), ("2026-07", 43)))
    assert steward.page.locator(".notice--danger").count() == 0
    press(steward, "accept_batch")
    public = citizen(f"/plan/{spoken.plan}/indicators/H-03")
    public.page.locator("table").first.wait_for(state="attached")
    assert {"41", "43"} <= set(re.findall(r">\s*(4[13])\b", public.page.content()))


def sheet(*rows: tuple[str, object]) -> bytes:
    """A workbook as a steward fills it."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("figures")
        for number, row in enumerate([("period", "value"), *rows]):
            page.write_row(number, 0, row)
    return out.getvalue()


def upload(hands, body: bytes) -> None:
    hands.unfold("#act-upload")
    hands.page.set_input_files("#act-upload [name=file]", {"name": "figures.xlsx", "mimeType": XLSX, "buffer": body})
    hands.follow("#act-upload button[data-alt=Enter]", "**/desk/plans/batches/*")


def test_a_citizens_comment_on_an_indicator_becomes_a_case_and_comes_back(sit, citizen, spoken) -> None:
    somebody = citizen(f"/plan/{spoken.plan}/indicators/H-02")
    somebody.write("#id_words", spoken.say("comment"))
    somebody.write("#id_phone", "55512345")
    somebody.follow("form[action$='/comment'] button", "**/receipt/**")
    own = somebody.page.url
    number = re.search(r"/receipt/([^/]+)/", own)[1]
    handler = sit("works-handler", f"/desk/cases/{number}")
    handler.reads(spoken.lang, spoken.say("comment"))
    press(handler, "accept")
    act(handler, "act", words=spoken.say("acted"))
    act(handler, "answer", outcome_code="solved", words=spoken.say("reply_words"), done=spoken.say("acted"),
        basis=spoken.say("basis"), evidence=spoken.say("evidence"))  # fmt: skip
    act(handler, "tell_citizen", how="phone")
    press(handler, "tell_hotline")
    somebody.page.goto(own)
    somebody.reads(spoken.lang, spoken.say("reply_words"))
    for name, value in (("contacted", "yes"), ("solved", "yes"), ("satisfied", "satisfied")):
        somebody.tick(f".verdict input[name={name}][value={value}]")
    somebody.follow(".verdict button")
    assert somebody.page.locator(".verdict").count() == 0
