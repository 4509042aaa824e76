"""A job runs by the clock or is asked for by name; one that is neither would never run."""

from __future__ import annotations

import importlib
import pkgutil

import answerable
from tests.house.source import PACKAGE, modules


def _app():
    from procrastinate.contrib.django.procrastinate_app import current_app

    return current_app


def _ours() -> list[str]:
    return [n for n, task in _app().tasks.items() if not n.startswith(("builtin", "procrastinate"))]


def test_every_module_of_jobs_is_found_by_the_worker() -> None:
    with_jobs = [p.parent.name for p in PACKAGE.glob("*/jobs.py")]
    loaded = {importlib.import_module(f"answerable.{name}.jobs").__name__ for name in with_jobs}
    assert loaded
    assert {task.func.__module__ for task in _app().tasks.values()} >= loaded


def test_every_job_runs_by_the_clock_or_is_asked_for() -> None:
    periodic = {task.name for (_, _), p in _app().periodic_registry.periodic_tasks.items() for task in [p.task]}
    source = "\n".join(p.read_text("utf-8") for p in modules())
    for name in _ours():
        asked = f"{_app().tasks[name].func.__name__}.defer" in source
        assert name in periodic or asked, f"the job {name} is never run"


def test_the_house_has_the_jobs_it_needs() -> None:
    assert {m.name for m in pkgutil.iter_modules(answerable.__path__)} >= {"ledger", "outbox", "cases", "whistles"}
    packages = {name.split(".")[0] for name in _ours()}
    assert packages >= {"ledger", "outbox", "cases", "whistles"}
