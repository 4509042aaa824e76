"""What a message may say: the fields of its template and how they are filled.

A template is written by a city, not by a programmer, so it may name a field and nothing more: `{number}` is
filled, `{number.__class__}`, `{0}`, `{number!r}` and `{number:>9}` are refused when the pack is checked and are
left standing as they are when a message is made. A message with a visible mistake still reaches its reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

FIELDS: Mapping[str, str] = {
    "number": "public number of the case, whistle or taskforce",
    "title": "short title of the case",
    "kind": "consult, help, complaint, report or suggestion, in the reader's words",
    "category": "name of the category",
    "area": "name of the area",
    "address": "the place as it was told to us",
    "unit": "name of the unit that answers",
    "post": "name of the post that answers",
    "from_unit": "unit that answered before, or that blew the whistle",
    "due": "when the promise falls due, local date and time",
    "link": "private link of the person who reported; to an officer, the page it is about",
    "public_link": "public page of the case",
    "state": "where the case stands, in words",
    "words": "what was said, asked or answered",
    "question": "what the unit asks the citizen",
    "reply": "reply to the citizen",
    "outcome": "outcome the unit claims",
    "reason": "why it came to this",
    "task": "what an assisting unit is asked to do",
    "tier": "name of the time tier",
    "count": "a number of cases or people",
    "lines": "what a digest tells of, one line each, the oldest first",
    "city": "name of the jurisdiction",
    "hotline": "name of the hotline body",
    "phone": "telephone number of the hotline body",
}

_FORMATTER = Formatter()


class _Visible(dict[str, str]):
    """An unfilled field stays visible as `{name}`; it never stops a message."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def unknown_fields(text: str) -> list[str]:
    """What a template asks for and cannot have, as it stands in the text. Unbalanced braces are one finding: `{`."""
    try:
        parsed = list(_FORMATTER.parse(text))
    except ValueError:
        return ["{"]
    findings = []
    for _, name, spec, conversion in parsed:
        if name is None:
            continue
        if name not in FIELDS or spec or conversion:
            findings.append("{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}")
    return findings


def render(text: str, fields: Mapping[str, object]) -> str:
    """The text with every known plain field filled. Never raises; what cannot be filled stays as written."""
    if set(unknown_fields(text)) - {"{" + name + "}" for name in fields}:
        return _fill_plain(text, fields)
    return text.format_map(_Visible({name: str(value) for name, value in fields.items()}))


def _fill_plain(text: str, fields: Mapping[str, object]) -> str:
    for name, value in fields.items():
        text = text.replace("{" + name + "}", str(value))
    return text
