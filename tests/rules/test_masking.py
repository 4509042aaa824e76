"""rules.masking: no telephone, identity or account number gets through, and what finds a place stays."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.ids import public_number
from answerable.rules.masking import MASK, hkid_holds, mask
from answerable.rules.text import clean

BEFORE = st.sampled_from(["", "請致電", "Call me at ", "電話：", "我住12樓，", "bus 104 stop, ", "（", "my no. is "])
AFTER = st.sampled_from(["", "，謝謝", " after 6pm", "。", " (陳太)", ", thanks", "）"])
SEPARATORS = st.sampled_from(["", " ", "-", " - ", ".", "–", "\u3000", "・"])
FORMS = (
    lambda d: d,
    lambda d: "".join(chr(ord(c) + 0xFEE0) for c in d),  # full width
    lambda d: "".join("〇一二三四五六七八九"[int(c)] for c in d),
    lambda d: "".join(chr(0x1D7CE + int(c)) for c in d),  # mathematical bold
)
forms = st.sampled_from(FORMS)


def grouped(digits: str, sizes: list[int], separator: str) -> str:
    out, at = [], 0
    for size in sizes:
        out.append(digits[at : at + size])
        at += size
    return separator.join(part for part in [*out, digits[at:]] if part)


hk_numbers = st.builds(lambda a, b: a + b, st.sampled_from("235679"), st.text("0123456789", min_size=7, max_size=7))
cn_mobiles = st.builds(
    lambda a, b: "1" + a + b, st.sampled_from("3456789"), st.text("0123456789", min_size=9, max_size=9)
)


def leaks(digits: str, text: str) -> bool:
    """Whether five digits or more can still be read off in a row."""
    left = "".join(str(unicodedata.numeric(c, "")).removesuffix(".0") for c in text if c not in "十百千")
    return any(digits[at : at + 5] in left for at in range(len(digits) - 4))


@given(BEFORE, hk_numbers, st.sampled_from([[8], [4, 4], [2, 2, 2, 2], [1] * 8, [3, 3, 2]]), SEPARATORS, AFTER, forms)
def test_no_hong_kong_number_gets_through(before, digits, sizes, separator, after, form):
    if digits.startswith("20") and separator in ("-", "."):
        return  # 2024-10-12 is read as a date
    said = mask(before + grouped(form(digits), sizes, separator) + after)
    assert MASK in said
    assert not leaks(digits, said)


@given(BEFORE, st.sampled_from(["+852 ", "852-", "(852)", "00852 ", "＋８５２"]), hk_numbers, SEPARATORS, AFTER)
def test_no_number_with_its_country_gets_through(before, country, digits, separator, after):
    said = mask(before + country + grouped(digits, [4], separator) + after)
    assert MASK in said
    assert not leaks(digits, said)


@given(BEFORE, st.sampled_from(["", "+86 ", "86-"]), cn_mobiles, SEPARATORS, AFTER, forms)
def test_no_mainland_mobile_gets_through(before, country, digits, separator, after, form):
    said = mask(before + country + grouped(form(digits), [3, 4], separator) + after)
    assert MASK in said
    assert not leaks(digits, said)


@st.composite
def identity_cards(draw):
    letters = draw(st.text(string.ascii_uppercase, min_size=1, max_size=2))
    digits = draw(st.text("0123456789", min_size=6, max_size=6))
    check = next(c for c in "0123456789A" if hkid_holds(letters, digits, c))
    return letters, digits, check


@given(
    BEFORE,
    identity_cards(),
    st.sampled_from(["{}{}({})", "{}{}{}", "{} {} ({})", "{}{}（{}）", "{}-{}-{}"]),
    st.booleans(),
)
def test_no_hong_kong_identity_number_gets_through(before, card, shape, lower):
    text = shape.format(*card)
    said = mask(before + (text.lower() if lower else text) + " ok")
    assert MASK in said
    assert card[1] not in said


@given(BEFORE, st.text("0123456789", min_size=17, max_size=17), st.sampled_from("0123456789Xx"), SEPARATORS, AFTER)
def test_no_mainland_identity_number_gets_through(before, digits, check, separator, after):
    said = mask(before + grouped(digits, [6, 8], separator) + check + after)
    assert MASK in said
    assert digits[6:14] not in re.sub(r"\D", "", said)


@pytest.mark.parametrize(
    "text",
    [
        "joe.bloggs+hk@example.com.hk", "joe @ example . com", "4111 1111 1111 1111", "4111-1111-1111-1111",
        "123-456789-001", "010-62345678", "(0755) 2345 6789", "400-800-1234",
        "https://pay.example/r?token=abc", "www.example.hk/s/AbCdEf0123456789xyz", "京A12345", "粤B·12345", "粤Z1234港",
    ],
)  # fmt: skip
def test_other_ways_to_reach_a_person_are_masked_whole(text):
    assert mask(f"請聯絡 {text} 謝謝") == f"請聯絡 {MASK} 謝謝"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("車牌 AB 1234 停在路中", "車牌 *** 停在路中"),
        ("a car, plate XY99, blocks the way", "a car, plate ***, blocks the way"),
        ("WeChat: joe_1234", "WeChat: ***"),
        ("HSBC account 004-123-456789", "HSBC account ***"),
        ("護照號碼 K01234567", "護照號碼 ***"),
        ("王先生投訴陳太", "***先生投訴***太"),
        ("我叫陳大文，住在沙田", "我叫***，住在沙田"),
        ("聯絡人：張三豐", "聯絡人：***"),
        ("歐陽小姐、陳大文先生和李生", "***小姐、***先生和***生"),
        ("Mr Chan and Mrs. Wong Siu Ming", "Mr *** and Mrs. ***"),
        ("My name is John Smith and I live here", "My name is *** and I live here"),
        ("The lamp is broken.\nRegards,\nAmy Lee", "The lamp is broken.\nRegards,\n***"),
    ],
)
def test_what_is_announced_is_masked_and_the_sentence_stays(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "巴士104號線，彌敦道 688 號 12樓 B室", "routes 101, 104, 106 and 111", "routes 101 104 106 111",
        "KMB 968X and 272K",
        "lamp post AB1234 and GF 0345 near 23 Nathan Road", "燈柱編號 E7654 及 CE0123", "flat 23 4/F block 5",
        "2024-10-12 09:30 at 22.31934, 114.169412", "在2024年10月12日下午3:30-5:30", "from 2019 to 2024",
        "費用 HK$25,000,000", "面積 2345 平方呎", "Lot No. 1234 in DD 105", "PM2.5 is 135.4", "12/F, 3/F, 45/F",
        "致電12345、1823 or 999", "no. 3 5 7 9 11", "www.hyd.gov.hk/en/page", "The 7-11 at 24-26 Queen's Road",
        "地方太污糟，周圍太嘈", "黃大仙區", "這裡太多人", "Miss the bus every day", "Victoria Dr North is dark",
        "40 cm x 60 cm deep, 3 potholes", "第三期一二座之間", "M5 lane closed 24 hours 365 days",
    ],
)  # fmt: skip
def test_what_finds_a_place_stays(text):
    assert mask(text) == text


@given(st.sampled_from(["HK", "BJ", "HB"]), st.integers(2020, 2035), st.integers(1, 10**9 - 1))
def test_our_own_numbers_stay(prefix, year, sequence):
    number = public_number(prefix, year, sequence)
    assert mask(f"my case {number}, again") == f"my case {number}, again"


ordinary = st.lists(
    st.sampled_from(
        ["bus", "路線", "lamp", "號", "樓", "at", "，", ".", "的"]
        + [str(n) for n in (1, 7, 23, 104, 688, 968, 1823, 2345, 12345)]
    ),
    max_size=3,
).map(" , ".join)


@given(ordinary)
def test_ordinary_numbers_apart_stay(text):
    assert mask(text) == clean(text)


@given(st.text(st.characters(codec="utf-8"), max_size=80) | st.text("0123456789 -A陳太先生@.()", max_size=40))
def test_masking_twice_changes_nothing_and_nothing_breaks_it(text):
    once = mask(text)
    assert mask(once) == once


def test_a_long_list_of_digits_takes_no_time():
    import time

    begin = time.perf_counter()
    mask("1 " * 10_000)
    mask("9" * 20_000)
    mask("a." * 10_000)
    assert time.perf_counter() - begin < 3
