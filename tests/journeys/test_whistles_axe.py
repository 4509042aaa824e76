"""axe on every page of whistles and taskforces, light and dark, in three languages, on a phone and on a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.journeys.desk_steps import desk, officer  # noqa: F401

pytestmark = pytest.mark.journey
SERIOUS = ("serious", "critical")
LOOKS = (("light", "en", 360), ("dark", "zh-hant", 1280), ("light", "zh-hans", 360))
BLOW = {
    "grade_code": "push", "kind": "problem", "title": "Rubbish behind the market", "words": "Every night again.",
    "demand": "Come and clear it.", "units": ["cleansing", "works"], "category_code": "clean.waste.dumping",
    "area_code": "mill-street",
}  # fmt: skip


@pytest.fixture(scope="module")
def lively(desk) -> tuple[str, str]:  # noqa: F811
    """A whistle with answers, a promise and a task, and the taskforce that it proposed: their numbers."""
    posts = ("mill-street-head", "works-head", "cleansing-head")
    keys = {post: desk.command("apikey", "create", post, "--post", post).stdout.split()[-1] for post in posts}

    def act(post: str, path: str, body: dict[str, object]) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {keys[post]}"}
        answer = requests.post(f"{desk.url}/api/v1/{path}", json=body, headers=headers, timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    number = [str(act("mill-street-head", "whistles", BLOW)["number"]) for _time in range(3)][-1]
    due = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    act("works-head", f"whistles/{number}/answer_summons", {"stance": "lead"})
    act("works-head", f"whistles/{number}/commit", {"words": "Two trucks", "due_at": due})
    act("works-head", f"whistles/{number}/add_task", {"unit_code": "works", "title": "Sweep", "due_at": due})
    said = {"stance": "not_ours", "basis": "Ordinance 2", "proposed_unit": "transport"}
    room = act("cleansing-head", f"whistles/{number}/answer_summons", said)
    return number, str(room["taskforces"][0])


def form_it(page, desk, taskforce: str) -> None:  # noqa: F811
    """The leader forms the taskforce, the first time."""
    page.goto(f"{desk.url}/desk/taskforces/{taskforce}")
    if page.locator("#act-form").count():
        page.select_option("#act-form [name=lead_post]", "works-head")
        page.fill("#act-form [name=mandate]", "Close the yard at night.")
        page.fill("#act-form [name=end_condition]", "No dumping for sixty days.")
        page.click("#act-form button[data-alt=Enter]")
        page.wait_for_url(f"**/{taskforce}")


@pytest.mark.parametrize(("colours", "language", "width"), LOOKS)
def test_axe_finds_nothing_serious_and_no_page_is_too_wide(
    desk, officer, lively, colours, language, width  # noqa: F811
):  # fmt: skip
    from axe_playwright_python.sync_playwright import Axe

    number, taskforce = lively
    room, force = f"/desk/whistles/{number}", f"/desk/taskforces/{taskforce}"
    screens = (
        ("mill-street-head", ("/desk/", "/desk/whistles?tab=ours", "/desk/whistles/new", f"{room}?act=end")),
        ("works-head", ("/desk/whistles?tab=called", room)),
        ("gov-leader", (force, "/desk/whistles?tab=taskforces", "/desk/taskforces/new", "/desk/leaders")),
    )
    wrong = {}
    for name, addresses in screens:
        page = officer(name, language, viewport={"width": width, "height": 800}, color_scheme=colours)
        if name == "gov-leader":
            form_it(page, desk, taskforce)
            addresses += ("/whistles", f"/taskforces/{taskforce}")
        for address in addresses:
            assert page.goto(desk.url + address).status == 200, address
            page.wait_for_load_state("networkidle")
            found = Axe().run(page).response["violations"]
            bad = [
                (v["id"], v["nodes"][0]["html"][:160]) for v in found if v["impact"] in SERIOUS or v["id"] == "region"
            ]
            if bad or page.evaluate("document.documentElement.scrollWidth") > width:
                wrong[name, address] = bad or f"wider than {width}"
    assert not wrong, wrong
