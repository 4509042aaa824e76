"""What cannot be solved now, in a browser: asked, granted by the unit above, public, and reviewed at its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.journeys.desk_steps import SEND
from tests.journeys.hands import Mouse

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
NARROW = {"viewport": {"width": 390, "height": 844}}
WEEKS_LATER = (
    """UPDATE cases_deferral SET asked_at = asked_at - interval '30 days', decided_at = decided_at - interval '30 days',
       until = now() - interval '1 hour' WHERE case_id = (SELECT id FROM cases_case WHERE number = %(number)s)""",
    """UPDATE cases_clock SET started_at = started_at - interval '30 days', due_at = now() - interval '1 hour'
       WHERE stopped_at IS NULL AND kind IN ('resolve', 'review')
       AND case_id = (SELECT id FROM cases_case WHERE number = %(number)s)""",
    "UPDATE cases_case SET due_at = now() - interval '1 hour' WHERE number = %(number)s",
)


@dataclass(frozen=True)
class Words:
    """What is typed in a language, and what the pages must then say."""

    lang: str
    trouble: str
    step: str
    reason: str
    measures: str
    granted: str
    reviewed: str
    asked: str
    put_off: str
    again: str


WORDS = {
    "zh-hant": Words(
        "zh-Hant-HK", "隧道口的路面凹凸不平。", "已派員到場。", "須待地下水管工程完成後才可重鋪路面。",
        "已豎立警告標誌並臨時填平。", "水管工程下月完成，理由充分。", "水管工程已完成，下周重鋪路面。",
        "待批：掛賬", "已掛賬", "到期覆檢",
    ),
    "en": Words(
        "en", "The road is uneven at the mouth of the tunnel.", "Sent a crew.",
        "The road can only be laid anew when the water main is finished.", "A warning sign and a provisional filling.",
        "The main will be finished next month.", "The main is finished; the road is laid next week.",
        "Asked: put it off", "Put off", "To be looked at again",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", WORDS)
def test_what_cannot_be_solved_now_is_put_off_in_public_and_looked_at_again_at_its_date(
    browser, city_place, at_desk, language
) -> None:
    url, city, said = city_place.running.url, city_place.city, WORDS[language]
    matter = city_place.told(said.trouble, days_ago=2)
    address = f"{url}/desk/cases/{matter.number}"

    lead = at_desk(f"{matter.lead}-handler", language, **NARROW)
    lead.page.goto(address)
    lead.unfold("#act-act")
    lead.write("#act-act [name=words]", said.step)
    lead.follow(f"#act-act {SEND}")
    lead.unfold("#act-ask_parking")
    lead.write("#act-ask_parking [name=reason]", said.reason)
    lead.write("#act-ask_parking [name=measures]", said.measures)
    lead.write("#act-ask_parking [name=until]", f"{date.today() + timedelta(days=30)}T18:00")
    lead.follow(f"#act-ask_parking {SEND}")
    lead.reads(said.lang, said.asked, said.reason)
    assert lead.page.locator("#act-decide").count() == 0, "nobody decides what they asked for"

    above = at_desk(city.above, language)
    above.page.goto(address)
    above.unfold("#act-decide")
    above.tick("#act-decide [name=granted][value=yes]")
    above.write("#act-decide [name=words]", said.granted)
    above.follow(f"#act-decide {SEND}")
    above.reads(said.lang, said.put_off, said.granted)

    public = Mouse(browser.new_context(**NARROW).new_page())
    public.page.goto(f"{url}/case/{matter.number}?lang={language}")
    public.arrived()
    public.reads(said.lang, said.reason)

    for statement in WEEKS_LATER:
        city_place.later(statement, matter.number)
    leader = at_desk(city.coordinator, language)
    leader.page.goto(f"{url}/desk/leaders")
    leader.arrived()
    leader.reads(said.lang, said.again, said.trouble)

    above.page.goto(address)
    above.unfold("#act-review_parking")
    above.write("#act-review_parking [name=words]", said.reviewed)
    above.follow(f"#act-review_parking {SEND}")
    public.page.reload()
    public.reads(said.lang, said.reviewed)
    public.page.context.close()
