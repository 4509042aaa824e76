"""The API's own problems as sentences; every other problem is a case's and speaks for itself there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from answerable.cases import sentences as cases
from answerable.rules.problems import Problem

SENTENCES = {
    "label_taken": lazy("There is a key called “%(label)s” already. Choose another label, or revoke that one first."),
    "label_length": lazy("A label needs 1 to 100 characters."),
    "in_the_past": lazy("This moment has passed. Choose one that is still to come."),
    "unknown_post": lazy("There is no post “%(post)s”."),
    "unknown_key": lazy("There is no key called “%(label)s”."),
    "bad_version": lazy(
        "The version “%(given)s” cannot be understood. Send the ETag of the case as it was read, or its version."
    ),
    "no_such_day": lazy("This is no day that has been. Write a day such as 2026-06-30."),
    "since_after_until": lazy("The beginning must lie before the end."),
}


def sentence(problem: Problem) -> str:
    """The problem in the language of the reader."""
    own = SENTENCES.get(problem.code)
    return str(own) % problem.params if own else str(cases.sentence(problem))
