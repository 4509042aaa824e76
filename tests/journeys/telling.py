"""Tells a running city of a case in the past, by the same acts the desk calls; prints its number and who leads."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any


def tell(asked: dict[str, Any]) -> str:
    from django.utils import timezone

    from answerable.cases import actions
    from answerable.organisation import queries
    from answerable.organisation.models import Officer

    def actor(username: str) -> Any:
        return queries.actor_for(Officer.objects.get(username=username), now=timezone.now())

    at = timezone.now() - timedelta(days=asked["days_ago"])
    latitude, longitude = asked["place"]
    case = actions.receive(
        actor=actor(asked["call_taker"]), now=at, words=asked["words"], channel="phone",
        category_code=asked["category"], latitude=latitude, longitude=longitude,
    ).case  # fmt: skip
    lead = case.lead_unit.code
    if asked["part"]:
        handler = actor(f"{asked['prefix']}{lead}-handler")
        then = {"actor": handler, "now": at + timedelta(days=1), "number": case.number}
        actions.perform("act", words="Went there.", **then)
        actions.perform("add_assistant", unit_code=asked["helps"], task=asked["part"], **then)
    return f"{case.number} {lead}"


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.settings"
    django.setup()
    sys.stdout.write(tell(json.loads(sys.argv[1])))
