"""The worker: runs what every package's jobs.py declares, by the clock and when asked, one process for all."""

from __future__ import annotations

import asyncio

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 2


def run() -> None:
    """Works until it is told to stop; a job it was at is finished first."""
    asyncio.run(_run())


async def _run() -> None:
    with app.replace_connector(DjangoConnector().get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                name="answerable", concurrency=CONCURRENCY, delete_jobs="successful", install_signal_handlers=True
            )
