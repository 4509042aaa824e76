"""What a migration did, it can undo; and the models have no change that lacks one."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = (
    "ledger", "organisation", "triage", "outbox", "cases", "plans", "leaders", "whistles", "performance", "reviews",
    "desk", "portal", "api", "ops",
)  # fmt: skip


def test_no_operation_is_irreversible() -> None:
    loader = MigrationLoader(None)
    stuck = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not stuck, "\n".join(stuck)


@pytest.mark.django_db
def test_the_models_have_no_change_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_migration_runs_backwards_and_forwards_again(django_db_blocker) -> None:
    """In a schema of its own, so that the city of the other tests is left alone."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA backwards; SET search_path TO backwards")
    try:
        call_command("migrate", verbosity=0)
        for app in reversed(OURS):
            if app in MigrationLoader(connection).migrated_apps:
                call_command("migrate", app, "zero", verbosity=0)
        call_command("migrate", verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path TO DEFAULT; DROP SCHEMA backwards CASCADE")
