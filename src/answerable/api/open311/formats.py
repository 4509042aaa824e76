"""One structure, two formats. XML is the standard's own; JSON follows from it by the Spark convention.

A structure is made of dicts (containers), lists (containers of one repeating kind), strings, numbers, booleans and
None. In XML a list's items take the name the standard gives to their kind; in JSON the root element is dropped, a
list is an array even with one item, and what is empty is null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from xml.etree import ElementTree

from django.http import HttpResponse

Structure: TypeAlias = "Mapping[str, Any] | Sequence[Any] | str | int | float | bool | None"

CONTENT_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
ITEMS = {
    "endpoints": "endpoint", "formats": "format", "services": "service", "attributes": "attribute",
    "values": "value", "service_requests": "request", "errors": "error", "notes": "note", "answering": "part",
}  # fmt: skip
# XML 1.0 has no place for these characters, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_xml(root: str, structure: Structure) -> bytes:
    """The structure under a root element of that name, in UTF-8 with its declaration, without a namespace."""
    return ElementTree.tostring(_element(root, structure), encoding="utf-8", xml_declaration=True)


def to_json(structure: Structure) -> bytes:
    """The structure without its root; characters stand as themselves, in UTF-8."""
    return json.dumps(_emptied(structure), ensure_ascii=False).encode("utf-8", "replace")


def response(structure: Structure, *, root: str, format: str, status: int = 200) -> HttpResponse:
    """An answer in the format the address ended in."""
    content = to_json(structure) if format == "json" else to_xml(root, structure)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPES[format])


def errors(status: int, sentences: Sequence[str], *, format: str) -> HttpResponse:
    """The standard's error form: one code and one sentence each, for the person at the end."""
    rows = [{"code": status, "description": sentence} for sentence in sentences]
    return response(rows, root="errors", format=format, status=status)


def _element(name: str, value: Structure) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, child) for key, child in value.items())
    elif isinstance(value, (list, tuple)):
        element.extend(_element(ITEMS[name], child) for child in value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None and value != "":
        element.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
    return element


def _emptied(value: Structure) -> Structure:
    if isinstance(value, Mapping):
        return {key: _emptied(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [_emptied(child) for child in value]
    return None if value == "" else value
