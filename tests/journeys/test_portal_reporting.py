"""A citizen at the report page: what is suggested while one types, what survives, and what needs no script."""

from __future__ import annotations

import re

import pytest

from tests.journeys.hands import Mouse
from tests.journeys.portal_steps import PHONE, phone  # noqa: F401

pytestmark = pytest.mark.journey
POTHOLE = {
    "zh-hant": ("路面有個坑洞，昨日有人絆倒。", "路面坑洞"),
    "en": ("There is a pothole, somebody fell.", "Pothole"),
    "zh-hans": ("路面有个坑洞，昨天有人摔倒。", "路面坑洞"),
}
STORY = "A long story that must not be lost"


@pytest.mark.parametrize("language", POTHOLE)
def test_what_it_is_about_is_suggested_while_one_types(phone, running_server, language):  # noqa: F811
    words, topic = POTHOLE[language]
    phone.goto(f"{running_server.url}/report?lang={language}")
    phone.fill("#id_words", words)
    phone.locator("#suggested .pick", has_text=topic).first.wait_for()
    Mouse(phone).arrived()


def test_a_lost_session_loses_no_words(phone, running_server):  # noqa: F811
    phone.goto(f"{running_server.url}/report?lang=en")
    with phone.expect_response("**/report/suggest") as refused:  # asked for by itself while one types
        phone.fill("#id_words", STORY)
        phone.context.clear_cookies()
    assert refused.value.status == 403
    phone.wait_for_load_state("networkidle")
    assert phone.locator(".masthead").count() == 1, "an error page was put into the form"
    phone.get_by_role("button", name="Send, and get my number").click()
    phone.locator(".govuk-error-summary").wait_for()
    assert phone.input_value("#id_words") == STORY
    phone.goto(f"{running_server.url}/track")
    phone.goto(f"{running_server.url}/report?lang=en")
    assert phone.input_value("#id_words") == STORY


@pytest.fixture
def plain(browser):
    """A phone whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, **PHONE)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_without_a_script_the_way_to_the_receipt_and_every_page_that_is_read_are_open(plain, running_server):
    url = running_server.url
    plain.goto(f"{url}/?lang=en")
    plain.fill("#id_words", "Pothole in Mill Street, told without any script.")
    plain.click(".hero button")
    plain.select_option("#id_area_code", "north")
    plain.get_by_role("button", name="Send, and get my number").click()
    number = re.search(r"/receipt/([^/]+)/", plain.url)[1]
    assert plain.locator(".receipt__number").is_visible()
    assert plain.locator(".strip").is_visible()
    for address in ("/", "/cases"):
        plain.goto(url + address)
        assert plain.locator(f"a[href='/case/{number}']").first.is_visible(), address
    plain.goto(f"{url}/map")
    assert plain.locator("main table").get_by_text("North").first.is_visible()
    plain.goto(f"{url}/about")
    assert plain.locator("#rates").is_visible()
    plain.goto(f"{url}/track")
    plain.fill("[name=number]", number)
    plain.locator("main form button").first.click()
    assert plain.url.endswith(f"/case/{number}")
    assert plain.locator(".timeline").is_visible()
    plain.locator(".strip summary").click()
    assert plain.locator(".strip__history").is_visible()
