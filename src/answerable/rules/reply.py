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
    r"(?i)^(n/?a|nil|none|no|nothing|tbc|tbd|ok(ay)?|done|noted|see (above|below|attach\w*)|as above|same|test|x+"
    r"|無|无|沒有|没有|不適用|不适用|已處理|已处理|已辦理|已办理|已辦結|已办结|已知悉|已跟進|已跟进|知悉|收到|同上|見上|见上|見附件|见附件|略)"
    r"[.。!！\s]*$"
)


def check_reply(words: str, done: str, basis: str, evidence: str, question: str = "") -> list[Problem]:
    """Every reason why these words are no answer to `question`; none means the reply may go out.

    Codes: reply_missing (nothing written, or a phrase that says nothing), reply_too_short, reply_echoes (repeats the
    question), reply_says_one_thing_twice.
    """
    given = {"words": words, "done": done, "basis": basis, "evidence": evidence}
    problems = [Problem("reply_missing", name) for name, text in given.items() if says_nothing(text)]
    missing = {p.field for p in problems}
    for name in ("words", "done"):
        if name not in missing and len(cjk_terms(given[name])) < MIN_TERMS:
            problems.append(Problem("reply_too_short", name, {"terms": MIN_TERMS}))
    if question and "words" not in missing and similarity(words, question) >= ECHO:
        problems.append(Problem("reply_echoes", "words"))
    folded = {name: " ".join(cjk_terms(text)) for name, text in given.items() if name not in missing}
    for name in ("basis", "evidence"):
        if name in folded and folded[name] == folded.get("done"):
            problems.append(Problem("reply_says_one_thing_twice", name))
    return problems


def says_nothing(text: str) -> bool:
    """Whether this is empty, has neither letter nor digit, or is one of the phrases that stand for nothing."""
    words = clean(text)
    return not any(c.isalnum() for c in words) or bool(_EMPTY.match(words))
