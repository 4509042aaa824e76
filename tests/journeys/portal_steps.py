"""What a citizen does: reports, judges in the end, and sees what the public sees. With either pair of hands."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.journeys.hands import Hands
from tests.journeys.tongues import TONGUES

PHONE = {"viewport": {"width": 360, "height": 800}, "locale": "zh-HK"}


@dataclass(frozen=True)
class Told:
    """What a citizen takes home: the number, and the address of the page that is theirs alone."""

    number: str
    own: str


@pytest.fixture
def phone(browser):
    """A page 360 pixels wide; it fails the test when a script of ours breaks."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(20_000)
    page, broken = context.new_page(), []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert not broken, broken


def report(hands: Hands, url: str, language: str, lamp: str) -> Told:
    """From the front page to the receipt. The number of a lamp post tells one report from another."""
    t = TONGUES[language]
    hands.page.goto(f"{url}/?lang={language}")
    hands.reads(t.lang, t.ask_what)
    hands.write("#id_words", f"{t.trouble} {lamp}")
    hands.follow(".hero button", "**/report")
    hands.reads(t.lang, t.ask_where)
    hands.write("#id_address", t.place)
    hands.write("#id_phone", "55512345")
    hands.write("#id_name", t.citizen)
    hands.follow("form[data-report] .step:last-child button", "**/receipt/**")
    hands.reads(t.lang, t.received, t.district, t.trouble)
    return Told(re.search(r"/receipt/([^/]+)/", hands.page.url)[1], hands.page.url)


def judge(hands: Hands, told: Told, language: str) -> None:
    """The citizen's own answer, by the link on the receipt."""
    t = TONGUES[language]
    hands.page.goto(told.own)
    hands.reads(t.lang, t.judge, t.works, t.reply["words"])
    for name, value in (("contacted", "yes"), ("solved", "yes"), ("satisfied", "satisfied")):
        hands.tick(f".verdict input[name={name}][value={value}]")
    hands.follow(".verdict button")
    assert hands.page.locator(".verdict").count() == 0


def sees_it_closed(hands: Hands, url: str, told: Told, language: str) -> None:
    """The public page says that the citizen's word closed the case."""
    t = TONGUES[language]
    hands.page.goto(f"{url}/case/{told.number}")
    hands.arrived()
    hands.reads(t.lang, t.closed, t.works)
    hands.page.locator(".strip--done").wait_for()
