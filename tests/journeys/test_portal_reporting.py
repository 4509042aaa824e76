"""A citizen reports and later judges, in a real browser, in three languages, and with the keyboard alone."""

from __future__ import annotations

import re

import pytest

from tests.journeys.portal_steps import brought_to_verdict

pytestmark = pytest.mark.journey
LANGUAGES = {
    "zh-hant": ("米爾街有個大坑洞，昨日有人絆倒。", "送出並取得編號", "送出我的答覆"),
    "en": ("Deep pothole in Mill Street, somebody fell.", "Send, and get my number", "Give my answer"),
    "zh-hans": ("磨坊街有个很深的坑洞，昨天有人摔倒。", "送出并取得编号", "送出我的答复"),
}


@pytest.fixture
def phone(browser):
    """A page 360 pixels wide; it fails the test when a script of ours breaks."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="zh-HK")
    context.set_default_timeout(15_000)
    page, broken = context.new_page(), []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert not broken, broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citizen_reports_and_says_in_the_end_it_was_solved(phone, running_server, language):
    words, send, judge = LANGUAGES[language]
    phone.goto(f"{running_server.url}/?lang={language}")
    phone.fill("#id_words", words)
    phone.click(".hero button")
    phone.locator("#suggested .pick").first.wait_for()
    phone.fill("#id_address", f"Mill Street 42 ({language})")
    phone.get_by_role("button", name=send).click()
    phone.wait_for_url("**/receipt/**")
    number = re.search(r"/receipt/([^/]+)/", phone.url)[1]
    assert number.startswith("HB")
    brought_to_verdict(running_server, number)
    phone.reload()
    for name, value in (("contacted", "yes"), ("solved", "yes"), ("satisfied", "basically")):
        phone.locator(f"label.pick:has(input[name={name}][value={value}])").click()
    phone.get_by_role("button", name=judge).click()
    phone.locator(".strip--done").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def _tab_to(page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_reporting_and_judging_with_the_keyboard_alone(phone, running_server):
    phone.goto(f"{running_server.url}/?lang=en")
    _tab_to(phone, "#id_words")
    phone.keyboard.type("Lamps are dark at the bus stop in Mill Street.")
    _tab_to(phone, ".hero button")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/report")
    phone.locator("#suggested .pick").first.wait_for()
    _tab_to(phone, "#id_address")
    phone.keyboard.type("Mill Street, by the bus stop")
    _tab_to(phone, "form[data-report] .step:last-child button")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/receipt/**")
    brought_to_verdict(running_server, re.search(r"/receipt/([^/]+)/", phone.url)[1])
    phone.reload()
    for name, presses in (("contacted", 1), ("solved", 2), ("satisfied", 3)):
        _tab_to(phone, f"input[name={name}]")
        phone.keyboard.press("Space")
        for _ in range(presses - 1):
            phone.keyboard.press("ArrowDown")
    _tab_to(phone, ".verdict button")
    phone.keyboard.press("Enter")
    phone.locator("ul.messages").wait_for()
    assert phone.locator(".verdict").count() == 0


def test_a_lost_session_loses_no_words(phone, running_server):
    phone.goto(f"{running_server.url}/report?lang=en")
    phone.fill("#id_words", "A long story that must not be lost")
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Send, and get my number").click()
    phone.locator(".govuk-error-summary").wait_for()
    assert phone.input_value("#id_words") == "A long story that must not be lost"
    phone.goto(f"{running_server.url}/track")
    phone.goto(f"{running_server.url}/report?lang=en")
    assert phone.input_value("#id_words") == "A long story that must not be lost"


def test_without_a_script_the_whole_way_to_the_receipt_is_open(browser, running_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{running_server.url}/?lang=en")
    page.fill("#id_words", "Pothole in Mill Street, told without any script.")
    page.click(".hero button")
    page.select_option("#id_area_code", "north")
    page.get_by_role("button", name="Send, and get my number").click()
    assert "/receipt/" in page.url
    assert page.locator(".receipt__number").is_visible()
    assert page.locator(".strip").is_visible()
    context.close()
