"""The report of a review as a text in one language: blocks, and from them Markdown or HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from answerable.organisation.sentences import local_date
from answerable.plans.sentences.figures import CLASSES, LIGHTS
from answerable.reviews.sentences.matters import issue_title, matter_words
from answerable.reviews.sentences.names import decision_words, duty_words, kind_words
from answerable.rules.reviewing import Duty

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """A heading (level 1 to 3), a paragraph (level 0), a list, or a table whose first row is its head."""

    text: str = ""
    level: int = 0
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def markdown(values: Values, language: str) -> str:
    """The report as Markdown. What people wrote cannot become markup of its own."""
    return "\n\n".join(_markdown(block) for block in blocks(values, language)) + "\n"


def html(values: Values, language: str) -> str:
    """The report as a piece of HTML, everything escaped."""
    return "\n".join(_html(block) for block in blocks(values, language))


def blocks(values: Values, language: str) -> list[Block]:
    """The report in its order: what it is, what was decided, how the goals stand, every matter, the minutes."""
    with translation.override(language):
        return [*_head(values), *_decisions(values), *_standing(values), *_matters(values), *_issues(values),
                *_minutes(values)]  # fmt: skip


def _name(names: Mapping[str, str]) -> str:
    return names.get(translation.get_language() or "en") or names.get("en", "")


def _day(text: str | None) -> str:
    return local_date(date.fromisoformat(text)) if text else ""


def _light(code: str) -> str:
    return str(LIGHTS.get(code, code))


def _head(values: Values) -> Iterator[Block]:
    plan = values["plan"]
    title = kind_words(values["kind"])
    about = _name(plan["name"]) if plan else _name(values["city"])
    yield Block(_("%(kind)s: %(about)s, %(period)s") % {"kind": title, "about": about, "period": values["period"]}, 1)
    chaired = {"unit": _name(values["unit"]), "day": _day(values["held_on"] or values["due_on"])}
    yield Block(_("Chaired by %(unit)s, held on %(day)s. Number %(number)s.") % {**chaired, "number": values["number"]})
    if values["simulated"]:
        yield Block(_("The observations of this plan are invented. They show how the system works and nothing else."))
    if values["as_of"]:
        at = _day(datetime.fromisoformat(values["as_of"]).date().isoformat())
        yield Block(_("All figures are those known on %(day)s (digest %(digest)s).") % {
            "day": at, "digest": values["freeze"][:12]})  # fmt: skip


def _decisions(values: Values) -> Iterator[Block]:
    yield Block(_("What was decided"), 2)
    if values["decisions"]:
        yield _decision_table(values["decisions"])
    else:
        yield Block(_("Nothing was decided."))
    if values["earlier"]:
        yield Block(_("What became of earlier decisions"), 2)
        yield _decision_table(values["earlier"])


def _decision_table(rows: Sequence[Values]) -> Block:
    head = (_("Decision"), _("Who"), _("Until"), _("State"))
    lines = [
        (
            row["words"],
            f"{_name(row['owner'])}, {_name(row['unit'])}",
            _day(row["due_on"]),
            decision_words(row["state"]),
        )
        for row in rows
    ]
    return Block(rows=(head, *lines))


def _standing(values: Values) -> Iterator[Block]:
    figures = values["figures"]
    if not figures:
        return
    yield Block(_("How the goals stand"), 2)
    total = len(figures)
    yield Block(lines=tuple(
        _("%(light)s: %(count)s of %(total)s") % {"light": _light(code), "count": count, "total": total}
        for code, count in sorted(values["counts"].items(), key=lambda pair: list(LIGHTS).index(pair[0]))
    ))  # fmt: skip
    if values["moved"]:
        named = {row["code"]: _name(row["name"]) for row in figures}
        yield Block(_("Changed since the last review"), 3)
        yield Block(lines=tuple(
            _("%(name)s: from %(before)s to %(after)s") % {
                "name": named.get(row["code"], row["code"]), "before": _light(row["before"]),
                "after": _light(row["after"])}
            for row in values["moved"]
        ))  # fmt: skip
    head = (_("Indicator"), _("Status"), _("Last value"), _("Path"), _("Target"), _("Next"), _("Who answers"))
    yield Block(rows=(head, *(_figure_row(row) for row in figures)))
    reasons = [row for row in figures if row["reason"]]
    if reasons:
        yield Block(_("Why indicators lag, in the words of whoever answers"), 3)
        yield Block(lines=tuple(_reason(row) for row in reasons))


def _figure_row(row: Values) -> tuple[str, ...]:
    binding = _(" (binding)") if row["binding"] else ""
    value = f"{row['value']} ({row['period']})" if row["period"] else row["value"]
    node = row["node"]
    return (
        f"{row['code']} {_name(row['name'])}{binding}", _status(row), value or _("none"), row["planned"], _target(row),
        f"{_name(node['name'])}, {_day(node['due_on'])}" if node else "",
        f"{_name(row['post'])}, {_name(row['post_unit'])}" if row["post"] else _("vacant"),
    )  # fmt: skip


def _status(row: Values) -> str:
    said = _light(row["light"])
    if row["override"]:
        said = _("%(light)s, shown as %(override)s by hand") % {"light": said, "override": _light(row["override"])}
    return f"{said} ({CLASSES[row['class']]})" if row["class"] in CLASSES else said


def _target(row: Values) -> str:
    """The present target, and the first one beside it for good."""
    targets = row["targets"]
    if not targets:
        return ""
    now = f"{targets[-1]['target']} ({_day(targets[-1]['until'])})"
    if len(targets) == 1:
        return now
    first = {"now": now, "first": targets[0]["target"], "until": _day(targets[0]["until"]), "part": row["leniency"]}
    if row["leniency"].startswith("-"):
        first["part"] = row["leniency"].removeprefix("-")
        return _("%(now)s; first %(first)s (%(until)s), %(part)s%% harder") % first
    if row["leniency"]:
        return _("%(now)s; first %(first)s (%(until)s), %(part)s%% easier") % first
    return _("%(now)s; first %(first)s (%(until)s)") % first


def _reason(row: Values) -> str:
    reason = row["reason"]
    return _("%(name)s: %(cause)s What is done: %(measure)s New date: %(day)s.") % {
        "name": _name(row["name"]), "cause": reason["cause"], "measure": reason["measure"],
        "day": _day(reason["new_date"])}  # fmt: skip


def _matters(values: Values) -> Iterator[Block]:
    items = [item for item in values["items"] if item["matter"] != "issue"]
    if not items:
        return
    yield Block(_("What the review looked at"), 2)
    for duty in Duty:
        mine = [item for item in items if item["duty"] == duty]
        if mine:
            yield Block(duty_words(duty), 3)
            yield Block(lines=tuple(_item(item) for item in mine))


def _item(item: Values) -> str:
    line = matter_words(item["matter"], item["key"], item["facts"], item["words"])
    if item["unit"]:
        line = _("%(line)s. Answers: %(unit)s") % {"line": line, "unit": _name(item["unit"])}
    if item["said"]:
        line = _("%(line)s. Said: %(said)s") % {"line": line, "said": item["said"]}
    if item["decision"] is not None:
        line = _("%(line)s. Decision %(number)s.") % {"line": line, "number": item["decision"]}
    return line


def _issues(values: Values) -> Iterator[Block]:
    if not values["issues"]:
        return
    yield Block(_("What stalls between departments"), 2)
    for issue in values["issues"]:
        yield Block(issue_title(issue["noun"], issue["key"], issue["facts"]), 3)
        lines = [_answer(answer) for answer in issue["answers"]]
        if issue["settled"]:
            lines.append(_("Settled: %(words)s") % {"words": issue["settled"]})
        yield Block(lines=tuple(lines))


def _answer(answer: Values) -> str:
    told = {"unit": _name(answer["unit"]), "due": _day(answer["due_on"]), "answer": answer["answer"]}
    if answer["standing"] == "in_time":
        return _("%(unit)s answered in time: %(answer)s") % told
    if answer["standing"] == "late":
        return _("%(unit)s answered late (due %(due)s): %(answer)s") % told
    if answer["standing"] == "silent":
        return _("%(unit)s did not answer by %(due)s.") % told
    if answer["standing"] == "ended":
        return _("%(unit)s was asked; the issue went on before it answered.") % told
    return _("%(unit)s has until %(due)s to answer.") % told


def _minutes(values: Values) -> Iterator[Block]:
    yield Block(_("A look around"), 2)
    yield Block(values["environment"])
    yield Block(_("Minutes"), 2)
    yield Block(values["minutes"])
    who = values["attendance"]
    if who["asked"]:
        yield Block(_("Present: %(present)s of %(asked)s posts asked.") % who)
        if who["absent"]:
            yield Block(lines=tuple(
                f"{_seat(row)}{': ' + row['remark'] if row['remark'] else ''}" for row in who["absent"]
            ))  # fmt: skip


def _seat(row: Values) -> str:
    """A post with its unit; reports kept before units were written down have the post alone."""
    return ", ".join(name for name in (_name(row["post"]), _name(row.get("unit") or {})) if name)


_MARKUP = str.maketrans({char: "\\" + char for char in "\\`*_{}[]<>#|~"})


def _plain(text: str) -> str:
    """One line that Markdown takes as it is."""
    return " ".join(text.split()).translate(_MARKUP)


def _markdown(block: Block) -> str:
    if block.rows:
        head, *rows = (f"| {' | '.join(_plain(cell) for cell in row)} |" for row in block.rows)
        return "\n".join([head, "|" + " --- |" * len(block.rows[0]), *rows])
    if block.lines:
        return "\n".join(f"- {_plain(line)}" for line in block.lines)
    return f"{'#' * block.level} {_plain(block.text)}" if block.level else _plain(block.text)


def _html(block: Block) -> str:
    if block.rows:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.rows[0])
        body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in block.rows[1:])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    if block.lines:
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>"
    tag = f"h{block.level}" if block.level else "p"
    return f"<{tag}>{escape(block.text)}</{tag}>"
