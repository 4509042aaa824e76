"""Other people's clients against the running server."""

from __future__ import annotations

import pytest

POTHOLE = "roads_surface_pothole"


@pytest.fixture(scope="module")
def endpoint(running_server) -> str:
    """The base address of the production endpoint."""
    return f"{running_server.url}/open311/v2"


@pytest.fixture(scope="module")
def key(running_server) -> str:
    """A key made by the command an operator uses."""
    return running_server.command("apikey", "create", "a peer").stdout.strip().splitlines()[-1]
