"""MSPDI: read leniently with a report, written so that it reads back as it was."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.plans.exchange import mspdi
from answerable.plans.exchange.schedule_document import (
    CONSTRAINTS,
    CalendarException,
    ScheduleAssignment,
    ScheduleBaseline,
    ScheduleCalendar,
    ScheduleDocument,
    ScheduleLink,
    ScheduleResource,
    ScheduleTask,
)
from answerable.rules.problems import Refused

DAY = ((time(8), time(12)), (time(13), time(17)))
OFFICE = ScheduleCalendar(
    1, "Office", weekly_hours={**dict.fromkeys(range(5), DAY), 5: (), 6: ()},
    exceptions=(
        CalendarException(date(2026, 2, 17), date(2026, 2, 19), name="新年"),
        CalendarException(date(2026, 2, 28), date(2026, 2, 28), ((time(9), time(0)),)),
    ),
)  # fmt: skip
NIGHT = ScheduleCalendar(2, "Night", is_base=False, base_uid=1, weekly_hours={4: ((time(22), time(0)),)})
FULL = ScheduleDocument(
    name="road.xml", title="The road 道路", start=datetime(2026, 2, 2, 8), finish=datetime(2026, 6, 30, 17),
    status_date=datetime(2026, 3, 1, 17), from_start=False, currency="HKD", calendar_uid=1, minutes_per_day=420,
    minutes_per_week=2100, days_per_month=21, calendars=(OFFICE, NIGHT),
    tasks=(
        ScheduleTask(1, "Build", "1", 1, 4800, summary=True),
        ScheduleTask(
            2, "Dig", "1.1", 2, 2400, actual_start=datetime(2026, 2, 2, 8), actual_duration=960, remaining=1440,
            percent=40, calendar_uid=2, notes="Soft <ground> & water",
            baselines=(
                ScheduleBaseline(0, datetime(2026, 2, 2, 8), datetime(2026, 2, 6, 17), 2400, 600),
                ScheduleBaseline(10, finish=datetime(2026, 2, 9, 17)),
            ),
        ),
        ScheduleTask(
            3, "Lay", "1.2", 2, 1200, constraint="finish_not_later", constraint_date=datetime(2026, 4, 1, 17),
            deadline=datetime(2026, 4, 2, 17), links=(ScheduleLink(2, "SS", -480), ScheduleLink(2, "FF", 7)),
        ),
        ScheduleTask(4, "Cure", "1.3", 2, 4320, elapsed=True, links=(ScheduleLink(3, "FS", 2880, elapsed=True),)),
        ScheduleTask(5, "Open", "1.4", 2, 0, milestone=True, manual=True, start=datetime(2026, 6, 1, 8),
                     links=(ScheduleLink(4, "SF", 0, 50), ScheduleLink(3))),
        ScheduleTask(6, "Not now", "2", 1, 480, inactive=True),
    ),
    resources=(ScheduleResource(1, "Works"), ScheduleResource(2, "Crew", 2)),
    assignments=(ScheduleAssignment(1, 2, 2, "0.5", 1200),),
)  # fmt: skip

# More with ANSWERABLE_EXAMPLES; a busy machine draws slowly, which is no fault of what is tested.
EXAMPLES = int(os.environ.get("ANSWERABLE_EXAMPLES", "40"))


def project(inside: str, namespace: str = mspdi.NAMESPACE) -> bytes:
    return f'<Project xmlns="{namespace}">{inside}</Project>'.encode()


def read_lines(inside: str):
    document, report = mspdi.read(project(inside))
    return document, [(line.code, line.field) for line in report]


@pytest.mark.parametrize("namespace", [mspdi.NAMESPACE, mspdi.PUBLISHED_NAMESPACE])
def test_everything_a_schedule_says_reads_back_as_it_was_written(namespace):
    found, report = mspdi.read(mspdi.write(FULL, namespace))
    assert found == FULL
    assert list(report) == []


moments = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0))
minutes = st.none() | st.integers(0, 10**7)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20).map(str.strip)
links = st.builds(
    ScheduleLink, st.integers(0, 99), st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-9999, 9999),
    elapsed=st.booleans(),
)  # fmt: skip
baselines = st.builds(ScheduleBaseline, st.integers(0, 10), moments, moments, minutes, minutes)
tasks = st.builds(
    ScheduleTask, st.integers(0, 10**6), words, st.just("1"), st.integers(0, 9), minutes, st.booleans(), st.booleans(),
    moments, moments, st.sampled_from(CONSTRAINTS), moments, moments, moments, moments, minutes, minutes,
    st.integers(0, 100), st.none() | st.integers(0, 9), st.booleans(), st.booleans(), st.booleans(), words,
    st.lists(links, max_size=3).map(tuple), st.lists(baselines, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(tasks, max_size=4), words)
def test_any_tasks_read_back_as_they_were_written(drawn, title):
    document = ScheduleDocument(title=title, tasks=tuple(drawn))
    assert mspdi.read(mspdi.write(document))[0] == document


@pytest.mark.parametrize(("number", "kind"), [(0, "FF"), (1, "FS"), (2, "SF"), (3, "SS")])
def test_the_four_kinds_have_the_numbers_of_the_format_and_lags_are_tenths_of_a_minute(number, kind):
    link = f"<PredecessorUID>1</PredecessorUID><Type>{number}</Type><LinkLag>-4800</LinkLag>"
    task = f"<Task><UID>2</UID><PredecessorLink>{link}</PredecessorLink></Task>"
    document, lines = read_lines(f"<Tasks>{task}</Tasks>")
    assert document.tasks[0].links == (ScheduleLink(1, kind, -480),)
    assert lines == []


def test_lags_in_percent_and_by_day_and_night_keep_their_meaning():
    text = "".join(
        f"<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{format_}</LagFormat></PredecessorLink>"
        for lag, format_ in ((50, 19), (14400, 8), (25, 20))
    )
    document, _ = read_lines(f"<Tasks><Task><UID>2</UID>{text}</Task></Tasks>")
    assert document.tasks[0].links == (
        ScheduleLink(1, "FS", 0, 50), ScheduleLink(1, "FS", 1440, elapsed=True), ScheduleLink(1, "FS", 0, 25, True),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected", "code"),
    [
        ("PT8H0M0S", 480, None),
        ("P1DT1H", 1500, None),
        ("PT0H0M30S", 1, "mspdi_rounded"),
        ("eight hours", None, "mspdi_unreadable"),
        ("P", None, "mspdi_unreadable"),
        ("", None, None),
    ],
)
def test_durations_are_whole_minutes_and_what_is_not_is_told(written, expected, code):
    document, lines = read_lines(f"<Tasks><Task><UID>7</UID><Duration>{written}</Duration></Task></Tasks>")
    assert document.tasks[0].duration == expected
    assert lines == ([(code, "Task 7/Duration")] if code else [])


def test_dates_have_no_zone_and_nonsense_is_told():
    inside = "<StartDate>2026-01-05T08:00:00+08:00</StartDate><FinishDate>soon</FinishDate><StatusDate>NA</StatusDate>"
    document, lines = read_lines(inside)
    assert (document.start, document.finish, document.status_date) == (datetime(2026, 1, 5, 8), None, None)
    assert lines == [("mspdi_zone_cut", "Project/StartDate"), ("mspdi_unreadable", "Project/FinishDate")]


def test_what_is_not_kept_is_counted_and_what_is_computed_is_not_mentioned():
    task = "<Task><UID>{}</UID><Cost>5</Cost><TotalSlack>9</TotalSlack><Colour>red</Colour></Task>"
    inside = f"<Author>A</Author><Tasks>{task.format(1)}{task.format(2)}</Tasks><Views/>"
    report = mspdi.read(project(inside))[1]
    assert {(line.field, line.params["count"]) for line in report} == {
        ("Project/Author", 1), ("Project/Views", 1), ("Task/Cost", 2), ("Task/Colour", 2),
    }  # fmt: skip


def test_links_to_other_projects_and_of_no_kind_are_told_and_left_out():
    links = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><CrossProject>1</CrossProject></PredecessorLink>"
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>9</Type></PredecessorLink>"
        "<PredecessorLink><Type>1</Type></PredecessorLink>"
    )
    document, lines = read_lines(f"<Tasks><Task><UID>2</UID>{links}</Task></Tasks>")
    assert document.tasks[0].links == ()
    assert [code for code, _ in lines] == ["mspdi_link_elsewhere", "mspdi_unreadable", "mspdi_unreadable"]


def test_empty_lines_of_the_sheet_are_no_tasks():
    document, lines = read_lines(
        "<Tasks><Task><UID>2</UID><IsNull>1</IsNull></Task><Task><Name>?</Name></Task></Tasks>"
    )
    assert document.tasks == ()
    assert lines == [("mspdi_without_uid", "Task ")]


def calendar(inside: str):
    document, lines = read_lines(f"<Calendars><Calendar><UID>3</UID>{inside}</Calendar></Calendars>")
    return document.calendars[0], lines


def test_exceptions_in_the_old_way_of_writing_are_read_too():
    period = "<TimePeriod><FromDate>2026-05-01T00:00:00</FromDate><ToDate>2026-05-02T00:00:00</ToDate></TimePeriod>"
    found, lines = calendar(
        f"<WeekDays><WeekDay><DayType>0</DayType><DayWorking>0</DayWorking>{period}</WeekDay></WeekDays>"
    )
    assert found.exceptions == (CalendarException(date(2026, 5, 1), date(2026, 5, 1)),)
    assert lines == []


def off(first: str, last: str, kind: int, inside: str = "") -> str:
    """An exception of a calendar, with what makes it come again."""
    period = f"<FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate>"
    return f"<Exception><TimePeriod>{period}</TimePeriod><Name>Off</Name><Type>{kind}</Type>{inside}</Exception>"


@pytest.mark.parametrize(
    ("exception", "days"),
    [
        (off("2026-01-01", "2028-06-30", 2, "<Month>6</Month><MonthDay>1</MonthDay>"), ["2026-07-01", "2027-07-01"]),
        (off("2026-08-01", "2027-12-31", 2, "<Month>6</Month><MonthDay>1</MonthDay>"), ["2027-07-01"]),
        (off("2026-01-15", "2026-05-30", 4, "<MonthDay>31</MonthDay>"), ["2026-01-31", "2026-03-31"]),
        (off("2026-03-01", "2026-03-14", 6, "<Period>1</Period><DaysOfWeek>33</DaysOfWeek>"),
         ["2026-03-01", "2026-03-06", "2026-03-08", "2026-03-13"]),
        (off("2026-03-01", "2026-03-08", 1, "<Period>3</Period>"), ["2026-03-01", "2026-03-04", "2026-03-07"]),
    ],
)  # fmt: skip
def test_days_off_that_come_again_become_dates(exception, days):
    found, lines = calendar(f"<Exceptions>{exception}</Exceptions>")
    assert [str(one.first_day) for one in found.exceptions] == days
    assert all(one.first_day == one.last_day and not one.hours and one.name == "Off" for one in found.exceptions)
    assert lines == []


@pytest.mark.parametrize(
    "exception",
    [
        off("2026-01-01", "2026-12-31", 3, "<Month>4</Month><MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>"),
        off("2026-01-01", "2026-12-31", 6, "<Period>2</Period><DaysOfWeek>2</DaysOfWeek>"),
        off("0001-01-01", "9999-12-31", 6, "<DaysOfWeek>127</DaysOfWeek>"),
        off("2026-01-01", "2026-12-31", 1, "<Period>-1</Period>"),
    ],
)
def test_other_ways_of_coming_again_are_told_and_never_guessed(exception):
    found, lines = calendar(f"<Exceptions>{exception}</Exceptions>")
    assert found.exceptions == ()
    assert lines == [("mspdi_exception_recurs", "Calendar 3")]


def test_days_off_without_dates_and_working_days_without_hours_are_told():
    undated = "<Exception><Name>Once</Name><Type>1</Type><DayWorking>0</DayWorking></Exception>"
    week = "<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays>"
    found, lines = calendar(f"{week}<Exceptions>{undated}</Exceptions>")
    assert (found.exceptions, found.weekly_hours) == ((), {})
    assert [code for code, _ in lines] == ["mspdi_exception_without_dates", "mspdi_hours_missing"]


JUNK = [
    "", "-1", "0", "1e9", "9" * 30, "９", "NA", "9999-12-31T23:59:59", "0001-01-01T00:00:00", "25:61", "PT-1H", "P9D",
    "PT999999999H0M0S", "2026-01-01", "08:00:00", "道路", " ",
]  # fmt: skip
TEXTS = [match.span(1) for match in re.finditer(r">([^<>\n]+)<", mspdi.write(FULL).decode())]
changes = st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(JUNK), min_size=1, max_size=6)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes)
def test_whatever_stands_in_the_file_is_read_with_a_report_and_written_again(changed):
    text = mspdi.write(FULL).decode()
    for (begin, end), junk in sorted(changed.items(), reverse=True):
        text = text[:begin] + junk + text[end:]
    document, _ = mspdi.read(text.encode())
    again, report = mspdi.read(mspdi.write(document))
    assert again == replace(document, currency=document.currency[:3])
    assert list(report) == []


def test_texts_longer_than_the_schema_allows_are_cut():
    document = ScheduleDocument(name="n" * 300, currency="HKD$", tasks=(ScheduleTask(1, "道" * 600 + "\x07"),))
    found, _ = mspdi.read(mspdi.write(document))
    assert (len(found.name), found.currency, len(found.tasks[0].name)) == (255, "HKD", 512)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"no xml", "not_xml"),
        (b"<Plan/>", "mspdi_not_project"),
        (b'<Project xmlns="urn:x"/>', "mspdi_not_project"),
        (b'<!DOCTYPE p [<!ENTITY a "b">]>' + project("&a;"), "xml_with_entities"),
    ],
)
def test_what_is_no_schedule_is_refused(body, code):
    with pytest.raises(Refused, match=code):
        mspdi.read(body)
