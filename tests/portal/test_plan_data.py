"""A plan to take away: JSON, CSV, StratML, calendar and feeds, of any day, with no formula and nobody's data in it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4
from xml.etree import ElementTree

import icalendar
import pytest
from django.core.cache import cache

from answerable.plans.actions.answering import appoint
from answerable.plans.actions.indicators import end_indicator
from answerable.plans.actions.letters import accept_letter
from answerable.plans.actions.observing import observe
from answerable.plans.actions.tasks import cancel_task
from answerable.plans.exchange import stratml
from answerable.plans.models import Element, Observation, Task
from answerable.plans.queries.open_data import exact
from answerable.portal.plan_data import cell
from answerable.reviews.models import Review
from answerable.rules.observing import Reported
from tests.portal.test_plan import lowered, read
from tests.portal.test_plan_indicator import revised
from tests.support.city import unguarded

__all__ = ["lowered", "read", "revised"]

PLAN = "/plan/HARBOUR-5"
ATOM = "{http://www.w3.org/2005/Atom}"


def rows(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_the_whole_plan_as_json_has_exact_numbers_and_names_in_three_languages(client, plan):
    found = client.get(f"{PLAN}.json?as_of=2026-06-15").json()
    assert found["plan"]["name"] == {
        "zh-hant": "海港五年規劃", "en": "Five years for Harbour", "zh-hans": "海港五年规划",
    }  # fmt: skip
    by_code = {row["code"]: row for row in found["indicators"]}
    assert len(by_code) == 6
    assert len(found["elements"]) == 9
    waste = by_code["H-04"]
    assert (waste["value"], waste["period"], waste["target"]["value"]) == ("31", "2026-Q1", "45")
    assert waste["answers"]["post"]["code"] == "cleansing-head"
    assert (by_code["H-01"]["judged_value"], by_code["H-01"]["planned"]) == ("180", "200")


def test_as_of_gives_what_was_known_on_that_day(client, revised):
    before, after = (
        client.get(f"{PLAN}/indicators/H-02.json?as_of=2026-06-{day}").json() for day in ("11", "12")
    )  # fmt: skip
    assert (before["value"], after["value"]) == ("5.9", "6.4")
    (point,) = [p for p in after["series"] if p["vintages"]]
    assert [v["value"] for v in point["vintages"]] == ["5.9", "6.4"]


def test_every_target_stands_in_the_data_for_good(client, lowered):
    found = client.get(f"{PLAN}/indicators/H-01.json?as_of=2026-08-01").json()
    assert [target["value"] for target in found["targets"]] == ["5000", "4500"]
    assert (found["leniency"], found["target_changed"]) == ("0.1", True)


@pytest.mark.parametrize("tail", [".json", ".csv", ".xml", "/observations.csv", "/indicators/H-01.json"])
def test_a_day_that_has_not_been_is_refused_in_words(client, plan, tail):
    for wish in ("2099-01-01", "yesterday", "0001-01-01"):
        answer = client.get(f"{PLAN}{tail}?as_of={wish}")
        assert (answer.status_code, answer.json()["field"]) == (400, "as_of")


def test_the_table_has_a_row_for_each_indicator(client, plan):
    head, *lines = rows(client.get(f"{PLAN}.csv?as_of=2026-06-15"))
    found = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert len(found) == 6
    assert (found["H-01"]["name_en"], found["H-01"]["target"], found["H-01"]["post"]) == (
        "Flats completed", "5000", "works-head",
    )  # fmt: skip


def test_observations_are_given_with_every_vintage(client, revised):
    head, *lines = rows(client.get(f"{PLAN}/observations.csv"))
    found = [dict(zip(head, line, strict=True)) for line in lines]
    wait = [(row["value"], row["state"]) for row in found if row["indicator"] == "H-02"]
    assert wait == [("5.9", "final"), ("6.4", "revised")]
    (waste,) = [row for row in found if row["indicator"] == "H-04"]
    assert (waste["numerator"], waste["denominator"], waste["value"]) == ("310", "1000", "")
    assert len(rows(client.get(f"{PLAN}/observations.csv?as_of=2026-03-01"))) < len(lines)


def test_no_cell_is_a_formula_and_a_negative_number_stays_one(client, plan):
    with unguarded():
        Observation.objects.filter(indicator__code="H-02").update(words="=HYPERLINK(1)", value=Decimal("-2.5"))
    head, *lines = rows(client.get(f"{PLAN}/observations.csv"))
    (wait,) = [dict(zip(head, line, strict=True)) for line in lines if line[0] == "H-02"]
    assert (wait["words"], wait["value"]) == ("'=HYPERLINK(1)", "-2.5")
    assert [cell(text) for text in ("@x", "-1+1", "-1/3", "\tx", None)] == ["'@x", "'-1+1", "-1/3", "'\tx", ""]


def test_numbers_lose_nothing_on_the_way():
    assert [exact(Fraction(text)) for text in ("1/3", "9/2", "12000", "-1/8", "0")] == [
        "1/3",
        "4.5",
        "12000",
        "-0.125",
        "0",
    ]
    assert (exact(Decimal("4.50000000")), exact(None)) == ("4.5", None)


def test_stratml_reads_back_as_the_same_plan(client, plan):
    document, _ = stratml.read(client.get(f"{PLAN}.xml").content)
    assert {f"H-0{n}" for n in range(1, 7)} <= {row.code for row in document.indicators}


def test_the_calendar_has_the_nodes_and_the_same_names_for_good(client, plan):
    answer = client.get(f"{PLAN}/calendar.ics", headers={"accept-language": "en"})
    assert answer["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert "Design the tram line" in {str(event["summary"]) for event in events}
    keys = {str(event["uid"]) for event in events}
    again = icalendar.Calendar.from_ical(client.get(f"{PLAN}/calendar.ics").content).walk("VEVENT")
    assert keys == {str(event["uid"]) for event in again}
    assert all("@testserver" in key for key in keys)


def test_the_feed_of_an_indicator_tells_what_happened(client, lowered):
    answer = client.get(f"{PLAN}/indicators/H-01/feed.atom", headers={"accept-language": "en"})
    feed = ElementTree.fromstring(answer.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert any("Target changed to 4,500 flats" in title for title in titles)
    assert len({entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}) == len(titles)


def test_the_feed_of_the_plan_is_atom_with_absolute_links(client, plan):
    feed = ElementTree.fromstring(client.get(f"{PLAN}/feed.atom").content)
    assert all(link.get("href", "").startswith("http://testserver/plan/") for link in feed.iter(f"{ATOM}link"))


def test_nothing_personal_is_in_the_data(client, plan, harbour):
    from answerable.organisation.models import Officer

    body = client.get(f"{PLAN}.json").content.decode() + client.get(f"{PLAN}/indicators/H-01.json").content.decode()
    names = [officer.name for officer in Officer.objects.all() if officer.name]
    assert names
    assert not [name for name in names if name in body]


def test_invented_figures_are_marked_in_everything_that_is_taken_away(client, plan):
    def taken(tail: str) -> str:
        return client.get(f"{PLAN}{tail}", headers={"accept-language": "en"}).content.decode()

    assert client.get(f"{PLAN}.json").json()["plan"]["simulated"] is False
    assert "invented" not in taken(".xml") + taken("/feed.atom")
    later = Observation.objects.get(indicator__code="H-02")
    later.pk, later.simulated, later.known_at = uuid4(), True, later.known_at + timedelta(hours=1)
    later.save(force_insert=True)
    cache.clear()
    found = client.get(f"{PLAN}.json").json()
    assert found["plan"]["simulated"] is True
    assert [row["code"] for row in found["indicators"] if row["simulated"]] == ["H-02"]
    points = client.get(f"{PLAN}/indicators/H-02.json").json()["series"]
    assert [point["simulated"] for point in points if point["value"]] == [True]
    assert taken(".xml").count("figures observed here are invented") == 2
    assert "(invented figures)</title>" in taken("/feed.atom")
    assert "(invented figures)</title>" in taken("/indicators/H-02/feed.atom")
    assert "(invented figures)</title>" not in taken("/indicators/H-01/feed.atom")
    assert "<strong>invented</strong>" in taken("/indicators/H-02")


TAKEN = (".json", ".csv", "/observations.csv", ".xml", "/indicators/H-01.json", "/indicators/H-03.json")


def test_what_is_done_later_changes_nothing_of_a_day_that_is_past(client, read, plan, actor):
    def june() -> list[bytes]:
        answers = [client.get(f"{PLAN}{tail}?as_of=2026-06-15") for tail in TAKEN]
        return [b"".join(a.streaming_content) if a.streaming else a.content for a in answers]

    def pages() -> list[str]:
        return [read(f"{PLAN}{page}?as_of=2026-06-15") for page in ("", "/indicators/H-01", "/indicators/H-03")]

    office, later = actor("planning-secretary"), datetime(2026, 8, 1, 9, tzinfo=UTC)
    new_head = {"noun": "indicator", "code": "H-03", "words": "Moved.", "duty": "Cleans the lanes.",
                "deadline": date(2030, 12, 31), "standard": "As counted.", "plan_code": "HARBOUR-5"}  # fmt: skip
    letter = appoint(actor=office, now=datetime(2026, 6, 10, 9, tzinfo=UTC), post_code="works-head", **new_head)
    before = june(), pages()
    given = {"now": later, "plan_code": "HARBOUR-5"}
    accept_letter(actor=actor("works-head"), now=later, key=letter.pk)
    observe(actor=actor("works-handler"), code="H-01", reported=Reported("2026-Q2", "300"), confirmed=True, **given)
    task = Task.objects.filter(plan=plan, state="planned", parent=None).order_by("code").first()
    cancel_task(actor=office, code=task.code, words="The site was sold.", **given)
    appoint(actor=office, now=later, post_code="cleansing-head", **new_head)
    end_indicator(actor=office, code="H-03", ended="suspended", words="Another count is made.",
                  decision="Committee, 31 Jul 2026, paper 7", **given)  # fmt: skip
    Element.objects.filter(plan=plan, level="objective").update(withdrawn_at=later)
    cache.clear()
    assert june() == before[0]
    assert pages() == before[1]
    assert "Suspended." in read(f"{PLAN}/indicators/H-03?as_of=2026-08-02")


def events(client) -> dict[str, icalendar.Event]:
    answer = client.get(f"{PLAN}/calendar.ics", headers={"accept-language": "en"})
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event for event in found}


def test_reviews_stand_in_the_calendar_before_they_are_called_and_after_they_were_called_off(client, plan):
    expected = {key: event for key, event in events(client).items() if "-review-quarterly-" in key}
    assert {str(event["status"]) for event in expected.values()} == {"TENTATIVE"}
    key = min(expected)
    period = key.rpartition("-review-quarterly-")[2]
    called = Review.objects.create(
        jurisdiction=plan.jurisdiction, plan=plan, number="R-1", kind="quarterly", period=period,
        unit=plan.committee, due_on=expected[key]["dtstart"].dt, called_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    event = events(client)[key]
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    assert event["last-modified"].dt == called.called_at
    Review.objects.filter(pk=called.pk).update(state="called_off", called_off_words="Another day.", version=2)
    assert (str(events(client)[key]["status"]), events(client)[key]["sequence"]) == ("CANCELLED", 1)
