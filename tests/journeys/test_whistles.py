"""Whistles in a browser: nobody answers; a hard case that becomes a taskforce; an emergency that is done and rated.

In the city of the tests and in both cities whose packs come with the program.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg
import pytest

from tests.journeys.cities import ROOT, Place
from tests.journeys.desk_steps import SEND
from tests.journeys.hands import Hands, Mouse

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
NARROW = {"viewport": {"width": 390, "height": 844}}
# Per city: the street or district that blows, its area, who signs beside its head, and the leader.
STREETS = {
    "harbour": ("mill-street", "mill-street", "mill-street-secretary", "gov-leader"),
    "hongkong": ("do-eastern", "eastern", "had-head", "cso-head"),
    "beijing": ("s110101001", "110101001", "s110101001-secretary", "gov-head"),
}


@dataclass(frozen=True)
class Words:
    """What is typed in a language, and what the pages must then say."""

    lang: str
    titles: tuple[str, str, str]
    matter: str
    demand: str
    nobody: str
    silent: str
    lacks: str
    again: str
    mandate: str
    condition: str
    shown: str
    met: str
    on_spot: str
    promise: str
    done: str
    kept: str
    ended: str
    rated: str


WORDS = {
    "zh-hant": Words(
        "zh-Hant-HK", ("街市後巷垃圾無人清理", "地盤泥水流出馬路", "水管爆裂，地鋪水浸"),
        "每晚如是，清走後翌日又再出現。",
        "請到場清理並檢控。", "限時內無單位承擔，所有被召集單位一同負責", "未有在時限內簽收", "尚欠1個簽署",
        "同一問題再次出現",
        "晚間封閉後巷，並可聯合檢控。", "連續六十日沒有亂拋垃圾。", "已連續六十日沒有亂拋垃圾，照片存檔。",
        "已達到結束條件",
        "已到場：", "兩小時內抽乾積水。", "積水已於一小時內抽乾。", "承諾已履行", "吹哨單位已結束", "評價（共1個）",
    ),
    "en": Words(
        "en", ("Rubbish behind the market", "Mud runs out of the building site", "A main has burst; shops are flooded"),
        "Every night again; we clear it and it is back the next day.", "Come, clear it, and fine who dumps.",
        "nobody took it in time, so all who were called answer", "did not sign in time", "1 signature still lacks",
        "The same problem again", "Close the yard at night and fine together.", "No dumping for sixty days.",
        "Sixty days without dumping; photographs are filed.", "the end condition is met", "On the spot:",
        "Pump it dry within two hours.", "Dry within the hour.", "kept", "ended by the blower", "Ratings (n = 1)",
    ),
}  # fmt: skip


def blow(hands: Hands, place: Place, said: Words, title: str, grade: str = "push", *, pair: bool = False) -> str:
    """Blow a whistle at both units; `pair` names kind of trouble and area. Returns its number."""
    hands.page.goto(f"{place.running.url}/desk/whistles/new")
    hands.tick(f"[name=kind][value={'emergency' if grade == 'emergency' else 'problem'}]")
    hands.tick(f"[name=grade_code][value={grade}]")
    for name, words in (("title", title), ("words", said.matter), ("demand", said.demand)):
        hands.write(f"main [name={name}]", words)
    for n, unit in enumerate(place.city.units):
        hands.choose(f"[name=units_{n}]", unit)
    if pair:
        hands.choose("[name=category_code]", place.city.category)
        hands.choose("[name=area_code]", STREETS[place.city.code][1])
    hands.follow(f"main form {SEND}", "**/desk/whistles/*")
    hands.reads(said.lang, title, said.matter)
    return hands.page.url.rpartition("/")[2]


def let_limits_pass(place: Place, number: str) -> None:
    """The whistle was blown ten days ago, and the sweep has run. (Nobody waits that long in a test.)"""
    calls = (
        "SELECT s.id FROM whistles_summons s JOIN whistles_whistle w ON w.id = s.whistle_id WHERE w.number = %(number)s"
    )
    with psycopg.connect(place.running.database_url) as connection:
        for statement in (
            "UPDATE whistles_whistle SET blown_at = blown_at - interval '10 days' WHERE number = %(number)s",
            f"UPDATE whistles_summons SET summoned_at = summoned_at - interval '10 days' WHERE id IN ({calls})",
            "UPDATE whistles_whistleclock SET started_at = started_at - interval '10 days',"
            f" due_at = due_at - interval '10 days' WHERE summons_id IN ({calls})",
        ):
            connection.execute(statement, {"number": number})
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.ringing"],
        env=place.running.environment, cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def act(hands: Hands, verb: str, **fields: str) -> None:
    """Open an act of the room, fill it in and send it. A field that holds radio buttons is ticked."""
    hands.unfold(f"#act-{verb}")
    for name, value in fields.items():
        field = hands.page.locator(f"#act-{verb} [name={name}]").first
        if field.get_attribute("type") == "radio":
            hands.tick(f"#act-{verb} [name={name}][value='{value}']")
        elif field.evaluate("e => e.tagName") == "SELECT":
            hands.choose(f"#act-{verb} [name={name}]", value)
        else:
            hands.write(f"#act-{verb} [name={name}]", value)
    hands.follow(f"#act-{verb} {SEND}")


@pytest.mark.parametrize("language", WORDS)
def test_nobody_answers_and_all_of_them_answer_above_and_in_public(browser, city_place, at_desk, language) -> None:
    said, url = WORDS[language], city_place.running.url
    street, _area, _signer, leader = STREETS[city_place.city.code]
    number = blow(at_desk(f"{street}-head", language, **NARROW), city_place, said, said.titles[0])
    let_limits_pass(city_place, number)
    above = at_desk(leader, language)
    above.page.goto(f"{url}/desk/leaders")
    above.follow("main a[href$='?tab=silent']")
    above.follow(f"main a[href='/desk/whistles/{number}']")
    assert above.page.locator("section.strip summary .strip__part").count() == 2
    above.reads(said.lang, said.nobody)
    told = "SELECT count(*) FROM outbox_message WHERE template = 'whistle_silent_above'"
    with psycopg.connect(city_place.running.database_url) as connection:
        assert connection.execute(told).fetchone()[0] > 0
    public = Mouse(browser.new_context(**NARROW).new_page())
    public.page.goto(f"{url}/whistles?state=silent&lang={language}")
    public.arrived()
    public.reads(said.lang, said.titles[0], said.silent)
    public.follow(f"main a[href='/whistles/{number}']")
    public.reads(said.lang, said.nobody)
    public.page.context.close()


@pytest.mark.parametrize("language", WORDS)
def test_a_hard_case_signed_by_two_becomes_a_taskforce_that_is_dissolved_as_met(
    browser, city_place, at_desk, language
) -> None:
    said, url = WORDS[language], city_place.running.url
    street, _area, signer, leader = STREETS[city_place.city.code]
    head = at_desk(f"{street}-head", language)
    for _time in range(2):
        blow(head, city_place, said, said.titles[1], pair=True)
    number = blow(head, city_place, said, said.titles[1], "hard", pair=True)
    head.reads(said.lang, said.lacks)
    second = at_desk(signer, language)
    second.page.goto(f"{url}/desk/whistles/{number}")
    second.follow("form[action$='/cosign'] button")
    second.reads(said.lang, said.again)
    forms = at_desk(leader, language, **NARROW)
    forms.page.goto(f"{url}/desk/whistles/{number}")
    forms.follow("main .notice a[href^='/desk/taskforces/']")
    lead = f"{city_place.city.units[0]}-head"
    act(forms, "form", lead_post=lead, members_0=city_place.city.units[1], mandate=said.mandate,
        end_condition=said.condition)  # fmt: skip
    forms.reads(said.lang, said.mandate, said.condition)
    act(forms, "dissolve", how="met", words=said.shown)
    forms.reads(said.lang, said.met, said.shown)
    taskforce = forms.page.url.rpartition("/")[2]
    public = Mouse(browser.new_context(**NARROW).new_page())
    public.page.goto(f"{url}/taskforces/{taskforce}?lang={language}")
    public.arrived()
    public.reads(said.lang, said.met, said.mandate, said.condition)
    public.page.context.close()


@pytest.mark.parametrize("language", WORDS)
def test_an_emergency_is_attended_promised_kept_ended_by_the_blower_alone_and_rated(
    city_place, at_desk, language
) -> None:
    said, url = WORDS[language], city_place.running.url
    street, unit = STREETS[city_place.city.code][0], city_place.city.units[0]
    blower = at_desk(f"{street}-head", language)
    number = blow(blower, city_place, said, said.titles[2], "emergency")
    came = at_desk(f"{unit}-handler", language, **NARROW)
    came.page.goto(f"{url}/desk/whistles/{number}")
    act(came, "answer_summons", stance="lead")
    act(came, "attend", post_code=f"{unit}-handler")
    came.reads(said.lang, said.on_spot)
    act(came, "commit", words=said.promise, due_at=f"{date.today() + timedelta(days=2)}T18:00")
    promise = came.page.locator("#act-fulfil [name=commitment] option").nth(1).get_attribute("value")
    act(came, "fulfil", commitment=str(promise), words=said.done)
    came.reads(said.lang, said.promise, said.done)
    assert came.page.locator("#act-end").count() == 0
    blower.page.reload()
    act(blower, "end", words=said.done)
    blower.reads(said.lang, said.ended)
    act(blower, "rate", unit_code=unit, rater="blower", score="5")
    blower.reads(said.lang, said.rated)
