"""axe on every public page, light and dark, at the width of a phone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.journeys.desk_steps import desk, handle, officer  # noqa: F401
from tests.journeys.hands import Mouse

pytestmark = pytest.mark.journey
SERIOUS = ("serious", "critical")
ADDRESSES = (
    "/", "/report", "/track", "/track?number=x", "/cases", "/map", "/about", "/leaders", "/stories", "/undecided",
    "/movement", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def stuck(desk) -> tuple[str, ...]:  # noqa: F811
    """Addresses of two public cases made by programs: one that two units answer for, one that cannot be solved now."""

    posts = ("hotline-call-taker", "works-handler", "gov-leader")
    keys = {post: desk.command("apikey", "create", post, "--post", post).stdout.split()[-1] for post in posts}

    def act(post: str, path: str, body: dict[str, object]) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {keys[post]}"}
        answer = requests.post(f"{desk.url}/api/v1/{path}", json=body, headers=headers, timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    hole = {"category_code": "roads.surface.pothole", "latitude": 50.15, "longitude": 10.05}
    disputed, parked = (
        str(act("hotline-call-taker", "contacts", {"words": words, **hole})["number"])
        for words in ("Rubbish in a hole of the road.", "The old bridge has a hole.")
    )
    objection = {"reason_code": "not-our-duty", "basis": "Ordinance 2", "proposed_unit": "cleansing"}
    act("works-handler", f"cases/{disputed}/acts/object", objection)
    act("works-handler", f"cases/{parked}/acts/accept", {})
    until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    asked = {"reason": "The bridge must be rebuilt first.", "measures": "A sign and a lamp.", "until": until}
    act("works-handler", f"cases/{parked}/acts/ask_parking", asked)
    act("gov-leader", f"cases/{parked}/acts/decide", {"granted": True, "words": "Agreed."})
    return f"/case/{disputed}", f"/case/{parked}"


@pytest.mark.parametrize(("colours", "language"), [("light", "en"), ("dark", "zh-hant")])
def test_axe_finds_nothing_serious_and_no_page_is_wider_than_a_phone(
    browser, desk, officer, stuck, colours, language  # noqa: F811
):  # fmt: skip
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=colours)
    page = context.new_page()
    page.goto(f"{desk.url}/report?lang={language}")
    page.fill("#id_words", f"Pothole in Mill Street, seen in the {colours}.")
    page.select_option("#id_area_code", "north")
    page.fill("#id_phone", {"light": "55512345", "dark": "55598765"}[colours])  # the same person would be a repeat
    page.click("form[data-report] .step:last-child button")
    page.wait_for_url("**/receipt/**")
    own = page.url.removeprefix(desk.url)
    number = re.search(r"/receipt/([^/]+)/", own)[1]
    handle(Mouse(officer("works-handler")), number, "en")
    wrong = {}
    for address in (*ADDRESSES, *stuck, own, f"/case/{number}"):
        status = page.goto(desk.url + address).status
        assert status in (200, 404), (address, status)
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        bad = [(v["id"], v["nodes"][0]["html"][:160]) for v in found if v["impact"] in SERIOUS or v["id"] == "region"]
        if bad or page.evaluate("document.documentElement.scrollWidth") > 360:
            wrong[address] = bad or "wider than 360"
    context.close()
    assert not wrong, wrong
