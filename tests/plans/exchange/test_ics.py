"""The calendar of a plan: whole days, texts of any length and language, identifiers that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from answerable.plans.exchange.ics import Entry, entries_of, write
from tests.plans.exchange.documents import PLAN

CHANGED = datetime(2026, 11, 26, 9, tzinfo=UTC)
REVIEW = Entry("harbour-review-2026-Q4", date(2026, 12, 1), "第四季檢討", CHANGED, category="review")


def lines(*entries: Entry) -> list[str]:
    return write("Harbour", entries, "harbour.example").decode().split("\r\n")


def read(*entries: Entry) -> list:
    return Calendar.from_ical(write("海港計劃", entries, "harbour.example")).walk("VEVENT")


def test_an_entry_is_a_whole_day_that_keeps_nobody_busy() -> None:
    found = lines(REVIEW)
    assert "DTSTART;VALUE=DATE:20261201" in found
    assert "DTEND;VALUE=DATE:20261202" in found
    assert "TRANSP:TRANSPARENT" in found
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]


def test_several_days_end_on_the_day_after_the_last() -> None:
    assert "DTEND;VALUE=DATE:20261204" in lines(replace(REVIEW, last_day=date(2026, 12, 3)))


def test_an_identifier_stays_when_the_day_moves_and_the_version_grows() -> None:
    before, after = lines(REVIEW), lines(replace(REVIEW, day=date(2026, 12, 8), version=1))
    uid = "UID:harbour-review-2026-Q4@harbour.example"
    assert uid in before
    assert uid in after
    assert "SEQUENCE:0" in before
    assert "SEQUENCE:1" in after


def test_a_day_that_is_not_settled_is_tentative_and_one_called_off_is_cancelled() -> None:
    assert "STATUS:CONFIRMED" in lines(REVIEW)
    assert "STATUS:TENTATIVE" in lines(replace(REVIEW, tentative=True))
    assert "STATUS:CANCELLED" in lines(replace(REVIEW, tentative=True, cancelled=True))


def test_texts_are_escaped_and_folded_and_come_back_as_they_were() -> None:
    text = "交付標準；第一期,第二期;\n" + "海港" * 60 + "\\end"
    written = write("Harbour", [replace(REVIEW, title=text, description=text)], "harbour.example")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    event = Calendar.from_ical(written).walk("VEVENT")[0]
    assert (str(event["summary"]), str(event["description"])) == (text, text)


@pytest.mark.parametrize("text", ["a\r\nBEGIN:VALARM\r\nTRIGGER:PT0S", "a\nATTACH:file:///etc/hostname"])
def test_a_text_cannot_smuggle_in_another_property(text: str) -> None:
    found = lines(replace(REVIEW, title=text))
    assert not any(line.startswith(("BEGIN:VALARM", "ATTACH", "TRIGGER")) for line in found)


def test_a_key_with_other_characters_makes_an_identifier_without_them() -> None:
    assert "UID:a%20b%40c%0D%0A@harbour.example" in lines(replace(REVIEW, key="a b@c\r\n"))


def test_the_instant_of_the_change_is_written_in_utc() -> None:
    here = CHANGED.astimezone(timezone(timedelta(hours=8)))
    assert "DTSTAMP:20261126T090000Z" in lines(replace(REVIEW, changed_at=here))


def test_what_was_cancelled_stays_and_says_so() -> None:
    assert "STATUS:CANCELLED" in lines(replace(REVIEW, cancelled=True))


def test_the_same_entries_give_the_same_bytes_in_any_order() -> None:
    other = replace(REVIEW, key="other", day=date(2026, 1, 1))
    assert write("x", [REVIEW, other], "h.example") == write("x", [other, REVIEW], "h.example")


@pytest.mark.parametrize(
    "wrong", [replace(REVIEW, changed_at=datetime(2026, 11, 26)), replace(REVIEW, last_day=date(2026, 11, 1))]
)
def test_what_cannot_be_is_refused(wrong: Entry) -> None:
    with pytest.raises(ValueError, match="harbour-review"):
        lines(wrong)


def test_targets_and_milestones_of_a_plan_stand_on_their_days() -> None:
    found = read(*entries_of(PLAN, CHANGED, "en"))
    assert [(str(event["summary"]), event["dtstart"].dt) for event in found] == [
        ("Tender", date(2025, 9, 30)),
        ("Waiting time", date(2027, 3, 31)),
    ]
