"""From a call to a closed case, in a real browser, and with the keyboard alone: no click, no mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import REPLY
from tests.journeys.desk_steps import PASSWORD, desk, officer  # noqa: F401

pytestmark = pytest.mark.journey


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go(page, key: str, address: str) -> None:
    """Press a key that leads to another page, and wait until its script listens."""
    page.keyboard.press(key)
    page.wait_for_url(address)
    page.wait_for_load_state("networkidle")


def sent(page, *keys: str) -> None:
    """Send a form by keys and wait for the sentence that it was done."""
    with page.expect_navigation():
        press(page, *keys)
    page.wait_for_load_state("networkidle")
    assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()


def focused(page, name: str) -> None:
    page.locator(f"[name={name}]:focus").wait_for()


def take_call(page) -> str:
    page.wait_for_load_state("networkidle")
    go(page, "1", "**/desk/calls")
    focused(page, "phone")
    page.keyboard.type("55512345")
    press(page, "Tab")
    page.keyboard.type("Ana Reyes")
    press(page, "Tab", "Tab", "Tab")
    focused(page, "words")
    page.keyboard.type("Something is strange at the corner, please have a look")
    sent(page, "Alt+o", "Control+Enter")
    assert page.locator("[name=words]").input_value() == ""
    return page.locator(".big-number").inner_text().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")


def dispatch(page) -> None:
    page.wait_for_load_state("networkidle")
    go(page, "1", "**/desk/dispatch")
    press(page, "o")
    focused(page, "unit_code")
    page.keyboard.type("Works")
    press(page, "Tab")
    page.keyboard.type("It is about their road")
    sent(page, "Control+Enter")


def handle(page) -> None:
    page.wait_for_load_state("networkidle")
    page.goto(page.url + "unit")
    page.wait_for_load_state("networkidle")
    press(page, "j")
    go(page, "Enter", "**/desk/cases/*")
    sent(page, "a")
    press(page, "s")
    focused(page, "words")
    page.keyboard.type("Sent a crew to the corner.")
    sent(page, "Control+Enter")
    press(page, "r")
    focused(page, "outcome_code")
    press(page, "ArrowDown")
    for field in ("words", "done", "basis", "evidence"):
        press(page, "Tab")
        focused(page, field)
        page.keyboard.type(REPLY[field])
    sent(page, "Control+Enter")
    press(page, "t")
    focused(page, "how")
    press(page, "ArrowDown")
    sent(page, "Control+Enter")
    sent(page, "h")


def ask(page) -> None:
    page.wait_for_load_state("networkidle")
    go(page, "1", "**/desk/callbacks")
    press(page, "1", "3", "5")
    sent(page, "Control+Enter")


def test_a_call_is_taken_dispatched_handled_asked_and_closed_without_a_mouse(officer) -> None:  # noqa: F811
    number = take_call(officer("hotline-call-taker"))
    dispatch(officer("hotline-dispatcher"))
    handle(officer("works-handler"))
    caller = officer("hotline-callback")
    ask(caller)
    press(caller, "/")
    focused(caller, "q")
    caller.keyboard.type(number)
    go(caller, "Enter", "**/desk/cases/*")
    assert (
        "Closed" in caller.locator(".desk-head").inner_text() or "closed" in caller.locator(".desk-head").inner_text()
    )


def test_words_typed_come_back_after_the_session_was_lost(officer) -> None:  # noqa: F811
    page = officer("hotline-call-taker")
    page.goto(page.url + "calls")
    page.wait_for_load_state("networkidle")
    focused(page, "phone")
    press(page, "Tab", "Tab", "Tab", "Tab")
    focused(page, "words")
    page.keyboard.type("A long story, told once")
    page.context.clear_cookies()
    with page.expect_navigation():
        press(page, "Control+Enter")
    if "sign-in" not in page.url:  # the form guard speaks first when its cookie is gone too
        page.goto(page.url.split("/desk/")[0] + "/desk/calls")
    page.locator("[name=username]:focus").wait_for()
    page.keyboard.type("hotline-call-taker")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/desk/calls*")
    expect(page.locator("[name=words]")).to_have_value("A long story, told once")
