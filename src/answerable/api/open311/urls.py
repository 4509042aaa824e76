"""The addresses of the Open311 endpoints: production, and a test one that stores nothing."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from answerable.api.open311 import discovery, posting, reading, services
from answerable.api.open311.endpoint import Method, nowhere, resource

FORMAT = r"\.(?P<format>xml|json)$"


def endpoint(base: str, post: Method) -> list[URLPattern]:
    """The methods of GeoReport v2 below one base address."""
    return [
        re_path(rf"^{base}/discovery{FORMAT}", resource(get=discovery.discovery)),
        re_path(rf"^{base}/services{FORMAT}", resource(get=services.services)),
        re_path(rf"^{base}/services/(?P<code>[^/]+){FORMAT}", resource(get=services.definition)),
        re_path(rf"^{base}/requests{FORMAT}", resource(get=reading.requests, post=post)),
        re_path(rf"^{base}/requests/(?P<number>[^/]+){FORMAT}", resource(get=reading.one_request)),
        re_path(rf"^{base}/tokens/(?P<token>[^/]+){FORMAT}", resource(get=reading.token)),
    ]


urlpatterns = [
    re_path(rf"^open311/discovery{FORMAT}", resource(get=discovery.discovery)),
    *endpoint("open311/v2", posting.post),
    *endpoint("open311/test/v2", posting.post_to_test),
    re_path(r"^open311/(?P<rest>.*)$", nowhere),
]
