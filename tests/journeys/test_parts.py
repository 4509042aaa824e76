"""A part that is late, in a browser: a stage report and its reason, then the part; and only then can be answered."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.journeys.desk_steps import SEND
from tests.journeys.tongues import TONGUES

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
NARROW = {"viewport": {"width": 390, "height": 844}}


@dataclass(frozen=True)
class Words:
    """What is typed in a language, and what the pages must then say."""

    trouble: str
    task: str
    stage: str
    reason: str
    done: str
    still_open: str


WORDS = {
    "zh-hant": Words(
        "天橋下的路面積水，並有沙石。", "清除沙石並疏通渠道", "已清一半，星期五完成。", "抽水機故障。",
        "沙石已全部清走。", "其他單位的協辦尚未完成",
    ),
    "en": Words(
        "Water and gravel lie on the road beneath the bridge.", "Take the gravel away and clear the drain",
        "Half is done; the rest by Friday.", "The pump broke down.", "All the gravel is gone.",
        "Parts of other units are still open",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", WORDS)
def test_a_late_part_owes_a_reason_and_the_lead_cannot_answer_before_it_is_reported(
    city_place, at_desk, language
) -> None:
    said, t = WORDS[language], TONGUES[language]
    matter = city_place.told(said.trouble, days_ago=20, part=said.task)
    address = f"{city_place.running.url}/desk/cases/{matter.number}"

    lead = at_desk(f"{matter.lead}-handler", language)
    lead.page.goto(address)
    assert lead.page.locator(".part--late").count() == 1
    assert lead.page.locator("#act-answer").count() == 0
    lead.press("details.act--greyed > summary")
    lead.reads(t.lang, said.still_open)

    helper = at_desk(f"{city_place.city.helps}-handler", language, **NARROW)
    helper.page.goto(f"{city_place.running.url}/desk/unit?tab=parts")
    helper.follow(f"a.line__title[href$='{matter.number}']")
    helper.unfold("#act-report_stage")
    helper.write("#act-report_stage [name=words]", said.stage)
    with helper.page.expect_navigation():
        helper.press(f"#act-report_stage {SEND}")
    assert helper.page.locator(".govuk-error-summary").count() == 1, "a late part owes a reason"
    assert helper.page.input_value("#act-report_stage [name=words]") == said.stage
    helper.write("#act-report_stage [name=late_reason]", said.reason)
    helper.follow(f"#act-report_stage {SEND}")
    helper.unfold("#act-report_part")
    helper.write("#act-report_part [name=words]", said.done)
    helper.follow(f"#act-report_part {SEND}")

    lead.page.goto(address)
    lead.reads(t.lang, said.stage, said.reason, said.done)
    lead.unfold("#act-answer")
    lead.choose("#act-answer [name=outcome_code]", "solved")
    for field, words in t.reply.items():
        lead.write(f"#act-answer [name={field}]", words)
    lead.follow(f"#act-answer {SEND}")
    assert lead.page.locator("#act-answer").count() == 0
