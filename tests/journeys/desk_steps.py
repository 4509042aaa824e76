"""What officers do at their desks: dispatch, handle, ask. With either pair of hands."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.journeys.hands import Hands, Keys
from tests.journeys.tongues import TONGUES

PASSWORD = "answerable"
SEND = "button[data-alt=Enter]"


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
        hands = Keys(page)
        hands.arrived()
        hands.write("[name=username]", username)
        hands.write("[name=password]", PASSWORD)
        hands.follow("main form button", "**/desk/")
        return page

    yield enter
    for context in contexts:
        context.close()


def dispatch(hands: Hands, number: str, language: str) -> None:
    """The dispatcher gives the case to the works department."""
    t = TONGUES[language]
    hands.follow("main a[href='/desk/dispatch']", "**/desk/dispatch")
    hands.follow(f"nav.queue a[href$='{number}']", f"**{number}")
    hands.reads(t.lang, t.whose, t.trouble, t.district)
    hands.unfold("details.act:has(> summary[data-key=o])")
    hands.choose("details.act[open] select[name=unit_code]", "works")
    assert t.works in hands.page.locator("details.act[open] select[name=unit_code] option:checked").inner_text()
    hands.write("details.act[open] [name=reason]", t.why_this_unit)
    hands.follow(f"details.act[open] {SEND}")
    assert hands.page.locator(f"nav.queue a[href$='{number}']").count() == 0


def handle(hands: Hands, number: str, language: str, how: str = "phone") -> None:
    """The unit accepts, acts, answers, tells the citizen and tells the hotline."""
    t = TONGUES[language]
    hands.follow("main a[href='/desk/unit']", "**/desk/unit")
    hands.follow(f"a.line__title[href$='{number}']", f"**/desk/cases/{number}")
    hands.reads(t.lang, t.act_now, t.works)
    hands.follow("form[action$='/accept'] button")
    hands.unfold("#act-act")
    hands.write("#act-act [name=words]", t.step)
    hands.follow(f"#act-act {SEND}")
    hands.unfold("#act-answer")
    hands.choose("#act-answer [name=outcome_code]", "solved")
    for field, words in t.reply.items():
        hands.write(f"#act-answer [name={field}]", words)
    hands.follow(f"#act-answer {SEND}")
    hands.unfold("#act-tell_citizen")
    hands.choose("#act-tell_citizen [name=how]", how)
    hands.follow(f"#act-tell_citizen {SEND}")
    hands.follow("form[action$='/tell_hotline'] button")


def ask(hands: Hands, language: str) -> None:
    """The callback officer asks whoever is next and writes down: contacted, solved, satisfied."""
    t = TONGUES[language]
    hands.follow("main a[href='/desk/callbacks']", "**/desk/callbacks")
    hands.reads(t.lang, t.call, t.trouble, t.citizen)
    for name, value in (("contacted", "yes"), ("solved", "yes"), ("satisfied", "satisfied")):
        hands.tick(f"input[name={name}][value={value}]")
    hands.follow(f"form[data-draft] {SEND}")


def sees_it_closed(hands: Hands, language: str) -> None:
    """The page of the case that the handler still has open, read again."""
    t = TONGUES[language]
    hands.page.reload()
    hands.arrived()
    hands.reads(t.lang, t.confirmed)
