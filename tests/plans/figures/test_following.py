"""Somebody is told by e-mail when an indicator moves, after they confirmed, until they end it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from answerable.ledger.models import Entry
from answerable.outbox.models import Message
from answerable.plans.actions.following import confirm, follow, tell_followers, unfollow
from answerable.plans.actions.observing import observe
from answerable.plans.models import Follower
from answerable.rules.observing import Reported
from answerable.rules.problems import NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(harbour, plan, now):
    def send(email="ada@people.example", code="H-01", at=None, language="en", plan_code=plan.code):
        return follow(
            jurisdiction=harbour, now=at or now, plan_code=plan_code, code=code, email=email, language=language
        )

    return send


def secret(template="follow_confirm") -> str:
    """The secret in the newest mail."""
    body = Message.objects.filter(template=template).latest("id").body
    return re.search(r"/plan/following/([0-9a-f]{32})", body)[1]


def revise(plan, actor, at, value="195"):
    observe(
        actor=actor("works-handler"), now=at, plan_code=plan.code, code="H-01", confirmed=True,
        reported=Reported("2026-Q1", value, words="fifteen were forgotten"),
    )  # fmt: skip


def test_nobody_is_told_before_they_confirmed(ask, plan, actor, now) -> None:
    follower = ask()
    mail = Message.objects.get(template="follow_confirm")
    assert (mail.address, "Flats completed" in mail.subject) == ("ada@people.example", True)
    revise(plan, actor, now + timedelta(hours=1))
    assert tell_followers(now=now + timedelta(hours=2)) == 0
    confirm(now=now + timedelta(hours=3), secret=secret())
    follower.refresh_from_db()
    assert follower.confirmed_at == now + timedelta(hours=3)


def test_whoever_follows_is_told_what_moved_once(ask, plan, actor, now) -> None:
    ask()
    confirm(now=now, secret=secret())
    assert tell_followers(now=now) == 0
    revise(plan, actor, now + timedelta(hours=1))
    assert tell_followers(now=now + timedelta(hours=2)) == 1
    assert tell_followers(now=now + timedelta(hours=3)) == 0
    mail = Message.objects.get(template="indicator_moved")
    assert "“Slipping” and is “On track” now" in mail.body
    assert "2026-Q1: 195.0 flats" in mail.body
    assert f"/plan/{plan.code}/indicators/H-01" in mail.body


def test_the_link_in_every_mail_ends_it(ask, plan, actor, now) -> None:
    ask()
    confirm(now=now, secret=secret())
    revise(plan, actor, now + timedelta(hours=1))
    tell_followers(now=now + timedelta(hours=2))
    unfollow(now=now + timedelta(hours=3), secret=secret("indicator_moved"))
    revise(plan, actor, now + timedelta(hours=4), "120")
    assert tell_followers(now=now + timedelta(hours=5)) == 0
    with pytest.raises(NotFound):
        unfollow(now=now, secret=secret("indicator_moved"))


def test_asking_again_fills_no_mailbox(ask, now) -> None:
    assert ask().pk == ask().pk
    assert Message.objects.filter(template="follow_confirm").count() == 1
    ask(at=now + timedelta(days=1))
    assert Message.objects.filter(template="follow_confirm").count() == 2
    assert Follower.objects.count() == 1


def test_the_address_stands_in_the_ledger_as_a_digest_only(ask, indicator) -> None:
    ask()
    body = Entry.objects.get(stream=indicator("H-01").pk, verb="follow").body
    assert '"digest"' in body
    assert "ada@people.example" not in body


def test_what_is_no_address_or_not_public_is_refused(ask, draft) -> None:
    with pytest.raises(Refused):
        ask("not an address")
    with pytest.raises(NotFound):
        ask(plan_code=draft.code)
    with pytest.raises(NotFound):
        ask(code="H-99")
    with pytest.raises(NotFound):
        confirm(now=None, secret="0" * 32)
