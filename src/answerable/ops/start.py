"""Getting Django ready for a command: settings from the environment, and what it lacks from var/.

Without DATABASE_URL the address of the embedded server stands in for it; the server itself starts when a
command really needs it (`database()`), so that `--help` stays quick and quiet.
"""

from __future__ import annotations

import atexit
import os
import secrets
from contextlib import suppress
from pathlib import Path

from answerable.ops import embedded

_server: embedded.Server | None = None


def folder() -> Path:
    """Where everything this installation keeps lies: ANSWERABLE_VAR, or ./var."""
    return Path(os.environ.get("ANSWERABLE_VAR", Path.cwd() / "var")).resolve()


def postgres() -> Path:
    return folder() / "postgres"


def secret_key() -> str:
    """The signing key: from the environment, else one made once and kept readable by its owner alone."""
    if key := os.environ.get("ANSWERABLE_SECRET_KEY"):
        return key
    kept = folder() / "secret.key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as out:
                out.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()


def django() -> None:
    """Sets Django up. Needs no running database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.settings")
    os.environ["ANSWERABLE_VAR"] = str(folder())
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = embedded.address(postgres())
        os.environ["ANSWERABLE_EMBEDDED"] = "1"
    os.environ["ANSWERABLE_SECRET_KEY"] = secret_key()
    import django as framework

    framework.setup()


def database() -> None:
    """Makes sure the database answers: starts or joins the embedded server when there is no other."""
    global _server
    if _server is None and os.environ.get("ANSWERABLE_EMBEDDED"):
        _server = embedded.join(postgres())
        atexit.register(_server.leave)
