"""A program with a key, and the small words its tests are written in."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from answerable.api import actions
from answerable.cases.models import Assignment, Case

POTHOLE = {
    "service_code": "roads_surface_pothole",
    "lat": "50.15",
    "long": "10.05",
    "description": "A deep hole in Mill Street in front of the bakery.",
}


def as_if_opened(when, **which) -> None:
    """Moves cases in time, with whoever has answered for them since."""
    cases = Case.objects.filter(**which)
    Assignment.objects.filter(case__in=cases).update(since=when)
    cases.update(opened_at=when)


@pytest.fixture
def make_key(harbour):
    """make_key("label", post_code="works-handler") -> the key itself."""

    def make(label: str = "a client", **more) -> str:
        return actions.create_key(now=timezone.now(), jurisdiction=harbour, label=label, **more)[1]

    return make


@pytest.fixture
def api_key(make_key) -> str:
    return make_key()


@pytest.fixture
def post(client, api_key):
    """post(description="...") -> the answer of POST requests.json; None leaves an argument out."""

    def send(path: str = "/open311/v2/requests.json", headers=None, **wish):
        arguments = {**POTHOLE, "api_key": api_key, **wish}
        data = {k: v for k, v in arguments.items() if v is not None}
        return client.post(path, data, headers={"accept-language": "en", **(headers or {})})

    return send


@pytest.fixture
def read(client):
    """read("requests.json", status="open") -> parsed JSON or an XML element; anything but 200 fails."""

    def get(address: str, status_code: int = 200, language: str = "en", **arguments):
        answer = client.get(f"/open311/v2/{address}", arguments, headers={"accept-language": language})
        assert answer.status_code == status_code, answer.content.decode()
        if address.endswith(".json"):
            assert answer["Content-Type"] == "application/json; charset=utf-8"
            return json.loads(answer.content)
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        return ElementTree.fromstring(answer.content)

    return get


@pytest.fixture
def reported(post):
    """reported(...) -> the number of a new case."""

    def make(**wish) -> str:
        answer = post(**wish)
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()[0]["service_request_id"]

    return make
