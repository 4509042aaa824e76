"""Somebody asks to be told by e-mail when an indicator moves: its light, its value or its target.

Nobody is told anything before they have opened the link in the first mail, and the link in every later one ends it.
The secret of the link is derived, so that a later mail can carry the same one; only its digest is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from answerable.ledger.actions.record import Record
from answerable.organisation.models import LANGUAGE_SUFFIX, Jurisdiction
from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.work import locked
from answerable.plans.models import Follower, Indicator, Plan
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.sentences.figures import LIGHTS
from answerable.plans.sentences.shown import InWords
from answerable.rules.access import citizen
from answerable.rules.exact import rounded
from answerable.rules.lights import Outcome
from answerable.rules.problems import NotFound, Problem, Refused
from answerable.rules.text import clean

AGAIN = timedelta(days=1)
RULE = "whoever asks is told when an indicator moves"


def secret_of(follower: UUID) -> str:
    """The secret in a follower's links."""
    raw = hmac.digest(settings.SECRET_KEY.encode(), b"follower link" + follower.bytes, "sha256")
    return raw[:16].hex()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def follow(
    *, jurisdiction: Jurisdiction, now: datetime, plan_code: str, code: str, email: str, language: str = ""
) -> Follower:
    """Ask to be told about an indicator of a published plan; a mail with the link that confirms it goes out.

    Asking again a day later sends the same link again, never sooner, so that nobody's mailbox is filled by asking;
    who follows already gets no mail and the same answer, so that nobody learns from it who follows what.
    """
    row = _public(jurisdiction, plan_code, code)
    address = clean(email)[:254].lower()
    if not address:
        raise Refused(Problem("required", "email"))
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(Problem("not_an_email", "email", {"found": address[:60]})) from None
    language = (
        language if language in LANGUAGE_SUFFIX else str(jurisdiction.settings.get("default_language", "zh-hant"))
    )
    follower = Follower.objects.filter(indicator=row, email=address, ended_at=None).first()
    fresh = follower is None or (follower.confirmed_at is None and now - follower.asked_at >= AGAIN)
    if follower is None:
        follower = Follower(
            jurisdiction=jurisdiction, indicator=row, email=address, language=language, asked_at=now, told={}
        )  # fmt: skip
        follower.link_digest = digest_of(secret_of(follower.pk))
        record = _record(row, "follow", jurisdiction, now)
        record.add(follower)
        record.write()
    if fresh:
        _write(follower, now, "follow_confirm", _name(row), link=addresses.following(secret_of(follower.pk)))
    return follower


def _public(jurisdiction: Jurisdiction, plan_code: str, code: str) -> Indicator:
    row: Indicator = locked(
        Indicator, "plan", plan__jurisdiction=jurisdiction, plan__code=plan_code, code=code,
        plan__state__in=("published", "closed"),
    )  # fmt: skip
    return row


def _record(row: Indicator, verb: str, jurisdiction: Jurisdiction, now: datetime) -> Record:
    actor = citizen(jurisdiction.code)
    return Record(stream=row.pk, salt=row.salt, verb=verb, actor=actor, at=now, rule=RULE)


def _name(row: Indicator) -> InWords:
    meaning = row.versions.filter(until=None).first()
    return InWords(lambda: meaning.name if meaning is not None else row.code)


@transaction.atomic
def confirm(*, now: datetime, secret: str) -> Follower:
    """Whoever holds the link is whoever asked. Confirming twice is confirming once."""
    follower = _by_secret(secret)
    if follower.confirmed_at is None:
        found = figures_of(follower.indicator.plan, now).get(follower.indicator_id)
        record = _record(follower.indicator, "confirm_following", follower.jurisdiction, now)
        record.set(follower, confirmed_at=now, told=told_of(found) if found else {})
        record.write()
    return follower


