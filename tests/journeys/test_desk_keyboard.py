"""The call-taker's console by its keys alone, and what happens to a form when the session is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.desk_steps import PASSWORD, desk, officer  # noqa: F401
from tests.journeys.hands import Keys

pytestmark = pytest.mark.journey


def to_the_console(page) -> Keys:
    """By the key that the home page shows; the cursor then stands in the first field."""
    hands = Keys(page)
    hands.follow("main a[href='/desk/calls']", "**/desk/calls")
    page.locator("[name=phone]:focus").wait_for()
    return hands


def test_a_call_is_taken_and_its_case_found_again_without_a_mouse(officer) -> None:  # noqa: F811
    page = officer("hotline-call-taker")
    hands = to_the_console(page)
    page.keyboard.type("55512345")
    page.keyboard.press("Tab")
    page.keyboard.type("Ana Reyes")
    hands.write("[name=words]", "Something is strange at the corner, please have a look")
    page.keyboard.press("Alt+o")
    hands.follow("form[data-call] button[data-alt=Enter]")
    expect(page.locator("[name=words]")).to_have_value("")
    number = page.locator(".big-number").inner_text().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    page.goto(page.url.replace("/desk/calls", "/desk/"))
    page.keyboard.press("/")
    page.locator("[name=q]:focus").wait_for()
    page.keyboard.type(number)
    with page.expect_navigation(url="**/desk/cases/*"):
        page.keyboard.press("Enter")
    expect(page.locator("blockquote.words").first).to_contain_text("Something is strange")


def test_words_typed_come_back_after_the_session_was_lost(officer) -> None:  # noqa: F811
    page = officer("hotline-call-taker")
    hands = to_the_console(page)
    hands.write("[name=words]", "A long story, told once")
    page.context.clear_cookies()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    if "sign-in" not in page.url:  # the form guard speaks first when its cookie is gone too
        page.goto(page.url.split("/desk/")[0] + "/desk/calls")
    hands.write("[name=username]", "hotline-call-taker")
    hands.write("[name=password]", PASSWORD)
    hands.follow("main form button", "**/desk/calls*")
    expect(page.locator("[name=words]")).to_have_value("A long story, told once")
