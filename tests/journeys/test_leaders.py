"""Two leaders on the rota, in a browser: one comes, takes a call and promises; the other does not, and it shows.

In the city of the tests and in both cities whose packs come with the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.journeys.cities import city_served
from tests.journeys.desk_steps import PASSWORD, SEND
from tests.journeys.hands import Hands, Mouse
from tests.support.server import Running

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]
NARROW = {"viewport": {"width": 390, "height": 844}}
WIDE = {"viewport": {"width": 1280, "height": 900}}


@dataclass(frozen=True)
class City:
    """Who is who in a pack: posts by code; user names begin with `prefix`."""

    code: str
    packs: Path
    coordinator: str
    comes: str
    absent: str
    dispatcher: str
    owner: str
    prefix: str = ""


CITIES = (
    City("harbour", ROOT / "tests" / "packs", "coordination-coordinator", "gov-leader", "north-head",
         "hotline-dispatcher", "works"),
    City("hongkong", ROOT / "jurisdictions", "tfdg-coordinator", "cso-head", "do-eastern-head",
         "1823-dispatcher", "hyd"),
    City("beijing", ROOT / "jurisdictions", "govserv-coordinator", "gov-head", "d110101-head", "12345-dispatcher",
         "citymgmt", "bj-"),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What is typed in a language, and what the pages must then say."""

    lang: str
    trouble: str
    promise: str
    shown: str
    came: str
    absent: str
    open: str
    kept: str
    days: int  # how far back this language's journey is put afterwards, so that the next finds free hours


WORDS = {
    "zh-hant": Words(
        "zh-Hant-HK", "街角的路燈已壞了一星期，晚上一片漆黑。", "三日內修好街角的路燈", "已到現場核實，路燈已亮。",
        "已到場", "未有到場", "未到期", "已兌現", 3,
    ),
    "en": Words(
        "en", "The lamp at the corner has been dark for a week.", "The lamp at the corner is mended within three days",
        "Seen on site: the lamp burns.", "came", "did not come", "open", "kept", 6,
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=CITIES, ids=lambda city: city.code)
def place(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[City, Running]]:
    """A server of this city, whose officers can sign in."""
    city: City = request.param
    name = f"run_{os.getpid()}_leaders_{city.code}"
    folder = tmp_path_factory.mktemp("server")
    with city_served(city.code, city.packs, name, folder, django_db_blocker.unblock) as running:
        yield city, running


def pass_time(running: Running, key: str, *, begun: timedelta) -> None:
    """The planned shift lies so far back now. (Nobody waits for tomorrow in a test.)"""
    with psycopg.connect(running.database_url) as connection:
        connection.execute(
            "UPDATE leaders_shift SET ends_at = now() - %(by)s + (ends_at - starts_at), starts_at = now() - %(by)s,"
            " attended_at = attended_at - %(by)s, left_at = left_at - %(by)s WHERE id = %(key)s",
            {"by": begun, "key": key},
        )


@pytest.fixture
def officer(browser, place):
    """officer("gov-leader", "en") -> the hands of that officer, signed in."""
    city, running = place
    contexts = []

    def enter(post: str, language: str, **screen) -> Hands:
        context = browser.new_context(**(WIDE | screen))
        context.set_default_timeout(20_000)
        contexts.append(context)
        hands = Mouse(context.new_page())
        hands.page.goto(f"{running.url}/desk/sign-in?lang={language}")
        hands.write("[name=username]", f"{city.prefix}{post}")
        hands.write("[name=password]", PASSWORD)
        hands.follow("main form button", "**/desk/**")
        return hands

    yield enter
    for context in contexts:
        context.close()


def plan(hands: Hands, url: str, post: str) -> str:
    """Two hours tomorrow; returns the key of the shift."""
    hands.page.goto(f"{url}/desk/rota")
    before = keys(hands)
    hands.choose("[name=post_code]", post)
    hands.write("[name=day]", str(date.today() + timedelta(days=1)))
    hands.write("[name=starts_at]", "10:00")
    hands.write("[name=ends_at]", "12:00")
    hands.follow(f"main form {SEND}")
    return (keys(hands) - before).pop()


def keys(hands: Hands) -> set[str]:
    links = hands.page.locator("main a.case-line__title[href^='/desk/rota/']").all()
    return {str(link.get_attribute("href")).rpartition("/")[2].partition("#")[0] for link in links}


def sit(hands: Hands, key: str, owner: str, said: Words) -> None:
    """The leader begins the shift, takes a call, promises, and leaves."""
    hands.follow(f"main a[href='/desk/rota/{key}']")
    hands.follow("form[action$='/open_shift'] button")
    hands.write("#act-take_call [name=words]", said.trouble)
    hands.write("#act-take_call [name=phone]", "55512345")
    hands.follow(f"#act-take_call {SEND}")
    hands.reads(said.lang, said.trouble)
    hands.unfold("#act-promise")
    hands.write("#act-promise [name=words]", said.promise)
    hands.choose("#act-promise [name=unit_code]", owner)
    hands.write("#act-promise [name=due_at]", str(date.today() + timedelta(days=3)))
    call = hands.page.locator("#act-promise [name=number] option").nth(1).get_attribute("value")
    hands.choose("#act-promise [name=number]", str(call))
    hands.follow(f"#act-promise {SEND}")
    hands.reads(said.lang, said.promise, said.open)
    hands.follow("form[action$='/close_shift'] button")
    hands.reads(said.lang, said.came)


def settle(hands: Hands, url: str, key: str, said: Words) -> None:
    """The hotline says that it was kept, and what shows it."""
    hands.page.goto(f"{url}/desk/rota/{key}")
    hands.unfold("#promises details.act")
    hands.tick("#promises input[name=kept][value=yes]")
    hands.write("#promises [name=outcome_words]", said.shown)
    hands.follow(f"#promises {SEND}")
    hands.reads(said.lang, said.kept, said.shown)


@pytest.mark.parametrize("language", WORDS)
def test_one_leader_comes_and_keeps_a_promise_and_the_other_is_shown_as_absent(browser, place, officer, language):
    city, running = place
    said = WORDS[language]
    coordinator = officer(city.coordinator, language)
    came, missed = (plan(coordinator, running.url, post) for post in (city.comes, city.absent))
    pass_time(running, came, begun=timedelta(minutes=5))
    pass_time(running, missed, begun=timedelta(hours=4))

    sit(officer(city.comes, language, **NARROW), came, city.owner, said)
    public = Mouse(browser.new_context(**NARROW).new_page())
    public.page.goto(f"{running.url}/leaders?lang={language}")
    public.arrived()
    public.reads(said.lang, said.came, said.absent, said.promise, said.open)

    settle(officer(city.dispatcher, language), running.url, came, said)
    for key in (came, missed):
        pass_time(running, key, begun=timedelta(days=said.days))
    public.page.goto(f"{running.url}/leaders?lang={language}")
    public.arrived()
    public.reads(said.lang, said.absent, said.promise, said.shown, said.kept)
    public.page.context.close()
