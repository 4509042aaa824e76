"""The REST API's addresses, below /api/v1/; its description is /api/v1/openapi.json."""

from __future__ import annotations

from answerable.api.rest import cases, helping, intake, plans, queues, reference, undecided, whistles
from answerable.api.rest.site import api
from answerable.organisation.doors import api as program

for _module in (cases, intake, queues, helping, reference, undecided, whistles, plans):
    api.add_router("", _module.router)

urls = api.urls
for _pattern in urls[0]:
    program(_pattern.callback)
