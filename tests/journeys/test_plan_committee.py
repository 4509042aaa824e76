"""The committee of a plan in a browser: a target lowered, a review reported, an outsider heard, a year appraised."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.desk_steps import SEND
from tests.journeys.plan_place import act, fill, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
THIS_DAY = datetime.now(ZoneInfo("Europe/London")).date()  # where Harbour lies
TODAY = THIS_DAY.isoformat()
LATER = (THIS_DAY + timedelta(days=30)).isoformat()


def test_a_target_is_lowered_by_the_full_way_and_the_public_page_shows_both(sit, citizen, spoken) -> None:
    office = sit("planning-secretary", f"/desk/plans/{spoken.plan}/indicators/H-04")
    act(office, "propose_change", value="44", at_2030="44", ground="external_shock",
        evidence_words=spoken.say("shows"), necessity=spoken.say("why"), effects=spoken.say("effects"))  # fmt: skip
    assert office.page.locator("#act-record_step").count() == 0, "nobody decides on their own wish"
    chair = sit("planning-chair")
    chair.page.goto(office.page.url)
    act(chair, "record_step", approved="yes", organ=spoken.say("organ"), document=spoken.say("paper"), decided_on=TODAY)
    act(chair, "make_effective", effective_on=TODAY)
    public = citizen(f"/plan/{spoken.plan}/indicators/H-04")
    public.reads(spoken.lang, "45", "44", spoken.say("organ"))
    assert public.page.locator(".tag--changed").count() > 0


def test_a_quarterly_review_from_its_agenda_to_the_public_report(sit, citizen, spoken) -> None:
    office = sit("planning-secretary", "/desk/reviews/new")
    quarter = ended_quarter(THIS_DAY)
    for name, value in (("kind", "quarterly"), ("plan_code", spoken.plan), ("period", quarter), ("due_on", LATER)):
        fill(office, f"main [name={name}]", value)
    office.follow(f"main form {SEND}", "**/desk/reviews/*")
    room = office.page.url
    act(office, "hold")
    items = office.page.locator(".agenda__item")
    assert items.count() > 0
    first = items.first.get_attribute("id").removeprefix("item-")
    act(office, "decide", item=first, words=spoken.say("decision"), owner="works-head", due_on=LATER)
    for number in [one.removeprefix("item-") for one in ids(office)]:
        if number != first:
            act(office, "discuss", item=number, said=spoken.say("said"))
    act(office, "minute", environment=spoken.say("around"), minutes=spoken.say("minutes"))
    press(office, "report")
    public = citizen(f"/reviews/{room.rpartition('/')[2]}")
    public.reads(spoken.lang, spoken.say("decision"), spoken.say("around"), spoken.say("minutes"))


def ended_quarter(day: date) -> str:
    """The last calendar quarter that is over."""
    quarter = (day.month - 1) // 3
    return f"{day.year}-Q{quarter}" if quarter else f"{day.year - 1}-Q4"


def ids(hands) -> list[str]:
    return hands.page.locator(".agenda__item").evaluate_all("all => all.map(one => one.id)")


def test_an_outsider_reads_all_and_what_they_find_is_answered_and_published(sit, citizen, spoken) -> None:
    office = sit("planning-secretary", "/desk/evaluations/new")
    office.choose("main [name=plan]", office.page.locator(f"[name=plan] option:has-text('{spoken.plan}')").first
                  .get_attribute("value") or "")  # fmt: skip
    for name in ("title", "terms"):
        fill(office, f"main [name={name}]", spoken.say(name))
    fill(office, "main [name=due_on]", LATER)
    office.follow(f"main form {SEND}", "**/desk/evaluations/*")
    act(office, "invite", post_code="think-tank", standing="think_tank", body=spoken.say("body"), until=LATER)
    outsider = sit("think-tank")
    outsider.page.goto(office.page.url)
    act(outsider, "find", indicator_code="H-01", official_class="lagging", words=spoken.say("finding"),
        proposal=spoken.say("proposal"))  # fmt: skip
    office.page.reload()
    only = office.page.locator("#act-answer_finding [name=finding] option:not([value=''])").first
    act(office, "answer_finding", finding=only.get_attribute("value") or "", answer=spoken.say("answer"))
    act(office, "close_evaluation", summary=spoken.say("summary"))
    public = citizen(f"/plan/{spoken.plan}/evaluations")
    public.reads(spoken.lang, spoken.say("body"), spoken.say("finding"), spoken.say("answer"), spoken.say("summary"))


def test_a_year_is_appraised_and_an_appeal_decided_by_another_post(sit, spoken) -> None:
    office = sit("planning-secretary", "/desk/appraisals/new")
    fill(office, "main [name=plan_code]", spoken.plan)
    fill(office, "main [name=year_code]", "2025")
    office.follow(f"main form {SEND}", "**/desk/appraisals**")
    head = sit("cleansing-head", "/desk/appraisals")
    head.follow(f"li.case-line:has-text('{spoken.plan}') a.case-line__title")
    where = head.page.url
    act(head, "report", attainment=spoken.say("attained"), unmet=spoken.say("unmet"), measures=spoken.say("measures"))
    office.page.goto(where)
    press(office, "put")
    head.page.reload()
    act(head, "reply", words=spoken.say("reply"))
    office.page.reload()
    act(office, "issue", conclusion=spoken.say("conclusion"))
    head.page.reload()
    act(head, "appeal", words=spoken.say("appeal"))
    office.page.reload()
    assert office.page.locator("#act-decide").count() == 0, "whoever concluded does not decide the appeal"
    chair = sit("planning-chair")
    chair.page.goto(where)
    act(chair, "decide", upheld="yes", words=spoken.say("decided"))
    head.page.reload()
    head.reads(spoken.lang, spoken.say("attained"), spoken.say("reply"), spoken.say("conclusion"),
               spoken.say("appeal"), spoken.say("decided"))  # fmt: skip