@transaction.atomic
def unfollow(*, now: datetime, secret: str) -> Follower:
    """No more mails. The address stays on a row that is never used again."""
    follower = _by_secret(secret)
    record = _record(follower.indicator, "unfollow", follower.jurisdiction, now)
    record.set(follower, ended_at=now)
    record.write()
    return follower


def _by_secret(secret: str) -> Follower:
    found = Follower.objects.filter(link_digest=digest_of(secret[:64]), ended_at=None).first()
    if found is None:
        raise NotFound(Problem("no_such_link"))
    locked(Indicator, pk=found.indicator_id)
    row: Follower = locked(Follower, "indicator__plan__jurisdiction", "jurisdiction", pk=found.pk)
    return row


def figures_of(plan: Plan, now: datetime) -> Mapping[UUID, Figure]:
    return figures(plan, as_of=now)


def told_of(found: Figure) -> dict[str, str]:
    """What a follower was told: the light shown, the newest value with its period, the target in force."""
    newest = found.assessment.newest
    return {
        "light": str(found.light),
        "value": f"{newest.code}:{found.assessment.newest_value}" if newest is not None else "",
        "target": f"{found.assessment.in_force}",
    }


def tell_followers(*, now: datetime) -> int:
    """By the clock: one mail to each confirmed follower whose indicator moved since the last one; returns how many."""
    held = Follower.objects.exclude(confirmed_at=None).filter(ended_at=None)
    plans = Plan.objects.filter(pk__in=held.values("indicator__plan"), state="published").select_related("jurisdiction")
    sent = 0
    for plan in plans:
        found = figures_of(plan, now)
        for follower in held.filter(indicator__plan=plan).select_related("indicator", "jurisdiction"):
            one = found[follower.indicator_id]
            if told_of(one) != follower.told:
                sent += _tell(follower.pk, one, now)
    return sent


@transaction.atomic
def _tell(key: UUID, found: Figure, now: datetime) -> int:
    """Told and noted in one transaction; a second worker finds the note. No fact of the plan, so no entry."""
    follower: Follower = locked(Follower, "indicator", "jurisdiction", pk=key)
    before, told = follower.told, told_of(found)
    if before == told or follower.ended_at is not None:
        return 0
    Follower.objects.filter(pk=key).update(told=told)
    _write(
        follower, now, "indicator_moved", found.name_in_words, state=InWords(lambda: str(LIGHTS[found.light])),
        words=InWords(lambda: what_moved(before, told, found)), link=addresses.following_end(secret_of(follower.pk)),
        public_link=addresses.public_indicator(found.indicator.plan.code, found.code),
    )  # fmt: skip
    return 1


def what_moved(before: Mapping[str, str], told: Mapping[str, str], found: Figure) -> str:
    """What is another now, a sentence each, in the language in force."""
    lines = []
    if before.get("light") != told["light"]:
        old = LIGHTS.get(before.get("light", ""), LIGHTS[Outcome.NO_DATA])
        lines.append(_("The status was “%(old)s” and is “%(new)s” now.") % {"old": old, "new": LIGHTS[told["light"]]})
    if before.get("value") != told["value"] and found.assessment.newest is not None:
        lines.append(_("New figure for %(period)s: %(value)s.") % _figure(found))
    if before.get("target") != told["target"]:
        lines.append(_("The target was changed. The old one stays in sight."))
    return "\n".join(lines)


def _figure(found: Figure) -> dict[str, object]:
    value, meaning, newest = found.assessment.newest_value, found.meaning, found.assessment.newest
    shown = rounded(value, meaning.decimals) if value is not None and meaning is not None else ""
    return {"period": newest.code if newest else "", "value": f"{shown} {found.unit}".strip()}


def _write(follower: Follower, now: datetime, template: str, title: InWords, **fields: object) -> None:
    outbox.send_to_person(
        now=now, jurisdiction=follower.jurisdiction, email=follower.email, phone="", language=follower.language,
        template=template, about=follower.indicator_id, number=follower.indicator.code, title=title, **fields,
    )  # fmt: skip
