"""The command line as a person meets it."""

from __future__ import annotations

import os
import pkgutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.ops import commands, doctor, messages, start
from answerable.ops.cli import cli

NAMES = sorted(m.name.rstrip("_").replace("_", "-") for m in pkgutil.iter_modules(commands.__path__))


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(cli, ["--help"])
    assert shown.exit_code == 0
    for name in NAMES:
        assert f"  {name} " in shown.output


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself_without_a_database(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage" in shown.output


def test_an_unknown_command_is_refused_with_a_sentence() -> None:
    shown = CliRunner().invoke(cli, ["whistle-loudly"])
    assert shown.exit_code == 2
    assert "No such command" in shown.output


@pytest.mark.django_db
def test_doctor_gives_a_sentence_for_everything_it_looks_at() -> None:
    findings = {f.name: f for f in doctor.examine()}
    assert set(findings) == set(doctor.CHECKS)
    assert findings["tables"].well
    assert findings["python"].well
    assert all(f.sentence for f in findings.values())
    assert not any("could not be examined" in f.sentence for f in findings.values())


@pytest.mark.django_db
def test_doctor_says_when_the_application_could_change_the_ledger() -> None:
    finding = {f.name: f for f in doctor.examine()}["ledger"]
    assert not finding.well, "tests run as the owner of the tables"
    assert "ANSWERABLE_OWNER_URL" in finding.sentence


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("ANSWERABLE_VAR", str(tmp_path))
    monkeypatch.delenv("ANSWERABLE_SECRET_KEY")
    first = start.secret_key()
    assert len(first) >= 48
    assert start.secret_key() == first
    assert stat.S_IMODE(os.stat(tmp_path / "secret.key").st_mode) == 0o600


def test_a_text_in_a_template_and_a_text_in_code_are_both_found(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "answerable" / "cases"
    (folder / "templates").mkdir(parents=True)
    (folder / "page.py").write_text('from django.utils.translation import gettext as _\nx = _("from code")\n')
    (folder / "templates" / "page.html").write_text("{% load i18n %}{% translate 'from a template' %}")
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "answerable")
    assert sorted(m.text for m in messages._of_folder(folder, "cases")) == ["from a template", "from code"]
