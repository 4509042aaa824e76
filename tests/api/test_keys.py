"""Keys are made by a command, shown once, kept as digests, and can be withdrawn or run out."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from click.testing import CliRunner

from answerable.api import actions, queries
from answerable.api.models import ApiKey
from answerable.ops.commands.apikey import command
from answerable.rules.problems import NotFound, Refused


def run(*arguments: str):
    return CliRunner().invoke(command, arguments)


def test_only_the_digest_of_a_key_is_kept(make_key, harbour):
    key = make_key()
    row = ApiKey.objects.get()
    assert bytes(row.digest) == hashlib.sha256(key.encode()).digest()
    assert key not in str(row.__dict__)


def test_a_key_is_found_until_it_is_withdrawn_or_runs_out(make_key, harbour, now):
    key = make_key("one", expires_at=now + timedelta(days=300))
    row = ApiKey.objects.get()
    assert queries.valid_key(key, now=now) == row
    assert queries.valid_key(key, now=now + timedelta(days=301)) is None
    actions.revoke_key(now=now, jurisdiction=harbour, label="one")
    assert queries.valid_key(key, now=now) is None


def test_a_label_is_used_once(make_key, harbour):
    make_key("one")
    with pytest.raises(Refused, match="label_taken"):
        make_key("one")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"label": " "}, "label_length"),
        ({"label": "x" * 101}, "label_length"),
        ({"label": "x", "post_code": "nosuch"}, "unknown_post"),
    ],
)
def test_what_is_amiss_is_named(harbour, now, wish, code):
    with pytest.raises(Refused, match=code):
        actions.create_key(now=now, jurisdiction=harbour, **wish)


def test_a_key_cannot_end_before_it_begins(harbour, now):
    with pytest.raises(Refused, match="in_the_past"):
        actions.create_key(now=now, jurisdiction=harbour, label="x", expires_at=now)


def test_only_a_key_that_exists_can_be_withdrawn(harbour, now):
    with pytest.raises(NotFound):
        actions.revoke_key(now=now, jurisdiction=harbour, label="nosuch")


def test_the_command_prints_the_key_alone_on_standard_output(harbour, now):
    made = run("create", "a client", "--post", "works-handler")
    assert made.exit_code == 0, made.output
    row = queries.valid_key(made.stdout.strip(), now=now)
    assert row.post.code == "works-handler"
    assert "only its digest" in made.stderr
    assert run("revoke", "a client").exit_code == 0
    assert queries.valid_key(made.stdout.strip(), now=now) is None


def test_the_command_says_what_is_amiss(harbour):
    run("create", "a client")
    again = run("create", "a client")
    assert again.exit_code == 1
    assert "a client" in again.stderr
