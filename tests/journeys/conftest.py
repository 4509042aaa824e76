"""The cities that several journeys walk through: each is served once, and every journey tells it cases of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.journeys.cities import CITIES, Place, city_served
from tests.journeys.desk_steps import PASSWORD
from tests.journeys.hands import Hands, Mouse
from tests.journeys.plan_place import citizen, plan_city, sit, spoken

__all__ = ["citizen", "plan_city", "sit", "spoken"]

WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session", params=CITIES, ids=lambda city: city.code)
def city_place(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Place]:
    """A city and its server."""
    city = request.param
    name = f"run_{os.getpid()}_walk_{city.code}"
    folder = tmp_path_factory.mktemp("server")
    with city_served(city.code, city.packs, name, folder, django_db_blocker.unblock) as running:
        yield Place(city, running)


@pytest.fixture
def at_desk(browser, city_place):
    """at_desk("works-handler", "en") -> the hands of that officer, signed in."""
    contexts = []

    def enter(post: str, language: str, **screen) -> Hands:
        context = browser.new_context(**(WIDE | screen))
        context.set_default_timeout(20_000)
        contexts.append(context)
        hands = Mouse(context.new_page())
        hands.page.goto(f"{city_place.running.url}/desk/sign-in?lang={language}")
        hands.write("[name=username]", f"{city_place.city.prefix}{post}")
        hands.write("[name=password]", PASSWORD)
        hands.follow("main form button", "**/desk/**")
        return hands

    yield enter
    for context in contexts:
        context.close()
