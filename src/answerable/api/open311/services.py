"""GET Service List and GET Service Definition: the pack's categories as the standard names them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from answerable.api.open311 import formats
from answerable.api.open311.endpoint import Open311Error, jurisdiction_of, now_of
from answerable.organisation.models import LANGUAGE_SUFFIX, Category, Jurisdiction
from answerable.organisation.rulebook import Rulebook, rulebook

LISTS = ("singlevaluelist", "multivaluelist")


def service_code(category: Category) -> str:
    """The category's code in the letters every client takes ([A-Za-z0-9_-]): dots become underscores."""
    return category.code.replace(".", "_")


def category_of(city: Jurisdiction, code: str) -> Category:
    """The category behind a service code; the pack's own spelling is understood too. Raises 404."""
    for category in rulebook(city).leaves:
        if code in (service_code(category), category.code):
            return category
    raise Open311Error(404, _("service_code “%(code)s” was not found.") % {"code": code[:120]})


def services(request: HttpRequest, *, format: str) -> HttpResponse:
    """Every category a case can have."""
    book = rulebook(jurisdiction_of(request), now=now_of(request))
    rows = [_service(category, book) for category in book.leaves]
    return formats.response(rows, root="services", format=format)


def definition(request: HttpRequest, *, format: str, code: str) -> HttpResponse:
    """The questions asked with a category; an empty list where there are none."""
    category = category_of(jurisdiction_of(request), code)
    document = {"service_code": service_code(category), "attributes": attributes(category)}
    return formats.response(document, root="service_definition", format=format)


def attributes(category: Category) -> list[dict[str, Any]]:
    """The questions of a category in the form of the standard, in the reader's language."""
    return [
        {
            "variable": bool(question.get("variable", True)),
            "code": str(question["code"]),
            "datatype": str(question.get("datatype", "string")),
            "required": bool(question.get("required", False)),
            "datatype_description": _worded(question, "datatype_description"),
            "order": order,
            "description": _worded(question, "description"),
            **({"values": _values(question)} if question.get("datatype") in LISTS else {}),
        }
        for order, question in enumerate(category.attributes, 1)
    ]


def _service(category: Category, book: Rulebook) -> dict[str, Any]:
    path = [book.categories[code] for code in book.category_path(category.code)]
    words = " › ".join(c.name for c in reversed(path))
    if category.emergency:
        words += " " + _("In danger to life call the emergency number first.")
    synonyms = category.synonyms.get(get_language() or "en") or category.synonyms.get("en") or []
    return {
        "service_code": service_code(category),
        "service_name": category.name,
        "description": words,
        "metadata": bool(category.attributes),
        "type": "realtime",
        "keywords": ",".join(str(s).replace(",", " ") for s in synonyms),
        "group": path[-1].name,
    }


def _worded(question: dict[str, Any], name: str) -> str:
    """A text of the pack: by language suffix, by language, or one for all."""
    language = get_language() or "en"
    text = question.get(f"{name}_{LANGUAGE_SUFFIX.get(language, 'en')}", question.get(name, ""))
    return str(text.get(language) or text.get("en") or "") if isinstance(text, dict) else str(text or "")


def _values(question: dict[str, Any]) -> list[dict[str, str]]:
    """A value is a word that is its own key, or a row with a key and a name."""
    rows = []
    for value in question.get("values", ()):
        if isinstance(value, dict):
            rows.append({"key": str(value["key"]), "name": _worded(value, "name") or str(value["key"])})
        else:
            rows.append({"key": str(value), "name": str(value)})
    return rows
