"""Who holds a post: appoint, and end a tenure. The database forbids two holders at once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from answerable.ledger.actions import append
from answerable.organisation.models import Officer, Post, Tenure
from answerable.organisation.streams import stream_of
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Problem, Refused

RULE = "one holder of a post at a time; roles belong to the post"


def appoint(
    officer: Officer, post: Post, since: datetime, *, actor: Actor, now: datetime, until: datetime | None = None
) -> Tenure:
    """Let an officer hold a post from `since` (until `until`).

    Raises NotAllowed for anybody but an administrator, Refused when the times run backwards, the unit is closed or
    somebody else holds the post in that time.
    """
    _may(actor, post)
    if until is not None and until <= since:
        raise Refused(Problem("tenure_runs_backwards", "until", {"since": since, "until": until}))
    if post.unit.closed_on is not None:
        raise Refused(Problem("unit_closed", "post", {"unit": post.unit.code, "closed_on": post.unit.closed_on}))
    try:
        with transaction.atomic():
            tenure = Tenure.objects.create(officer=officer, post=post, since=since, until=until)
            _record("appoint", tenure, actor, now)
    except IntegrityError as error:
        if "one_holder_of_a_post_at_a_time" not in str(error):
            raise
        raise Refused(Problem("post_is_held", "post", {"post": post.code, "since": since})) from error
    return tenure


def end_tenure(tenure: Tenure, until: datetime, *, actor: Actor, now: datetime) -> Tenure:
    """End a tenure at `until`.

    Raises NotAllowed for anybody but an administrator, Refused when it ended already or would end before it began.
    """
    with transaction.atomic():
        tenure = Tenure.objects.select_for_update(of=("self",)).select_related("officer", "post").get(pk=tenure.pk)
        _may(actor, tenure.post)
        if tenure.until is not None and tenure.until <= now:
            raise Refused(Problem("tenure_ended", "until", {"until": tenure.until}))
        if until <= tenure.since:
            raise Refused(Problem("tenure_runs_backwards", "until", {"since": tenure.since, "until": until}))
        tenure.until = until
        tenure.save(update_fields=["until"])
        _record("end_tenure", tenure, actor, now)
    return tenure


def _may(actor: Actor, post: Post) -> None:
    if actor.jurisdiction != post.jurisdiction.code or not (actor.kind == "system" or "administrator" in actor.roles):
        raise NotAllowed(Problem("only_administrators_appoint", "", {"post": post.code}))


def _record(verb: str, tenure: Tenure, actor: Actor, now: datetime) -> None:
    until = tenure.until.isoformat() if tenure.until else None
    change = {
        "table": "tenure",
        "key": f"{tenure.post.code}/{tenure.officer.username}/{tenure.since.isoformat()}",
        "set": {"since": tenure.since.isoformat(), "until": until},
    }
    append(stream=stream_of(tenure.post.jurisdiction), at=now, verb=verb, actor=actor, rule=RULE, changes=[change])
