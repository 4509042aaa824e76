"""The standing cast: `actor("works-handler")` is an Actor, `sign_in("works-handler")` a signed-in test client."""

from __future__ import annotations

import pytest

from answerable.rules.access import citizen, system

CAST = (
    "works-handler", "works-head", "cleansing-handler", "north-handler", "hotline-call-taker", "hotline-dispatcher",
    "hotline-callback", "coordination-coordinator", "gov-leader", "auditor", "administrator",
)  # fmt: skip


def officer_named(username: str):
    """The officer of the cast with this username."""
    from answerable.organisation.models import Officer

    return Officer.objects.get(username=username)


@pytest.fixture
def actor(db, now):
    """actor("works-handler") -> that officer as an Actor; "citizen" and "system" are actors too."""
    from answerable.organisation import queries

    def find(name: str, at=None):
        if name == "citizen":
            return citizen("harbour")
        if name == "system":
            return system("harbour")
        return queries.actor_for(officer_named(name), now=at or now)

    return find


@pytest.fixture
def sign_in(db, client):
    """sign_in("works-handler") -> a test client signed in as that officer."""

    def enter(username: str):
        client.force_login(officer_named(username))
        return client

    return enter
