"""The three languages: what people type in them, and what the pages must then say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    lang: str  # of the page
    # what the citizen and the officers write
    trouble: str
    place: str
    citizen: str
    why_this_unit: str
    step: str
    reply: dict[str, str]
    # what the pages say
    ask_what: str
    ask_where: str
    received: str
    whose: str
    act_now: str
    call: str
    judge: str
    confirmed: str
    closed: str
    # names of units
    district: str  # answers until somebody dispatches
    works: str


TONGUES = {
    "zh-hant": Tongue(
        lang="zh-Hant-HK",
        trouble="街角有些東西很古怪，請派人來看看。",
        place="磨坊街42號門外",
        citizen="陳小姐",
        why_this_unit="那段路由他們打理",
        step="已派員到街角視察。",
        reply={
            "words": "我們已於六月十日修好行人路的欄杆，並覆檢一次。多謝你告訴我們。",
            "done": "工程隊更換了鬆脫的欄杆並重新上漆。",
            "basis": "《道路條例》第12條：本署負責維修行車道。",
            "evidence": "維修前後的照片；工程記錄4711號。",
        },
        ask_what="有什麼問題？",
        ask_where="告訴我們有什麼問題",
        received="我們已收到。你的編號：",
        whose="決定此個案由誰負責",
        act_now="你現在可以做的",
        call="回訪此市民",
        judge="問題真的解決了嗎？由你決定。",
        confirmed="已結束：市民確認已解決",
        closed="市民表示：已解決，滿意。個案結束。",
        district="北區辦事處",
        works="工務署",
    ),
    "en": Tongue(
        lang="en",
        trouble="Something is strange at the corner, please come and have a look.",
        place="In front of Mill Street 42",
        citizen="Ana Reyes",
        why_this_unit="They look after that stretch",
        step="Sent a crew to the corner.",
        reply={
            "words": "We mended the railing on 10 June and looked at it again the next day. Thank you for telling us.",
            "done": "The crew replaced the loose railing and painted it.",
            "basis": "Roads Ordinance section 12: the department repairs what stands beside the carriageway.",
            "evidence": "Photographs before and after; work order 4711.",
        },
        ask_what="What is wrong?",
        ask_where="Tell us what is wrong",
        received="We have it. Your number:",
        whose="Say whose case this is",
        act_now="What you can do now",
        call="Ask this citizen",
        judge="Was it really solved? Your word decides.",
        confirmed="closed: the citizen confirmed it",
        closed="The citizen said: solved, satisfied. The case is closed.",
        district="North District Office",
        works="Works Department",
    ),
    "zh-hans": Tongue(
        lang="zh-Hans-CN",
        trouble="街角有些东西很古怪，请派人来看看。",
        place="磨坊街42号门外",
        citizen="陈女士",
        why_this_unit="那段路由他们维护",
        step="已派人到街角查看。",
        reply={
            "words": "我们已于六月十日修好人行道护栏，第二天又复查了一次。感谢您的反映。",
            "done": "施工队更换了松动的护栏并重新刷漆。",
            "basis": "《道路条例》第12条：本署负责维修车行道。",
            "evidence": "维修前后的照片；派工单4711号。",
        },
        ask_what="有什么问题？",
        ask_where="告诉我们有什么问题",
        received="我们已收到。您的编号：",
        whose="决定此诉求由谁负责",
        act_now="你现在可以做的",
        call="回访此市民",
        judge="问题真的解决了吗？由您决定。",
        confirmed="已办结：市民确认已解决",
        closed="市民表示：已解决，满意。工单办结。",
        district="北区办事处",
        works="工务署",
    ),
}
