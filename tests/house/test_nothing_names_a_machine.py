"""What is committed names no machine, no private folder and no package host."""

from __future__ import annotations

import re
import subprocess

from tests.house.source import ROOT

FORBIDDEN = re.compile(
    r"/" + r"(?:home|Users)/[a-z]|/" + r"work/(?:main|dev|shared)|/" + r"opt/(?:pypi|wheels)"
    r"|pypi\.org/simple|files\.pythonhosted|registry\.npmjs|--(?:extra-)?index-url|find-links\s*="
)  # fmt: skip
BINARY = {".png", ".jpg", ".gif", ".xlsx", ".woff2", ".ico", ".mo", ".pdf"}


def _committed() -> list[str]:
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.splitlines()


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = []
    for name in _committed():
        path = ROOT / name
        if path.suffix in BINARY or not path.is_file() or name == "tests/house/test_nothing_names_a_machine.py":
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{name}:{number} {line.strip()[:100]}")
    assert not found, "\n".join(found)
