"""axe on every page of a plan, light and dark, at the width of a phone and of a desk; nothing runs over the edge."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from psycopg.conninfo import make_conninfo

from tests.plans.conftest import make_plan
from tests.support.city import copy_database, drop_database, empty_work
from tests.support.server import Running, serving

pytestmark = [pytest.mark.journey, pytest.mark.django_db]  # the test database is made though only the server opens it
SERIOUS = ("serious", "critical")
PLAN = "/plan/HARBOUR-5"
ADDRESSES = (
    "/", PLAN, f"{PLAN}?as_of=2026-06-15", f"{PLAN}?as_of=tomorrow", f"{PLAN}?light=ended",
    f"{PLAN}/indicators/H-01", f"{PLAN}/indicators/H-02?as_of=2026-06-15", f"{PLAN}/indicators/H-06", f"{PLAN}/tasks",
    f"{PLAN}/letters", f"{PLAN}/changes", f"{PLAN}/evaluations", f"{PLAN}/items", f"{PLAN}/gaps", f"{PLAN}/reviews",
    "/reviews", "/plan/following/0123456789abcdef", "/plan/NONE",
)  # fmt: skip


@pytest.fixture(scope="module")
def planned(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Running]:
    """The whole system with the plan of Harbour in it."""
    name = f"run_{os.getpid()}_plan_axe"
    with django_db_blocker.unblock():
        make_plan("HARBOUR-5", published=True)
        copy_database(name)
        empty_work()
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
    try:
        with serving(url, tmp_path_factory.mktemp("server"), worker=False) as running:
            yield running
    finally:
        with django_db_blocker.unblock():
            drop_database(name)


@pytest.mark.parametrize(("colours", "language"), [("light", "en"), ("dark", "zh-hant")])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(browser, planned, colours, language, width):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    page, wrong = context.new_page(), {}
    page.goto(f"{planned.url}/?lang={language}")
    for address in ADDRESSES:
        status = page.goto(planned.url + address).status
        assert status == (404 if address.endswith("NONE") else 200), address
        found = Axe().run(page).response["violations"]
        bad = [(v["id"], v["nodes"][0]["html"][:160]) for v in found if v["impact"] in SERIOUS or v["id"] == "region"]
        if bad or page.evaluate("document.documentElement.scrollWidth") > width:
            wrong[address] = bad or "too wide"
    context.close()
    assert not wrong, wrong


def test_an_indicator_is_commented_on_and_its_numbers_unfold_without_a_script(browser, planned):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{planned.url}{PLAN}?lang=en")
    page.click("text=Flats completed")
    page.click("text=How this was computed")
    assert page.is_visible("text=The target is 5,000 by 31 Dec 2030")
    page.fill("#id_words", "Nobody told the people of the old mill when the flats will be ready.")
    page.click("text=Send, and get my number")
    page.wait_for_url("**/receipt/**")
    assert page.is_visible("text=Works Department")
    context.close()
