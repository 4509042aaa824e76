"""Is this installation well? Each examination gives one sentence: what is so, and what to do when it is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from answerable.ops import frontend, messages, owner

LEAST_DISK = 2 * 1024**3  # bytes
LEAST_POSTGRES = 150000
CLOCK_TOLERANCE = 2.0  # seconds between this machine and the database's
LEDGER_TABLES = ("ledger_entry", "ledger_seal")


@dataclass(frozen=True)
class Finding:
    """well: nothing to do. The sentence says what was found, and the remedy when it is not well."""

    name: str
    well: bool
    sentence: str


def examine() -> Iterator[Finding]:
    """Every examination in turn; one that cannot be made is a finding too."""
    for name, check in CHECKS.items():
        try:
            well, sentence = check()
        except Exception as reason:  # whatever breaks is exactly what this command is for
            well, sentence = False, f"could not be examined: {reason}"
        yield Finding(name, well, sentence)


def _python() -> tuple[bool, str]:
    version = ".".join(map(str, sys.version_info[:3]))
    return sys.version_info >= (3, 11), f"Python {version} (3.11 or newer is needed)"


def _postgres() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
    if fsync != "on":
        return False, f"PostgreSQL {version} does not sync to disk: set fsync = on"
    return number >= LEAST_POSTGRES, f"PostgreSQL {version}, libpq {psycopg.pq.version()} (15 or newer is needed)"


def _migrations() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return not left, f"{left} migrations are still to be run: answerable migrate" if left else "tables are up to date"


def _ledger() -> tuple[bool, str]:
    """The application's role may read and add, and nothing else."""
    role = owner.application_role()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, p FROM unnest(%s::text[]) t, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p "
            "WHERE has_table_privilege(current_user, t, p)",
            [list(LEDGER_TABLES)],
        )
        held = cursor.fetchall()
    if held:
        return False, (
            f"the role {role} may {', '.join(sorted({p for _, p in held}))} the ledger, so only triggers guard it: "
            "let another role own the tables (ANSWERABLE_OWNER_URL) and run answerable migrate"
        )
    return True, f"the role {role} can add to the ledger and cannot change it"


def _disk() -> tuple[bool, str]:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.VAR).free
    return free >= LEAST_DISK, f"{free / 1024**3:.1f} GB free under {settings.VAR} (2 GB or more is wanted)"


def _clock() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    apart = abs((datetime.now(UTC) - there).total_seconds())
    sentence = f"this machine's clock and the database's are {apart:.1f} s apart"
    return apart <= CLOCK_TOLERANCE, sentence if apart <= CLOCK_TOLERANCE else sentence + ": synchronise both"


def _static() -> tuple[bool, str]:
    if not (frontend.BUILT / "manifest.json").exists():
        return False, "styles and scripts are not built: answerable build"
    return (
        (True, "styles and scripts are built")
        if frontend.is_current()
        else (False, "styles and scripts are older than their sources: answerable build")
    )


def _messages() -> tuple[bool, str]:
    stale = [p for p in messages.po_files() if not p.with_suffix(".mo").exists()]
    return not stale, f"{len(stale)} translation files are not compiled: answerable build" if stale else (
        "translations are compiled"
    )


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "python": _python,
    "database": _postgres,
    "tables": _migrations,
    "ledger": _ledger,
    "disk": _disk,
    "clock": _clock,
    "static files": _static,
    "translations": _messages,
}
