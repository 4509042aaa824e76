"""A PostgreSQL whose database has every table, copied for each session from one that was migrated once.

Migrating takes as long as some hundred tests. The copy is kept beside pytest's cache under a digest of every migration
and of the locked packages, so that a change of either makes a new one. It has tables only; the city is loaded anew.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from answerable.ops import embedded
from answerable.ops.embedded import place as places

CHECKOUT = Path(__file__).resolve().parents[2]
KEPT = CHECKOUT / ".pytest_cache" / "postgres"


def digest() -> str:
    """Of all that decides which tables there are."""
    found = hashlib.sha256()
    for file in [*sorted(CHECKOUT.glob("src/answerable/*/migrations/*.py")), CHECKOUT / "requirements-dev.txt"]:
        found.update(f"{file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:20]


def start(folder: Path, migrate: Callable[[embedded.Server], None]) -> embedded.Server:
    """A server in `folder` whose own database has every table; `migrate` makes them when no copy is kept."""
    kept, data = KEPT / digest(), places.find(folder).data
    if kept.exists():
        _copy(kept, data)
        return embedded.join(folder, durable=False)
    server = embedded.join(folder, durable=False)
    migrate(server)
    server.leave()
    KEPT.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=KEPT)) / "data"
    _copy(data, fresh)
    with suppress(OSError):  # another session was quicker
        fresh.rename(kept)
    shutil.rmtree(fresh.parent)
    return embedded.join(folder, durable=False)


def _copy(source: Path, target: Path) -> None:
    """With owners and rights, which PostgreSQL looks at."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", source, target], check=True)
