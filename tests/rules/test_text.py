"""rules.text: cleaned without loss, told apart, compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.text import cjk_terms, clean, fingerprint, guess_language, similarity

anything = st.text(max_size=120) | st.text("ab \n\r\t\u202e\u200b路燈é\u0301\ud800", max_size=30)


@given(anything)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_clean_text_can_be_stored_shown_and_read_in_one_direction(text):
    cleaned = clean(text)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u200b\0\r")


@given(st.text(st.characters(categories=["L", "N", "P", "So"]), max_size=60))
def test_letters_and_digits_are_never_lost(text):
    wanted = unicodedata.normalize("NFC", text)
    assert [c for c in clean(text) if c.isalnum()] == [c for c in wanted if c.isalnum()]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("  trailing   \n\n\n\n lines \t\n", "trailing\n\n lines"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("cafe\u0301", "café"),
        ("👨‍👩‍👧 family", "👨‍👩‍👧 family"),
        ("<b>markup</b> & 'quotes'", "<b>markup</b> & 'quotes'"),
        ("\0\x1b[31mred", "[31mred"),
    ],
)
def test_examples_of_cleaning(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("彌敦道的路燈壞了三天", "zh-hant"),
        ("王府井的路灯坏了三天", "zh-hans"),
        ("The street light is broken", "en"),
        ("請修理 Nathan Road 的 street light", "zh-hant"),
        ("The shop 大家樂 at Nathan Road is noisy at night", "en"),
        ("12345 !!", "zh-hant"),
        ("", "zh-hant"),
        ("垃圾太多", "zh-hant"),
    ],
)
def test_the_language_is_told_from_the_letters(text, language):
    assert guess_language(text) == language


def test_the_default_settles_what_the_letters_do_not():
    assert guess_language("", default="en") == "en"
    assert guess_language("垃圾太多", default="zh-hans") == "zh-hans"


def test_terms_are_words_and_pairs():
    assert cjk_terms("彌敦道104號 LED燈") == ["彌敦", "敦道", "104", "號", "led", "燈"]
    assert cjk_terms("ＡＢＣ don't, stop") == ["abc", "don't", "stop"]


@given(anything, anything)
def test_likeness_is_between_0_and_1_and_the_same_both_ways(a, b):
    assert 0 <= similarity(a, b) == similarity(b, a) <= 1
    assert similarity(a, a) == (1.0 if cjk_terms(a) else 0.0)


@given(anything, st.sampled_from(["north", "south", None, 7]))
def test_a_fingerprint_forgets_spacing_width_and_case_but_not_the_place(text, place):
    print_ = fingerprint(text, place)
    assert len(print_) == 32
    assert print_ == fingerprint(f"  {clean(text)}\n", place)
    assert print_ != fingerprint(text, "elsewhere")


def test_fingerprints_tell_words_apart():
    assert fingerprint("路燈壞了！") == fingerprint("路燈 壞了") == fingerprint("路燈，壞了。")
    assert fingerprint("Broken LAMP") == fingerprint("broken lamp!")
    assert fingerprint("😀") != fingerprint("😡")
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
