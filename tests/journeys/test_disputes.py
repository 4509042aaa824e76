"""Whose is it, in a browser: an objection upheld, with the catalogue put right; and one rejected, for good.

In the city of the tests and in both cities whose packs come with the program.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.journeys.desk_steps import SEND
from tests.journeys.hands import Hands

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
NARROW = {"viewport": {"width": 390, "height": 844}}


@dataclass(frozen=True)
class Words:
    """What is typed in a language, and what the pages must then say."""

    lang: str
    trouble: tuple[str, str, str]
    basis: str
    view: str
    ruling: str
    silent: str
    ours: str
    rules_now: str
    designated: str
    corrected: str


WORDS = {
    "zh-hant": Words(
        "zh-Hant-HK",
        ("路面有個大坑，昨天有人跌倒。", "巴士站旁的路面穿了一個洞。", "學校門前的路面下陷。"),
        "該路段為私家路，不屬本單位管理。", "按條例該路段由我們管理。", "地圖顯示該路段由其管理。",
        "尚未表明意見", "屬本單位", "現由", "此個案經裁定指定，不能再提出異議。", "已據此更正派單目錄。",
    ),
    "en": Words(
        "en",
        ("A deep hole in the road; somebody fell yesterday.", "The road beside the bus stop has a hole in it.",
         "The road has sunk before the school gate."),
        "That stretch is a private road and not ours to keep.", "By the ordinance that stretch is ours to keep.",
        "The map shows that they keep it.",
        "Has not said its view", "Ours: we lead", "rules now", "No objection is possible any more.",
        "The catalogue was corrected by it.",
    ),
}  # fmt: skip


def object_to(hands: Hands, url: str, matter, said: Words) -> None:
    """The unit that leads says that it is not theirs, and whose it is."""
    hands.page.goto(f"{url}/desk/cases/{matter.number}")
    hands.unfold("#act-object")
    hands.choose("#act-object [name=reason_code]", "not-our-duty")
    hands.write("#act-object [name=basis]", said.basis)
    hands.choose("#act-object [name=proposed_unit]", matter.other)
    hands.follow(f"#act-object {SEND}")
    hands.reads(said.lang, said.basis, said.silent, said.rules_now)


def rule(hands: Hands, url: str, matter, said: Words, upheld: str) -> None:
    """The dispatcher weighs both sides, says why and what becomes of the row, and rules by one button."""
    hands.page.goto(f"{url}/desk/dispatch?number={matter.number}")
    hands.arrived()
    hands.reads(said.lang, said.basis)
    hands.write("form[action$='/rule'] [name=outcome_words]", said.ruling)
    if upheld == "yes":
        hands.tick("form[action$='/rule'] [name=catalogue][value=corrected]")
    hands.follow(f"form[action$='/rule'] button[value={upheld}]")


@pytest.mark.parametrize("language", WORDS)
def test_an_objection_is_upheld_and_the_next_case_goes_where_it_belongs_at_once(city_place, at_desk, language) -> None:
    url, said = city_place.running.url, WORDS[language]
    matter = city_place.told(said.trouble[0])
    object_to(at_desk(f"{matter.lead}-handler", language, **NARROW), url, matter, said)

    other = at_desk(f"{matter.other}-handler", language, **NARROW)
    other.page.goto(f"{url}/desk/unit?tab=named")
    other.follow(f"a.line__title[href$='{matter.number}']")
    other.unfold("#act-state_view")
    other.tick("#act-state_view [name=stance][value=lead]")
    other.write("#act-state_view [name=basis]", said.view)
    other.follow(f"#act-state_view {SEND}")
    other.reads(said.lang, said.ours, said.view)

    dispatcher = at_desk(f"{city_place.city.hotline}-dispatcher", language)
    rule(dispatcher, url, matter, said, "yes")
    dispatcher.page.goto(f"{url}/desk/cases/{matter.number}")
    dispatcher.reads(said.lang, said.ruling, said.corrected)

    following = city_place.told(said.trouble[1])
    assert following.lead == matter.other
    other.page.goto(f"{url}/desk/unit")
    other.follow(f"a.line__title[href$='{following.number}']")


@pytest.mark.parametrize("language", WORDS)
def test_an_objection_is_rejected_and_the_unit_may_not_object_again(city_place, at_desk, language) -> None:
    url, said = city_place.running.url, WORDS[language]
    matter = city_place.told(said.trouble[2])
    lead = at_desk(f"{matter.lead}-handler", language, **NARROW)
    object_to(lead, url, matter, said)
    rule(at_desk(f"{city_place.city.hotline}-dispatcher", language), url, matter, said, "no")
    lead.page.goto(f"{url}/desk/cases/{matter.number}")
    assert lead.page.locator("#act-object").count() == 0
    lead.press("details.act--greyed > summary")
    lead.reads(said.lang, said.designated, said.ruling)
