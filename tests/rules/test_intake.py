"""rules.intake: what can be taken, what cannot, and why."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.intake import CHANNELS, MAX_WORDS, ROUTES, check_contact, check_route, normalise_phone
from answerable.rules.lifecycle import KINDS

NOW = datetime(2026, 6, 10, 8, tzinfo=UTC)
BOUNDS = (10.0, 50.0, 10.1, 50.2)


def codes(words="The lamp is dark", said_at=NOW, **more) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in check_contact(words, said_at, NOW, bounds=BOUNDS, **more)]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", ["", *KINDS])
def test_a_plain_contact_can_be_taken(channel, kind):
    assert codes(channel=channel, kind=kind, latitude=50.1, longitude=10.05, phone="9123 4567", email="a@b.hk") == []


@pytest.mark.parametrize("words", ["", " \n ", "\u200b\u202e\0"])
def test_nothing_said_is_refused(words):
    assert codes(words) == [("words", "required")]


def test_too_much_is_refused_with_its_length_and_never_cut():
    assert codes("x" * MAX_WORDS) == []
    (problem,) = check_contact("x" * 100_000, NOW, NOW)
    assert (problem.code, problem.params) == ("too_long", {"length": 100_000, "limit": MAX_WORDS})
    assert codes(address="x" * 301, name="y" * 301) == [("address", "too_long"), ("name", "too_long")]


@pytest.mark.parametrize(
    ("said_at", "problems"),
    [
        (None, []),
        (NOW - timedelta(days=400), []),
        (NOW + timedelta(minutes=4), []),
        (NOW.astimezone(timezone(timedelta(hours=8))), []),
        (NOW + timedelta(minutes=6), ["future_time"]),
        (datetime(2026, 6, 10, 8), ["time_without_zone"]),
        (datetime(1900, 1, 1, tzinfo=UTC), ["too_old"]),
    ],
)
def test_the_time_it_was_said(said_at, problems):
    assert [code for _, code in codes(said_at=said_at)] == problems


@pytest.mark.parametrize(
    ("latitude", "longitude", "problem"),
    [
        (50.1, None, "half_coordinates"),
        (None, 10.05, "half_coordinates"),
        (10.05, 50.1, "outside_area"),  # the wrong way round
        (22.3, 114.2, "outside_area"),
        (500, 10, "bad_coordinates"),
        (math.nan, 10.05, "bad_coordinates"),
        (math.inf, 10.05, "bad_coordinates"),
    ],
)
def test_a_place_that_is_none_is_refused(latitude, longitude, problem):
    assert [code for _, code in codes(latitude=latitude, longitude=longitude)] == [problem]


@pytest.mark.parametrize(
    "phone", ["9123 4567", "+852 9123-4567", "(010) 62345678", "９１２３４５６７", "2345 6789 ext 12"]
)
def test_telephone_numbers_are_read_as_people_write_them(phone):
    assert codes(phone=phone) == []
    assert normalise_phone(phone).lstrip("+").isdigit()


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"phone": "call me"}, ("phone", "bad_phone")),
        ({"phone": "12"}, ("phone", "bad_phone")),
        ({"email": "a@b"}, ("email", "bad_email")),
        ({"email": "a b@c.hk"}, ("email", "bad_email")),
        ({"email": "a" * 250 + "@b.hk"}, ("email", "bad_email")),
        ({"channel": "pigeon"}, ("channel", "unknown_channel")),
        ({"kind": "rant"}, ("kind", "unknown_kind")),
        ({"language": "fr"}, ("language", "unknown_choice")),
    ],
)
def test_what_cannot_be_used_is_named(more, problem):
    assert codes(**more) == [problem]


def test_every_problem_is_told_at_once():
    assert len(codes("", latitude=1, phone="x", email="y", kind="z")) == 5


@given(st.text(max_size=50), st.floats(), st.floats(), st.text(max_size=20), st.text(max_size=20), st.text(max_size=9))
def test_no_input_is_an_error_of_ours(words, latitude, longitude, phone, email, kind):
    check_contact(words, NOW, NOW, latitude, longitude, BOUNDS, phone, email, kind=kind)


def test_the_six_routes_each_need_their_act():
    assert list(ROUTES) == ["R1", "R2", "R3", "R4", "R5", "R6"]
    for code, route in ROUTES.items():
        assert route.rule.startswith("BJ-REG 11")
        missing = check_route(code, "", "")
        assert [p.code for p in missing] == (["route_needs_case"] if code == "R3" else ["required"])
        assert check_route(code, "I put you through to 999 now.", "HK26-0012345-42") == []
    assert [p.code for p in check_route("R7", "x")] == ["unknown_route"]
