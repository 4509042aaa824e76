"""docs/reference/lifecycle.md, written from the table itself: `python -m answerable.ops.lifecycle_page`."""

from __future__ import annotations

from pathlib import Path

from answerable.rules.lifecycle import CHOICES, SIDE_TABLE, STATES, TABLE

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "lifecycle.md"
HEAD = """# The life of a case

Written from `rules/lifecycle.py` by `python -m answerable.ops.lifecycle_page`; a test fails when it is not current.
Overdue, at risk, waiting and disputed are no states: they are computed.

`lead.handler` is a handler of the unit that leads, `assist` one that assists, `hotline` the body that takes
contacts and dispatches, `asker` the body that asks the citizen (never a unit that handles the case), `candidate` a
unit that may be the one while a dispute is open, `arbiter` the unit of the rung a dispute stands on or of one above
(never a party to the dispute, while another is left), `above` a unit above the one that leads or the coordinator's,
`any` a post anywhere. A citizen acts through the link of their own case. Whoever a case is a complaint about, a unit
or one post, stands in none of these relations: to them there is no such case.
"""


def page() -> str:
    """The page as Markdown: what leads from state to state, then what leaves the state as it is."""
    side = {verb for verb, *_ in SIDE_TABLE}
    moves = [
        f"| {edge.state or '(birth)'} | `{edge.verb}` | {edge.next} | {', '.join(edge.who)} | {edge.rule} |"
        for edge in TABLE
        if edge.verb not in side
    ]
    stays = [
        f"| `{verb}` | {', '.join(states)} | {', '.join(who)} | {rule} |" for verb, states, who, rule in SIDE_TABLE
    ]
    chosen = [f"- `{name}` is `{yes}` or `{no}`, by what was said." for name, (yes, no) in CHOICES.items()]
    return "\n".join(
        [
            HEAD,
            f"States: {', '.join(STATES)}.",
            "\n## From state to state\n",
            "| from | verb | to | who may | rule |\n|---|---|---|---|---|",
            *moves,
            "\n## In a state\n",
            "| verb | in | who may | rule |\n|---|---|---|---|",
            *stays,
            "\n## One form, two verbs\n",
            *chosen,
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
