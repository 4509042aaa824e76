"""Is a reply an answer? JN 27 and 8.3(29): the claim addressed, the action taken, the rule it rests on, the evidence.

This sees form, not truth: it refuses what cannot be an answer. Whether it is a good one, the hotline body and the
citizen say.
"""

from __future__ import annotations

import re

from answerable.rules.problems import Problem
from answerable.rules.text import cjk_terms, clean, similarity

MIN_TERMS = 3  # design default; source not found
ECHO = 0.9  # share of terms in common from which a reply only repeats the question
_EMPTY = re.compile(
    r"(?i)(n/?a|nil|none|no|nothing|not applicable|tbc|tbd|ok(ay)?|done|noted|see (above|below|attach\w*)|as above"
    r"|same|test|x+|無|无|沒有|没有|不適用|不适用|已處理|已处理|已辦理|已办理|已辦結|已办结|已知悉|已跟進|已跟进|知悉"
    r"|收到|同上|見上|见上|見附件|见附件|略)[.。!！\s]*"
)
# BJ-REG 14: the first receiver may not push back; the only way out is an objection, not a reply.
_PASSES_ON = re.compile(
    r"(?i)\b(not|n't)\b[\w' ]{0,30}\b(responsibility|purview|remit|jurisdiction)\b|\bnot (the )?responsible for\b"
    r"|\b(please|kindly|should|must|may) (contact|approach|call|ask|complain to) (the |an?)?"
    r"(other|relevant|responsible|appropriate) (\w+ )?(department|unit|office|bureau|body|authority)"
    r"|[不非](屬|属|是|歸|归)(於|于)?(本|我|我們|我们)(署|處|处|局|部門|部门|單位|单位|辦|办|街道)"
    r"|請(自行)?(聯絡|聯繫|向)(其他|有關|相關)(部門|單位)|请(自行)?(联络|联系|向)(其他|有关|相关)(部门|单位)"
)


def check_reply(words: str, done: str, basis: str, evidence: str, question: str = "") -> list[Problem]:
    """Every reason why these words are no answer to `question`; none means the reply may go out.

    Codes: required (no words to the citizen), reply_no_action, reply_no_basis, reply_no_evidence (empty, a phrase
    that stands for nothing, or only a copy of what was done), too_short, reply_repeats_question, reply_passes_on.
    """
    problems = []
    for name, text, code in (
        ("words", words, "required"),
        ("done", done, "reply_no_action"),
        ("basis", basis, "reply_no_basis"),
        ("evidence", evidence, "reply_no_evidence"),
    ):
        if says_nothing(text) or (name in ("basis", "evidence") and cjk_terms(text) == cjk_terms(done)):
            problems.append(Problem(code, name))
        elif name in ("words", "done") and len(cjk_terms(text)) < MIN_TERMS:
            problems.append(Problem("too_short", name))
        elif name in ("words", "done") and _PASSES_ON.search(text):
            problems.append(Problem("reply_passes_on", name))
    if question and not says_nothing(words) and similarity(words, question) >= ECHO:
        problems.append(Problem("reply_repeats_question", "words"))
    return problems


def says_nothing(text: str) -> bool:
    """Whether this is empty, has neither letter nor digit, or is one of the phrases that stand for nothing."""
    words = clean(text)
    return not any(c.isalnum() for c in words) or bool(_EMPTY.fullmatch(words))
