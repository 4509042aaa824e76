"""Accounts of the people who hold posts."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from answerable.organisation.models import Officer
from answerable.rules.problems import Problem, Refused


def add_officer(
    username: str, *, name_zh_hant: str, name_en: str, name_zh_hans: str, password: str, email: str = ""
) -> Officer:
    """Make an account. It may do nothing until it is appointed to a post. Refused when the user name is taken."""
    try:
        with transaction.atomic():
            return Officer.objects.create(
                username=username,
                name_zh_hant=name_zh_hant,
                name_en=name_en,
                name_zh_hans=name_zh_hans,
                password=make_password(password),
                email=email,
            )
    except IntegrityError:
        raise Refused(Problem("username_taken", "username", {"username": username})) from None
