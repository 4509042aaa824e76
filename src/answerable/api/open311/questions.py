"""Answers to a category's questions: attribute[CODE]=value, and attribute[CODE][]=value for lists of several."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from answerable.api.open311.endpoint import Open311Error
from answerable.api.open311.services import attributes
from answerable.organisation.models import Category

MAX_ANSWER = 1_000


def check_answers(category: Category, form: QueryDict) -> tuple[dict[str, list[str]], list[str]]:
    """The answers by code, and one line of words for each. Raises 400 with a sentence for every answer amiss."""
    answers: dict[str, list[str]] = {}
    lines: list[str] = []
    findings: list[str] = []
    for question in attributes(category):
        if not question["variable"]:
            continue
        given = _given(question["code"], form)
        finding = _finding(question, given)
        if finding:
            findings.append(finding)
        elif given:
            answers[question["code"]] = given
            lines.append(f"{question['description'] or question['code']}: {', '.join(_names(question, given))}")
    if findings:
        raise Open311Error(400, findings)
    return answers, lines


def _given(code: str, form: QueryDict) -> list[str]:
    values = [*form.getlist(f"attribute[{code}]"), *form.getlist(f"attribute[{code}][]")]
    return [value.strip() for value in values if value.strip()]


def _finding(question: dict[str, Any], given: list[str]) -> str:
    """What is wrong with an answer, as a sentence, or nothing."""
    name = {"code": question["code"], "question": question["description"] or question["code"]}
    if not given:
        return _("attribute[%(code)s] is required: %(question)s") % name if question["required"] else ""
    if question["datatype"] != "multivaluelist" and len(given) > 1:
        return _("attribute[%(code)s] takes one value.") % name
    if any(len(value) > MAX_ANSWER for value in given):
        return _("attribute[%(code)s] may have at most 1,000 characters.") % name
    if not all(_fits(question, value) for value in given):
        return _("attribute[%(code)s] is not a value this question takes: %(question)s") % name
    return ""


def _fits(question: dict[str, Any], value: str) -> bool:
    datatype = question["datatype"]
    try:
        if datatype == "number":
            return isfinite(float(value))
        if datatype == "datetime":
            return datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False
    return "values" not in question or value in {row["key"] for row in question["values"]}


def _names(question: dict[str, Any], given: list[str]) -> list[str]:
    names = {row["key"]: row["name"] for row in question.get("values", ())}
    return [names.get(value, value) for value in given]
