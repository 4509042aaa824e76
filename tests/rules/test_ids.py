"""rules.ids: a number that was misheard is never somebody else's."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from answerable.rules.ids import is_public_number, normalise_number, public_number

prefixes = st.text(string.ascii_uppercase, min_size=1, max_size=4)
numbers = st.builds(public_number, prefixes, st.integers(2000, 2099), st.integers(1, 10**9 - 1))


@given(numbers)
def test_a_number_is_its_own_normal_form(number):
    assert normalise_number(number) == number
    assert len(number) <= 24


@given(numbers, st.data())
def test_every_single_wrong_character_is_found(number, data):
    place = data.draw(st.integers(0, len(number) - 1))
    assume(number[place] != "-")
    wrong = data.draw(st.sampled_from(string.digits + string.ascii_uppercase))
    assume(wrong != number[place])
    assert normalise_number(number[:place] + wrong + number[place + 1 :]) is None


def test_a_letter_in_the_place_of_a_digit_does_not_pass_for_a_longer_prefix():
    assert is_public_number("U00-10000000-19")
    assert not is_public_number("UG0-10000000-19")


@given(numbers, st.data())
def test_every_swap_of_two_neighbours_is_found(number, data):
    plain = number.replace("-", "")
    place = data.draw(st.integers(0, len(plain) - 2))
    a, b = plain[place], plain[place + 1]
    assume(a != b)
    assert not is_public_number(plain[:place] + b + a + plain[place + 2 :])


@given(numbers, st.sampled_from(["", " ", "-", "–", "－", " - ", "\u3000", "\u00a0"]), st.booleans(), st.booleans())
def test_however_it_is_typed_it_is_the_same_number(number, hyphen, lower, wide):
    typed = number.replace("-", hyphen)
    typed = typed.lower() if lower else typed
    if wide:
        typed = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in typed)
    assert normalise_number(f" {typed}\n") == number


@given(st.text(max_size=40))
def test_no_text_is_an_error(text):
    assert normalise_number(text) is None or is_public_number(text)


@pytest.mark.parametrize("text", ["", "HK26-0012345-43", "HK26-12345-42", "1234567", "HK26-0012345-42" * 20])
def test_what_is_no_number_is_none(text):
    assert normalise_number(text) is None


def test_the_example_of_the_manual_holds():
    assert public_number("HK", 2026, 12345) == "HK26-0012345-42"
    assert normalise_number("ｈｋ２６ ００１２３４５ ４２") == "HK26-0012345-42"


@pytest.mark.parametrize(("prefix", "sequence"), [("hk", 1), ("", 1), ("ABCDE", 1), ("HK", 0), ("HK", 10**9)])
def test_what_cannot_be_written_is_refused(prefix, sequence):
    with pytest.raises(ValueError):  # noqa: PT011
        public_number(prefix, 2026, sequence)
