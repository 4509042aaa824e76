"""What is done inside the program itself, in a process with its settings: prepare a city, count, time the reads.

    python -m parts.inside prepare CASES OPEN_SHARE
    python -m parts.inside statements KEY SERVICE_CODE
    python -m parts.inside reads OFFICER

Each prints one line of JSON. DATABASE_URL says where; ANSWERABLE_OWNER_URL who may make tables there.
"""

from __future__ import annotations

import json
import re
import sys
import time
from typing import Any

from django.conf import settings

from answerable.ops import start
from parts.figures import spread

KEY_LABEL = "bench"
READS = 60


def prepare(cases: int, open_share: float) -> dict[str, Any]:
    """Tables, pack, cases up to that many, everything sealed and analysed; a key and a signed-in session."""
    from django.db import connection
    from django.utils import timezone

    from answerable.cases.models import Case
    from answerable.ops import owner, packs
    from answerable.ops.commands.migrate import migrate
    from answerable.organisation import queries as organisation
    from parts import fill, urls

    migrate(verbosity=0)
    packs.load(packs.folder_of(settings.JURISDICTION), now=timezone.now(), people="invented")
    with owner.as_owner(), connection.cursor() as cursor:
        cursor.execute(urls.TABLE)
        owner.grant()
    city = organisation.jurisdiction(settings.JURISDICTION)
    lacking = cases - Case.objects.count()
    begun = time.perf_counter()
    if lacking > 0:
        fill.fill(city, cases=lacking, open_share=open_share, now=timezone.now())
    _settle()
    return {"filled": max(0, lacking), "seconds": round(time.perf_counter() - begun, 1), **_doors(city)}


def _settle() -> None:
    from django.db import connection
    from django.utils import timezone

    from answerable.ledger import actions as ledger
    from answerable.ops import owner

    while ledger.seal(now=timezone.now(), limit=20_000):
        pass
    with owner.as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _doors(city: Any) -> dict[str, Any]:
    """An API key, and the session of an officer of the unit with most open cases."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db.models import Count
    from django.utils import timezone

    from answerable.api import actions
    from answerable.api.models import ApiKey
    from answerable.api.open311.services import service_code
    from answerable.cases.models import Case
    from answerable.organisation.models import Tenure
    from answerable.organisation.queries import rulebook

    now = timezone.now()
    label = f"{KEY_LABEL} {ApiKey.objects.count()}"
    _, key = actions.create_key(now=now, jurisdiction=city, label=label)
    busiest = (
        Case.objects.exclude(state="closed").values("lead_unit").annotate(n=Count("pk")).order_by("-n").first() or {}
    )
    held = Tenure.objects.filter(post__unit=busiest["lead_unit"], until=None, post__roles__overlap=["unit_head"])
    officer = held.select_related("officer").first().officer
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(officer.pk), officer.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    codes = [service_code(c) for c in rulebook(city).leaves if not c.attributes]
    return {
        "key": key, "session": session.session_key, "officer": officer.username, "busiest": busiest["n"],
        "open": Case.objects.exclude(state="closed").count(), "cases": Case.objects.count(),
        "codes": codes, "bounds": city.settings["bounds"],
    }  # fmt: skip


def statements(key: str, code: str) -> dict[str, Any]:
    """The SQL of one create through the whole address, as it is sent; the second, when the rulebook is in memory."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    west, south, east, north = _bounds()
    place = {"lat": (south + north) / 2, "long": (west + east) / 2}
    form = {"api_key": key, "service_code": code, **place}
    for turn in range(2):
        someone = {"phone": f"9{time.time_ns() % 10**7:07d}", "email": f"a{time.time_ns()}{turn}@mail.example"}
        form |= {"description": f"Counted {time.time()}", **someone}
        with CaptureQueriesContext(connection) as seen:
            answer = Client().post("/open311/v2/requests.json", form, headers={"host": "127.0.0.1"})
        assert answer.status_code == 201, answer.content
    return {"statements": [_brief(query["sql"]) for query in seen.captured_queries]}


def _brief(statement: str) -> str:
    """What it does to which table, without the columns."""
    return " ".join(re.sub(r'SELECT .*? FROM ("\w+")', r"SELECT ... FROM \1", statement).split())[:110]


def _bounds() -> list[float]:
    from answerable.organisation import queries as organisation

    bounds: list[float] = organisation.jurisdiction(settings.JURISDICTION).settings["bounds"]
    return bounds


def reads(username: str) -> dict[str, Any]:
    """queries.worklist + strips of 100 rows, and queries.counts, without page and server around them."""
    from django.utils import timezone

    from answerable.cases import queries
    from answerable.organisation import queries as organisation
    from answerable.organisation.models import Officer

    actor = organisation.actor_for(Officer.objects.get(username=username), now=timezone.now())
    worklist, counts = [], []
    for _ in range(READS):
        now, begun = timezone.now(), time.perf_counter()
        cases = queries.worklist(actor, now=now)
        queries.strips(cases, now=now)
        middle = time.perf_counter()
        queries.counts(actor, now=now)
        worklist.append(middle - begun)
        counts.append(time.perf_counter() - middle)
    return {"rows": len(cases), "worklist": spread(worklist), "counts": spread(counts)}


def main() -> None:
    start.django()
    what, *rest = sys.argv[1:]
    if what == "prepare":
        said = prepare(int(rest[0]), float(rest[1]))
    elif what == "statements":
        said = statements(*rest)
    else:
        said = reads(*rest)
    print(json.dumps(said))  # noqa: T201


if __name__ == "__main__":
    main()
