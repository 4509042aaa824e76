"""Service Discovery: where the endpoints are and what they speak."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from answerable.api.open311 import formats
from answerable.api.open311.endpoint import jurisdiction_of

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
ENDPOINTS = (("production", "/open311/v2"), ("test", "/open311/test/v2"))


def discovery(request: HttpRequest, *, format: str) -> HttpResponse:
    """Two endpoints: production, and a test one that checks everything and stores nothing."""
    city = jurisdiction_of(request)
    changeset = city.loaded_at.isoformat(timespec="seconds")
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": request.build_absolute_uri(path),
            "changeset": changeset,
            "type": kind,
            "formats": ["text/xml", "application/json"],
        }
        for kind, path in ENDPOINTS
    ]
    document = {
        "changeset": changeset,
        "contact": city.settings.get("contact") or _("The hotline of %(city)s") % {"city": city.name},
        "key_service": _("Ask the operator of this site for a key: answerable apikey create LABEL"),
        "endpoints": endpoints,
    }
    return formats.response(document, root="discovery", format=format)
