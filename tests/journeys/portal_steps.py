"""What happens inside the house while a citizen waits, for journeys of citizens."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import sys
import django
django.setup()
from django.utils import timezone
from answerable.cases import actions
from answerable.cases.models import Case
from answerable.organisation import queries
from answerable.organisation.models import Officer, Tenure

now, number = timezone.now(), sys.argv[1]
case = Case.objects.get(number=number)

def officer(unit, role):
    held = Tenure.objects.filter(post__unit__code=unit, post__roles__contains=[role], until=None).first()
    return queries.actor_for(held.officer, now=now, post_code=held.post.code)

if case.state == "received":
    dispatcher = officer("hotline", "dispatcher")
    actions.perform("dispatch", actor=dispatcher, now=now, number=number, unit_code="works", reason="by the catalogue")
works = officer(Case.objects.get(number=number).lead_unit.code, "handler")
reply = dict(
    outcome_code="solved",
    words="We filled the hole with hot asphalt, mended the lamps and checked both the next day.",
    done="A crew repaired the carriageway and the lamps and inspected them the next day.",
    basis="Highways Ordinance, section 5.",
    evidence="Photographs before and after; inspection record.",
)
acts = [("accept", {}), ("act", {"words": "Crew sent."}), ("answer", reply), ("tell_hotline", {})]
for verb, inputs in acts:
    if verb == "tell_hotline" and Case.objects.get(number=number).replies.filter(told_citizen_at=None).exists():
        actions.perform("tell_citizen", actor=works, now=now, number=number, how="email")
    actions.perform(verb, actor=works, now=now, number=number, **inputs)
assert Case.objects.get(number=number).state == "verifying"
"""


def brought_to_verdict(server, number: str) -> None:
    """The unit accepts, acts, replies and tells both; afterwards the citizen is asked."""
    env = {**os.environ, "DATABASE_URL": server.database_url}
    done = subprocess.run([sys.executable, "-c", SCRIPT, number], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
