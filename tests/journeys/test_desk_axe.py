"""axe on every staff screen, light and dark, in three languages; and no screen is wider than a phone."""

from __future__ import annotations

import pytest

from tests.journeys.desk_steps import desk, officer  # noqa: F401

pytestmark = pytest.mark.journey
SERIOUS = ("serious", "critical")
SCREENS = (
    ("hotline-call-taker", ("/desk/", "/desk/calls", "/desk/search?q=pothole", "/desk/post", "/desk/leaders")),
    ("hotline-dispatcher", ("/desk/dispatch",)),
    ("works-handler", ("/desk/unit", "/desk/unit?tab=parts", "/desk/cases/HB")),
    ("hotline-callback", ("/desk/callbacks",)),
    ("gov-leader", ("/desk/leaders", "/desk/leaders?list=overdue", "/desk/rota")),
    ("coordination-coordinator", ("/desk/rota", "/desk/stories")),
)
LOOKS = (("light", "en", 360), ("dark", "zh-hant", 1280), ("light", "zh-hans", 360))


def take_a_call(page, words: str, known: bool = False) -> None:
    """A call about these words; `known`: about what the console suggests for them first."""
    page.goto(page.url.split("/desk/")[0] + "/desk/calls")
    page.fill("[name=phone]", "55512345")
    page.fill("[name=words]", words)
    page.wait_for_selector("#thinks .take, #thinks .alarm, #thinks p")
    if known:
        page.click("#thinks .take >> nth=0")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".big-number")


@pytest.mark.parametrize(("colours", "language", "width"), LOOKS)
def test_axe_finds_nothing_serious_on_any_staff_screen(officer, desk, colours, language, width) -> None:  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    options = {"viewport": {"width": width, "height": 800}, "color_scheme": colours}
    wrong = {}
    for name, addresses in SCREENS:
        page = officer(name, language, **options)
        if name == "hotline-call-taker":
            take_a_call(page, f"A street light is out in Mill Street, {colours} {width}", known=True)
            take_a_call(page, f"Something is strange here, {colours} {width}")
        for address in addresses:
            page.goto(desk.url + address)
            page.wait_for_load_state("networkidle")
            if address.endswith("/HB"):  # the first case of the worklist
                page.goto(desk.url + "/desk/unit")
                page.click("a.line__title >> nth=0")
                page.wait_for_url("**/desk/cases/*")
            found = Axe().run(page).response["violations"]
            bad = [
                (v["id"], v["nodes"][0]["html"][:160]) for v in found if v["impact"] in SERIOUS or v["id"] == "region"
            ]
            if bad or page.evaluate("document.documentElement.scrollWidth") > width:
                wrong[name, address] = bad or f"wider than {width}"
    assert not wrong, wrong
