"""docs/reference/whistles.md, written from the tables themselves: `python -m answerable.ops.whistles_page`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from answerable.rules import taskforce, whistle
from answerable.rules.lifecycle import Edge

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "whistles.md"
HEAD = """# Whistles and taskforces

Written from `rules/whistle.py` and `rules/taskforce.py` by `python -m answerable.ops.whistles_page`; a test fails when
it is not current.

吹哨報到: the street blows a whistle, departments report. If nobody takes it, all of them answer.

`blower.handler` is a handler of the unit that blows, `cosigner` a post whose signature still lacks, `summoned` a unit
called and not let go, `above` the authority above (any unit in whose tree the blower or a called unit stands, or the
coordinator's unit; never a party to the whistle itself), `lead` and `member` a unit of the taskforce, `any` a post
anywhere.
"""
RULES = """## Who answers

`rules/summons.py` says it for any instant, from the facts alone. Between blown and ended there is always somebody; the
database refuses a whistle for which nobody is called.

| reason | when |
|---|---|
| `called` | blown, and the limit to sign runs |
| `nobody_took_it` | the limit to sign has passed and not one unit has said a word: all who were called answer |
| `nobody_leads` | somebody has answered and nobody leads: all who were called answer |
| `took_lead` | the unit leads, until the blower or the authority above lets it go |
| `committed` | it supports whoever leads, and answers for what it promised, until that is kept |
| `supports` | it supports and has promised nothing yet |
| `says_not_ours` | it names a rule and the right unit, and answers all the same until it is let go |
| `silent` | it let the limit to sign pass without a word |
| `unanswered` | it signed and let the limit to answer pass: it did not say what it does |
| `not_answered` | another leads, and this one has not said what it does |

## Who may blow at whom

- Up: streets, towns and districts call departments, bureaus, utilities, enterprises, committees and districts. Any
  other unit does so only about a case it leads. Nobody calls streets this way: work is not passed down (BJ-STREET 32).
- Down: a department or bureau calls a street, town or district, with a reason code of the pack (`whistle_reason`).
- A post with the role `unit_head` signs by blowing; a handler writes it and a head signs (YIH). A grade with two
  signatures needs two heads of the unit (NJ-GL).
- The grade (`whistles.csv` of the pack) says for which kinds and directions it is, and by when departments sign,
  answer (lead, support, or not ours), make contact, are on the spot and report.

## Silence

To sign is to have heard, and is no answer: only `answer_summons` stops the limit to answer. The instant the limit to
sign passes without a word, and the instant the limit to answer passes without a stance, is noted on the unit called,
however late the sweep comes, and before any other act. Neither is ever taken back: a trigger refuses it. Both count in
the year's appraisal, and the unit directly above is told. When not one unit has signed, or when a limit to answer
passes and nobody leads, the whistle counts as unanswered: it is marked too, and the units above all who were called
and the coordinator are told (BJ-STREET 44). A whistle that somebody answered, or was silent about, is ended and not
withdrawn.

## What is late

Promises and tasks of a room, and tasks of a taskforce, ring like the limits of the grade: once late, the unit, the post
that answers for it, the blower and whoever leads are told; after `whistle_late_days` the unit above, or the coordinator
for a taskforce. A report of a taskforce that is late is told to its lead and to the coordinator. A proposed taskforce
that nobody has formed or declined is recalled to the coordinator and every leader after `taskforce_decide_days`, and
again after as many. The big clock of a room shows whatever falls due first: a limit, a promise or a task.

A decision with an owner and a date is a task too. A task belongs to one unit and one post of it, its head when no other
is named.

## Ratings

The street has departments rated, by itself, by residents and by units of the neighbourhood, from 1 to 5 (BJ-STREET 44,
45). Departments never rate streets (BJ-STREET 43): the act refuses it, and a constraint too.
"""
DEFAULTS = """## What is a default of ours and not law

- Where a unit has one head, the head of the unit above gives the second signature (`second_signature_above` in
  `[limits]`; 0 forbids it).
- The same problem is one subject in common, or one category in one area. `whistle_repeats` of them within
  `whistle_window_days` propose a taskforce; 8.5(57) says three and leaves it configurable.
- A taskforce reports first after `taskforce_report_days` when nothing else is said. Its size and life have no limit,
  because no source gives one.
- No Beijing-wide limit for an answer was found. The limits in the packs are Nanjing's Gulou and Pinggu's.
- Whoever acts on a whistle has signed for it: contact, attendance, a promise or a report stop the clock to sign.
- The limit to answer in the packs (four hours; twenty minutes in an emergency) is ours: no source gives one.
- A whistle is public with its masked title, the units and the silence, unless its category or a case it is about is
  not public.
"""


def page() -> str:
    """The page as Markdown."""
    table = "| from | verb | to | who may | rule |\n|---|---|---|---|---|"
    return "\n".join(
        [
            HEAD,
            RULES,
            f"## The life of a whistle\n\nStates: {', '.join(whistle.STATES)}.\n",
            table,
            *_lines(whistle.TABLE),
            "\n`blow` is `draft` while a signature lacks, and `cosign` is `countersign` while another still does.\n",
            f"## The life of a taskforce\n\nStates: {', '.join(taskforce.STATES)}.\n",
            table,
            *_lines(taskforce.TABLE),
            "",
            DEFAULTS,
        ]
    )


def _lines(table: Iterable[Edge]) -> list[str]:
    return [
        f"| {edge.state or '(birth)'} | `{edge.verb}` | {edge.next} | {', '.join(edge.who)} | {edge.rule} |"
        for edge in table
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
