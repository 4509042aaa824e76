"""axe on every public page, light and dark, at the width of a phone."""

from __future__ import annotations

import re

import pytest

from tests.journeys.desk_steps import desk, handle, officer  # noqa: F401
from tests.journeys.hands import Mouse

pytestmark = pytest.mark.journey
SERIOUS = ("serious", "critical")
ADDRESSES = (
    "/", "/report", "/track", "/track?number=x", "/cases", "/map", "/about", "/leaders", "/stories", "/nothing",
)  # fmt: skip


@pytest.mark.parametrize(("colours", "language"), [("light", "en"), ("dark", "zh-hant")])
def test_axe_finds_nothing_serious_and_no_page_is_wider_than_a_phone(browser, desk, officer, colours, language):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=colours)
    page = context.new_page()
    page.goto(f"{desk.url}/report?lang={language}")
    page.fill("#id_words", f"Pothole in Mill Street, seen in the {colours}.")
    page.select_option("#id_area_code", "north")
    page.fill("#id_phone", "55512345")
    page.click("form[data-report] .step:last-child button")
    page.wait_for_url("**/receipt/**")
    own = page.url.removeprefix(desk.url)
    number = re.search(r"/receipt/([^/]+)/", own)[1]
    handle(Mouse(officer("works-handler")), number, "en")
    wrong = {}
    for address in (*ADDRESSES, own, f"/case/{number}"):
        status = page.goto(desk.url + address).status
        assert status in (200, 404), (address, status)
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        bad = [(v["id"], v["nodes"][0]["html"][:160]) for v in found if v["impact"] in SERIOUS or v["id"] == "region"]
        if bad or page.evaluate("document.documentElement.scrollWidth") > 360:
            wrong[address] = bad or "wider than 360"
    context.close()
    assert not wrong, wrong
