"""Words of a target that leave it open, in the language of the texts themselves (4.7; critics of the 2022 indicators).

"About 4.5 years" does not say whether 5 would count; "by the middle of the year" has no day; "the bureaux concerned"
is nobody. A rule here finds words and names them; whether the plan elsewhere says what they leave open is an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answerable.rules.gaps import Gap

ABOUT = re.compile(r"約|约|左右|大約|大致|approximately|\babout\b|\baround\b|\bsome \d", re.IGNORECASE)
STRIVE = re.compile(r"爭取|争取|以期|力爭|力争|\bstrive\b|\baim(?:s|ing)? to\b|with a view to", re.IGNORECASE)
LOOSE_DATE = re.compile(
    r"年中|年初|年底前後|上半年內|儘快|尽快|\bmid-?\s?(?:of )?\d{4}|\bearly \d{4}|as soon as", re.IGNORECASE
)
COLLECTIVE = re.compile(
    r"相關(?:政策)?局|相关(?:部门|部門)|有關部門|各局|各部門|relevant bureau|bureaux concerned", re.IGNORECASE
)
SEVERAL = re.compile(r"[/／;；]|、|\band\b", re.IGNORECASE)
RECURRING = re.compile(r"每年|每季|每月|定期|annually|every (?:year|quarter|month)|regularly", re.IGNORECASE)
NESTED = re.compile(r"當中|当中|其中|of which|among (?:them|which)", re.IGNORECASE)
TASK = re.compile(
    r"^(?:於|在|最遲)?\s*(?:\d{4}年[內内底前]*)?\s*(?:成立|設立|设立|完成|展開|开展|開展|推出|啟動|启动|制訂|制定)"
)


@dataclass(frozen=True)
class Wording:
    """An indicator as its source writes it: the sentence, who answers as published, and what the plan says besides.

    `quantity`: a number is to be reached. `count`: a recurring action says how often or how many. `parent`: it is
    linked to the indicator it is a part of.
    """

    text: str
    owner: str = ""
    has_date: bool = True
    has_tolerance: bool = False
    has_exact_day: bool = False
    quantity: bool = True
    count: bool = True
    parent: bool = False


def gaps_of_wording(wording: Wording) -> tuple[Gap, ...]:
    """Every word that leaves a target open, with the word."""
    found = [
        *_word(ABOUT, wording.text, "about_without_tolerance", "tolerance", not wording.has_tolerance),
        *_word(STRIVE, wording.text, "aims_without_promise", "target", True),
        *_word(LOOSE_DATE, wording.text, "date_is_loose", "until", not wording.has_exact_day),
        *_word(COLLECTIVE, wording.owner, "owner_is_collective", "owner", True),
        *_word(SEVERAL, wording.owner, "several_owners", "owner", True),
        *_word(TASK, wording.text, "task_as_indicator", "kind", not wording.quantity),
        *_word(NESTED, wording.text, "part_not_linked", "parent", not wording.parent),
        *_word(RECURRING, wording.text, "recurring_without_count", "target", not wording.count),
    ]
    return (*found, *(() if wording.has_date else (Gap("no_target_date", "until"),)))


def _word(pattern: re.Pattern[str], text: str, code: str, field: str, applies: bool) -> tuple[Gap, ...]:
    match = pattern.search(text) if applies else None
    return () if match is None else (Gap(code, field, (("word", match.group().strip()),)),)
