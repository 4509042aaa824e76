"""Officers at their desks, in a real browser: fixtures that the desk's journeys share."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

PASSWORD = "answerable"


@pytest.fixture(scope="module")
def desk(running_server):
    """The running server, whose officers can sign in: the test's quick hashes mean nothing to it."""
    hasher = Argon2PasswordHasher()
    with psycopg.connect(running_server.database_url) as connection:
        connection.execute("UPDATE organisation_officer SET password = %s", [hasher.encode(PASSWORD, hasher.salt())])
    return running_server


@pytest.fixture
def officer(browser, desk):
    """officer("works-handler") -> a page on which that officer has signed in, by keyboard."""
    contexts = []

    def enter(username: str, language: str = "en", **options):
        context = browser.new_context(**({"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | options))
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{desk.url}/desk/sign-in?lang={language}")
        page.locator("[name=username]:focus").wait_for()
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/")
        return page

    yield enter
    for context in contexts:
        context.close()
