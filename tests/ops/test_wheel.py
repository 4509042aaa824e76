"""A release's wheel carries everything: built files, translations, packs. It runs in an empty environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_carries_packs_translations_and_built_files(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "answerable/jurisdictions/hongkong/pack.toml" in names
    assert "answerable/cases/locale/zh_Hant/LC_MESSAGES/django.mo" in names
    if not (ROOT / "src/answerable/static/build/manifest.json").exists():
        pytest.skip("styles and scripts are not built here: make build")
    assert "answerable/static/build/manifest.json" in names


def test_it_runs_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are lent by this environment; the program itself comes from the wheel alone."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    site = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = tmp_path / "venv" / "bin" / "python"

    def run(*arguments: str) -> str:
        command = [str(python), "-m", "answerable.ops.cli", *arguments]
        env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "Commands" in run("--help")
    assert "all is well" in run("pack", "check", "hongkong")
    shutil.rmtree(tmp_path / "venv")
