"""Before any test: a PostgreSQL, Django, and the little city of Harbour.

Without DATABASE_URL the session starts a server of its own in a temporary folder (no fsync; it is thrown
away) and test databases are copies of one that has its tables. With one, tests make and migrate their databases
there, named test_<name>.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import settings

from answerable.ops import embedded
from tests.support import prepared

HERE = Path(__file__).resolve().parent


def _start_postgres() -> str:
    folder = Path(tempfile.mkdtemp(prefix="answerable-tests-", dir="/var/tmp"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = prepared.start(folder / "postgres", _migrate)
    atexit.register(server.leave)
    os.environ["ANSWERABLE_TEST_TEMPLATE"] = embedded.DATABASE
    return server.url(user=embedded.OWNER)


def _migrate(server: embedded.Server) -> None:
    """In a process of its own, for here Django is not set up before the address of the database is known."""
    address = server.url(user=embedded.OWNER)
    environment = {**os.environ, "DATABASE_URL": address, "ANSWERABLE_OWNER_URL": address, "ANSWERABLE_SECRET_KEY": "-"}
    subprocess.run([sys.executable, "-m", "answerable.ops.cli", "migrate"], env=environment, check=True)


def _prepare() -> None:
    """pytest-xdist's workers inherit the environment, so they share the controller's server."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_postgres()
    if not os.environ.get("ANSWERABLE_VAR"):
        var = tempfile.mkdtemp(prefix="answerable-tests-")
        os.environ["ANSWERABLE_VAR"] = var
        atexit.register(shutil.rmtree, var, ignore_errors=True)
    os.environ["ANSWERABLE_SECRET_KEY"] = "only-for-tests"
    os.environ["ANSWERABLE_PACKS"] = str(HERE / "packs")
    os.environ["ANSWERABLE_JURISDICTION"] = "harbour"
    os.environ["ANSWERABLE_HOSTS"] = "localhost,127.0.0.1,testserver"
    os.environ["ANSWERABLE_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
    os.environ["ANSWERABLE_LOG_LEVEL"] = "ERROR"
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.settings"
    import django
    from django.conf import settings

    from answerable.ops import messages

    messages.compile_all()
    settings.PASSWORD_HASHERS = ["tests.support.hashers.QuickHasher", *settings.PASSWORD_HASHERS]
    settings.WHITENOISE_AUTOREFRESH = False
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ.get("ANSWERABLE_TEST_TEMPLATE")
    django.setup()


def _choose_examples() -> None:
    """A build tries the same examples every time, so that it fails only for what changed; `search` draws new ones."""
    settings.register_profile("same", derandomize=True, deadline=None, database=None)
    settings.register_profile("search", deadline=None)
    settings.load_profile(os.environ.get("ANSWERABLE_EXAMPLES", "same"))


_prepare()
_choose_examples()
pytest_plugins = ["tests.support.city", "tests.support.cast", "tests.support.server", "tests.support.browser"]


def pytest_collection_modifyitems(items) -> None:
    """Tests in journeys/ and peers/ carry the mark of their folder."""
    for item in items:
        for folder, mark in (("journeys", "journey"), ("peers", "peer")):
            if HERE / folder in item.path.parents:
                item.add_marker(mark)
