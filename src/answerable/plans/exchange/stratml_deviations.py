"""Where a StratML document differs from its schema: one line each, empty elements counted by name.

Real documents mostly do: results in another order, a submitter in the wrong place, identifiers that are none,
elements left empty by the form they were typed into.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from answerable.plans.exchange.report import Report
from answerable.plans.exchange.safe_xml import local, namespace, text
from answerable.plans.exchange.stratml_shape import ATTRIBUTES, NAMESPACES, SHAPE, Children

IDENTIFIER = re.compile(r"[^\W\d][\w.\-]*")  # what may be an xsd:ID, near enough; a digit may not begin it
PLACEHOLDER = re.compile(r"\W*(?:to be (?:determined|confirmed|decided|announced)|tb[dca]|待定|待確定|待确定)\W*", re.I)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
LONGEST = 300  # characters of a path; no element of the schema lies so deep
DATES = {"StartDate", "EndDate", "PublicationDate"}


def note_deviations(root: Element, part: int, report: Report) -> None:
    """Add a line for everything that the schema of that part does not allow."""
    if namespace(root) != NAMESPACES[part]:
        report.say("stratml_namespace", local(root), found=namespace(root), expected=NAMESPACES[part])
    empty: Counter[str] = Counter()
    seen: set[str] = set()
    for element, path in _walk(root):
        name = local(element)
        if name in SHAPE[part]:
            _note_children(element, path, SHAPE[part][name], part, report)
        _note_attributes(element, path, part, report)
        if name == "Identifier":
            _note_identifier(text(element), path, seen, report)
        if not len(element) and not text(element):
            empty[name] += 1
        elif name in DATES | {"NumberOfUnits"}:
            _note_value(name, text(element), path, report)
    for name, count in sorted(empty.items()):
        report.say("stratml_empty", name, count=count)


def _walk(root: Element) -> Iterator[tuple[Element, str]]:
    """Every element with its path, in the order of the document; without recursion, however deep it nests."""
    open_elements = [(root, local(root))]
    while open_elements:
        element, path = open_elements.pop()
        yield element, path
        count: Counter[str] = Counter()
        below = []
        for inner in element:
            if name := local(inner):
                count[name] += 1
                below.append((inner, f"{path}/{name}[{count[name]}]" if len(path) < LONGEST else path))
        open_elements.extend(reversed(below))


def _note_children(element: Element, path: str, shape: Children, part: int, report: Report) -> None:
    place = {name: number for number, (name, _) in enumerate(shape)}
    names = [local(inner) for inner in element if local(inner)]
    known = [place[name] for name in names if name in place]
    if known != sorted(known):
        report.say("stratml_order", path, found=", ".join(dict.fromkeys(names)))
    for name in dict.fromkeys(name for name in names if name not in place):
        code = "stratml_misplaced" if name in SHAPE[part] else "stratml_unknown_element"
        report.say(code, path, element=name, count=names.count(name))
    for name, times in shape:
        count = names.count(name)
        if times in "1+" and not count:
            report.say("stratml_missing", path, element=name)
        if count > {"1": 1, "?": 1, "2": 2}.get(times, count):
            report.say("stratml_too_many", path, element=name, count=count)


def _note_attributes(element: Element, path: str, part: int, report: Report) -> None:
    allowed = ATTRIBUTES.get(local(element), {})
    for name, value in element.attrib.items():
        if name.startswith("{"):  # of another vocabulary: where the schema lies
            continue
        if name not in allowed:
            report.say("stratml_unknown_attribute", path, attribute=name)
        elif value not in allowed[name]:
            report.say("stratml_unknown_word", path, attribute=name, found=value)
    if part == 2 and local(element) == "PerformancePlanOrReport" and "Type" not in element.attrib:
        report.say("stratml_missing", path, element="@Type")


def _note_identifier(value: str, path: str, seen: set[str], report: Report) -> None:
    if not value:
        report.say("stratml_identifier_empty", path)
    elif value[0].isdigit():
        report.say("stratml_identifier_digit", path, found=value)
    elif not IDENTIFIER.fullmatch(value):
        report.say("stratml_identifier_invalid", path, found=value)
    if value and value in seen:
        report.say("stratml_identifier_twice", path, found=value)
    seen.add(value)


def _note_value(name: str, value: str, path: str, report: Report) -> None:
    if name == "NumberOfUnits" and not NUMBER.fullmatch(value):
        report.say("stratml_number", path, found=value)
    if name in DATES and not re.fullmatch(r"\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?", value):
        report.say("stratml_date", path, found=value)
