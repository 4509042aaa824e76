"""axe on every public page, light and dark, at the width of a phone."""

from __future__ import annotations

import re

import pytest

from tests.journeys.portal_steps import brought_to_verdict

pytestmark = pytest.mark.journey
ADDRESSES = ("/", "/report", "/track", "/track?number=x", "/cases", "/map", "/about", "/nothing")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious_and_no_page_is_wider_than_a_phone(browser, running_server, colours):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=colours)
    page = context.new_page()
    page.goto(f"{running_server.url}/report?lang=en")
    page.fill("#id_words", f"Pothole in Mill Street, seen in the {colours}.")
    page.select_option("#id_area_code", "north")
    page.get_by_role("button", name="Send, and get my number").click()
    page.wait_for_url("**/receipt/**")
    own = page.url.removeprefix(running_server.url)
    number = re.search(r"/receipt/([^/]+)/", own)[1]
    brought_to_verdict(running_server, number)
    wrong = {}
    for address in (*ADDRESSES, own, f"/case/{number}"):
        status = page.goto(running_server.url + address).status
        assert status in (200, 404), (address, status)
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        bad = [(v["id"], v["nodes"][0]["html"][:160]) for v in found if v["impact"] in ("serious", "critical")]
        if bad or page.evaluate("document.documentElement.scrollWidth") > 360:
            wrong[address] = bad or "wider than 360"
    context.close()
    assert not wrong, wrong
