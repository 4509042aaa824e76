"""The city of the tests with a plan for each language, begun in 2025, and the hands of whoever works on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from psycopg.conninfo import make_conninfo

from answerable.plans.exchange.naming import Names
from tests.journeys.cities import let_in
from tests.journeys.desk_steps import PASSWORD, SEND
from tests.journeys.hands import Hands, Mouse
from tests.plans.conftest import DECISION, document, observed, office
from tests.support.city import copy_database, drop_database, empty_work
from tests.support.server import Running, serving

BEGUN = datetime(2025, 1, 20, 8, tzinfo=UTC)
OBSERVED_AT = datetime(2026, 6, 9, 8, tzinfo=UTC)
WIDE = {"viewport": {"width": 1280, "height": 900}}
PAPER = b"%PDF-1.4\n%%EOF\n"


@dataclass(frozen=True)
class Spoken:
    """A language: the plan of its own, how a page names it, and what its people type."""

    language: str
    plan: str
    lang: str
    accepted: str
    words: dict[str, str]

    def say(self, key: str) -> str:
        return self.words[key]


SPOKEN = {
    "zh-hant": Spoken("zh-hant", "PLAN-ZH", "zh-Hant-HK", "已接受", {
        "done": "工地已以書面移交，紀錄附上。", "lacking": "紀錄沒有簽署，請補上。", "again": "已補上簽署的紀錄。",
        "found": "按驗收標準核對，符合要求。", "shows": "回收廠關閉一年，處理量減半。",
        "why": "新廠要到明年才啟用。", "effects": "不影響其他指標。", "organ": "規劃委員會", "paper": "文件第7號",
        "decision": "六星期內開設第三個工地。", "around": "建築成本較去年上升。",
        "minutes": "逐項檢視，由風險最高者起。", "said": "首長說明了原因。", "title": "中期評估",
        "terms": "檢視各項目標能否如期達到。", "finding": "單位落成數目追不上路徑。",
        "proposal": "每季公布開工數目。", "answer": "接納，下季起公布。", "summary": "共一項發現，已答覆。",
        "body": "海港研究社", "attained": "兩項里程碑如期驗收。", "unmet": "承建商遲交兩個月。",
        "measures": "增加一隊工人。", "reply": "評核沒有計入颱風停工。", "conclusion": "一項約束性指標未達標。",
        "appeal": "颱風期間停工令由天文台發出。", "decided": "停工紀錄屬實，申訴成立。",
        "comment": "為什麼輪候時間不公布中位數？", "acted": "已向房屋組索取分布數字。",
        "reply_words": "我們會由下一季起同時公布中位數，多謝你的意見。", "basis": "《資料公開守則》第3條。",
        "evidence": "下一季公布安排的文件第12號。",
    }),
    "en": Spoken("en", "PLAN-EN", "en", "Accepted", {
        "done": "The site was handed over in writing; the record is attached.",
        "lacking": "The record is not signed.", "again": "Here is the signed record.",
        "found": "It meets the standard.", "shows": "The plant was closed for a year and half was treated.",
        "why": "The new plant opens next year only.", "effects": "None on other indicators.",
        "organ": "Planning Committee", "paper": "Paper 7", "decision": "Open a third site within six weeks.",
        "around": "Building costs more than last year.", "minutes": "Gone through from the riskiest on.",
        "said": "The head gave the reason.", "title": "Half way", "terms": "Which targets will be met in time?",
        "finding": "Completions do not keep up with the path.", "proposal": "Publish starts each quarter.",
        "answer": "Agreed, from next quarter on.", "summary": "One finding, answered.", "body": "Harbour Institute",
        "attained": "Two milestones were accepted in time.", "unmet": "The builder was two months late.",
        "measures": "One more crew.", "reply": "The storm is not counted.",
        "conclusion": "One binding target was missed.", "appeal": "The storm stopped all sites by order.",
        "decided": "The order is on record: the appeal is upheld.",
        "comment": "Why is no median of the wait published?",
        "acted": "Asked the housing section for the distribution.",
        "reply_words": "From next quarter on we publish the median beside it. Thank you for asking.",
        "basis": "Code on access to information, section 3.",
        "evidence": "Paper 12, on what is published next quarter.",
    }),
}  # fmt: skip


def make(code: str) -> None:
    """A published plan from 2025 to 2030 with letters that wait, so that its first year is over."""
    from answerable.plans.actions.letters import issue_letters
    from answerable.plans.actions.plans import create_plan
    from answerable.plans.actions.publishing import publish_plan
    from answerable.plans.actions.storing import store

    first, name = (
        date(2025, 1, 1),
        Names(f"海港五年規劃 {code}", f"Five years for Harbour {code}", f"海港五年规划 {code}"),
    )
    said, seen = (replace(one, starts_on=first, name=name) for one in (document(code), observed(code)))
    by = office(BEGUN)
    create_plan(
        actor=by, now=BEGUN, code=code, names=said.name, starts_on=said.starts_on, ends_on=said.ends_on,
        committee="planning",
    )  # fmt: skip
    store(actor=by, now=BEGUN, plan_code=code, document=said, decision=DECISION, decided_on=BEGUN.date())
    issue_letters(actor=by, now=BEGUN, plan_code=code)
    publish_plan(actor=by, now=BEGUN, code=code, decision=DECISION)
    store(actor=by, now=OBSERVED_AT, plan_code=code, document=seen, decision=DECISION, decided_on=BEGUN.date(),
          history=True)  # fmt: skip


@pytest.fixture(scope="session")
def plan_city(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Running]:
    """The server of the city with its plans."""
    name = f"run_{os.getpid()}_plan_walk"
    with django_db_blocker.unblock():
        for spoken in SPOKEN.values():
            make(spoken.plan)
        copy_database(name)
        empty_work()
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
    try:
        let_in(url)
        with serving(url, tmp_path_factory.mktemp("server"), worker=False) as running:
            yield running
    finally:
        with django_db_blocker.unblock():
            drop_database(name)


@pytest.fixture(params=SPOKEN)
def spoken(request) -> Spoken:
    """Everything once in Chinese and once in English."""
    return SPOKEN[request.param]


@pytest.fixture
def sit(browser, plan_city, spoken):
    """sit("works-head", "/desk/plan") -> the hands of that officer, signed in and on that page."""
    contexts = []

    def enter(post: str, address: str = "/desk/") -> Hands:
        context = browser.new_context(**WIDE)
        context.set_default_timeout(20_000)
        contexts.append(context)
        hands = Mouse(context.new_page())
        hands.page.goto(f"{plan_city.url}/desk/sign-in?lang={spoken.language}")
        hands.write("[name=username]", post)
        hands.write("[name=password]", PASSWORD)
        hands.follow("main form button", "**/desk/**")
        hands.page.goto(plan_city.url + address)
        hands.arrived()
        return hands

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def citizen(browser, plan_city, spoken):
    """citizen("/plan/PLAN-EN") -> the hands of somebody with a phone, on that public page."""
    contexts = []

    def enter(address: str) -> Hands:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.set_default_timeout(20_000)
        contexts.append(context)
        hands = Mouse(context.new_page())
        hands.page.goto(f"{plan_city.url}{address}?lang={spoken.language}")
        hands.arrived()
        return hands

    yield enter
    for context in contexts:
        context.close()


def act(hands: Hands, verb: str, papers: str = "", **fields: str) -> None:
    """Open an act, fill it in and send it; `papers` names a field that takes a file."""
    hands.unfold(f"#act-{verb}")
    for name, value in fields.items():
        fill(hands, f"#act-{verb} [name={name}]", value)
    if papers:
        file = {"name": "record.pdf", "mimeType": "application/pdf", "buffer": PAPER}
        hands.page.set_input_files(f"#act-{verb} [name={papers}]", file)
    hands.follow(f"#act-{verb} {SEND}")


def fill(hands: Hands, selector: str, value: str) -> None:
    """Write, choose or tick, whatever the field is."""
    field = hands.page.locator(selector).first
    if field.get_attribute("type") == "radio":
        hands.tick(f"{selector}[value='{value}']")
    elif field.get_attribute("type") == "checkbox":
        hands.tick(selector)
    elif field.evaluate("e => e.tagName") == "SELECT":
        hands.choose(selector, value)
    else:
        hands.write(selector, value)


def press(hands: Hands, verb: str) -> None:
    """An act that is one button."""
    hands.follow(f"form[action$='/{verb}'] button")
