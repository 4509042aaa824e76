"""answerable serve: the web server and the worker, together."""

from __future__ import annotations

import os
import sys

import click

from answerable.ops.process import Child, supervise


def children(bind: str, processes: int, threads: int) -> list[Child]:
    """The programs of one installation. The web server keeps a pool of connections per process."""
    web = [
        "-m", "gunicorn", "answerable.ops.wsgi", "--config", "python:answerable.ops.web",
        "--bind", bind, "--worker-class", "gthread",
        "--workers", str(processes), "--threads", str(threads), "--preload",
        "--graceful-timeout", "10", "--timeout", "60",
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    here = {"ANSWERABLE_URL": os.environ.get("ANSWERABLE_URL") or f"http://{bind}"}
    pool = {"ANSWERABLE_DATABASE_POOL": "1", "ANSWERABLE_POOL_SIZE": str(threads + 1)}
    return [Child("web", web, here | pool), Child("worker", ["-m", "answerable.ops.cli", "worker"], here)]


def serve(bind: str = "127.0.0.1:8000", processes: int = 2, threads: int = 4) -> int:
    return supervise(children(bind, processes, threads))


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port, or unix:PATH.")
@click.option("--processes", default=2, show_default=True, help="Web server processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each.")
def command(bind: str, processes: int, threads: int) -> None:
    """Serve pages and the API, and run the worker, until stopped."""
    click.echo(f"Serving on http://{bind}/  (Ctrl-C stops everything)")
    sys.exit(serve(bind, processes, threads))
