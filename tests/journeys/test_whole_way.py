"""The main job from end to end, in real browsers and nothing but browsers.

A citizen reports on a phone; the dispatcher dispatches; the unit accepts, acts, answers, tells the citizen and the
hotline; the citizen is asked, by phone or by their own link; their word closes the case.
"""

from __future__ import annotations

import pytest

from tests.journeys import desk_steps, portal_steps
from tests.journeys.desk_steps import desk, officer  # noqa: F401
from tests.journeys.hands import Keys, Mouse
from tests.journeys.portal_steps import phone  # noqa: F401

pytestmark = pytest.mark.journey
NARROW = {"viewport": {"width": 360, "height": 800}}
WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("asked_by", ["the callback officer", "the citizen's own link"])
@pytest.mark.parametrize(
    ("language", "hands", "screen"),
    [
        pytest.param("zh-hant", Mouse, NARROW, id="zh-hant"),
        pytest.param("en", Mouse, NARROW, id="en"),
        pytest.param("zh-hans", Mouse, NARROW, id="zh-hans"),
        pytest.param("zh-hant", Keys, WIDE, id="zh-hant with the keyboard alone"),
    ],
)
def test_from_the_report_to_the_citizens_own_word(phone, officer, desk, language, hands, screen, asked_by):  # noqa: F811
    citizen = hands(phone)
    lamp = f"{hands.__name__}{len(asked_by)}"
    told = portal_steps.report(citizen, desk.url, language, lamp)
    assert told.number.startswith("HB")
    desk_steps.dispatch(hands(officer("hotline-dispatcher", language, **screen)), told.number, language)
    handler = hands(officer("works-handler", language, **screen))
    desk_steps.handle(handler, told.number, language)
    if asked_by == "the callback officer":
        desk_steps.ask(hands(officer("hotline-callback", language, **screen)), language)
    else:
        portal_steps.judge(citizen, told, language)
    portal_steps.sees_it_closed(citizen, desk.url, told, language)
    desk_steps.sees_it_closed(handler, language)
