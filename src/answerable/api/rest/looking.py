"""A case as a program opens it: every look at one that is a complaint about somebody is kept (XF 30)."""

from __future__ import annotations

from django.http import HttpRequest

from answerable.cases import actions
from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.rules.problems import NotFound


def opened(request: HttpRequest, number: str, *, shows_person: bool = False) -> Case:
    """The case this post may see; a look in vain is kept too, before NotFound says that there is none."""
    look = {"actor": request.auth, "now": request.now}
    try:
        case = cases.get_case(request.auth, number)
    except NotFound:
        actions.look_at(number=number, saw_person=False, **look)
        raise
    saw = shows_person and case.person is not None and cases.may_see_person(case, request.auth)
    actions.look_at_each(cases=[case], saw_person=saw, **look)
    return case
