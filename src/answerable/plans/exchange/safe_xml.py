"""XML that strangers send: parsed without document types, entities or anything fetched."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from answerable.rules.problems import Problem, Refused

LARGEST = 50_000_000  # bytes


def parse(body: bytes) -> Element:
    """The root element. Raises Refused: too_large, xml_with_entities (also for any document type), not_xml."""
    if len(body) > LARGEST:
        raise Refused(Problem("exchange_too_large", params={"limit": LARGEST, "size": len(body)}))
    try:
        return fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(Problem("xml_with_entities", params={"what": type(error).__name__})) from error
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise Refused(Problem("not_xml", params={"why": str(error)})) from error


def local(element: Element) -> str:
    """The name without its namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace of an element, "" when it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of that local name, wherever they stand."""
    return (child for child in element if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return None if element is None else next(children(element, name), None)


def text(element: Element | None, *path: str) -> str:
    """The trimmed text of an element, or of the first child along a path of local names; "" when there is none."""
    for name in path:
        element = child(element, name)
    return "" if element is None else (element.text or "").strip()
